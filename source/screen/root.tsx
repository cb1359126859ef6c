import {useCallback, useMemo, useRef, useState} from 'react';
import {useApp} from 'ink';
import type {Chat} from '../chat/chat.ts';
import type {ChatOptions, JoinTarget} from '../targets/join-target.ts';
import type {RoomFinder} from '../targets/room-choice.ts';
import type {HostOptions, JoinOptions} from '../config/options.ts';
import {ChatScreen} from './chat-screen.tsx';
import {ConnectingScreen} from './connecting-screen.tsx';
import {CodePrompt} from './join/code-prompt.tsx';
import {RoomChooser} from './join/room-chooser.tsx';
import {useJobControl} from './terminal/modes/use-job-control.ts';
import type {Preferences} from './use-preferences.ts';
import type {ScreenActions} from './screen-commands.ts';
import type {CompletePath} from './composer/use-completion.ts';

type Props = {
	readonly options: HostOptions | JoinOptions;
	readonly finder: RoomFinder;
	/**
	Creates a chat that has not started. Must be a stable reference: a new one opens a new chat.
	*/
	readonly open: (options: ChatOptions) => Chat;
	/** Writes the conversation to a file. */
	readonly onSave: ScreenActions['save'];
	/** Lists the completions of a path. */
	readonly completePath: CompletePath;
	readonly preferences: Preferences;
	/** Called when the user leaves before entering a room. */
	readonly onLeave: (reason: string, exitCode: number) => void;
};

/** Adds the code that the user has entered for another address, to be tried last. */
const addTypedCode = (target: JoinTarget, typed: string | undefined): JoinTarget => {
	if (typed === undefined || target.code === undefined) {
		return {...target, code: target.code ?? typed};
	}

	return {...target, otherCodes: [...(target.otherCodes ?? []), typed]};
};

/**
The root of the screen: asks for the room, finds out whether it is there, asks for its code, then
shows the chat. Another address replaces the chat by a new one.
*/
export function Root({options, finder, open, onSave, completePath, preferences, onLeave}: Props) {
	const {exit} = useApp();
	useJobControl();
	const [target, setTarget] = useState(finder.first);
	/** Whether a room is known to be there, and asks for a code. */
	const [isCodeAsked, setIsCodeAsked] = useState(false);
	/** Why the last code was refused; shown when the code is asked for again. */
	const [reason, setReason] = useState<string>();
	/** The last code that the user entered: it may be the one of the next address, too. */
	const typedCode = useRef<string>(undefined);
	const leave = useCallback(() => {
		onLeave(reason ?? 'You have left.', reason === undefined ? 0 : 3);
		exit();
	}, [onLeave, exit, reason]);
	const goTo = useCallback((next: JoinTarget) => {
		setReason(undefined);
		setIsCodeAsked(false);
		setTarget(next);
	}, []);
	const askCode = useCallback((why: string | undefined) => {
		setReason(why);
		setIsCodeAsked(true);
		setTarget(current => current && {...current, code: undefined, otherCodes: undefined});
	}, []);

	const changeAddress = useCallback(
		(address: string) => {
			const found = finder.resolve(address);
			if (found.ok) {
				void found.target.then(next => {
					// The room may be at another address now.
					goTo(addTypedCode(next, typedCode.current ?? target?.code));
				});
			}

			return found;
		},
		[finder, goTo, target],
	);

	const chat = useMemo((): ChatOptions | undefined => {
		if (options.command === 'host') {
			return options;
		}

		return target && !isCodeAsked ? {...options, ...target} : undefined;
	}, [options, target, isCodeAsked]);
	if (chat?.command === 'join' && !chat.plain && chat.code === undefined) {
		return (
			<ConnectingScreen
				key={chat.address}
				options={chat}
				address={chat.address}
				open={open}
				onCodeNeeded={askCode}
				onAddress={changeAddress}
			/>
		);
	}

	if (chat) {
		return (
			<ChatScreen
				options={chat}
				open={open}
				completePath={completePath}
				preferences={preferences}
				onWrongCode={askCode}
				onSave={onSave}
				onAddress={changeAddress}
			/>
		);
	}

	if (target) {
		return (
			<CodePrompt
				address={target.address}
				reason={reason}
				onCode={code => {
					typedCode.current = code;
					goTo({...target, code});
				}}
				onLeave={leave}
			/>
		);
	}

	return (
		<RoomChooser
			watch={finder.watch}
			onTarget={goTo}
			onAddress={address => {
				const outcome = changeAddress(address);
				return outcome.ok ? undefined : outcome.text;
			}}
			onLeave={leave}
		/>
	);
}
