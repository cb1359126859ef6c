import {useMemo} from 'react';
import type {ChatState} from '../../chat/state.ts';
import type {Row} from '../primitives/rows.ts';
import {useToday} from '../primitives/use-today.ts';
import {measureNameColumns} from './name-column.ts';
import type {RowOptions} from './message-rows.ts';
import {useAuthorTones} from './use-author-tones.ts';
import {createMessageSource, type MessageSource} from './message-source.ts';
import {layoutWelcome} from './welcome.ts';

type MessageContent = {
	readonly source: MessageSource;
	/** Returns the source as it is while other messages are opened. */
	readonly createSource: (opened: ReadonlySet<string>) => MessageSource;
	/** Shown until the first message. */
	readonly welcome: readonly Row[];
};

/** What to mark in the messages, which of them are opened, and in which form they are shown. */
export type Highlights = Pick<RowOptions, 'find' | 'hit' | 'newFrom' | 'opened' | 'layout'>;

/** Returns what the message pane shows. Each part keeps its identity while its inputs do. */
export const useMessages = (
	{
		history,
		pending,
		members,
		myId,
		myName,
		role,
		room,
		status,
		inviteAddresses,
		code,
		tag,
		announcedName,
		joinCommand,
		plain,
		address,
	}: ChatState,
	columns: number,
	{find, hit, newFrom, opened, layout}: Highlights = {},
): MessageContent => {
	const nameColumns = useMemo(
		() => measureNameColumns({history, members, myName}, columns),
		[history, members, myName, columns],
	);
	const chooseTone = useAuthorTones({members, myId, history});
	const today = useToday();
	const invitation = useMemo(
		() => ({inviteAddresses, code, tag, announcedName, joinCommand, plain}),
		[inviteAddresses, code, tag, announcedName, joinCommand, plain],
	);
	const options = useMemo<RowOptions>(
		() => ({columns, nameColumns, myName, chooseTone, invitation, find, hit, newFrom, opened, today, layout}),
		[columns, nameColumns, myName, chooseTone, invitation, find, hit, newFrom, opened, today, layout],
	);
	const source = useMemo(() => createMessageSource({history, pending}, options), [history, pending, options]);
	const createSource = (nowOpened: ReadonlySet<string>) =>
		createMessageSource({history, pending}, {...options, opened: nowOpened});
	const welcome = useMemo(
		() => layoutWelcome({role, room, history, pending, members, myId, status, address}, columns),
		[role, room, history, pending, members, myId, status, address, columns],
	);
	return {source, createSource, welcome};
};
