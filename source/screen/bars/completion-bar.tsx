import {Box} from 'ink';
import {sanitizeLine} from '../../text/sanitize.ts';
import {RowText} from '../primitives/row-text.tsx';
import {cutRow, type Span} from '../primitives/rows.ts';

type Props = {
	readonly choices: readonly string[];
	readonly chosen: number;
	readonly columns: number;
};

/** The completions that Tab cycles through, beginning with the one in the draft. */
export function CompletionBar({choices, chosen, columns}: Props) {
	const spans = [...choices.slice(chosen), ...choices.slice(0, chosen)].flatMap((choice, index): readonly Span[] => [
		{text: ' '},
		{text: sanitizeLine(choice.trim()), tone: index === 0 ? 'key' : 'quiet'},
	]);
	return (
		<Box height={1} flexShrink={0}>
			<RowText row={cutRow(spans, columns)} />
		</Box>
	);
}
