import {Buffer} from 'node:buffer';
import {isLoopback} from '../../net/address.ts';
import type {ConnectionTap, TappedConnection, TappedSocket} from '../../net/recording/connection-tap.ts';
import {parseEndpoint} from '../../net/kernel/connection-ends.ts';
import {countPayload, type ConnectionEnds, type KernelView} from '../../net/kernel/kernel-view.ts';
import {errorCode} from '../../text/errors.ts';
import {assignSegments, findBase, type SegmentBase} from './assign-segments.ts';
import {keepFrames, keepPlain} from './mask-secrets.ts';
import type {
	KeptBytes,
	KernelReading,
	KnownLife,
	StepCall,
	StepVerb,
	TransferCall,
	XrayCall,
	XrayConnection,
} from './types.ts';

export type RecordOptions = {
	readonly now: () => number;
	/** Whether private messages are masked. */
	readonly hidesPrivate: boolean;
	/** Returns how many calls are kept. */
	readonly getCapacity: () => number;
	/** Called after each call and step. */
	readonly onChange: () => void;
};

/** A call whose fields are known bit by bit. */
type MutableCall = {-readonly [Key in keyof TransferCall]: TransferCall[Key]};

type Direction = 'send' | 'recv';

const lineFeed = 0x0a;

/** Returns whether a reading has more than a state, which is all that outlives the socket. */
const hasCounts = ({state, source, rto}: KernelView): boolean =>
	state !== 'CLOSED' && state !== 'TIME-WAIT' && (source !== 'ss' || rto !== undefined);

/** Records one connection for the x-ray. The record stays after the connection is closed. */
export class ConnectionRecord {
	readonly number: number;
	readonly remote: string;
	readonly #connection: TappedConnection;
	readonly #socket: TappedSocket['socket'];
	readonly #options: RecordOptions;
	readonly #openedAt: number;
	#isDialled = false;
	#life: KnownLife = {};
	#calls: XrayCall[] = [];
	#lastKey = 0;
	#recordedSince: number | undefined;
	#recvCalls = 0;
	/** All received bytes at the last recv(), those of TLS included. */
	#receivedBefore = 0;
	/** Whether the last call of a direction ended inside a frame; undefined before the first. */
	readonly #isMidFrame: Record<Direction, boolean | undefined> = {send: undefined, recv: undefined};
	#kernel: KernelReading | undefined;
	#counts: KernelReading | undefined;
	/** The counts up to which all that had come was read, and so belongs to known calls. */
	#base: SegmentBase | undefined;
	#isKernelMute = false;
	#snapshot: XrayConnection | undefined;

	constructor(connection: TappedConnection, {number, socket}: TappedSocket, options: RecordOptions) {
		this.number = number;
		this.#socket = socket;
		this.remote = connection.remote;
		this.#connection = connection;
		this.#options = options;
		this.#openedAt = options.now();
	}

	get isClosed() {
		return this.#life.closedAt !== undefined;
	}

	/** The four numbers of the connection; undefined if its addresses are not known. */
	get ends(): ConnectionEnds | undefined {
		const local = parseEndpoint(this.#connection.local);
		const remote = parseEndpoint(this.#connection.remote);
		return local && remote && {local, remote};
	}

	/** Whether a further reading would say nothing new. */
	get isOver() {
		return this.isClosed && this.#kernel?.view.state === 'CLOSED';
	}

	/** Records each call from now on. */
	startRecording() {
		this.#recordedSince ??= this.#options.now();
		this.#receivedBefore = this.#connection.bytesReceived;
		this.#base ??= this.#receivedBefore === 0 ? {received: 0, dataSegmentsIn: 0} : undefined;
		this.#connection.tap ??= this.#createTap();
	}

	addStep(verb: StepVerb, facts: Pick<StepCall, 'code' | 'wireBytes'>) {
		const at = this.#options.now();
		const {peerFinAt, ownFinAt, closedAt, resetAt} = this.#life;
		this.#isDialled ||= verb === 'connect';
		this.#life = {
			// With TLS its close_notify ends the stream, before the FIN or without one.
			peerFinAt: peerFinAt ?? (verb === 'end' && facts.wireBytes === undefined ? at : undefined),
			ownFinAt: ownFinAt ?? (verb === 'shutdown' ? at : undefined),
			closedAt: closedAt ?? (verb === 'close' ? at : undefined),
			resetAt: resetAt ?? (verb === 'reset' ? at : undefined),
		};
		this.#add({kind: 'step', key: this.#nextKey(), at, verb, ...facts});
	}

	/** Adds what the kernel has said; undefined if it could not be asked. */
	addReading(view: KernelView | undefined) {
		this.#isKernelMute = view === undefined;
		if (view) {
			const payload = countPayload(view, {isDialled: this.#isDialled});
			this.#kernel = {view, payload, at: this.#options.now()};
			this.#counts = hasCounts(view) ? this.#kernel : this.#counts;
			this.#assignSegments(this.#kernel);
		}

		this.#snapshot = undefined;
	}

	/** Returns all that is known now. The same object until something has changed. */
	getSnapshot(): XrayConnection {
		const {local, remote, isSecure, bytesReceived, backlog} = this.#connection;
		this.#snapshot ??= {
			...this.#life,
			number: this.number,
			local,
			remote,
			isLoopback: isLoopback(parseEndpoint(remote)?.host ?? ''),
			isDialled: this.#isDialled,
			isSecure,
			openedAt: this.#openedAt,
			calls: [...this.#calls],
			recordedSince: this.#recordedSince ?? this.#options.now(),
			recvCalls: this.#recvCalls,
			bytesSent: Math.max(0, this.#socket.bytesWritten - (isSecure ? 0 : backlog)),
			bytesReceived,
			queued: backlog,
			kernel: this.#kernel,
			counts: this.#counts,
			isKernelMute: this.#isKernelMute,
		};
		return this.#snapshot;
	}

	#createTap(): ConnectionTap {
		return {
			recordSend: (bytes, content, write) => {
				const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
				const isPrivate = content?.note === 'private lines';
				const before = this.#socket.bytesWritten;
				const call: MutableCall = {
					...this.#createCall('send', chunk, isPrivate),
					through: undefined,
				};
				this.#add(call);
				const result = write(error => {
					call.code = error ? errorCode(error, 'failed') : undefined;
					call.through ??= error ? undefined : this.#socket.bytesWritten;
					this.#change();
				});
				const {bytesWritten} = this.#socket;
				// TLS that still waits for room makes its records later.
				if (bytesWritten > before) {
					call.through = bytesWritten;
					call.wireBytes = this.#connection.isSecure ? bytesWritten - before : undefined;
				}

				return result;
			},
			recordReceived: chunk => {
				const {bytesReceived, isSecure} = this.#connection;
				const wireBytes = bytesReceived - this.#receivedBefore;
				this.#receivedBefore = bytesReceived;
				this.#recvCalls++;
				this.#add({
					...this.#createCall('recv', chunk, false),
					through: bytesReceived,
					...(isSecure && {wireBytes}),
				});
			},
		};
	}

	#createCall(kind: Direction, chunk: Uint8Array, isPrivate: boolean): TransferCall {
		return {
			kind,
			key: this.#nextKey(),
			at: this.#options.now(),
			bytes: chunk.length,
			kept: this.#connection.isSecure ? this.#keepFrames(kind, chunk) : keepPlain(chunk, {isPrivate}),
		};
	}

	#keepFrames(kind: Direction, chunk: Uint8Array): KeptBytes {
		// Where recording begins inside a frame, its rest does not begin as a frame does.
		const isContinuation = this.#isMidFrame[kind] ?? chunk[0] !== 0x7b;
		this.#isMidFrame[kind] = chunk.at(-1) !== lineFeed;
		return keepFrames(chunk, {isContinuation, hidesPrivate: this.#options.hidesPrivate});
	}

	/** Notes how many segments brought the bytes of the calls since the last reading. */
	#assignSegments(reading: KernelReading) {
		const found = assignSegments(this.#calls, {before: this.#base, reading});
		if (found !== 'early') {
			this.#base = findBase(reading);
			this.#calls = this.#calls.map(call => (found.has(call.key) ? {...call, segments: found.get(call.key)} : call));
		}
	}

	#nextKey(): number {
		this.#lastKey++;
		return this.#lastKey;
	}

	#add(call: XrayCall) {
		this.#calls.push(call);
		const capacity = this.#options.getCapacity();
		// Removing many at a time costs less than one with each call.
		if (this.#calls.length > capacity * 1.2) {
			this.#calls = this.#calls.slice(-capacity);
		}

		this.#change();
	}

	#change() {
		this.#snapshot = undefined;
		this.#options.onChange();
	}
}
