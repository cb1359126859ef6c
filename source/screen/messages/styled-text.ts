import type {TextRange} from '../../text/search.ts';
import type {WrappedRow} from '../../text/wrap.ts';
import type {Row, Span} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

type Styles = {
	/** What is searched for, wherever it occurs in the text, from left to right. */
	readonly matches: readonly TextRange[];
	/** The tone of everything else. */
	readonly tone?: Tone;
};

/** Returns a row of a wrapped text as spans, with every match in it highlighted. */
export const styleRow = ({text, start, end}: WrappedRow, {matches, tone}: Styles): Row => {
	const within = matches.filter(match => match.start < end && match.end > start);
	// A row with a `?` in the place of something else is not as long as its range.
	if (within.length === 0 || text.length !== end - start) {
		return [{text, tone}];
	}

	const spans: Span[] = [];
	let done = start;
	for (const match of within) {
		const from = Math.max(match.start, start);
		const to = Math.min(match.end, end);
		spans.push(
			{text: text.slice(done - start, from - start), tone},
			{text: text.slice(from - start, to - start), tone: 'match'},
		);
		done = to;
	}

	return [...spans, {text: text.slice(done - start), tone}].filter(span => span.text !== '');
};
