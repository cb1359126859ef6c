import {useCallback, useEffect, useMemo, useState, useSyncExternalStore} from 'react';
import type {Chat} from '../chat/chat.ts';
import {throttleState} from './throttled-state.ts';
import type {ChatState} from '../chat/state.ts';

export type SocketChat = {
	/** Everything there is to draw. */
	readonly state: ChatState;
	/** Takes a line as a person types it. */
	readonly submit: Chat['submit'];
	/** The user is writing something, or has stopped. */
	readonly setTyping: (isTyping: boolean) => void;
	/** Ends the wait for the next attempt to connect. */
	readonly retry: () => void;
	/** Ends the chat as `bye` does. */
	readonly leave: () => void;
	/** A key was pressed, and is to be drawn soon. */
	readonly onKeyPress: () => void;
	/** Asks for messages from before the first in the history. */
	readonly loadOlder: () => void;
};

/**
The life of a chat's sockets as React state: they open when the component mounts, reconnect by themselves for as long as it lives,
and are closed when it unmounts or when another `open` is given; what a closed chat still has to say reaches nobody.

@param open Makes a chat that has not started. Must keep its identity from render to render, or the chat is closed and opened anew.
*/
export const useSocketChat = (open: () => Chat): SocketChat => {
	// The chat is made while rendering, so that the first frame shows its state, and started by the effect.
	const [chat, setChat] = useState(open);
	const [opener, setOpener] = useState(() => open);
	if (opener !== open) {
		setOpener(() => open);
		setChat(open());
	}

	const view = useMemo(() => throttleState(chat), [chat]);
	const state = useSyncExternalStore(view.subscribe, view.getState);
	useEffect(() => {
		chat.start();
		return () => {
			void chat.close();
		};
	}, [chat]);
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
