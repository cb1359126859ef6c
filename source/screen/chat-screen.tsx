import {useCallback, useEffect} from 'react';
import {useApp} from 'ink';
import type {Chat} from '../chat/chat.ts';
import {isEndedByHost} from '../chat/state.ts';
import {useSocketChat} from '../hooks/use-socket-chat.ts';
import type {SubmitResult} from '../chat/commands/types.ts';
import {App} from './app.tsx';
import {useTerminal} from './terminal/modes/terminal-context.ts';
import type {Preferences} from './use-preferences.ts';
import type {ScreenActions} from './screen-commands.ts';
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
	readonly onSave: ScreenActions['save'];
	/** Lists the completions of a path. */
	readonly completePath: CompletePath;
	readonly preferences: Preferences;
	/** Called with another address to connect to. */
	readonly onAddress: (address: string) => SubmitResult;
};

/**
Shows one chat from start to end, then exits the screen. If the host ends the chat, it stays to be
read until the user leaves. After a wrong code the screen stays, to ask for it again.
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
	const clipboard = useTerminal()?.clipboard;
	const {
		state,
		getState,
		submit,
		setTyping: typing,
		onKeyPress: keyPressed,
		retry,
		leave,
		loadOlder,
		reader,
		xray,
	} = useSocketChat(useCallback(() => open(options), [open, options]));
	const {status} = state;
	const hasStayed = isEndedByHost(state);
	useEffect(() => {
		if (status.status !== 'closed' || hasStayed) {
			return;
		}

		if (status.needsCode) {
			onWrongCode(status.reason);
		} else {
			exit();
		}
	}, [status, hasStayed, exit, onWrongCode]);

	return (
		<App
			state={state}
			reader={reader}
			xray={xray}
			getState={getState}
			preferences={preferences}
			completePath={completePath}
			clipboard={clipboard}
			onSubmit={submit}
			onTyping={typing}
			onKey={keyPressed}
			onRetry={() => {
				if (status.status === 'closed' && status.needsCode) {
					onWrongCode(status.reason);
				} else {
					retry();
				}
			}}
			onLeave={() => {
				if (getState().status.status === 'closed') {
					exit();
				} else {
					leave();
				}
			}}
			onOlder={loadOlder}
			onSave={onSave}
			onAddress={onAddress}
		/>
	);
}
