import type {KeptBytes} from '../../chat/xray/types.ts';
import {blankRow, type Row} from '../primitives/rows.ts';

/** Bytes as hexadecimal digits and as text. */

const isMasked = (place: number, {masked}: KeptBytes): boolean =>
	masked.some(({start, end}) => place >= start && place < end);

/** Formats `48 65 6c`; a byte that is not shown is `··`. */
export const formatHex = (kept: KeptBytes, start: number, end: number): string =>
	Array.from(kept.head.subarray(start, end), (byte, index) =>
		isMasked(start + index, kept) ? '··' : byte.toString(16).padStart(2, '0'),
	).join(' ');

const formatCharacter = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : '.');

/** Formats printable ASCII as it is, anything else as `.`, and a byte that is not shown as `·`. */
export const formatText = (kept: KeptBytes, start: number, end: number): string =>
	Array.from(kept.head.subarray(start, end), (byte, index) =>
		isMasked(start + index, kept) ? '·' : formatCharacter(byte),
	).join('');

const widest = 16;
const narrowest = 8;

/** Returns how many bytes fit on a row of ` 0000  48 65 …  He`. */
const countBytes = (columns: number): number => (columns >= 8 + widest * 4 ? widest : narrowest);

/** Lays out the first bytes of a call, on exactly `rows` rows. */
export const layoutHex = (kept: KeptBytes | undefined, columns: number, rows: number): readonly Row[] => {
	const count = countBytes(columns);
	return Array.from({length: rows}, (_, index): Row => {
		const start = index * count;
		if (!kept || start >= kept.head.length) {
			return blankRow;
		}

		return [
			{text: ` ${start.toString(16).padStart(4, '0')}  `, tone: 'quiet'},
			{text: `${formatHex(kept, start, start + count).padEnd(count * 3)} ${formatText(kept, start, start + count)}`},
		];
	});
};
