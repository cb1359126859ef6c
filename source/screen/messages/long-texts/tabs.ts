import {sanitize} from '../../../text/sanitize.ts';
import {measureWidth} from '../../../text/width.ts';

/** The columns between tab stops: as on terminals, or half as many in a narrow pane. */
const measureTabs = (columns: number): number => (columns < 40 ? 4 : 8);

/** Fills up to the next tab stop, where a tab is. */
const expandLine = (line: string, tabColumns: number): string => {
	const [first = '', ...rest] = line.split('\t');
	let expanded = first;
	let column = measureWidth(first);
	for (const piece of rest) {
		const gap = tabColumns - (column % tabColumns);
		expanded += ' '.repeat(gap) + piece;
		column += gap + measureWidth(piece);
	}

	return expanded;
};

/** Sanitises a text, and puts what follows a tab at the next tab stop. */
export const sanitizeTabs = (text: string, columns: number): string => {
	if (!text.includes('\t')) {
		return sanitize(text);
	}

	const clean = text
		.split('\t')
		.map(piece => sanitize(piece))
		.join('\t');
	return clean
		.split('\n')
		.map(line => (line.includes('\t') ? expandLine(line, measureTabs(columns)) : line))
		.join('\n');
};
