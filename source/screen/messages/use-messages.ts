import {useMemo} from 'react';
import type {ChatState} from '../../chat/state.ts';
import {nameColumnsOf, type MessageFrame} from './message-rows.ts';
import {messageSource, type MessageSource} from './message-source.ts';
import type {Row} from '../primitives/rows.ts';
import {welcomeRows} from './empty-room.ts';

type Messages = {
	readonly source: MessageSource;
	/** What stands there while nobody has said anything. */
	readonly welcome: readonly Row[];
};

/** What of the messages is marked. */
export type Marks = Pick<MessageFrame, 'find' | 'newFrom'>;

/** What the message pane shows in so many columns. The same object as long as what it depends on is the same. */
export const useMessages = (
	{history, pending, members, myName, role, status, inviteAddresses: invite, code, tag, address}: ChatState,
	columns: number,
	{find, newFrom}: Marks = {},
): Messages => {
	const nameColumns = useMemo(
		() => nameColumnsOf({history, members, myName}, columns),
		[history, members, myName, columns],
	);
	const frame = useMemo<MessageFrame>(
		() => ({columns, nameColumns, myName, find, newFrom}),
		[columns, nameColumns, myName, find, newFrom],
	);
	const source = useMemo(() => messageSource({history, pending}, frame), [history, pending, frame]);
	const welcome = useMemo(
		() => welcomeRows({role, history, pending, members, status, inviteAddresses: invite, code, tag, address}, columns),
		[role, history, pending, members, status, invite, code, tag, address, columns],
	);
	return {source, welcome};
};
