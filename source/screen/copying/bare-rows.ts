import {sanitizeLine} from '../../text/sanitize.ts';
import {wrap, wrapRows} from '../../text/wrap.ts';
import {findLinks} from '../../text/links.ts';
import {findMatches} from '../../text/search.ts';
import {formatSpeaker} from '../../text/message.ts';
import {formatClock} from '../../text/format-time.ts';
import type {Row} from '../primitives/rows.ts';
import {isHistory, isMessage, type ConversationItem, type Message} from '../messages/conversation-item.ts';
import {layoutInvitation} from '../messages/invitation.ts';
import {describeGap, type Placement, type RowOptions} from '../messages/message-rows.ts';
import {sanitizeTabs} from '../messages/long-texts/tabs.ts';
import {styleRow} from '../messages/long-texts/styled-text.ts';

/**
The rows of the bare view, from which the terminal's own selection copies: texts begin at column 0
and take the whole width, with nothing beside them. Who speaks stands in inverse above a text, which
no text can imitate.
*/

const narrow = /^[\n -~]*$/;

/** Of a text whose width terminals may see otherwise, the last column stays free. */
const chooseColumns = (text: string, columns: number): number => (narrow.test(text) ? columns : columns - 1);

const layoutHead = (text: string, columns: number): readonly Row[] =>
	wrap(` ${text} `, columns).map((line): Row => [{text: line, tone: 'headerQuiet'}]);

const layoutText = (raw: string, columns: number, find?: string): readonly Row[] => {
	const text = sanitizeTabs(raw, columns);
	const styles = {matches: find === undefined ? [] : findMatches(text, find), links: findLinks(text)};
	return wrapRows(text, chooseColumns(text, columns)).map(row => styleRow(row, styles));
};

/** Returns the author of a message, and what became of it if that is not as usual. */
const describeMessage = (item: Message, myName: string): {readonly head: string; readonly isUsual: boolean} => {
	const {at, to, part} = item;
	const isWaiting = !isHistory(item);
	const from = isWaiting ? myName : item.from;
	const own = isWaiting || item.own;
	const refusal = !isWaiting && item.delivery === 'refused' ? `! ${item.reason ?? ''}` : '';
	const speaker = formatSpeaker({from, ...(to && {to: own ? to : {name: 'you'}})});
	const words = [
		formatClock(at),
		sanitizeLine(speaker),
		part && `${part[0]}/${part[1]}`,
		isWaiting ? '…' : sanitizeLine(refusal).trim(),
	];
	return {head: words.filter(Boolean).join(' '), isUsual: !isWaiting && refusal === ''};
};

/** Lays out one item for the bare view. */
export const layoutBareItem = (
	item: ConversationItem,
	isContinuation: boolean,
	{columns, myName, invitation, find}: RowOptions,
	{divider = {}}: Placement = {},
): readonly Row[] => [
	...(divider.day === undefined ? [] : layoutHead(divider.day, columns)),
	...(divider.isNew ? layoutHead('new', columns) : []),
	...layoutBody(item, isContinuation, {columns, myName, invitation, find}),
];

const layoutBody = (
	item: ConversationItem,
	isContinuation: boolean,
	{columns, myName, invitation, find}: Pick<RowOptions, 'columns' | 'myName' | 'invitation' | 'find'>,
): readonly Row[] => {
	if (!isMessage(item) && item.kind === 'gap') {
		return layoutHead(describeGap(item), columns);
	}

	if (!isMessage(item)) {
		return [
			...layoutHead(`${formatClock(item.at)} —`, columns),
			...(item.kind === 'notice'
				? layoutText(item.text, columns)
				: invitation
					? layoutInvitation(invitation, columns)
					: []),
		];
	}

	const {head, isUsual} = describeMessage(item, myName);
	return [...(isContinuation && isUsual ? [] : layoutHead(head, columns)), ...layoutText(item.text, columns, find)];
};
