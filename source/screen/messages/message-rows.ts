import type {ChatState, Delivery, HistoryItem} from '../../chat/state.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {pad, measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {isMention} from '../../text/mention.ts';
import {actionStart} from '../../text/message.ts';
import {formatClock, formatDay} from '../../text/format-time.ts';
import {cutRow, measureRow, type Row, type Span} from '../primitives/rows.ts';
import {choosePeerTone, type Tone} from '../primitives/theme.ts';

/** Lays out a message or a notice: time, sender, text, and after own text a delivery mark. */

export type PendingMessage = ChatState['pending'][number];
export type ConversationItem = HistoryItem | PendingMessage;

/** What all rows depend on. Rows are cached by this object: create a new one only on a change. */
export type RowOptions = {
	readonly columns: number;
	/** The width of the sender's column. */
	readonly nameColumns: number;
	readonly myName: string;
	/** The text of the search, highlighted wherever it occurs. */
	readonly find?: string;
	/** The key of the first unread item. */
	readonly newFrom?: string;
};

/** The lines above an item. */
export type Divider = {
	/** Set if the item is the first of a day. */
	readonly day?: string;
	/** True if the item is the first unread one. */
	readonly isNew?: boolean;
};

/** Below this width the time is left out. */
const roomyColumns = 56;
const widestName = 12;
const widestNameInBrief = 8;
/** Only this many of the newest items decide the width of the sender's column. */
const measuredEntries = 100;

const isBrief = (columns: number): boolean => columns < roomyColumns;

/**
Returns the width of the sender's column: that of the widest name, from 3 to 12 columns (8 below 56
columns).
*/
export const measureNameColumns = (
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

const isHistory = (item: ConversationItem): item is HistoryItem => 'kind' in item;

/** Returns a key for author and recipient; undefined for a notice. */
const findAuthor = (item: ConversationItem): string | undefined => {
	if (isHistory(item) && item.kind === 'notice') {
		return undefined;
	}

	const author = !isHistory(item) || item.own ? 'me' : `${item.fromId} ${item.from}`;
	return `${author} to ${item.to?.id ?? 'all'}`;
};

/** Returns true if both items have the same author and recipient within the same minute. */
export const isContinued = (before: ConversationItem | undefined, item: ConversationItem): boolean => {
	const author = findAuthor(item);
	return (
		before !== undefined &&
		author !== undefined &&
		author === findAuthor(before) &&
		Math.floor(before.at / 60_000) === Math.floor(item.at / 60_000)
	);
};

/** Returns the lines between `before` and `item`; undefined if there are none. */
export const findDivider = (
	before: ConversationItem | undefined,
	item: ConversationItem,
	{newFrom}: Pick<RowOptions, 'newFrom'>,
): Divider | undefined => {
	const day = before && formatDay(before.at) !== formatDay(item.at) ? formatDay(item.at) : undefined;
	const isNew = newFrom !== undefined && isHistory(item) && item.key === newFrom;
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
	/** The recipient of a private message, as shown. */
	readonly privateTo?: string;
	readonly delivery?: Delivery;
	readonly reason?: string;
};

const describeMessage = (item: PendingMessage | Extract<HistoryItem, {kind: 'message'}>, myName: string): Content => {
	if (!isHistory(item)) {
		return {name: myName, nameTone: 'ownName', text: item.text, privateTo: item.to?.name, delivery: 'queued'};
	}

	const {text, to, own, from, fromId, delivery, reason} = item;
	const tone = !own && isMention(text, myName) ? 'mention' : undefined;
	const privateTo = to && (own ? to.name : 'you');
	return {name: from, nameTone: own ? 'ownName' : choosePeerTone(fromId), text, privateTo, delivery, reason, tone};
};

/** Returns the line as spans, with every match of the search highlighted. */
const highlightMatches = (line: string, find: string | undefined, tone?: Tone): Row => {
	const wanted = find?.toLowerCase() ?? '';
	const folded = line.toLowerCase();
	if (wanted === '' || folded.length !== line.length || !folded.includes(wanted)) {
		return [{text: line, tone}];
	}

	const spans: Span[] = [];
	let end = 0;
	for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, end)) {
		spans.push({text: line.slice(end, at), tone}, {text: line.slice(at, at + wanted.length), tone: 'match'});
		end = at + wanted.length;
	}

	return [...spans, {text: line.slice(end), tone}].filter(({text}) => text !== '');
};

/** Draws a horizontal line with words in its middle. */
const layoutRule = (words: string, columns: number, tone: Tone): Row => {
	const left = Math.max(1, Math.floor((columns - measureWidth(words) - 2) / 2));
	return cutRow(
		[{text: `${'─'.repeat(left)} ${words} ${'─'.repeat(Math.max(1, columns - left - measureWidth(words) - 2))}`, tone}],
		columns,
	);
};

/**
Lays out the text column. The mark follows the last word and keeps its width, so nothing moves when
it changes.
*/
const layoutText = (
	{text, privateTo, delivery, reason, tone}: Content,
	columns: number,
	find: string | undefined,
): readonly Row[] => {
	const sane = sanitize(text);
	const words = sane.startsWith(actionStart) ? `* ${sane.slice(actionStart.length)}` : sane;
	const clean = privateTo === undefined ? words : `(to ${sanitizeLine(privateTo)}) ${words}`;
	const full = wrap(clean, columns);
	if (!delivery) {
		return full.map(line => highlightMatches(line, find, tone));
	}

	const mark = marks[delivery];
	const markColumns = 1 + measureWidth(mark.text);
	const lines = measureWidth(full.at(-1) ?? '') + markColumns <= columns ? full : wrap(clean, columns - markColumns);
	const rows: Row[] = lines.map((line, index) =>
		index < lines.length - 1 ? highlightMatches(line, find) : [...highlightMatches(`${line} `, find), mark],
	);
	if (delivery !== 'refused' || !reason) {
		return rows;
	}

	const why = sanitizeLine(reason);
	const last = rows.at(-1) ?? [];
	if (measureRow(last) + 1 + measureWidth(why) <= columns) {
		return [...rows.slice(0, -1), [...last, {text: ` ${why}`, tone: mark.tone}]];
	}

	return [...rows, ...wrap(why, columns).map((line): Row => [{text: line, tone: mark.tone}])];
};

const layoutNotice = (item: Extract<HistoryItem, {kind: 'notice'}>, columns: number): readonly Row[] => {
	const head = isBrief(columns) ? ' — ' : ` ${formatClock(item.at)}  — `;
	const indent = ' '.repeat(measureWidth(head));
	return wrap(sanitize(item.text), columns - head.length - 1).map((line, index): Row => [
		{text: (index === 0 ? head : indent) + line, tone: 'quiet'},
	]);
};

/**
The gap between name and text. It marks every row of a private message, where no text can imitate
the mark.
*/
const chooseGap = ({privateTo}: Content, columns: number): Span => {
	const mark = privateTo === undefined ? ' ' : '»';
	return {text: isBrief(columns) ? mark : `${mark} `, tone: privateTo === undefined ? undefined : 'private'};
};

/** Lays out one item, no wider than `options.columns`. A continuation omits time and name. */
export const layoutItem = (
	item: ConversationItem,
	isContinuation: boolean,
	options: RowOptions,
	divider: Divider = {},
): readonly Row[] => [
	...(divider.day === undefined ? [] : [layoutRule(divider.day, options.columns, 'quiet')]),
	...(divider.isNew ? [layoutRule('new', options.columns, 'news')] : []),
	...layoutBody(item, isContinuation, options),
];

const layoutBody = (
	item: ConversationItem,
	isContinuation: boolean,
	{columns, nameColumns, myName, find}: RowOptions,
): readonly Row[] => {
	if (isHistory(item) && item.kind === 'notice') {
		return layoutNotice(item, columns);
	}

	const content = describeMessage(item, myName);
	const time = isBrief(columns) ? ' ' : ` ${formatClock(item.at)}  `;
	const gap = chooseGap(content, columns);
	const indentColumns = time.length + nameColumns;
	const rows = layoutText(content, columns - indentColumns - measureWidth(gap.text) - 1, find);
	const indent: Row = [{text: ' '.repeat(indentColumns)}];
	const head: Row = [
		{text: time, tone: 'quiet'},
		{text: pad(sanitizeLine(content.name), nameColumns), tone: content.nameTone},
	];
	return rows.map((row, index): Row => [...(index > 0 || isContinuation ? indent : head), gap, ...row]);
};
