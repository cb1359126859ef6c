import {useCallback, useEffect, useState} from 'react';
import {useApp} from 'ink';
import type {Chat} from '../chat/chat.ts';
import {useSocketChat} from '../hooks/use-socket-chat.ts';
import {parseAddress, UsageError, type Options} from '../options.ts';
import {App} from './app.tsx';

type Props = {
	readonly options: Options;
	/** Makes a chat that has not started. Must keep its identity. */
	readonly open: (options: Options) => Chat;
};

/** Holds one chat after another: another address makes another chat. Ends the screen when the chat has ended. */
export function Root({options, open}: Props) {
	const [current, setCurrent] = useState(options);
	const {exit} = useApp();
	const {state, submit, retry, leave, loadOlder} = useSocketChat(useCallback(() => open(current), [open, current]));
	const isClosed = state.status.status === 'closed';
	useEffect(() => {
		if (isClosed) {
			exit();
		}
	}, [isClosed, exit]);

	const changeAddress = useCallback(
		(address: string) => {
			if (current.command !== 'join') {
				return {ok: false, text: 'A host has no address to dial.'} as const;
			}

			try {
				setCurrent({...current, endpoint: parseAddress(address)});
				return {ok: true} as const;
			} catch (error) {
				if (error instanceof UsageError) {
					return {ok: false, text: error.message} as const;
				}

				throw error;
			}
		},
		[current],
	);

	return <App state={state} onSubmit={submit} onRetry={retry} onLeave={leave} onOlder={loadOlder} onAddress={changeAddress} />;
}
