import {Buffer} from 'node:buffer';
import {constants} from 'node:os';
import type {OnConnection} from './recording/connection-tap.ts';

/**
The verbs of the connection log. They are the names of socket calls where one fits. `bye`: why the
connection ends, as one end tells the other; `shutdown`: this end has sent a FIN; `end`: a FIN was
received; `reset`: a RST was received; `close`: the descriptor is closed; `skipped`: entries that
line mode has left out.
*/
export type SocketVerb =
	| 'lookup'
	| 'socket'
	| 'bind'
	| 'listen'
	| 'accept'
	| 'connect'
	| 'secure'
	| 'hello'
	| 'resume'
	| 'send'
	| 'recv'
	| 'ping'
	| 'bye'
	| 'shutdown'
	| 'end'
	| 'reset'
	| 'timeout'
	| 'retry'
	| 'close'
	| 'fault'
	| 'skipped';

/** The frames of one call: how many of each type. Empty: a part of a frame. */
export type FrameCounts = Readonly<Record<string, number>>;

/** The deadlines of this program that can end a connection. */
export type Awaited = 'address' | 'connection' | 'handshake' | 'hello' | 'welcome' | 'sign of life' | 'end';

/**
One entry of the connection log: one step of a socket, in facts. An entry is made when the call has
happened. `formatLogDetail` of chat/socket-log makes the sentence, where one is shown.
*/
export type SocketLogEntry = {
	readonly verb: SocketVerb;
	/**
	The socket's number, shown as `#3`. The sockets of a run are numbered from 1 in the order in
	which they were made: listening, accepted and dialled ones.
	*/
	readonly connection?: number;
	/** This end's `address:port`; on `bind` and `listen` the only one. */
	readonly local?: string;
	/** The other end's `address:port`, or the one that is being looked up or dialled. */
	readonly remote?: string;
	/** Set if a fault that the user has made on purpose caused it: which one. */
	readonly fault?: string;
	/** Only on `listen`: the address that was bound. */
	readonly address?: string;
	/** Only on `listen`: the port that was bound. */
	readonly port?: number;
	/** The bytes that the program has sent or received: of a private room, those of its frames. */
	readonly bytes?: number;
	/** The bytes that TLS has made of them, where they differ. */
	readonly wireBytes?: number;
	/** The frames among the bytes. */
	readonly frames?: FrameCounts;
	/** The first bytes, as `sampleBytes` returns them. Never those of private messages. */
	readonly quoted?: Uint8Array;
	/** The call has failed: the system's error code, such as `ECONNREFUSED`, or OpenSSL's. */
	readonly code?: string;
	/** The number of the system's error code, as other languages show it: 111 on Linux. */
	readonly errno?: number;
	/** How long the call has taken, in milliseconds. */
	readonly took?: number;
	/** Only on `listen`: the number of connections that may wait for accept(). */
	readonly backlog?: number;
	/** On `timeout`: what has not come in time. */
	readonly awaited?: Awaited;
	/** On `timeout`: the time that this program waits, in milliseconds. */
	readonly deadline?: number;
	/** On `retry`: the time until the next attempt, in milliseconds. */
	readonly delay?: number;
	/** On `lookup`: the name that is looked up. */
	readonly host?: string;
	/** On `lookup`: the addresses of the name. */
	readonly addresses?: readonly string[];
	/** On `hello` and `resume`: the member's name, as its peer has sent it. */
	readonly name?: string;
	/** On `resume`: the first message that the client does not have. */
	readonly seq?: number;
	/** On `ping`: the round trip, in milliseconds. */
	readonly rtt?: number;
	/** Which end has taken the step, where the verb does not tell. */
	readonly by?: 'local' | 'remote';
	/** Why the connection ends: a close code of the wire. */
	readonly reason?: string;
	/** A sentence for what the other fields do not say. */
	readonly note?: string;
};

/** The fields of an entry besides its connection. */
export type ConnectionFacts = Omit<SocketLogEntry, 'verb' | 'connection' | 'local' | 'remote'>;

/** Adds an entry to the connection log. */
export type LogSocketCall = (entry: SocketLogEntry) => void;

/** The connection log of one run: takes entries, and numbers the sockets. */
export type SocketLog = {
	readonly add: LogSocketCall;
	/** Returns the number of a socket that has just been made. */
	readonly nextNumber: () => number;
	/** Called with each connection when it is made, so that its calls can be recorded. */
	readonly onConnection?: OnConnection | undefined;
};

export const createSocketLog = (add: LogSocketCall, onConnection?: OnConnection): SocketLog => {
	let last = 0;
	return {
		add,
		onConnection,
		nextNumber() {
			last++;
			return last;
		},
	};
};

/** The contents of a write, for the entry `send`. */
export type SentContent = Pick<SocketLogEntry, 'frames' | 'quoted' | 'note' | 'fault'>;

/** The number of bytes of one call that an entry keeps. */
export const sampleSize = 256;

/**
Returns a copy of the first bytes of a call, so that an entry does not hold the buffer of the call.
*/
export const sampleBytes = (bytes: Uint8Array | string): Uint8Array =>
	typeof bytes === 'string'
		? Buffer.from(bytes.slice(0, sampleSize)).subarray(0, sampleSize)
		: Buffer.from(bytes.subarray(0, sampleSize));

const errorNumbers: Readonly<Record<string, number | undefined>> = constants.errno;

/**
Returns an error code, if there is one, with its number. OpenSSL's codes and those of a lookup have
none.
*/
export const describeFailure = (code: string | undefined): Pick<SocketLogEntry, 'code' | 'errno'> => {
	const errno = code === undefined ? undefined : errorNumbers[code];
	return {...(code !== undefined && {code}), ...(errno !== undefined && {errno})};
};

/**
Returns whether the frames are only those that keep a link alive. Such calls have no entries of
their own: the entry `ping` stands for them.
*/
export const isHeartbeat = (frames: FrameCounts): boolean => {
	const types = Object.keys(frames);
	return types.length > 0 && types.every(type => type === 'ping' || type === 'pong');
};
