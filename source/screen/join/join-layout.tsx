import type {ReactNode} from 'react';
import {Box, useWindowSize} from 'ink';
import {wrap} from '../../text/wrap.ts';
import {layoutHints, type Hint} from '../bars/hints.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import {blankRow, spreadRow, type Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';
import {useNoWrap} from '../terminal/use-no-wrap.ts';
import {useRepaint} from '../terminal/use-repaint.ts';

type Props = {
	readonly title: string;
	/** Sentences above the prompt, each with its style. */
	readonly lines: ReadonlyArray<{readonly text: string; readonly tone?: Tone}>;
	readonly hints: readonly Hint[];
	readonly children: ReactNode;
};

/** The screen before a room is joined: a title, a prompt and the hints. */
export function JoinLayout({title, lines, hints, children}: Props) {
	const {columns, rows} = useWindowSize();
	useNoWrap();
	const isRepainting = useRepaint(columns, rows);
	const text = lines.flatMap(({text: line, tone}) =>
		wrap(line, Math.max(1, columns - 2)).map((part): Row => [{text: ` ${part}`, tone}]),
	);
	return (
		<Box flexDirection="column" width="100%" height={isRepainting ? rows - 1 : rows}>
			<Box height={1} flexShrink={0}>
				<RowText
					row={spreadRow(
						[{text: ` socket-chat  ${title}`, tone: 'header'}],
						[{text: ' ', tone: 'headerQuiet'}],
						columns,
					)}
				/>
			</Box>
			<Box flexDirection="column" flexGrow={1} overflow="hidden">
				<RowTexts rows={[blankRow, ...text, blankRow]} />
				{children}
			</Box>
			<Box height={1} flexShrink={0}>
				<RowText row={layoutHints(hints, columns)} />
			</Box>
		</Box>
	);
}
