import {memo, type JSX} from 'react';
import {Text} from 'ink';
import {replaceGlyphs} from './glyphs.ts';
import type {Palette} from './theme.ts';
import {usePalette} from './theme-context.ts';
import type {Row, Span} from './rows.ts';

const drawSpan = ({text, tone}: Span, index: number, palette: Palette): JSX.Element | string =>
	tone === undefined || tone === 'plain' ? (
		replaceGlyphs(text)
	) : (
		<Text key={index} {...palette[tone]}>
			{replaceGlyphs(text)}
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
				{replaceGlyphs(only.text)}
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
