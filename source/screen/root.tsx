import {useCallback, useMemo, useState} from 'react';
import {useApp} from 'ink';
import type {Chat} from '../chat/chat.ts';
import type {ChatState} from '../chat/state.ts';
import type {ChatOptions, JoinTarget} from '../join-target.ts';
import type {Endpoint} from '../net/address.ts';
import {parseAddress, UsageError, type HostOptions, type JoinOptions} from '../options.ts';
import {ChatScreen} from './chat-screen.tsx';
import {CodePrompt} from './code-prompt.tsx';
import {RoomChooser, type Door} from './room-chooser.tsx';
import type {Outcome} from './use-commands.ts';
import type {Preferences} from './use-preferences.ts';
import type {CompletePath} from './use-completion.ts';

/** What a join may go to. */
export type Doors = {
	/** Where it goes, where that is clear from the beginning. */
	readonly first: JoinTarget | undefined;
	/** What is known of a room at an address. */
	readonly at: (endpoint: Endpoint) => JoinTarget;
	/** Tells of the rooms that are there, again whenever that changes. Gives what ends it. Must keep its identity. */
	readonly look: (onDoors: (doors: ReadonlyArray<Door<JoinTarget>>) => void) => () => void;
};

type Props = {
	readonly options: HostOptions | JoinOptions;
	readonly doors: Doors;
	/** Makes a chat that has not started. Must keep its identity. */
	readonly open: (options: ChatOptions) => Chat;
	/** Writes what was said to a file. */
	readonly onSave: (file: string, state: ChatState) => Outcome;
	/** What a path that is being typed can become. */
	readonly completePath: CompletePath;
	readonly preferences: Preferences;
	/** The user has left without being in a room. */
	readonly onLeave: (reason: string, exitCode: number) => void;
};

/** The way into a room: which one, with which code; then one chat after another, because another address makes another chat. */
export function Root({options, doors, open, onSave, completePath, preferences, onLeave}: Props) {
	const {exit} = useApp();
	const [target, setTarget] = useState(doors.first);
	/** Why the code is asked for again. */
	const [reason, setReason] = useState<string>();
	const leave = useCallback(() => {
		onLeave(reason ?? 'You have left.', reason === undefined ? 0 : 3);
		exit();
	}, [onLeave, exit, reason]);
	const goTo = useCallback((next: JoinTarget) => {
		setReason(undefined);
		setTarget(next);
	}, []);
	const refuseCode = useCallback((why: string) => {
		setReason(why);
		setTarget(current => current && {...current, code: undefined});
	}, []);

	const changeAddress = useCallback(
		(address: string) => {
			try {
				goTo(doors.at(parseAddress(address)));
				return {ok: true} as const;
			} catch (error) {
				if (error instanceof UsageError) {
					return {ok: false, text: error.message} as const;
				}

				throw error;
			}
		},
		[doors, goTo],
	);

	const chat = useMemo((): ChatOptions | undefined => {
		if (options.command === 'host') {
			return options;
		}

		return target && (options.plain || target.code !== undefined) ? {...options, ...target} : undefined;
	}, [options, target]);
	if (chat) {
		return (
			<ChatScreen
				options={chat}
				open={open}
				completePath={completePath}
				preferences={preferences}
				onWrongCode={refuseCode}
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
					goTo({...target, code});
				}}
				onLeave={leave}
			/>
		);
	}

	return (
		<RoomChooser
			look={doors.look}
			onTarget={goTo}
			onAddress={address => {
				const outcome = changeAddress(address);
				return outcome.ok ? undefined : outcome.text;
			}}
			onLeave={leave}
		/>
	);
}
