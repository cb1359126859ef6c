import type {Delivery, HistoryItem} from '../../chat/state.ts';
import type {Gap} from '../../chat/window/gap.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {pad, measureWidth} from '../../text/width.ts';
import {wrap, wrapRows} from '../../text/wrap.ts';
import {findLinks} from '../../text/links.ts';
import {findMatches} from '../../text/search.ts';
import {isMention} from '../../text/mention.ts';
import {actionStart, type MessagePart} from '../../text/message.ts';
import {formatClock} from '../../text/format-time.ts';
import {cutRow, measureRow, type Row, type Span} from '../primitives/rows.ts';
import {shortenName} from '../primitives/short-name.ts';
import type {Tone} from '../primitives/theme.ts';
import {isHistory, type ConversationItem, type PendingMessage} from './conversation-item.ts';
import type {Divider} from './dividers.ts';
import {layoutInvitation, type Invitation} from './invitation.ts';
import {isBrief} from './name-column.ts';
import {styleRow} from './styled-text.ts';

/** Lays out a message or a notice: time, sender, text, and after own text a delivery mark. */

/** What all rows depend on. Rows are cached by this object: create a new one only on a change. */
export type RowOptions = {
	readonly columns: number;
	/** The width of the sender's column. */
	readonly nameColumns: number;
	readonly myName: string;
	/** Returns the tone of an author's name by its id. Default: plain. */
	readonly chooseTone?: (id: string) => Tone;
	/** What an invitation among the items shows. */
	readonly invitation?: Invitation;
	/** The text of the search, highlighted wherever it occurs. */
	readonly find?: string;
	/** The key of the first unread item. */
	readonly newFrom?: string;
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
	readonly nameTone: Tone | undefined;
	readonly text: string;
	/** The recipient of a private message, as shown. */
	readonly privateTo?: string;
	readonly delivery?: Delivery;
	readonly reason?: string;
	readonly part?: MessagePart;
};

const describeMessage = (
	item: PendingMessage | Extract<HistoryItem, {kind: 'message'}>,
	{myName, chooseTone}: RowOptions,
): Content => {
	if (!isHistory(item)) {
		const {text, to, part} = item;
		return {name: myName, nameTone: 'ownName', text, privateTo: to?.name, delivery: 'queued', part};
	}

	const {text, to, own, from, fromId, delivery, reason, part} = item;
	const tone = !own && isMention(text, myName) ? 'mention' : undefined;
	const privateTo = to && (own ? to.name : 'you');
	const nameTone = own ? 'ownName' : chooseTone?.(fromId);
	return {name: from, nameTone, text, privateTo, delivery, reason, tone, part};
};

/** Draws a horizontal line with words in its middle. */
const layoutRule = (words: string, columns: number, tone: Tone): Row => {
	const left = Math.max(1, Math.floor((columns - measureWidth(words) - 2) / 2));
	return cutRow(
		[{text: `${'─'.repeat(left)} ${words} ${'─'.repeat(Math.max(1, columns - left - measureWidth(words) - 2))}`, tone}],
		columns,
	);
};

const describeGap = ({from, to}: Pick<Gap, 'from' | 'to'>): string =>
	to === from ? '1 message is not shown here' : `${to + 1 - from} messages are not shown here`;

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
	const styles = {matches: find === undefined ? [] : findMatches(clean, find), links: findLinks(clean)};
	const full = wrapRows(clean, columns);
	if (!delivery) {
		return full.map(row => styleRow(row, {...styles, tone}));
	}

	const mark = marks[delivery];
	const markColumns = 1 + measureWidth(mark.text);
	const lines =
		measureWidth(full.at(-1)?.text ?? '') + markColumns <= columns ? full : wrapRows(clean, columns - markColumns);
	const rows: Row[] = lines.map((line, index) => {
		const row = styleRow(line, styles);
		return index < lines.length - 1 ? row : [...row, {text: ' '}, mark];
	});
	const why = delivery === 'refused' ? sanitizeLine(reason ?? '') : '';
	if (why === '') {
		return rows;
	}

	const last = rows.at(-1) ?? [];
	if (measureRow(last) + 1 + measureWidth(why) <= columns) {
		return [...rows.slice(0, -1), [...last, {text: ` ${why}`, tone: mark.tone}]];
	}

	return [...rows, ...wrap(why, columns).map((line): Row => [{text: line, tone: mark.tone}])];
};

/** Lays out what the program says: time, dash, rows. `layoutContent` receives the width left. */
const layoutAside = (at: number, columns: number, layoutContent: (columns: number) => readonly Row[]) => {
	const head = isBrief(columns) ? ' — ' : ` ${formatClock(at)}  — `;
	const indent = ' '.repeat(measureWidth(head));
	return layoutContent(columns - head.length - 1).map((row, index): Row => [
		{text: index === 0 ? head : indent, tone: 'quiet'},
		...row,
	]);
};

const layoutNotice = (text: string, columns: number): readonly Row[] =>
	wrap(sanitize(text), columns).map((line): Row => [{text: line, tone: 'quiet'}]);

/**
The gap between name and text. It marks every row of a private message, where no text can imitate
the mark.
*/
const chooseGap = ({privateTo}: Content, columns: number): Span => {
	const mark = privateTo === undefined ? ' ' : '»';
	return {text: isBrief(columns) ? mark : `${mark} `, tone: privateTo === undefined ? undefined : 'private'};
};

/** Says beside the text which part of a longer one it is, so that the text is as it was sent. */
const layoutPart = ([index, count]: MessagePart, columns: number): Row => {
	const words = `${index}/${count}`;
	const mark = [` (${words})`, ` ${words}`].find(each => each.length <= columns) ?? words;
	return [{text: pad(mark, columns), tone: 'quiet'}];
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

const layoutBody = (item: ConversationItem, isContinuation: boolean, options: RowOptions): readonly Row[] => {
	const {columns, nameColumns, invitation, find} = options;
	if (isHistory(item) && item.kind === 'notice') {
		return layoutAside(item.at, columns, width => layoutNotice(item.text, width));
	}

	if (isHistory(item) && item.kind === 'invitation') {
		return layoutAside(item.at, columns, width => (invitation ? layoutInvitation(invitation, width) : []));
	}

	if (isHistory(item) && item.kind === 'gap') {
		return [layoutRule(describeGap(item), columns, 'quiet')];
	}

	const content = describeMessage(item, options);
	const time = isBrief(columns) ? ' ' : ` ${formatClock(item.at)}  `;
	const gap = chooseGap(content, columns);
	const indentColumns = time.length + nameColumns;
	const rows = layoutText(content, columns - indentColumns - measureWidth(gap.text) - 1, find);
	const indent: Row = [{text: ' '.repeat(indentColumns)}];
	const head: Row = [
		{text: time, tone: 'quiet'},
		{text: pad(shortenName(content.name, nameColumns), nameColumns), tone: content.nameTone},
	];
	const heads: readonly Row[] = [
		...(isContinuation ? [] : [head]),
		...(content.part ? [layoutPart(content.part, indentColumns)] : []),
	];
	const shown = [...rows, ...heads.slice(rows.length).map((): Row => [])];
	return shown.map((row, index): Row => [...(heads[index] ?? indent), gap, ...row]);
};
