import {findLinks, type Link} from '../../../text/links.ts';
import type {TextRange} from '../../../text/search.ts';
import type {WrappedRow} from '../../../text/wrap.ts';
import type {Row} from '../../primitives/rows.ts';
import type {Tone} from '../../primitives/theme.ts';

type Styles = {
	/** Each place in the text that matches the search, from left to right. */
	readonly matches: readonly TextRange[];
	/** The one of them that the user has come to. */
	readonly currentMatch?: TextRange | undefined;
	readonly links: readonly Link[];
	/** The tone of everything else. */
	readonly tone?: Tone;
};

const isWithin = (place: number, {start, end}: TextRange): boolean => start <= place && place < end;

/** Returns a row of a wrapped text as spans, with each match highlighted and each link whole. */
export const styleRow = ({text, start, end}: WrappedRow, {matches, currentMatch, links, tone}: Styles): Row => {
	const within = [...matches, ...links].filter(range => range.start < end && range.end > start);
	// A row with a `?` in the place of something else is not as long as its range.
	if (within.length === 0 || text.length !== end - start) {
		return [{text, tone}];
	}

	const places = within.flatMap(range => [range.start, range.end]).filter(place => place > start && place < end);
	const borders = [...new Set([start, ...places, end])].toSorted((a, b) => a - b);
	return borders.slice(0, -1).map((from, index) => {
		const link = links.find(each => isWithin(from, each))?.address;
		const match = matches.find(each => isWithin(from, each));
		return {
			text: text.slice(from - start, (borders[index + 1] ?? end) - start),
			tone: match ? (match === currentMatch ? 'currentMatch' : 'match') : tone,
			...(link !== undefined && {link}),
		};
	});
};

/**
Returns the rows of a wrapped line as spans, with each link whole. An address that the line has cut
short is none.
*/
export const linkRows = (text: string, rows: readonly string[], tone?: Tone): readonly Row[] => {
	let links = findLinks(text).filter(({end}) => text[end] !== '…');
	let end = 0;
	return rows.map(row => {
		const start = text.indexOf(row, end);
		if (links.length === 0 || start === -1) {
			// A row with a `?` in the place of something else: no place after it is known.
			links = [];
			return [{text: row, ...(tone !== undefined && {tone})}];
		}

		end = start + row.length;
		return styleRow({text: row, start, end}, {matches: [], links, tone});
	});
};
