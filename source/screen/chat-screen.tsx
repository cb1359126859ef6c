import {useCallback, useEffect} from 'react';
import {useApp} from 'ink';
import type {Chat} from '../chat/chat.ts';
import type {ChatState} from '../chat/state.ts';
import {useSocketChat} from '../hooks/use-socket-chat.ts';
import {App} from './app.tsx';
import type {Preferences} from './use-preferences.ts';
import type {CompletePath} from './composer/use-completion.ts';
import type {SubmitResult} from '../chat/commands/types.ts';

type Props<Options> = {
	readonly options: Options;
	/** Makes a chat that has not started. Must keep its identity. */
	readonly open: (options: Options) => Chat;
	/** The code was not the room's. */
	readonly onWrongCode: (reason: string) => void;
	/** Writes what was said to a file. */
	readonly onSave: (file: string, state: ChatState) => SubmitResult;
	/** What a path that is being typed can become. */
	readonly completePath: CompletePath;
	readonly preferences: Preferences;
	/** Another address to dial. */
	readonly onAddress: (address: string) => SubmitResult;
};

/** Holds one chat, from its first frame to its end, and then ends the screen. */
export function ChatScreen<Options>({
	options,
	open,
	onWrongCode,
	onSave,
	completePath,
	preferences,
	onAddress,
}: Props<Options>) {
	const {exit} = useApp();
	const {
		state,
		submit,
		setTyping: typing,
		onKeyPress: keyPressed,
		retry,
		leave,
		loadOlder,
	} = useSocketChat(useCallback(() => open(options), [open, options]));
	const {status} = state;
	useEffect(() => {
		if (status.status !== 'closed') {
			return;
		}

		if (status.isWrongCode) {
			onWrongCode(status.reason);
		} else {
			exit();
		}
	}, [status, exit, onWrongCode]);

	return (
		<App
			state={state}
			preferences={preferences}
			completePath={completePath}
			onSubmit={submit}
			onTyping={typing}
			onKey={keyPressed}
			onRetry={retry}
			onLeave={leave}
			onOlder={loadOlder}
			onSave={onSave}
			onAddress={onAddress}
		/>
	);
}
