import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Clock} from '../clock.ts';
import {Connection, type ConnectionEvents} from '../connection.ts';
import {backlogLimit} from '../limits.ts';
import type {SentContent, SocketLog} from '../socket-log.ts';
import {maximumHeld, type Fault} from './fault.ts';
import {FaultMarks} from './fault-marks.ts';
import {FaultTap} from './fault-tap.ts';
import {WriteGate} from './write-gate.ts';

/** Why a fault has ended: by itself, with its connection, or because too much waited. */
export type FaultEnd = 'done' | 'closed' | 'full';

/** A connection that its user can break on purpose. Used with `--lab` only. */
export class BreakableConnection extends Connection {
	readonly #raw: Socket;
	readonly #tap: FaultTap;
	readonly #gate: WriteGate;
	readonly #marks: FaultMarks;
	/** The stream that the connection writes to: the tap, or TLS around it. */
	#stream: Duplex;
	#onDrain: (() => void) | undefined;
	#onFaultEnd: ((reason: FaultEnd) => void) | undefined;

	/** `number`: the socket's in the connection log, if it has one already. */
	constructor(socket: Socket, log: SocketLog, clock: Clock, number?: number) {
		const tap = new FaultTap(socket, clock);
		const marks = new FaultMarks();
		super(
			socket,
			{
				...log,
				add(entry) {
					log.add(marks.mark(entry));
				},
			},
			number,
			tap,
		);
		this.#raw = socket;
		this.#tap = tap;
		this.#stream = tap;
		this.#marks = marks;
		this.#gate = new WriteGate(clock, () => {
			this.#onDrain?.();
		});
		socket.once('close', () => {
			this.#gate.drop();
			this.#endFault('closed');
		});
	}

	/**
	Breaks the connection. `onEnd`: called once, when the fault has ended without `heal`. Call it
	while the connection is writable and whole.
	*/
	break(fault: Fault, onEnd: (reason: FaultEnd) => void) {
		const {kind} = fault;
		this.#marks.active = kind;
		this.#onFaultEnd = onEnd;
		switch (kind) {
			case 'glue':
			case 'mute': {
				this.#gate.close(Infinity);
				break;
			}

			case 'delay': {
				this.#gate.close(fault.time);
				break;
			}

			case 'split': {
				this.#tap.split(fault.bytes);
				break;
			}

			case 'deaf': {
				this.#tap.deafen();
				break;
			}

			case 'flip': {
				this.#tap.flip(() => {
					this.#marks.fatal = kind;
				});
				break;
			}

			case 'half-close': {
				super.end();
				break;
			}

			case 'reset': {
				this.#marks.fatal = kind;
				this.#raw.resetAndDestroy();
				break;
			}

			case 'cut': {
				this.#marks.fatal = kind;
				this.destroy({notify: true});
				break;
			}
		}
	}

	/** Ends the fault. What waits is written now. A side that was closed stays closed. */
	heal() {
		this.#onFaultEnd = undefined;
		this.#stream.cork();
		this.#gate.open();
		this.#stream.uncork();
		this.#tap.heal();
		this.#marks.active = undefined;
	}

	/** The fault that ended the connection, if one did. */
	get fatalFault() {
		return this.#marks.fatal;
	}

	/** False at once after a reset, which TLS above the socket learns of later. */
	override get isWritable() {
		return super.isWritable && !this.#raw.destroyed;
	}

	override get backlog() {
		return super.backlog + this.#gate.bytes;
	}

	override upgrade<Wrapper extends Duplex>(wrap: (socket: Duplex) => Wrapper, first: Uint8Array): Wrapper {
		const wrapper = super.upgrade(wrap, first);
		this.#stream = wrapper;
		return wrapper;
	}

	override listen(events: ConnectionEvents) {
		this.#onDrain = events.onDrain;
		super.listen(events);
	}

	override write(bytes: string | Uint8Array, content: SentContent | undefined): boolean {
		const marked = this.#marks.markContent(content);
		if (!this.isWritable) {
			return false;
		}

		let hasRoom = true;
		this.#gate.pass(Buffer.byteLength(bytes), () => {
			hasRoom = super.write(bytes, marked);
		});
		this.#checkHeld();
		return hasRoom && this.backlog < backlogLimit;
	}

	override writeThen(bytes: string, content: SentContent, onTaken: () => void) {
		const marked = this.#marks.markContent(content) ?? content;
		// After a half-close nothing can be written: the message waits for the next connection.
		if (this.isWritable) {
			this.#gate.pass(Buffer.byteLength(bytes), () => {
				super.writeThen(bytes, marked, onTaken);
			});
			this.#checkHeld();
		}
	}

	override end() {
		this.#flush();
		super.end();
	}

	override async close(clock: Clock) {
		this.#flush();
		this.#onDrain = undefined;
		return super.close(clock);
	}

	override destroy(options?: {readonly notify?: boolean}) {
		this.#gate.drop();
		this.#onDrain = undefined;
		super.destroy(options);
	}

	/** Ends the fault as the connection ends: what was typed before must still be sent. */
	#flush() {
		if (this.#marks.active !== undefined && this.#marks.active !== 'flip') {
			this.#endFault('closed');
		}
	}

	#checkHeld() {
		if (this.#marks.active !== undefined && this.backlog > maximumHeld) {
			this.#endFault('full');
		}
	}

	#endFault(reason: FaultEnd) {
		const onEnd = this.#onFaultEnd;
		if (this.#marks.active !== undefined) {
			this.heal();
		}

		onEnd?.(reason);
	}
}
