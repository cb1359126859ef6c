import {findLinks} from '../../../text/links.ts';
import {cutRow, type Row} from '../../primitives/rows.ts';
import type {Content} from './content.ts';
import {addMark, measureMark} from './delivery-mark.ts';
import type {Fence} from './fences.ts';
import {getLines} from './known-lines.ts';
import {getMatches} from './known-matches.ts';
import {createWindow} from './row-ranges.ts';
import {styleRow} from './styled-text.ts';
import {codeBar, hasBar} from './text-lines.ts';

/** Lays out the text of a message: folded if it is long, and after own text a delivery mark. */

/** The properties of the parts before on which the rows of a text depend. */
export type TextContext = {
	/** The fence that is open before the text. */
	readonly fence?: Fence;
	/** True if the message directly before is the part before, and a long one. */
	readonly followsLong?: boolean;
};

export type TextOptions = TextContext & {
	readonly columns: number;
	/** The text of the search: long messages that contain it are not folded. */
	readonly find: string | undefined;
	/** Which of its matches the user has come to, counted from the last, from 0. */
	readonly currentMatch?: number | undefined;
	/** True if the user has opened the message. */
	readonly isOpen: boolean;
};

/** A message of more rows than this is folded… */
const longestWhole = 30;
/** …to so many, and a row that counts the others. A further part is folded to that row alone. */
const foldedRows = 12;

const countKept = (followsLong: boolean): number => (followsLong ? 0 : foldedRows);

const isLong = (count: number, followsLong: boolean): boolean => count > (followsLong ? 1 : longestWhole);

/**
Returns how a long message is shown; undefined for a short one. What is searched for is never
hidden.
*/
export const chooseFold = (
	item: Record<string, unknown>,
	content: Content,
	{columns, find, isOpen, fence = '', followsLong = false}: Omit<TextOptions, 'currentMatch'>,
): 'folded' | 'open' | undefined => {
	const {clean, lines} = getLines(item, content, columns, fence);
	if (!isLong(lines.length, followsLong)) {
		return undefined;
	}

	const lastMatch = getMatches(item, clean, find).at(-1)?.end ?? 0;
	return isOpen || lastMatch > (lines[countKept(followsLong)]?.start ?? 0) ? 'open' : 'folded';
};

/** Says how many rows of a folded message are not shown. */
const layoutFold = (hidden: number, columns: number): Row => {
	const words = [`… ${hidden} more ${hidden === 1 ? 'row' : 'rows'}`, `… ${hidden} more`, `… ${hidden}`];
	return cutRow([{text: words.find(each => each.length <= columns) ?? '…', tone: 'quiet'}], columns);
};

/** Lays out the text column. */
export const layoutText = (item: Record<string, unknown>, content: Content, options: TextOptions): readonly Row[] => {
	const {columns, find, currentMatch, fence = '', followsLong = false} = options;
	const {clean, lines} = getLines(item, content, columns, fence);
	const matches = getMatches(item, clean, find);
	const kept = countKept(followsLong);
	const isFolded = chooseFold(item, content, options) === 'folded';
	const matchesIn = createWindow(matches);
	const current = currentMatch === undefined ? undefined : matches[matches.length - 1 - currentMatch];
	const linksIn = createWindow(findLinks(clean));
	const bar: Row = hasBar(columns) ? [{text: codeBar, tone: 'quiet'}] : [];
	const shown = (isFolded ? lines.slice(0, kept) : lines).map((line): Row => {
		const tone = line.kind === 'info' ? 'quiet' : content.tone;
		const row = styleRow(line, {matches: matchesIn(line), currentMatch: current, links: linksIn(line), tone});
		return line.kind === 'text' ? row : [...bar, ...row];
	});
	const rows = isFolded ? [...shown, layoutFold(lines.length - kept, columns - measureMark(content))] : shown;
	return addMark(rows, content, columns);
};
