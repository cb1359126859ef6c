import type {ChatState, Delivery, HistoryItem} from '../../chat/state.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {pad, measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {isMention} from '../../text/mention.ts';
import {actionStart} from '../../text/message.ts';
import {formatClock, formatDay} from '../../text/format-time.ts';
import {cutRow, measureRow, type Row, type Span} from '../primitives/rows.ts';
import {choosePeerTone, type Tone} from '../primitives/theme.ts';

/** A message or a notice as rows: time, sender, text, and after my own text how far it has come. */

export type PendingMessage = ChatState['pending'][number];
export type ConversationItem = HistoryItem | PendingMessage;

/** What the rows of every item depend on. Made anew only when one of these changes, for the rows are cached by it. */
export type RowOptions = {
	readonly columns: number;
	/** The width of the sender's column. */
	readonly nameColumns: number;
	readonly myName: string;
	/** What is looked for: it is marked wherever it stands. */
	readonly find?: string;
	/** The first item that came while nobody looked. */
	readonly newFrom?: string;
};

/** What stands above an item. */
export type Divider = {
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

/** Who speaks to whom. */
const findAuthor = (item: ConversationItem): string | undefined => {
	if (isHistory(item) && item.kind === 'notice') {
		return undefined;
	}

	const author = !isHistory(item) || item.own ? 'me' : `${item.fromId} ${item.from}`;
	return `${author} to ${item.to?.id ?? 'all'}`;
};

/** Whether the item goes on where the one before it stopped: the same author within the same minute. */
export const isContinued = (before: ConversationItem | undefined, item: ConversationItem): boolean => {
	const author = findAuthor(item);
	return (
		before !== undefined &&
		author !== undefined &&
		author === findAuthor(before) &&
		Math.floor(before.at / 60_000) === Math.floor(item.at / 60_000)
	);
};

/** What stands above an item that follows this one. */
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
	/** Whom alone it is for, in words. */
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

/** A row of text, with what is looked for marked in it. */
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

/** A line across the pane with words in it. */
const layoutRule = (words: string, columns: number, tone: Tone): Row => {
	const left = Math.max(1, Math.floor((columns - measureWidth(words) - 2) / 2));
	return cutRow(
		[{text: `${'─'.repeat(left)} ${words} ${'─'.repeat(Math.max(1, columns - left - measureWidth(words) - 2))}`, tone}],
		columns,
	);
};

/** The rows of the text column. The mark always stands after the last word, so that nothing moves when it changes. */
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

/** What stands between the name and the text. A private message is marked there, beside each of its rows, where no text can come. */
const chooseGap = ({privateTo}: Content, columns: number): Span => {
	const mark = privateTo === undefined ? ' ' : '»';
	return {text: isBrief(columns) ? mark : `${mark} `, tone: privateTo === undefined ? undefined : 'private'};
};

/** The rows of one item, none wider than the options. A continued one leaves the time and the name out. */
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
