import type {ChatState, Delivery, HistoryItem} from '../../chat/state.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {pad, measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {isMention} from '../../text/mention.ts';
import {actionStart} from '../../text/message.ts';
import {formatClock, formatDay} from '../../text/format-time.ts';
import {cutRow, rowColumns, type Row, type Span} from '../primitives/rows.ts';
import {peerTone, type Tone} from '../primitives/theme.ts';

/** A message or a notice as rows: time, sender, text, and after my own text how far it has come. */

export type Pending = ChatState['pending'][number];
export type Entry = HistoryItem | Pending;

/** What the rows of every entry depend on. Made anew only when one of these changes, for the rows are cached by it. */
export type MessageFrame = {
	readonly columns: number;
	/** The width of the sender's column. */
	readonly nameColumns: number;
	readonly myName: string;
	/** What is looked for: it is marked wherever it stands. */
	readonly find?: string;
	/** The first item that came while nobody looked. */
	readonly newFrom?: string;
};

/** What stands above an entry. */
export type Lead = {
	/** The day that begins with it. */
	readonly day?: string;
	/** What follows is new. */
	readonly isNew?: boolean;
};

/** Below this a row has no room for the time. */
const roomyColumns = 56;
const widestName = 12;
const widestNameInBrief = 8;
/** How many of the newest entries the width of the sender's column is measured on. */
const measuredEntries = 100;

const isBrief = (columns: number): boolean => columns < roomyColumns;

/** The width of the sender's column: the longest name that is around, within limits. */
export const nameColumnsOf = (
	{history, members, myName}: Pick<ChatState, 'history' | 'members' | 'myName'>,
	columns: number,
): number => {
	const widest = isBrief(columns) ? widestNameInBrief : widestName;
	let columnsSoFar = Math.max(3, measureWidth(sanitizeLine(myName)));
	for (const {name} of members) {
		columnsSoFar = Math.max(columnsSoFar, measureWidth(sanitizeLine(name)));
		if (columnsSoFar >= widest) {
			return widest;
		}
	}

	for (let index = history.length - 1; index >= Math.max(0, history.length - measuredEntries); index--) {
		const item = history[index];
		if (item?.kind === 'message') {
			columnsSoFar = Math.max(columnsSoFar, measureWidth(sanitizeLine(item.from)));
		}
	}

	return Math.min(widest, columnsSoFar);
};

const isHistory = (entry: Entry): entry is HistoryItem => 'kind' in entry;

/** Who speaks to whom. */
const authorOf = (entry: Entry): string | undefined => {
	if (isHistory(entry) && entry.kind === 'notice') {
		return undefined;
	}

	const author = !isHistory(entry) || entry.own ? 'me' : `${entry.fromId} ${entry.from}`;
	return `${author} to ${entry.to?.id ?? 'all'}`;
};

/** Whether the entry goes on where the one before it stopped: the same author within the same minute. */
export const isContinued = (before: Entry | undefined, entry: Entry): boolean => {
	const author = authorOf(entry);
	return (
		before !== undefined &&
		author !== undefined &&
		author === authorOf(before) &&
		Math.floor(before.at / 60_000) === Math.floor(entry.at / 60_000)
	);
};

/** What stands above an entry that follows this one. */
export const leadOf = (
	before: Entry | undefined,
	entry: Entry,
	{newFrom}: Pick<MessageFrame, 'newFrom'>,
): Lead | undefined => {
	const day = before && formatDay(before.at) !== formatDay(entry.at) ? formatDay(entry.at) : undefined;
	const isNew = newFrom !== undefined && isHistory(entry) && entry.key === newFrom;
	return day !== undefined || isNew ? {day, isNew} : undefined;
};

const marks: Readonly<Record<Delivery, Span>> = {
	queued: {text: '…', tone: 'underway'},
	logged: {text: '✓', tone: 'delivered'},
	sent: {text: '→', tone: 'quiet'},
	refused: {text: '!', tone: 'refused'},
};

type Content = {
	readonly tone?: Tone;
	readonly name: string;
	readonly nameTone: Tone;
	readonly text: string;
	/** Whom alone it is for, in words. */
	readonly privateTo?: string;
	readonly delivery?: Delivery;
	readonly reason?: string;
};

const contentOf = (entry: Pending | Extract<HistoryItem, {kind: 'message'}>, myName: string): Content => {
	if (!isHistory(entry)) {
		return {name: myName, nameTone: 'ownName', text: entry.text, privateTo: entry.to?.name, delivery: 'queued'};
	}

	const {text, to, own, from, fromId, delivery, reason} = entry;
	const tone = !own && isMention(text, myName) ? 'mention' : undefined;
	const privateTo = to && (own ? to.name : 'you');
	return {name: from, nameTone: own ? 'ownName' : peerTone(fromId), text, privateTo, delivery, reason, tone};
};

/** A row of text, with what is looked for marked in it. */
const marked = (line: string, find: string | undefined, tone?: Tone): Row => {
	const wanted = find?.toLowerCase() ?? '';
	const folded = line.toLowerCase();
	if (wanted === '' || folded.length !== line.length || !folded.includes(wanted)) {
		return [{text: line, tone}];
	}

	const spans: Span[] = [];
	let end = 0;
	for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, end)) {
		spans.push({text: line.slice(end, at), tone}, {text: line.slice(at, at + wanted.length), tone: 'found'});
		end = at + wanted.length;
	}

	return [...spans, {text: line.slice(end), tone}].filter(({text}) => text !== '');
};

/** A line across the pane with words in it. */
const ruleRow = (words: string, columns: number, tone: Tone): Row => {
	const left = Math.max(1, Math.floor((columns - measureWidth(words) - 2) / 2));
	return cutRow(
		[{text: `${'─'.repeat(left)} ${words} ${'─'.repeat(Math.max(1, columns - left - measureWidth(words) - 2))}`, tone}],
		columns,
	);
};

/** The rows of the text column. The mark always stands after the last word, so that nothing moves when it changes. */
const textRows = (
	{text, privateTo, delivery, reason, tone}: Content,
	columns: number,
	find: string | undefined,
): readonly Row[] => {
	const sane = sanitize(text);
	const words = sane.startsWith(actionStart) ? `* ${sane.slice(actionStart.length)}` : sane;
	const clean = privateTo === undefined ? words : `(to ${sanitizeLine(privateTo)}) ${words}`;
	const full = wrap(clean, columns);
	if (!delivery) {
		return full.map(line => marked(line, find, tone));
	}

	const mark = marks[delivery];
	const markColumns = 1 + measureWidth(mark.text);
	const lines = measureWidth(full.at(-1) ?? '') + markColumns <= columns ? full : wrap(clean, columns - markColumns);
	const rows: Row[] = lines.map((line, index) =>
		index < lines.length - 1 ? marked(line, find) : [...marked(`${line} `, find), mark],
	);
	if (delivery !== 'refused' || !reason) {
		return rows;
	}

	const why = sanitizeLine(reason);
	const last = rows.at(-1) ?? [];
	if (rowColumns(last) + 1 + measureWidth(why) <= columns) {
		return [...rows.slice(0, -1), [...last, {text: ` ${why}`, tone: mark.tone}]];
	}

	return [...rows, ...wrap(why, columns).map((line): Row => [{text: line, tone: mark.tone}])];
};

const noticeRows = (entry: Extract<HistoryItem, {kind: 'notice'}>, columns: number): readonly Row[] => {
	const head = isBrief(columns) ? ' — ' : ` ${formatClock(entry.at)}  — `;
	const indent = ' '.repeat(measureWidth(head));
	return wrap(sanitize(entry.text), columns - head.length - 1).map((line, index): Row => [
		{text: (index === 0 ? head : indent) + line, tone: 'quiet'},
	]);
};

/** What stands between the name and the text. A private message is marked there, beside each of its rows, where no text can come. */
const gapOf = ({privateTo}: Content, columns: number): Span => {
	const mark = privateTo === undefined ? ' ' : '»';
	return {text: isBrief(columns) ? mark : `${mark} `, tone: privateTo === undefined ? undefined : 'private'};
};

/** The rows of one entry, none wider than the frame. A continued one leaves the time and the name out. */
export const entryRows = (
	entry: Entry,
	isContinuation: boolean,
	frame: MessageFrame,
	lead: Lead = {},
): readonly Row[] => [
	...(lead.day === undefined ? [] : [ruleRow(lead.day, frame.columns, 'quiet')]),
	...(lead.isNew ? [ruleRow('new', frame.columns, 'news')] : []),
	...bodyRows(entry, isContinuation, frame),
];

const bodyRows = (
	entry: Entry,
	isContinuation: boolean,
	{columns, nameColumns, myName, find}: MessageFrame,
): readonly Row[] => {
	if (isHistory(entry) && entry.kind === 'notice') {
		return noticeRows(entry, columns);
	}

	const content = contentOf(entry, myName);
	const time = isBrief(columns) ? ' ' : ` ${formatClock(entry.at)}  `;
	const gap = gapOf(content, columns);
	const indentColumns = time.length + nameColumns;
	const rows = textRows(content, columns - indentColumns - measureWidth(gap.text) - 1, find);
	const indent: Row = [{text: ' '.repeat(indentColumns)}];
	const head: Row = [
		{text: time, tone: 'quiet'},
		{text: pad(sanitizeLine(content.name), nameColumns), tone: content.nameTone},
	];
	return rows.map((row, index): Row => [...(index > 0 || isContinuation ? indent : head), gap, ...row]);
};
