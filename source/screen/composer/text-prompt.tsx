import {useEffect, useState} from 'react';
import {Box, Text, useCursor} from 'ink';
import TextInput from 'ink-text-input';
import {replaceGlyphs} from '../primitives/glyphs.ts';
import {usePalette} from '../primitives/theme-context.ts';
import {cut, measureWidth} from '../../text/width.ts';
import {layoutField} from './field-layout.ts';
import type {LineField} from './use-line-field.ts';

type Props = {
	readonly label: string;
	readonly placeholder: string;
	readonly field: LineField;
	/** The row of the window that the prompt is on. */
	readonly top: number;
	readonly columns: number;
};

/** A field that is narrower than this takes the place of the label. */
const narrowestField = 12;

const ignore = () => undefined;

/**
Shows a field of one line, with the terminal's own cursor in it. ink-text-input draws the text;
the keys are handled by the field, because those of ink-text-input type control characters and lose
all but one key of a read.
*/
export function TextPrompt({label, placeholder, field, top, columns}: Props) {
	const palette = usePalette();
	const {setCursorPosition} = useCursor();
	// Keys are received only after the first render: show the label once they are.
	const [isReady, setIsReady] = useState(false);
	useEffect(() => {
		const timeout = setTimeout(() => {
			setIsReady(true);
		}, 0);
		return () => {
			clearTimeout(timeout);
		};
	}, []);

	const full = ` ${label} › `;
	const start = columns - measureWidth(full) < narrowestField ? cut(' › ', columns - 1) : full;
	const startColumns = measureWidth(start);
	const fieldColumns = Math.max(1, columns - startColumns);
	const {shown, cursorColumn} = layoutField(field.draft, fieldColumns);
	setCursorPosition({x: startColumns + cursorColumn, y: top});
	return (
		<Box height={1} flexShrink={0} overflow="hidden">
			<Box flexShrink={0}>
				<Text {...palette.prompt}>{isReady ? replaceGlyphs(start) : ' '.repeat(startColumns)}</Text>
			</Box>
			<Box flexShrink={0}>
				{/* The field's own placeholder is grey in every theme, so it is not used. */}
				{shown === '' ? (
					<Text {...palette.quiet}>{cut(placeholder, fieldColumns - 1)}</Text>
				) : (
					<TextInput value={replaceGlyphs(shown)} focus={false} showCursor={false} onChange={ignore} />
				)}
			</Box>
		</Box>
	);
}
