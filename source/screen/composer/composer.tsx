import {Box, useCursor} from 'ink';
import {RowTexts} from '../primitives/row-text.tsx';
import type {Row, Span} from '../primitives/rows.ts';
import {findFirstRow, type DraftLayout} from './draft-layout.ts';

/**
The columns around the draft: a margin and the prompt on the left, room for the cursor on the right.
*/
export const composerMargin = 4;

type Props = {
	readonly view: DraftLayout;
	/** Shown while the draft is empty. */
	readonly placeholder: string;
	/** The row of the window in which the composer begins. */
	readonly top: number;
	readonly rows: number;
};

const choosePrompt = (index: number, first: number): Span => {
	if (index === 0) {
		return {text: ' › ', tone: 'prompt'};
	}

	return index === first ? {text: ' ⋮ ', tone: 'quiet'} : {text: '   '};
};

const buildRows = (view: DraftLayout, placeholder: string, first: number, rows: number): readonly Row[] => {
	if (view.rows.length === 1 && view.rows[0]?.shown === '') {
		return [[choosePrompt(0, 0), {text: placeholder, tone: 'quiet'}]];
	}

	return view.rows
		.slice(first, first + rows)
		.map(({shown}, place) => [choosePrompt(first + place, first), {text: shown}]);
};

/**
Shows the draft, with the terminal's own cursor in it, because an input method draws at the cursor.
*/
export function Composer({view, placeholder, top, rows}: Props) {
	const {setCursorPosition} = useCursor();
	const first = findFirstRow(view, rows);
	setCursorPosition({x: composerMargin - 1 + view.cursorColumn, y: top + view.cursorRow - first});
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowTexts rows={buildRows(view, placeholder, first, rows)} />
		</Box>
	);
}
