/**
The verbs of the connection log. Where a call of the socket API fits, it is that call's own name; `end` is a FIN seen, `reset` a
RST seen.
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
	| 'close';

/** One line of the connection log: a step that a socket took. */
export type SocketLogEntry = {
	readonly verb: SocketVerb;
	/** What the step was about, with both ends' `address:port` where it has two. */
	readonly detail: string;
	/** The other end's `address:port`. */
	readonly peer?: string;
	/** Only on `listen`: the address that was bound. */
	readonly address?: string;
	/** Only on `listen`: the port that was bound. */
	readonly port?: number;
};

/** Where the entries go. */
export type LogSocketCall = (entry: SocketLogEntry) => void;
