/**
The verbs of the connection log. They are the names of socket calls where one fits. `end`: a FIN was
received; `reset`: a RST was received; `skipped`: entries that line mode has left out.
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
	| 'end'
	| 'reset'
	| 'timeout'
	| 'retry'
	| 'close'
	| 'skipped';

/** One entry of the connection log: one step of a socket. */
export type SocketLogEntry = {
	readonly verb: SocketVerb;
	/** The details, with the `address:port` of both ends if there are two. */
	readonly detail: string;
	/** The other end's `address:port`. */
	readonly peer?: string;
	/** Only on `listen`: the address that was bound. */
	readonly address?: string;
	/** Only on `listen`: the port that was bound. */
	readonly port?: number;
};

/** Adds an entry to the connection log. */
export type LogSocketCall = (entry: SocketLogEntry) => void;
