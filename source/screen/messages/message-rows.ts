import type {Gap} from '../../chat/window/gap.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {pad, measureWidth} from '../../text/width.ts';
import {wrapRows} from '../../text/wrap.ts';
import {findLinks} from '../../text/links.ts';
import {isMention} from '../../text/mention.ts';
import type {MessagePart} from '../../text/message.ts';
import {formatClock} from '../../text/format-time.ts';
import type {Hit} from '../find/use-find.ts';
import {cutRow, type Row, type Span} from '../primitives/rows.ts';
import {shortenName} from '../primitives/short-name.ts';
import type {Tone} from '../primitives/theme.ts';
import {getItemKey, isHistory, isMessage, type ConversationItem, type Message} from './conversation-item.ts';
import type {Divider, DividerOptions} from './dividers.ts';
import {layoutInvitation, type Invitation} from './invitation.ts';
import {isBrief} from './name-column.ts';
import type {Content} from './long-texts/content.ts';
import {styleRow} from './long-texts/styled-text.ts';
import {chooseFold, layoutText, type TextContext} from './long-texts/layout-text.ts';

/** Lays out a message or a notice: time, sender, text, and after own text a delivery mark. */

/** Options of all rows. Rows are cached by this object: create a new one only on a change. */
export type RowOptions = DividerOptions & {
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
	/** The message that the user has come to in the search, and the place in it. */
	readonly hit?: Pick<Hit, 'key' | 'count' | 'fromEnd'>;
	/** The keys of long messages that the user has opened. */
	readonly opened?: ReadonlySet<string>;
	/** Lays out each item in another form than the usual one. */
	readonly layout?: LayoutItem;
};

/** Lays out one item, no wider than `options.columns`. A continuation omits time and name. */
export type LayoutItem = (
	item: ConversationItem,
	isContinuation: boolean,
	options: RowOptions,
	placement?: Placement,
) => readonly Row[];

const describeMessage = (item: Message, {myName, chooseTone}: Pick<RowOptions, 'myName' | 'chooseTone'>): Content => {
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

export const describeGap = ({from, to}: Pick<Gap, 'from' | 'to'>): string =>
	to === from ? '1 message is not shown here' : `${to + 1 - from} messages are not shown here`;

/** Lays out what the program says: time, dash, rows. `layoutContent` receives the width left. */
const layoutAside = (at: number, columns: number, layoutContent: (columns: number) => readonly Row[]) => {
	const head = isBrief(columns) ? ' — ' : ` ${formatClock(at)}  — `;
	const indent = ' '.repeat(measureWidth(head));
	return layoutContent(columns - head.length - 1).map((row, index): Row => [
		{text: index === 0 ? head : indent, tone: 'quiet'},
		...row,
	]);
};

const layoutNotice = (text: string, columns: number): readonly Row[] => {
	const clean = sanitize(text);
	const styles = {matches: [], links: findLinks(clean), tone: 'quiet'} as const;
	return wrapRows(clean, columns).map(row => styleRow(row, styles));
};

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

const isOpened = (item: Message, {opened}: RowOptions): boolean => opened?.has(getItemKey(item)) === true;

/** A message with what its rows consist of. */
const layoutFrame = (item: Message, options: RowOptions) => {
	const {columns, nameColumns} = options;
	const content = describeMessage(item, options);
	const time = isBrief(columns) ? ' ' : ` ${formatClock(item.at)}  `;
	const gap = chooseGap(content, columns);
	const indentColumns = time.length + nameColumns;
	return {content, time, gap, indentColumns, textColumns: columns - indentColumns - measureWidth(gap.text) - 1};
};

/** The properties of the items before on which an item's rows depend. */
export type Placement = {
	readonly divider?: Divider | undefined;
	readonly context?: TextContext;
};

/** Lays out one item, no wider than `options.columns`. A continuation omits time and name. */
export const layoutItem = (
	item: ConversationItem,
	isContinuation: boolean,
	options: RowOptions,
	{divider = {}, context = {}}: Placement = {},
): readonly Row[] => [
	...layoutDivider(divider, options.columns),
	...layoutBody(item, isContinuation, options, context),
];

const layoutDivider = ({day, isNew}: Divider, columns: number): readonly Row[] => [
	...(day === undefined ? [] : [layoutRule(day, columns, 'quiet')]),
	...(isNew ? [layoutRule('new', columns, 'news')] : []),
];

const layoutBody = (
	item: ConversationItem,
	isContinuation: boolean,
	options: RowOptions,
	context: TextContext,
): readonly Row[] => {
	const {columns, nameColumns, invitation, find, hit} = options;
	if (!isMessage(item)) {
		switch (item.kind) {
			case 'notice': {
				return layoutAside(item.at, columns, width => layoutNotice(item.text, width));
			}

			case 'invitation': {
				return layoutAside(item.at, columns, width => (invitation ? layoutInvitation(invitation, width) : []));
			}

			case 'gap': {
				return [layoutRule(describeGap(item), columns, 'quiet')];
			}
		}
	}

	const {content, time, gap, indentColumns, textColumns} = layoutFrame(item, options);
	const currentHit = hit?.key === getItemKey(item) ? hit : undefined;
	const rows = layoutText(item, content, {
		...context,
		columns: textColumns,
		find,
		currentMatch: currentHit?.fromEnd,
		isOpen: isOpened(item, options),
	});
	const indent: Row = [{text: ' '.repeat(indentColumns)}];
	const head: Row = [
		{text: time, tone: 'quiet'},
		{
			text: pad(shortenName(content.name, nameColumns), nameColumns),
			// The author's name is what was found, where it is not the text.
			tone: currentHit?.count === 0 ? 'currentMatch' : content.nameTone,
		},
	];
	const heads: readonly Row[] = [
		...(isContinuation && currentHit?.count !== 0 ? [] : [head]),
		...(content.part ? [layoutPart(content.part, indentColumns)] : []),
	];
	const shown = [...rows, ...heads.slice(rows.length).map((): Row => [])];
	return shown.map((row, index): Row => [...(heads[index] ?? indent), gap, ...row]);
};

/** Returns how a long message is shown; undefined for a short one, and for what is no message. */
export const getFold = (
	item: ConversationItem,
	options: RowOptions,
	context: TextContext,
): 'folded' | 'open' | undefined => {
	if (!isMessage(item)) {
		return undefined;
	}

	const {content, textColumns} = layoutFrame(item, options);
	return chooseFold(item, content, {
		...context,
		columns: textColumns,
		find: options.find,
		isOpen: isOpened(item, options),
	});
};

/**
Says who has sent a message and when, for a view that begins within it. Undefined for what is not a
message, and where the row at `first` says so itself.
*/
export const layoutOrigin = (
	item: ConversationItem,
	first: number,
	options: RowOptions,
	divider: Divider = {},
): Span | undefined => {
	if (!isMessage(item) || first <= layoutDivider(divider, options.columns).length) {
		return undefined;
	}

	const {name, part, privateTo} = describeMessage(item, options);
	const to = privateTo === undefined ? '' : ` (to ${sanitizeLine(privateTo)})`;
	const place = part ? ` (${part[0]}/${part[1]})` : '';
	return {text: `${formatClock(item.at)} ${sanitizeLine(name)}${to}${place}`, tone: 'quiet'};
};
