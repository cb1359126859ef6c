import {useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore} from 'react';
import type {Chat} from '../chat/chat.ts';
import {throttleState} from './throttled-state.ts';
import type {ChatState} from '../chat/state.ts';

export type SocketChat = {
	/** The state to render, at most some times a second. */
	readonly state: ChatState;
	/** Runs a line as the user typed it. */
	readonly submit: Chat['submit'];
	/** Tells the room whether the user is writing. */
	readonly setTyping: (isTyping: boolean) => void;
	/** Connects now, if the chat waits for its next attempt. */
	readonly retry: () => void;
	/** Ends the chat as `bye` does. */
	readonly leave: () => void;
	/** Call it for each key: while keys arrive, other changes are rendered less often. */
	readonly onKeyPress: () => void;
	/** Loads messages from before the first one in the history. */
	readonly loadOlder: () => void;
};

/**
Ties a chat's sockets to a component: they open when it mounts, reconnect while it is mounted, and
close when it unmounts or gets another `open`. A chat that was closed changes nothing any more.

@param open Creates a chat without starting it. It must stay the same function from render to
render: another one closes the chat and opens a new one.
*/
export const useSocketChat = (open: () => Chat): SocketChat => {
	// Rendering creates the chat, so that the first frame shows its state. The effect starts it.
	const [chat, setChat] = useState(open);
	const [opener, setOpener] = useState(() => open);
	if (opener !== open) {
		setOpener(() => open);
		setChat(open());
	}

	const view = useMemo(() => throttleState(chat), [chat]);
	const state = useSyncExternalStore(view.subscribe, view.getState);
	const lastStarted = useRef<Chat>(undefined);
	useEffect(() => {
		if (lastStarted.current === chat) {
			// StrictMode unmounts and mounts again. A closed chat cannot start, so a new one
			// replaces it.
			setChat(open());
			return undefined;
		}

		lastStarted.current = chat;
		chat.start();
		return () => {
			void chat.close();
		};
	}, [chat, open]);
	return {
		state,
		submit: useCallback((line, extra) => chat.submit(line, extra), [chat]),
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
	};
};
