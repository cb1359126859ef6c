import type {Row} from '../primitives/rows.ts';

/** The width of the light margin, in modules: what the standard wants, and what scanners need. */
const margins = [4, 2] as const;

export type QrSpace = {readonly columns: number; readonly rows: number};

/** Two modules below one another, by whether each is dark. A plain space could be left out. */
const chooseBlock = (isUpperDark: boolean, isLowerDark: boolean): string => {
	if (isUpperDark) {
		return isLowerDark ? '█' : '▀';
	}

	return isLowerDark ? '▄' : '\u{A0}';
};

/** Returns the columns and rows that a QR code with so many modules on a side takes at least. */
export const measureQr = (size: number): QrSpace => {
	const whole = size + 2 * margins[1];
	return {columns: whole, rows: Math.ceil(whole / 2)};
};

/**
Lays out a QR code: dark on light whatever the terminal's background is, two modules in each cell.
Returns undefined if it does not fit.
*/
export const layoutQr = (modules: ReadonlyArray<readonly boolean[]>, space: QrSpace): readonly Row[] | undefined => {
	const fits = (margin: number) => {
		const whole = modules.length + 2 * margin;
		return whole <= space.columns && Math.ceil(whole / 2) <= space.rows;
	};

	const margin = margins.find(each => fits(each));
	if (margin === undefined) {
		return undefined;
	}

	const whole = modules.length + 2 * margin;
	const isDark = (row: number, column: number): boolean => modules[row - margin]?.[column - margin] ?? false;
	return Array.from({length: Math.ceil(whole / 2)}, (_, index): Row => {
		const blocks = Array.from({length: whole}, (_cell, column) =>
			chooseBlock(isDark(2 * index, column), isDark(2 * index + 1, column)),
		);
		return [{text: blocks.join(''), tone: 'qr'}];
	});
};
