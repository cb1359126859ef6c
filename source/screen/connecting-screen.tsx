import {useCallback, useEffect, useState} from 'react';
import {useApp, usePaste} from 'ink';
import type {Chat} from '../chat/chat.ts';
import type {SubmitResult} from '../chat/commands/types.ts';
import {formatLogDetail} from '../chat/socket-log/format-log-detail.ts';
import {useSocketChat} from '../hooks/use-socket-chat.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {useLastReason} from './bars/use-banner.ts';
import {JoinLayout} from './join/join-layout.tsx';
import {formatStatus, findStatusReference} from './primitives/status-text.ts';
import {useNow} from './primitives/use-now.ts';
import {useKeys} from './terminal/use-keys.ts';
import {useAddressPrompt} from './use-address-prompt.ts';

type Props<Options> = {
	/** The options of a chat without a code. */
	readonly options: Options;
	/** The room's address, `address:port`. */
	readonly address: string;
	/** Creates a chat that has not started. Must be a stable reference. */
	readonly open: (options: Options) => Chat;
	/** Called when a private room is there, whose code has to be asked for. */
	readonly onCodeNeeded: (reason: undefined) => void;
	/** Called with another address to connect to. */
	readonly onAddress: (address: string) => SubmitResult;
};

const hints = [
	{key: 'Enter', action: 'connect', rank: 2},
	{key: 'F4', action: 'other address', rank: 0},
	{key: 'Ctrl+C', action: 'leave', rank: 1},
];
const promptHints = [
	{key: 'Enter', action: 'join', rank: 0},
	{key: 'Esc', action: 'back', rank: 1},
];

/** The number of entries of the connection log that are shown, where they fit. */
const shownSteps = 12;

/**
Shown while nobody knows whether a room is at the address: its code is asked for only if one is. It
dials until then.
*/
export function ConnectingScreen<Options>({options, address, open, onCodeNeeded, onAddress}: Props<Options>) {
	const {exit} = useApp();
	const [refusal, setRefusal] = useState<string>();
	const {state, retry, leave} = useSocketChat(useCallback(() => open(options), [open, options]));
	const {status, socketLog} = state;
	// It stays in view during the next attempt.
	const reason = useLastReason(state);
	useEffect(() => {
		if (status.status !== 'closed') {
			return;
		}

		if (status.needsCode) {
			onCodeNeeded(undefined);
		} else {
			exit();
		}
	}, [status, exit, onCodeNeeded]);

	const prompt = useAddressPrompt({onAddress, onRefusal: setRefusal});
	useKeys(press => {
		setRefusal(undefined);
		if (prompt.handleKey(press)) {
			return;
		}

		switch (press.type) {
			case 'interrupt': {
				leave();
				break;
			}

			case 'submit': {
				retry();
				break;
			}

			case 'f4': {
				prompt.open();
				break;
			}

			default: {
				break;
			}
		}
	});
	usePaste(text => {
		prompt.paste(text);
	});
	// The reason for a retry stands above.
	const steps = socketLog.calls.filter(({verb}) => verb !== 'retry').slice(-shownSteps);
	const now = useNow(findStatusReference(state));
	return (
		<JoinLayout
			content={{
				title: `join ${sanitizeLine(address)}`,
				lines: [
					...(reason === undefined ? [] : [{text: sanitizeLine(reason), tone: 'failure' as const}]),
					{text: formatStatus(state, now), tone: 'title'},
					...steps.map(entry => ({
						text: sanitizeLine(`${entry.verb} ${formatLogDetail(entry)}`),
						tone: 'quiet' as const,
					})),
				],
				problem: refusal,
				hints: prompt.field ? promptHints : hints,
			}}
			prompt={prompt.field ? {label: 'Address', placeholder: '192.168.1.20:5000', field: prompt.field} : undefined}
		/>
	);
}
