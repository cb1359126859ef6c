import {Buffer} from 'node:buffer';
import {encodeFrame, maximumFrameBytes, type CloseCode, type Frame, type IgnoredFrame} from '../wire/frames.ts';
import {LineReader} from '../wire/line-reader.ts';
import type {Clock, Timer} from './clock.ts';
import type {Connection} from './connection.ts';
import {startByteDeadline} from './idle-timer.ts';
import {frameDeadline} from './limits.ts';
import {isHeartbeat, type SentContent} from './socket-log.ts';
import {InputQueue} from './turns/input-queue.ts';
import type {Turns} from './turns/turns.ts';

export type FrameChannelEvents<In extends Frame> = {
	/** Called for each frame, in order. Return false to stop: all later frames are ignored. */
	readonly onFrame: (frame: In) => boolean;
	/**
	Returns whether the frame may be handled now. Call `retry` once this becomes true. Default: it
	may.
	*/
	readonly isReady?: (frame: In) => boolean;
	/** Called for each frame of a type that is not known. It is ignored. */
	readonly onUnknown?: () => void;
	/** Called after the last frame of one read, or after the frame at which the owner paused. */
	readonly onRead: () => void;
	/** Called when the socket has room to write again. */
	readonly onDrain: () => void;
	/** Called when the other side breaks a rule of the wire. No frame follows. */
	readonly onViolation: (code: CloseCode) => void;
	/**
	Called once when the other side ends or the connection is lost; `code`: the system's error code.
	*/
	readonly onGone: (code: string | undefined) => void;
};

/** Sends and receives frames over a connection: one JSON object a line. */
export class FrameChannel<In extends Frame> {
	readonly connection: Connection;
	readonly #decode: (line: string) => In | IgnoredFrame;
	readonly #clock: Clock;
	readonly #reader = new LineReader(maximumFrameBytes);
	readonly #queue: InputQueue<In | IgnoredFrame>;
	#isPaused = false;
	/** Set when the other side has ended or is lost. What has come before is handled first. */
	#ending: {readonly code: string | undefined} | undefined;
	#sent: {readonly bytes: number; readonly at: number};
	/** The raw bytes that the connection had received at the last read. */
	#bytesAtRead = 0;
	#deadline: Timer | undefined;
	#events: FrameChannelEvents<In> | undefined;

	constructor(
		connection: Connection,
		decode: (line: string) => In | IgnoredFrame,
		{clock, turns}: {readonly clock: Clock; readonly turns: Turns},
	) {
		this.connection = connection;
		this.#decode = decode;
		this.#clock = clock;
		this.#sent = {bytes: 0, at: clock.now()};
		this.#queue = new InputQueue({
			connection,
			turns,
			isReady: frame => frame.type === 'bad' || frame.type === 'unknown' || (this.#events?.isReady?.(frame) ?? true),
			handle: frame => this.#handle(frame),
			onSettled: this.#settle.bind(this),
		});
	}

	/** Starts reading. `first`: bytes that were read before. */
	listen(events: FrameChannelEvents<In>, first?: Uint8Array) {
		this.#events = events;
		this.#bytesAtRead = this.connection.bytesReceived;
		this.connection.listen({
			onData: this.#receive.bind(this),
			onEnd: this.#goAfterInput.bind(this, {code: undefined}),
			onDrain: events.onDrain,
			onClose: code => {
				this.#goAfterInput({code});
			},
		});
		if (first && first.length > 0) {
			this.#receive(first);
		}
	}

	send(frame: Frame) {
		this.write(encodeFrame(frame), {frames: {[frame.type]: 1}});
	}

	/**
	Writes encoded frames; `content` names them in the connection log. Returns false when the socket
	holds more than its high-water mark.
	*/
	write(frames: string | Uint8Array, content: SentContent | undefined): boolean {
		this.#sent = {bytes: this.#sent.bytes + Buffer.byteLength(frames), at: this.#clock.now()};
		return this.connection.write(frames, content);
	}

	/**
	Sends a last frame, if given, and closes gracefully. No event follows. Resolves once closed.
	*/
	async close(frame?: Frame): Promise<void> {
		if (frame) {
			this.send(frame);
		}

		this.#detach();
		return this.connection.close(this.#clock);
	}

	/** Closes at once. No event follows. */
	destroy() {
		this.#detach();
		this.connection.destroy();
	}

	/**
	Calls `onFrame` no more until `resume`. Frames that were read wait here, later ones in the
	socket of the other side.
	*/
	pause() {
		this.#isPaused = true;
		// The rest of a frame is not read now: that it does not come is not the other side's fault.
		this.#deadline?.stop();
		this.#deadline = undefined;
		this.#queue.hold();
		this.#goAfterInput();
	}

	resume() {
		this.#isPaused = false;
		this.#watchDeadline(false);
		this.#queue.release();
	}

	/** Call when a frame that was not ready may have become so. */
	retry() {
		this.#queue.run();
	}

	/** The number of bytes that were written, and when, in milliseconds since the epoch. */
	get sent(): {readonly bytes: number; readonly at: number} {
		return this.#sent;
	}

	/**
	The number of bytes that have come of a frame whose end has not, those of an incomplete TLS
	record included.
	*/
	get partialBytes() {
		return this.#reader.partialSize + this.connection.bytesReceived - this.#bytesAtRead;
	}

	/** Adds the cost of what was done for the other side, in milliseconds, to what it has used. */
	charge(cost: number) {
		this.#queue.charge(cost);
	}

	/** Whether the owner has paused reading. */
	get isPaused() {
		return this.#isPaused;
	}

	#receive(chunk: Uint8Array) {
		this.#queue.push(this.#decodeAll(chunk, this.connection.bytesReceived));
	}

	/**
	Decodes up to the first bad line. It ends the connection, so later lines are not looked at.
	`received`: the raw bytes that had come with this chunk; no new ones if one call had several.
	*/
	*#decodeAll(chunk: Uint8Array, received: number): Generator<In | IgnoredFrame, void, undefined> {
		const frames: Record<string, number> = {};
		for (const line of this.#reader.read(chunk)) {
			const frame = this.#decode(line);
			frames[frame.type] = (frames[frame.type] ?? 0) + 1;
			yield frame;
			if (frame.type === 'bad') {
				break;
			}
		}

		const wireBytes = received === this.#bytesAtRead ? chunk.length : received - this.#bytesAtRead;
		this.#bytesAtRead = received;
		if (!isHeartbeat(frames)) {
			this.connection.log('recv', {bytes: chunk.length, ...(wireBytes !== chunk.length && {wireBytes}), frames});
		}

		this.#watchDeadline(Object.keys(frames).length > 0);
	}

	/** Returns false when no later frame is to be handled. */
	#handle(frame: In | IgnoredFrame): boolean {
		if (frame.type === 'bad') {
			this.#events?.onViolation('bad-frame');
			return false;
		}

		if (frame.type === 'unknown') {
			this.#events?.onUnknown?.();
			return true;
		}

		return this.#events?.onFrame(frame) ?? false;
	}

	#settle() {
		const {error} = this.#reader;
		if (error && this.#queue.isEmpty && !this.#isPaused) {
			this.#events?.onViolation(error);
		} else {
			this.#events?.onRead();
			this.#goAfterInput();
		}
	}

	/** Limits the time from a frame's first byte to its last, by the rate at which they come. */
	#watchDeadline(hasNewFrame: boolean) {
		if (hasNewFrame || !this.#reader.isMidLine) {
			this.#deadline?.stop();
			this.#deadline = undefined;
		}

		if (this.#reader.isMidLine && this.#events) {
			this.#deadline ??= startByteDeadline({
				clock: this.#clock,
				time: frameDeadline,
				count: () => this.partialBytes,
				onMissed: () => {
					this.#events?.onViolation('slow-frame');
				},
			});
		}
	}

	/** Calls `onGone` once what came before is handled, or waits although nothing can be sent. */
	#goAfterInput(ending = this.#ending) {
		this.#ending = ending;
		if (ending && (this.#queue.isEmpty || (this.#isPaused && !this.connection.isWritable))) {
			const events = this.#events;
			this.#detach();
			events?.onGone(ending.code);
		}
	}

	#detach() {
		this.#events = undefined;
		this.#deadline?.stop();
		this.#queue.stop();
	}
}
