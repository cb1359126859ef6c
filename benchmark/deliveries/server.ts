/** The interface of a chat server that one load driver needs. */
import type {Stage} from '../stage.ts';

/** Sends texts to a room. */
export type Sender = {
	/** Sends all texts in one write. */
	readonly send: (texts: readonly string[]) => void;
	/** Asks for an answer, as a sign of life. */
	readonly greet: () => void;
};

/** A member that receives. */
export type Receiver = {
	readonly greet: () => void;
};

/** Called with counts of bytes of the server's protocol, without what encryption adds. */
export type OnBytes = (bytes: number) => void;

export type RunningServer = {
	readonly pid: number;
	readonly port: number;
	/** `onBytes` counts the copies of its own messages, if the server sends any. */
	readonly enterSender: (onBytes: OnBytes) => Promise<Sender>;
	/** Connects a member that only counts bytes. */
	readonly enterReceiver: (onBytes: OnBytes) => Promise<Receiver>;
	/** Connects a member whose bytes are checked after the clock has stopped. */
	readonly enterChecked: (onChunk: (chunk: Uint8Array) => void) => Promise<Receiver>;
};

export type ChatServer = {
	readonly name: string;
	/** Whether a sender receives a copy of its own message. */
	readonly hasCopies: boolean;
	/** How many members may connect at a time. */
	readonly atATime: number;
	/** Returns the text of a delivered line, or undefined if it is not a message. */
	readonly readText: (line: string) => string | undefined;
	readonly start: (stage: Stage) => Promise<RunningServer>;
};
