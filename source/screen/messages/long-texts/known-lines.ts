import {actionStart} from '../../../text/message.ts';
import {normalizeText} from '../../../text/normalize.ts';
import {sanitizeLine} from '../../../text/sanitize.ts';
import {measureWidth} from '../../../text/width.ts';
import type {Content} from './content.ts';
import {measureMark} from './delivery-mark.ts';
import {readFenceLine, type Fence} from './fences.ts';
import {sanitizeTabs} from './tabs.ts';
import {codeBar, hasBar, layoutLines, type TextLine} from './text-lines.ts';

type Lines = {
	readonly columns: number;
	readonly fence: Fence;
	readonly clean: string;
	readonly lines: readonly TextLine[];
};

/** Returns the text as it is shown, before it is laid out. */
const describeText = ({text, privateTo}: Content, columns: number): string => {
	// Terminals draw a character better than its parts.
	const sane = sanitizeTabs(normalizeText(text, 'NFC'), columns);
	const words = sane.startsWith(actionStart) ? `* ${sane.slice(actionStart.length)}` : sane;
	if (privateTo === undefined) {
		return words;
	}

	// A fence stays one only at the start of a line.
	const startsWithFence = readFenceLine(words.slice(0, (words + '\n').indexOf('\n')), '').kind === 'fence';
	return `(to ${sanitizeLine(privateTo)})${startsWithFence ? '\n' : ' '}${words}`;
};

const measureLine = ({text, kind}: TextLine, columns: number): number =>
	measureWidth(text) + (kind !== 'text' && hasBar(columns) ? codeBar.length : 0);

/** The lines of each message, for the width in which they were wanted last. */
const known = new WeakMap<Record<string, unknown>, Lines>();

/**
Returns the lines of a text, the last of which leaves room for the mark, so nothing moves when the
mark changes.
*/
export const getLines = (item: Record<string, unknown>, content: Content, columns: number, fence: Fence): Lines => {
	const cached = known.get(item);
	if (cached?.columns === columns && cached.fence === fence) {
		return cached;
	}

	const clean = describeText(content, columns);
	const full = layoutLines(clean, columns, fence);
	const last = full.at(-1);
	const isRoomy = last === undefined || measureLine(last, columns) + measureMark(content) <= columns;
	const lines = isRoomy ? full : layoutLines(clean, columns - measureMark(content), fence);
	const made = {columns, fence, clean, lines};
	known.set(item, made);
	return made;
};
