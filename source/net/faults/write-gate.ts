import type {Clock, Timer} from '../clock.ts';

type HeldWrite = {
	readonly bytes: number;
	/** When it may be written, as `clock.elapsed` counts. */
	readonly due: number;
	readonly write: () => void;
};

/** Holds writes back, in order: until `open`, or each for a time. */
export class WriteGate {
	readonly #clock: Clock;
	readonly #onPassed: () => void;
	readonly #held: HeldWrite[] = [];
	/** How long each write is held, in milliseconds; undefined: the gate is open. */
	#delay: number | undefined;
	#bytes = 0;
	#timer: Timer | undefined;

	/** `onPassed`: called after writes that were held have been written. */
	constructor(clock: Clock, onPassed: () => void) {
		this.#clock = clock;
		this.#onPassed = onPassed;
	}

	/** The number of bytes that are held. */
	get bytes() {
		return this.#bytes;
	}

	get isOpen() {
		return this.#delay === undefined;
	}

	/** Holds each write for `delay` milliseconds; Infinity: until `open`. */
	close(delay: number) {
		this.#delay = delay;
	}

	/** Writes now, or when the gate lets it. */
	pass(bytes: number, write: () => void) {
		if (this.#delay === undefined) {
			write();
			return;
		}

		this.#bytes += bytes;
		this.#held.push({bytes, due: this.#clock.elapsed() + this.#delay, write});
		this.#schedule();
	}

	/** Writes what is held, and holds nothing any more. */
	open() {
		this.#delay = undefined;
		this.#timer?.stop();
		this.#timer = undefined;
		this.#writeUntil(Infinity);
	}

	/** Forgets what is held: the connection is gone. */
	drop() {
		this.#timer?.stop();
		this.#held.length = 0;
		this.#bytes = 0;
	}

	#schedule() {
		const [first] = this.#held;
		if (first && Number.isFinite(first.due)) {
			this.#timer ??= this.#clock.after(first.due - this.#clock.elapsed(), () => {
				this.#timer = undefined;
				this.#writeUntil(this.#clock.elapsed());
				this.#schedule();
			});
		}
	}

	#writeUntil(time: number) {
		const end = this.#held.findIndex(({due}) => due > time);
		const ready = this.#held.splice(0, end === -1 ? this.#held.length : end);
		for (const {bytes, write} of ready) {
			this.#bytes -= bytes;
			write();
		}

		if (ready.length > 0) {
			this.#onPassed();
		}
	}
}
