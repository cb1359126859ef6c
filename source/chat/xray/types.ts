/** One connection as the x-ray shows it. */
import type {KernelView, Payload} from '../../net/kernel/kernel-view.ts';

export type {TcpState} from '../../net/kernel/kernel-view.ts';

/** A part of a call's bytes, from `start` up to, but not including, `end`. */
export type ByteRange = {readonly start: number; readonly end: number};

/** The bytes of a call that are kept: its first ones. */
export type KeptBytes = {
	readonly head: Uint8Array;
	/**
	Parts that are not shown: keys of members, codes, and what others say in private. In order.
	*/
	readonly masked: readonly ByteRange[];
	/**
	The frames that begin among the kept bytes; undefined where the connection carries plain text.
	*/
	readonly frames?: readonly FrameSummary[] | undefined;
};

export type FrameSummary = {
	readonly type: string;
	/** An author's number of a message. */
	readonly n?: number;
	/** A message's place in the room's log. */
	readonly seq?: number;
	/** Of a message from the log: its author's id. */
	readonly id?: string;
};

/**
The segments that brought the bytes of `calls` calls together, of which this is the last; `below`:
a later call has those of this one, too.
*/
export type Segments = {readonly count: number; readonly calls: number} | 'below' | 'unknown';

type CallBase = {
	/** Unique among the calls of one connection, rising. */
	readonly key: number;
	/** Milliseconds since the epoch. */
	readonly at: number;
};

/** Bytes that the program has given to send(), or that recv() has returned. */
export type TransferCall = CallBase & {
	readonly kind: 'send' | 'recv';
	/** The bytes of the program: in a private room, those of its frames. */
	readonly bytes: number;
	/** The bytes that TLS has made of them; undefined where it makes none, or is not known yet. */
	readonly wireBytes?: number | undefined;
	/**
	All bytes of this direction up to the end of this call, those of TLS included; undefined while
	the kernel has not taken them.
	*/
	readonly through?: number | undefined;
	readonly kept: KeptBytes;
	/** The error code, if the kernel has refused the bytes. */
	readonly code?: string | undefined;
	/** The segments that brought the bytes; undefined before the kernel was asked. */
	readonly segments?: Segments | undefined;
};

/** Another step of the socket's life. */
export type StepCall = CallBase & {
	readonly kind: 'step';
	readonly verb: StepVerb;
	readonly code?: string | undefined;
	/** On an end: the bytes by which TLS said so before TCP did. */
	readonly wireBytes?: number | undefined;
};

export const stepVerbs = ['accept', 'connect', 'secure', 'end', 'shutdown', 'reset', 'timeout', 'close'] as const;
export type StepVerb = (typeof stepVerbs)[number];

export type XrayCall = TransferCall | StepCall;

/** A report of the kernel, and its time. */
export type KernelReading = {
	readonly view: KernelView;
	/** Without SYN and FIN. */
	readonly payload: Payload;
	/** Milliseconds since the epoch. */
	readonly at: number;
};

/** Where a connection is in its life, as far as this program's own calls tell. */
export type KnownLife = {
	/** When the FIN of the other side was read. */
	readonly peerFinAt?: number | undefined;
	/** When this side called shutdown(). */
	readonly ownFinAt?: number | undefined;
	readonly closedAt?: number | undefined;
	readonly resetAt?: number | undefined;
};

export type XrayConnection = KnownLife & {
	/** The socket's number in the connection log. */
	readonly number: number;
	/** Whether this program has dialled; else it has accepted. */
	readonly isDialled: boolean;
	/** Whether TLS is around the program's bytes. */
	readonly isSecure: boolean;
	readonly local: string;
	readonly remote: string;
	/** Whether both ends are on this computer, by a loopback address. */
	readonly isLoopback: boolean;
	readonly openedAt: number;
	/** The newest ones, oldest first. */
	readonly calls: readonly XrayCall[];
	/** Since when calls are recorded, in milliseconds since the epoch. */
	readonly recordedSince: number;
	/** How many calls of recv() were recorded that returned bytes. */
	readonly recvCalls: number;
	/** Bytes that have gone to the kernel, and those that recv() has returned; TLS included. */
	readonly bytesSent: number;
	readonly bytesReceived: number;
	/** Bytes that wait in this program. */
	readonly queued: number;
	/** Undefined where the kernel was not asked yet, or cannot be. */
	readonly kernel: KernelReading | undefined;
	/** The newest reading with counts: a connection that is over has a state alone. */
	readonly counts: KernelReading | undefined;
	/** Whether the kernel was asked and gave no answer. */
	readonly isKernelMute: boolean;
};
