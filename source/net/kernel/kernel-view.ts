/** The report of the operating system's kernel on one TCP connection. */
import type {Endpoint} from '../address.ts';

/** The states of RFC 9293, in the words that ss and netstat print. */
export const tcpStates = [
	'LISTEN',
	'SYN-SENT',
	'SYN-RCVD',
	'ESTABLISHED',
	'FIN-WAIT-1',
	'FIN-WAIT-2',
	'CLOSING',
	'TIME-WAIT',
	'CLOSE-WAIT',
	'LAST-ACK',
	'CLOSED',
] as const;

export type TcpState = (typeof tcpStates)[number];

/** The four numbers that name a connection. */
export type ConnectionEnds = {
	readonly local: Endpoint;
	readonly remote: Endpoint;
};

/**
One reading. A field is undefined where the source does not tell it. The kernel counts a SYN and a
FIN as one byte each in its queues and byte counts: `countPayload` takes them out.
*/
export type KernelView = {
	readonly source: 'ss' | 'proc' | 'netstat';
	/** `CLOSED`: the kernel has no such connection any more. */
	readonly state: TcpState;
	/** Bytes that have come and that recv() has not returned, as the kernel counts. */
	readonly receiveQueue?: number | undefined;
	/** Bytes that send() has handed over and that are not acknowledged, as the kernel counts. */
	readonly sendQueue?: number | undefined;
	/** Bytes of those that have not been sent yet. */
	readonly unsent?: number | undefined;
	/** Bytes that the other side's kernel has acknowledged, as the kernel counts. */
	readonly acknowledged?: number | undefined;
	/** Bytes that have come, as the kernel counts. */
	readonly received?: number | undefined;
	readonly segmentsIn?: number | undefined;
	readonly segmentsOut?: number | undefined;
	/** Segments with data. */
	readonly dataSegmentsIn?: number | undefined;
	readonly dataSegmentsOut?: number | undefined;
	/** Segments that were sent again. */
	readonly retransmits?: number | undefined;
	/** The smoothed round-trip time, in milliseconds. */
	readonly rtt?: number | undefined;
	/** The retransmission timeout, in milliseconds. */
	readonly rto?: number | undefined;
	/** The largest segment that is sent, in bytes. */
	readonly mss?: number | undefined;
	/** The congestion window, in segments. */
	readonly congestionWindow?: number | undefined;
	/** Bytes that the other side is ready to receive. */
	readonly sendWindow?: number | undefined;
	/** The running timer and when it ends, as the source prints it: `persist 736ms`. */
	readonly timer?: string | undefined;
};

/** Reads what the kernel says about a connection; undefined where it cannot be asked. */
export type ReadKernel = (ends: ConnectionEnds) => Promise<KernelView | undefined>;

export type Payload = {
	/** Bytes of the program that the other side's kernel has acknowledged. */
	readonly acknowledged: number | undefined;
	/** Bytes of the program that the kernel holds until they are acknowledged. */
	readonly unacknowledged: number | undefined;
	/** Bytes of the other program that have come. */
	readonly received: number | undefined;
	/** Bytes of those that wait for recv(). */
	readonly waiting: number | undefined;
};

const ownFinAcknowledged = new Set<TcpState>(['FIN-WAIT-2', 'TIME-WAIT']);
const ownFinQueued = new Set<TcpState>(['FIN-WAIT-1', 'CLOSING', 'LAST-ACK']);
const peerFinReceived = new Set<TcpState>(['CLOSE-WAIT', 'LAST-ACK', 'CLOSING', 'TIME-WAIT']);

const subtract = (count: number | undefined, extra: boolean): number | undefined =>
	count === undefined ? undefined : Math.max(0, count - (extra ? 1 : 0));

/**
Returns the bytes without SYN and FIN. Linux counts an own SYN as acknowledged at the side that
dials, but none at the side that accepts, and a SYN never as received.
*/
export const countPayload = (
	{state, acknowledged, sendQueue, received, receiveQueue}: KernelView,
	{isDialled}: {readonly isDialled: boolean},
): Payload => ({
	acknowledged: subtract(subtract(acknowledged, isDialled), ownFinAcknowledged.has(state)),
	unacknowledged: subtract(sendQueue, state === 'SYN-SENT' || ownFinQueued.has(state)),
	received: subtract(received, peerFinReceived.has(state)),
	// The FIN waits, too, until recv() has returned 0.
	waiting: subtract(receiveQueue, peerFinReceived.has(state)),
});
