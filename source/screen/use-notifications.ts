import {useCallback, useEffect, useInsertionEffect, useRef, useState} from 'react';
import {useStdout} from 'ink';
import type {Bell} from '../config/preferences.ts';
import type {ChatState, HistoryItem} from '../chat/state.ts';
import {formatSpeaker} from '../text/message.ts';
import {isMention} from '../text/mention.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {truncate} from '../text/width.ts';
import {useTerminalFocus} from './terminal/use-terminal-focus.ts';

/** XTWINOPS 22 and 23: the terminal keeps its title, and puts it back. */
const keepTitle = '\u{1B}[22;2t';
const restoreTitle = '\u{1B}[23;2t';
const titleColumns = 60;
const notificationColumns = 120;
const ring = '\u{7}';

/** Text that can end no sequence: sanitised, and without the `;` that separates parameters. */
const harmless = (text: string, columns: number) => truncate(sanitizeLine(text).replaceAll(';', ','), columns);

const formatTitle = ({role, room, address}: Pick<ChatState, 'role' | 'room' | 'address'>, unread: number): string => {
	const place = role === 'host' ? `host ${room ?? ''}` : `${room ?? ''} at ${address}`;
	return `\u{1B}]2;${harmless(`${unread > 0 ? `(${unread}) ` : ''}socket-chat ${place.trim()}`, titleColumns)}${ring}`;
};

const isNews = (item: HistoryItem): item is Extract<HistoryItem, {kind: 'message'}> =>
	item.kind === 'message' && !item.own;

/** The items that came after the one with this key, which is most often the last or near it; after none, all. */
const itemsAfter = (history: readonly HistoryItem[], key: string | undefined): readonly HistoryItem[] => {
	if (key === '') {
		return history;
	}

	const index = history.findLastIndex(item => item.key === key);
	return index === -1 ? [] : history.slice(index + 1);
};

export type Notifications = {
	/** The first item that came while nobody looked. */
	readonly newFrom: string | undefined;
	/** Somebody is at the keys: all is read. */
	readonly markRead: () => void;
};

/** Without a key for so long, in milliseconds, nobody looks: so it is seen where the terminal does not tell whether it has the focus. */
const idleTime = 60_000;

/** Counts in the window's title what comes while nobody looks, and rings. */
export const useNotifications = (state: ChatState, bell: Bell): Notifications => {
	const {stdout} = useStdout();
	const hasFocus = useTerminalFocus();
	const [newFrom, setNewFrom] = useState<string>();
	const [unread, setUnread] = useState(0);
	const last = useRef<string>(undefined);
	const lastKeyAt = useRef(0);
	const {history, myName, role, room, address} = state;

	useInsertionEffect(() => {
		stdout.write(keepTitle);
		return () => {
			stdout.write(restoreTitle);
		};
	}, [stdout]);

	useEffect(() => {
		// Whoever looks at it sees what is new; the line above that stays until a key is pressed.
		stdout.write(formatTitle({role, room, address}, hasFocus === true ? 0 : unread));
	}, [stdout, role, room, address, unread, hasFocus]);

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
		const loud =
			bell === 'all'
				? news.at(-1)
				: bell === 'mention'
					? news.findLast(({text, to}) => to !== undefined || isMention(text, myName))
					: undefined;
		if (loud) {
			stdout.write(`${ring}\u{1B}]9;${harmless(`${formatSpeaker(loud)}: ${loud.text}`, notificationColumns)}${ring}`);
		}
	}, [history, hasFocus, bell, myName, stdout]);

	const markRead = useCallback(() => {
		lastKeyAt.current = Date.now();
		setUnread(0);
		setNewFrom(undefined);
	}, []);
	return {newFrom, markRead};
};
