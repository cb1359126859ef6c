import {Box, useWindowSize} from 'ink';
import {TextPrompt} from '../composer/text-prompt.tsx';
import type {LineField} from '../composer/use-line-field.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import {useRepaint} from '../terminal/use-repaint.ts';
import {layoutJoin, type JoinContent} from './join-rows.ts';

type Props = {
	readonly content: Omit<JoinContent, 'hasPrompt'>;
	readonly prompt: {readonly label: string; readonly placeholder: string; readonly field: LineField} | undefined;
};

/** The screen before a room is joined: a title, sentences, a list or a prompt, and the hints. */
export function JoinLayout({content, prompt}: Props) {
	const {columns, rows} = useWindowSize();
	const {isRepainting} = useRepaint(columns, rows);
	const {above, hasPrompt, below, bottom} = layoutJoin({...content, hasPrompt: prompt !== undefined}, columns, rows);
	return (
		<Box flexDirection="column" width="100%" height={isRepainting ? rows - 1 : rows}>
			<Box flexDirection="column" flexGrow={1} overflow="hidden">
				<RowTexts rows={above} />
				{prompt && hasPrompt ? <TextPrompt {...prompt} top={above.length} columns={columns} /> : null}
				<RowTexts rows={below} />
			</Box>
			{bottom && !isRepainting ? (
				<Box height={1} flexShrink={0}>
					<RowText row={bottom} />
				</Box>
			) : null}
		</Box>
	);
}
