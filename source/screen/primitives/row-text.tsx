import {memo, type JSX} from 'react';
import {Text} from 'ink';
import {replaceGlyphs} from './glyphs.ts';
import {formatLink} from './hyperlinks.ts';
import type {Palette} from './theme.ts';
import {usePalette} from './theme-context.ts';
import type {Row, Span} from './rows.ts';

const formatText = ({text, link}: Span): string =>
	link === undefined ? replaceGlyphs(text) : formatLink(replaceGlyphs(text), link);

const drawSpan = (span: Span, index: number, palette: Palette): JSX.Element | string =>
	span.tone === undefined || span.tone === 'plain' ? (
		formatText(span)
	) : (
		<Text key={index} {...palette[span.tone]}>
			{formatText(span)}
		</Text>
	);

type Props = {
	readonly row: Row;
};

/** One row as one text node. Memoised: the same row object is rendered once for each palette. */
function RowTextView({row}: Props) {
	const palette = usePalette();
	const [only] = row;
	if (row.length === 1 && only) {
		return (
			<Text wrap="truncate" {...palette[only.tone ?? 'plain']}>
				{formatText(only)}
			</Text>
		);
	}

	return <Text wrap="truncate">{row.map((span, index) => drawSpan(span, index, palette))}</Text>;
}

export const RowText = memo(RowTextView);

type RowsProps = {
	readonly rows: readonly Row[];
};

const drawRow = (row: Row, place: number): JSX.Element => <RowText key={place} row={row} />;

/** Rows below one another, keyed by their index. */
export function RowTexts({rows}: RowsProps) {
	return rows.map((row, place) => drawRow(row, place));
}
