import {once} from 'node:events';
import type {Socket} from 'node:net';
import {setImmediate as turn, setTimeout as sleep} from 'node:timers/promises';
import {between, type Random} from '../model/random.ts';

/** How many bytes of a chunk go out in tiny pieces: all of a large one would take minutes. */
const splitBytes = 1024;
const lineFeed = 0x0a;

/** One direction of a connection. It holds one chunk at a time; all else waits in the sockets. */
export class Forwarder {
	/** Milliseconds that each chunk waits. */
	delay = 0;
	/** Send in pieces of a few bytes. */
	isSplitting = false;
	/** End the connection in the middle of the next frame. */
	isCutting = false;
	readonly #source: Socket;
	readonly #sink: Socket;
	readonly #random: Random;
	#last: Promise<void> = Promise.resolve();
	#hole: {readonly lifted: Promise<void>; readonly lift: () => void} | undefined;

	constructor(source: Socket, sink: Socket, random: Random) {
		this.#source = source;
		this.#sink = sink;
		this.#random = random;
		source.on('data', (chunk: Uint8Array) => {
			source.pause();
			this.#inTurn(async () => {
				await this.#take(chunk);
			});
		});
		source.on('end', () => {
			this.#inTurn(() => {
				sink.end();
			});
		});
		source.on('error', () => {
			this.#inTurn(() => {
				sink.resetAndDestroy();
			});
		});
		source.on('close', () => {
			this.#inTurn(() => {
				if (!source.readableEnded) {
					sink.resetAndDestroy();
				}
			});
		});
	}

	/**
	Forwards nothing, not even an end, until `lift`. Drops nothing, as TCP would send it again.
	*/
	hold() {
		let lift = () => {};
		const lifted = new Promise<void>(resolve => {
			lift = resolve;
		});
		this.#hole ??= {lifted, lift};
	}

	lift() {
		this.#hole?.lift();
		this.#hole = undefined;
	}

	/** An end that comes while a chunk is under way goes after it, and all of it after the hole. */
	#inTurn(act: () => void | Promise<void>) {
		const before = this.#last;
		this.#last = (async () => {
			await before;
			while (this.#hole) {
				await this.#hole.lifted;
			}

			await act();
		})();
	}

	async #take(chunk: Uint8Array) {
		if (this.delay > 0) {
			await sleep(this.delay);
		}

		if (this.isCutting && chunk.length > 1) {
			await this.#cut(chunk);
			return;
		}

		await (this.isSplitting ? this.#split(chunk) : this.#write(chunk));
		this.#source.resume();
	}

	async #cut(chunk: Uint8Array) {
		const at = between(this.#random, 1, chunk.length - 1);
		await this.#write(chunk.subarray(0, chunk[at - 1] === lineFeed ? at - 1 : at));
		// A reset at once would make the kernel throw away what was not read yet.
		await sleep(20);
		this.#source.resetAndDestroy();
		this.#sink.resetAndDestroy();
	}

	async #split(chunk: Uint8Array) {
		let at = 0;
		while (at < Math.min(chunk.length, splitBytes)) {
			const size = between(this.#random, 1, 9);
			await this.#write(chunk.subarray(at, at + size));
			await turn();
			at += size;
		}

		await this.#write(chunk.subarray(at));
	}

	async #write(bytes: Uint8Array) {
		if (bytes.length > 0 && this.#sink.writable && !this.#sink.write(bytes)) {
			const stop = new AbortController();
			const {signal} = stop;
			// A sink that is gone never drains.
			await Promise.race([once(this.#sink, 'drain', {signal}), once(this.#sink, 'close', {signal})]).catch(() => {});
			stop.abort();
		}
	}
}
