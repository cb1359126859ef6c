import {isSameConnection, parseEndpoint} from './connection-ends.ts';
import {tcpStates, type ConnectionEnds, type KernelView, type TcpState} from './kernel-view.ts';

/** Returns the arguments with which netstat of macOS prints all TCP connections. */
export const netstatArguments: readonly string[] = ['-anv', '-p', 'tcp'];

const parseState = (word: string): TcpState | undefined => tcpStates.find(state => state === word.replaceAll('_', '-'));

/**
Parses what netstat of macOS has printed, by its manual; it was never tried on a Mac. An address
and its port are joined by a dot. `CLOSED` if the connection is not in it.
*/
export const parseNetstat = (text: string, ends: ConnectionEnds): KernelView => {
	for (const line of text.split('\n')) {
		const [protocol = '', receiveQueue, sendQueue, localText = '', remoteText = '', word = ''] = line
			.trim()
			.split(/\s+/);
		const state = parseState(word);
		const local = parseEndpoint(localText, '.');
		const remote = parseEndpoint(remoteText, '.');
		if (protocol.startsWith('tcp') && state && local && remote && isSameConnection({local, remote}, ends)) {
			return {source: 'netstat', state, receiveQueue: Number(receiveQueue), sendQueue: Number(sendQueue)};
		}
	}

	return {source: 'netstat', state: 'CLOSED'};
};
