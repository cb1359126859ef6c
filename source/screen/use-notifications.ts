import {useCallback, useEffect, useRef, useState} from 'react';
import {useStdout} from 'ink';
import type {Bell} from '../config/preferences.ts';
import type {ChatState, HistoryItem} from '../chat/state.ts';
import {formatSpeaker} from '../text/message.ts';
import {isMention} from '../text/mention.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {truncate} from '../text/width.ts';
import {useTerminal} from './terminal/modes/terminal-context.ts';
import {useTerminalFocus} from './terminal/modes/use-terminal-focus.ts';

const titleColumns = 60;
const notificationColumns = 120;
const bellCharacter = '\u{7}';

/**
Returns text that cannot end an escape sequence: sanitised, and without the `;` that separates
parameters.
*/
const sanitizeParameter = (text: string, columns: number) => truncate(sanitizeLine(text).replaceAll(';', ','), columns);

const formatTitle = ({role, room, address}: Pick<ChatState, 'role' | 'room' | 'address'>, unread: number): string => {
	const place = role === 'host' ? `host ${room ?? ''}` : `${room ?? ''} at ${address}`;
	return sanitizeParameter(`${unread > 0 ? `(${unread}) ` : ''}socket-chat ${place.trim()}`, titleColumns);
};

const isNews = (item: HistoryItem): item is Extract<HistoryItem, {kind: 'message'}> =>
	item.kind === 'message' && !item.own;

/**
Returns the items after the one with this key, searching from the end. '' stands for the beginning
of an empty history: all items are new.
*/
const itemsAfter = (history: readonly HistoryItem[], key: string | undefined): readonly HistoryItem[] => {
	if (key === '') {
		return history;
	}

	const index = history.findLastIndex(item => item.key === key);
	return index === -1 ? [] : history.slice(index + 1);
};

export type Notifications = {
	/** The key of the first item that came while the user was away. */
	readonly newFrom: string | undefined;
	/** Marks everything as read. Call when the user presses a key or uses the mouse. */
	readonly markRead: () => void;
};

/**
How long after the last key the user counts as away, in milliseconds, if the terminal does not
report its focus.
*/
const idleTime = 60_000;

/**
Counts messages that come while the user is away in the window's title, rings the bell, and sends a
desktop notification (OSC 9).
*/
export const useNotifications = (state: ChatState, bell: Bell): Notifications => {
	const {stdout} = useStdout();
	const modes = useTerminal()?.modes;
	const hasFocus = useTerminalFocus();
	const [newFrom, setNewFrom] = useState<string>();
	const [unread, setUnread] = useState(0);
	const last = useRef<string>(undefined);
	const lastKeyAt = useRef(0);
	const {history, myName, role, room, address} = state;

	useEffect(() => {
		// The count disappears with the focus; the divider above the new messages stays until a key
		// is pressed.
		modes?.setTitle(formatTitle({role, room, address}, hasFocus === true ? 0 : unread));
	}, [modes, role, room, address, unread, hasFocus]);

	useEffect(() => {
		lastKeyAt.current = Date.now();
	}, []);

	useEffect(() => {
		const news = last.current === undefined ? [] : itemsAfter(history, last.current).filter(item => isNews(item));
		last.current = history.at(-1)?.key ?? '';
		const isSeen = hasFocus ?? Date.now() - lastKeyAt.current < idleTime;
		if (isSeen || news.length === 0) {
			return;
		}

		setUnread(before => before + news.length);
		setNewFrom(before => before ?? news[0]?.key);
		const announced =
			bell === 'all'
				? news.at(-1)
				: bell === 'mention'
					? news.findLast(({text, to}) => to !== undefined || isMention(text, myName))
					: undefined;
		if (announced) {
			stdout.write(
				`${bellCharacter}\u{1B}]9;${sanitizeParameter(`${formatSpeaker(announced)}: ${announced.text}`, notificationColumns)}${bellCharacter}`,
			);
		}
	}, [history, hasFocus, bell, myName, stdout]);

	const markRead = useCallback(() => {
		lastKeyAt.current = Date.now();
		setUnread(0);
		setNewFrom(undefined);
	}, []);
	return {newFrom, markRead};
};
