import type {CommandConditions} from './types.ts';

type KnownState = {
	readonly role: 'host' | 'join';
	readonly plain: boolean;
	readonly lab?: unknown;
	readonly status: {readonly status: string};
};

/** Returns what decides which commands can be used in a state of the chat. */
export const readConditions = ({role, plain, lab, status: {status}}: KnownState): CommandConditions => ({
	isHost: role === 'host',
	isLab: lab !== undefined,
	canSend: status !== 'closed',
	hasNames: role === 'host' || !plain,
	isWaiting: role === 'join' && status !== 'open' && status !== 'closed',
});

/** Why nothing is sent by a chat that has ended. */
export const endedText = 'You are no longer in the room: nothing can be sent.';

/** Returns what `/retry` does in a state of the chat. */
export const describeRetry = ({role, status: {status}}: KnownState): string => {
	if (status === 'closed') {
		return endedText;
	}

	if (role === 'host') {
		return 'You are the host: there is no connection to retry.';
	}

	return status === 'open' ? 'You are connected: there is nothing to retry.' : 'Connecting now.';
};
