/** What the load needs of a chat server, so that one driver loads them all. */
import type {Stage} from '../stage.ts';

/** Says texts to a room. */
export type Sender = {
	/** All of them in one write. */
	readonly send: (texts: readonly string[]) => void;
	/** Asks for an answer, to be seen as being there. */
	readonly greet: () => void;
};

/** In the room, and hears what is said. */
export type Receiver = {
	readonly greet: () => void;
};

/** Called with counts of bytes of the server's protocol, without what encryption adds. */
export type OnBytes = (bytes: number) => void;

export type RunningServer = {
	readonly pid: number;
	readonly port: number;
	/** Takes copies of its own messages as their acknowledgement, where the server makes any. */
	readonly enterSender: (onBytes: OnBytes) => Promise<Sender>;
	/** Reads, and only counts. */
	readonly enterReceiver: (onBytes: OnBytes) => Promise<Receiver>;
	/** Reads all, for each byte to be checked after the clock has stopped. */
	readonly enterChecked: (onChunk: (chunk: Uint8Array) => void) => Promise<Receiver>;
};

export type ChatServer = {
	readonly name: string;
	/** Whether who says something gets a copy of it. */
	readonly hasCopies: boolean;
	/** How many may come in at a time. */
	readonly atATime: number;
	/** The text of what was delivered as this line; undefined where it is no message. */
	readonly textOf: (line: string) => string | undefined;
	readonly start: (stage: Stage) => Promise<RunningServer>;
};
