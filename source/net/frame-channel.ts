import {encodeFrame, maximumFrameBytes, type CloseCode, type Frame, type IgnoredFrame} from '../wire/frames.ts';
import {LineReader, type LineError} from '../wire/line-reader.ts';
import type {Clock, Timer} from './clock.ts';
import type {Connection} from './connection.ts';
import {frameDeadline, framesPerTurn} from './limits.ts';

/** Frames that keep a link alive: the connection log shows them as pings, not as sends and receives. */
const isHeartbeat = (type: string): boolean => type === 'ping' || type === 'pong';

/** `post, post, post` is `post ×3`. */
const summarise = (types: readonly string[]): string => {
	const counts = new Map<string, number>();
	for (const type of types) {
		counts.set(type, (counts.get(type) ?? 0) + 1);
	}

	return [...counts].map(([type, count]) => (count === 1 ? type : `${type} ×${count}`)).join(', ');
};

export type FrameChannelEvents<In extends Frame> = {
	/** The frames of one read, in order; stop by returning false: the rest is ignored. */
	readonly onFrame: (frame: In) => boolean;
	/** All frames of one read have been told. */
	readonly onRead: () => void;
	readonly onDrain: () => void;
	/** The other side broke a rule of the wire. */
	readonly onViolation: (code: CloseCode) => void;
	/** The other side has ended or the connection is gone. */
	readonly onGone: (code: string | undefined) => void;
};

/** Frames over a connection: one JSON object a line, both ways. */
export class FrameChannel<In extends Frame> {
	readonly connection: Connection;
	readonly #decode: (line: string) => In | IgnoredFrame;
	readonly #clock: Clock;
	readonly #reader = new LineReader(maximumFrameBytes);
	/** Frames that were read and not told. */
	readonly #read: Array<In | IgnoredFrame> = [];
	/** What ended the reading; it is told after them. */
	#error: LineError | undefined;
	#isPaused = false;
	#isYielding = false;
	#deadline: Timer | undefined;
	#events: FrameChannelEvents<In> | undefined;

	constructor(connection: Connection, decode: (line: string) => In | IgnoredFrame, clock: Clock) {
		this.connection = connection;
		this.#decode = decode;
		this.#clock = clock;
	}

	/** From now on these hear of it; `first` are bytes that were read before. */
	listen(events: FrameChannelEvents<In>, first?: Uint8Array) {
		this.#events = events;
		this.connection.listen({
			onData: chunk => {
				this.#take(chunk);
			},
			onEnd: () => {
				this.#gone(undefined);
			},
			onDrain: events.onDrain,
			onClose: code => {
				this.#gone(code);
			},
		});
		if (first && first.length > 0) {
			this.#take(first);
		}
	}

	send(frame: Frame) {
		this.write(encodeFrame(frame), isHeartbeat(frame.type) ? undefined : frame.type);
	}

	/** Writes frames that were encoded before; `what` names them in the log. Gives false once the socket holds more than it should. */
	write(frames: string | Uint8Array, what: string | undefined): boolean {
		return this.connection.write(frames, what);
	}

	/** Sends a last frame, if there is one, and ends. Nothing more is heard of it. Resolves when it is closed. */
	async close(frame?: Frame): Promise<void> {
		if (frame) {
			this.send(frame);
		}

		this.#silence();
		return this.connection.close(this.#clock);
	}

	/** Ends at once. Nothing more is heard of it. */
	destroy() {
		this.#silence();
		this.connection.destroy();
	}

	/** Tells no more frames until `resume`: what was read waits here, what was not in its own socket. */
	pause() {
		this.#isPaused = true;
		this.connection.pause();
	}

	resume() {
		this.#isPaused = false;
		this.#goOn();
	}

	/** Whether the other side is being read from. */
	get isPaused() {
		return this.#isPaused;
	}

	#take(chunk: Uint8Array) {
		const {lines, error} = this.#reader.push(chunk);
		const frames = this.#decodeAll(lines);
		const types = frames.map(({type}) => type);
		if (types.length === 0 || !types.every(type => isHeartbeat(type))) {
			const what = types.length === 0 ? 'part of a frame' : summarise(types);
			this.connection.log('recv', `${chunk.length} B ${what} from ${this.connection.remote}`);
		}

		this.#read.push(...frames);
		this.#error ??= error;
		this.#watch(lines.length > 0);
		this.#tell();
	}

	/** Up to the first bad one: nothing after it counts. */
	#decodeAll(lines: readonly string[]): ReadonlyArray<In | IgnoredFrame> {
		const frames: Array<In | IgnoredFrame> = [];
		for (const line of lines) {
			const frame = this.#decode(line);
			frames.push(frame);
			if (frame.type === 'bad') {
				break;
			}
		}

		return frames;
	}

	/** Tells what was read, in order, until the owner pauses or wants no more. */
	#tell() {
		let told = 0;
		while (!this.#isPaused && told < this.#read.length && told < framesPerTurn) {
			const frame = this.#read[told];
			told++;
			if (frame?.type === 'bad') {
				this.#events?.onViolation('bad-frame');
				return;
			}

			if (frame && frame.type !== 'unknown' && !this.#events?.onFrame(frame)) {
				return;
			}
		}

		this.#read.splice(0, told);
		if (this.#read.length > 0 && !this.#isPaused) {
			this.#yield();
			return;
		}

		if (this.#error && !this.#isPaused) {
			this.#events?.onViolation(this.#error);
			return;
		}

		this.#events?.onRead();
	}

	/** The others have their turn before the rest is told. */
	#yield() {
		this.#isYielding = true;
		this.connection.pause();
		setImmediate(() => {
			this.#isYielding = false;
			this.#goOn();
		});
	}

	#goOn() {
		if (!this.#isPaused && !this.#isYielding && this.#events) {
			this.connection.resume();
			this.#tell();
		}
	}

	/** The deadline is absolute: it starts with a frame's first byte, and more bytes do not move it. */
	#watch(hasNewFrame: boolean) {
		if (hasNewFrame || !this.#reader.isMidLine) {
			this.#deadline?.stop();
			this.#deadline = undefined;
		}

		if (this.#reader.isMidLine && this.#events) {
			this.#deadline ??= this.#clock.after(frameDeadline, () => {
				this.#events?.onViolation('slow-frame');
			});
		}
	}

	#gone(code: string | undefined) {
		const events = this.#events;
		this.#silence();
		events?.onGone(code);
	}

	#silence() {
		this.#events = undefined;
		this.#deadline?.stop();
	}
}
