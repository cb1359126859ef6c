import {formatClock, formatDateAndClock} from '../../text/format-time.ts';
import {actionStart, formatSpeaker, type MessagePart} from '../../text/message.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth} from '../../text/width.ts';

/** A message, as far as it is printed. */
export type PrintedMessage = {
	readonly at: number;
	readonly from: string;
	readonly text: string;
	readonly to?: {readonly name: string} | undefined;
	readonly part?: MessagePart | undefined;
};

/** Begins each row of a message but its first. No row that names a speaker begins so. */
const indent = '    ';

/** Rows are not wrapped in a terminal that is narrower, or whose width is not known. */
const narrowest = 16;

const word = /[\p{Zs}\u2800]+|[^\p{Zs}\u2800]+/gu;
const space = /^[\p{Zs}\u2800]/u;

/**
Wraps a line at spaces, so that the terminal does not: a row that the terminal begins itself could
be made to read like a line of somebody else. A word that is longer than a row, such as an address,
stays whole. `first`: what the first row begins with.
*/
const wrapLine = (first: string, line: string, columns: number): string => {
	const rows: string[] = [];
	let row = first;
	let width = measureWidth(first);
	let gap = '';
	for (const [part] of line.matchAll(word)) {
		if (space.test(part)) {
			gap += part;
			continue;
		}

		const needed = measureWidth(gap) + measureWidth(part);
		if (width + needed <= columns) {
			row += gap + part;
			width += needed;
		} else {
			if (row !== indent) {
				rows.push(row);
			}

			row = indent + part;
			width = indent.length + measureWidth(part);
		}

		gap = '';
	}

	return [...rows, row].join('\n');
};

/**
Formats a message as the lines that it has. The first row has the time and the author, all others
are indented, and an action is marked with `*`: no text can be taken for a line of another member.
`columns`: the width of the terminal.
*/
export const formatMessage = (
	{at, text, part, ...speaker}: PrintedMessage,
	isOld: boolean,
	columns = Infinity,
): string => {
	const time = isOld ? formatDateAndClock(at) : formatClock(at);
	const name = sanitizeLine(formatSpeaker(speaker));
	const place = part ? ` (part ${part[0]} of ${part[1]})` : '';
	const isAction = text.startsWith(actionStart);
	const head = isAction ? `${time} * ${name}${place} ` : `${time} ${name}${place}: `;
	const content = sanitize(isAction ? text.slice(actionStart.length) : text).replace(/\n$/, '');
	const width = columns < narrowest ? Infinity : columns;
	return content
		.split('\n')
		.map((line, index) => (line.trim() === '' && index > 0 ? '' : wrapLine(index === 0 ? head : indent, line, width)))
		.join('\n');
};
