import {useMemo} from 'react';
import type {ChatState} from '../../chat/state.ts';
import {measureNameColumns, type RowOptions} from './message-rows.ts';
import {createMessageSource, type MessageSource} from './message-source.ts';
import type {Row} from '../primitives/rows.ts';
import {layoutWelcome} from './welcome.ts';

type MessageContent = {
	readonly source: MessageSource;
	/** What stands there while nobody has said anything. */
	readonly welcome: readonly Row[];
};

/** What of the messages is marked. */
export type Highlights = Pick<RowOptions, 'find' | 'newFrom'>;

/** What the message pane shows in so many columns. The same object as long as what it depends on is the same. */
export const useMessages = (
	{history, pending, members, myId, myName, role, room, status, inviteAddresses, code, tag, address}: ChatState,
	columns: number,
	{find, newFrom}: Highlights = {},
): MessageContent => {
	const nameColumns = useMemo(
		() => measureNameColumns({history, members, myName}, columns),
		[history, members, myName, columns],
	);
	const options = useMemo<RowOptions>(
		() => ({columns, nameColumns, myName, find, newFrom}),
		[columns, nameColumns, myName, find, newFrom],
	);
	const source = useMemo(() => createMessageSource({history, pending}, options), [history, pending, options]);
	const welcome = useMemo(
		() =>
			layoutWelcome(
				{role, room, history, pending, members, myId, status, inviteAddresses, code, tag, address},
				columns,
			),
		[role, room, history, pending, members, myId, status, inviteAddresses, code, tag, address, columns],
	);
	return {source, welcome};
};
