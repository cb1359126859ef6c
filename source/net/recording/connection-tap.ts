/** Called when the kernel has taken bytes, or has refused them. */
export type OnTaken = (error: unknown) => void;

/** Records the calls of one connection, with their bytes. */
export type ConnectionTap = {
	/**
	Called in place of a write. Calls `write` once, with what is to be called when the kernel has
	taken the bytes, and returns what it returns.
	*/
	readonly recordSend: (
		bytes: string | Uint8Array,
		content: {readonly note?: string} | undefined,
		write: (onTaken: OnTaken) => boolean,
	) => boolean;
	/** Called with what one recv() has returned, before it is handled. */
	readonly recordReceived: (chunk: Uint8Array) => void;
};

/** A connection as whoever records its calls needs it. */
export type TappedConnection = {
	readonly local: string;
	readonly remote: string;
	/** Whether TLS is around what is written. */
	readonly isSecure: boolean;
	/** Bytes that were written and that the kernel has not taken. */
	readonly backlog: number;
	/** Bytes that have come; those of TLS count too. */
	readonly bytesReceived: number;
	/** Undefined while nobody records. */
	tap: ConnectionTap | undefined;
};

/** The socket under a connection. */
export type TappedSocket = {
	/** Its number in the connection log. */
	readonly number: number;
	/** `bytesWritten`: bytes that have gone to the kernel or wait for it; TLS included. */
	readonly socket: {readonly bytesWritten: number};
};

/** Called with each connection when it is made. */
export type OnConnection = (connection: TappedConnection, socket: TappedSocket) => void;
