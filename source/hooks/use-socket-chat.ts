import {useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore} from 'react';
import type {Chat, HistoryReader} from '../chat/chat.ts';
import type {ChatState} from '../chat/state.ts';
import {throttleState} from './throttled-state.ts';

export type SocketChat = {
	/** The state to render. It changes only a few times a second, however busy the room is. */
	readonly state: ChatState;
	/** Returns the newest state, which may not be rendered yet. */
	readonly getState: Chat['getState'];
	/** Runs a line as the user typed it. */
	readonly submit: Chat['submit'];
	/** Notifies the room whether the user is writing. */
	readonly setTyping: (isTyping: boolean) => void;
	/** Connects now, if the chat waits for its next attempt. */
	readonly retry: () => void;
	/** Ends the chat as `bye` does. */
	readonly leave: () => void;
	/** Call it for each key: while keys arrive, other changes are rendered less often. */
	readonly onKeyPress: () => void;
	/** Loads messages from before the first one in the history. */
	readonly loadOlder: () => void;
	/** Reads the room's log beyond what is loaded. */
	readonly reader: HistoryReader;
	/** The recorded calls of the chat's sockets, and what the kernel reports of them. */
	readonly xray: Chat['xray'];
};

/**
Ties a chat's sockets to a component. They open when it mounts, reconnect while it is mounted, and
close when it unmounts or gets another `open`. Late events of a closed chat do not render it.

@param open Creates a chat without starting it: no socket, no timer. React may call it and discard
the result. It must stay the same function from render to render: another one closes the chat and
opens a new one.
*/
export const useSocketChat = (open: () => Chat): SocketChat => {
	// The chat is created during rendering, so that the first frame shows its state.
	const [opened, setOpened] = useState(() => ({open, chat: open()}));
	if (opened.open !== open) {
		// React renders again with the new chat before it draws anything.
		setOpened({open, chat: open()});
	}

	const {chat} = opened;
	const lastStarted = useRef<Chat>(undefined);
	useEffect(() => {
		if (lastStarted.current === chat) {
			// React has mounted the component again with its old state, as StrictMode does. The
			// chat was closed at the unmount and cannot start again, so a new one replaces it.
			setOpened({open, chat: open()});
			return undefined;
		}

		lastStarted.current = chat;
		chat.start();
		return () => {
			void chat.close();
		};
	}, [chat, open]);

	const view = useMemo(() => throttleState(chat), [chat]);
	const state = useSyncExternalStore(view.subscribe, view.getState);
	return {
		state,
		xray: chat.xray,
		getState: useCallback(() => chat.getState(), [chat]),
		submit: useCallback((line, extra, requestLeave) => chat.submit(line, extra, requestLeave), [chat]),
		setTyping: useCallback(
			isTyping => {
				chat.setTyping(isTyping);
			},
			[chat],
		),
		onKeyPress: view.onKeyPress,
		retry: useCallback(() => {
			chat.retry();
		}, [chat]),
		leave: useCallback(() => {
			chat.leave();
		}, [chat]),
		loadOlder: useCallback(() => {
			chat.loadOlder();
		}, [chat]),
		reader: useMemo(
			() => ({
				readOlder: async (before, find) => chat.readOlder(before, find),
				searchLog: (request, onFound) => chat.searchLog(request, onFound),
				findSince: async ts => chat.findSince(ts),
				showAround: async seq => chat.showAround(seq),
				fillGap(place) {
					chat.fillGap(place);
				},
				setReadingBack(isReadingBack) {
					chat.setReadingBack(isReadingBack);
				},
			}),
			[chat],
		),
	};
};
