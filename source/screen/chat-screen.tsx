import {useCallback, useEffect} from 'react';
import {useApp} from 'ink';
import type {Chat} from '../chat/chat.ts';
import {useSocketChat} from '../hooks/use-socket-chat.ts';
import type {SubmitResult} from '../chat/commands/types.ts';
import {App} from './app.tsx';
import type {Preferences} from './use-preferences.ts';
import type {SaveResult} from './screen-commands.ts';
import type {CompletePath} from './composer/use-completion.ts';

type Props<Options> = {
	readonly options: Options;
	/**
	Creates a chat that has not started. Must be a stable reference: a new one opens a new chat.
	*/
	readonly open: (options: Options) => Chat;
	/** Called when the room refused the code. */
	readonly onWrongCode: (reason: string) => void;
	/** Writes the conversation to a file. */
	readonly onSave: (file: string) => SaveResult;
	/** Lists the completions of a path. */
	readonly completePath: CompletePath;
	readonly preferences: Preferences;
	/** Called with another address to connect to. */
	readonly onAddress: (address: string) => SubmitResult;
};

/**
Shows one chat from start to end, then exits the screen. After a wrong code the screen stays, to ask
for it again.
*/
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
		getState,
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

		if (status.needsCode) {
			onWrongCode(status.reason);
		} else {
			exit();
		}
	}, [status, exit, onWrongCode]);

	return (
		<App
			state={state}
			getState={getState}
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
