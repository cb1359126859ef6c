import {once} from 'node:events';
import type {Socket} from 'node:net';
import {setImmediate as turn, setTimeout as sleep} from 'node:timers/promises';
import {between, type Random} from '../model/random.ts';

/** How many bytes of a chunk are split: splitting all of a large one would take minutes. */
const splitBytes = 1024;
const lineFeed = 0x0a;

/** Forwards one direction of a connection, a chunk at a time. Other bytes wait in the sockets. */
export class Forwarder {
	/** How long each chunk waits, in milliseconds. */
	delay = 0;
	/** Whether to send in pieces of a few bytes. */
	isSplitting = false;
	/** Whether to reset the connection in the middle of the next frame. */
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
			this.#enqueue(async () => {
				await this.#forward(chunk);
			});
		});
		source.on('end', () => {
			this.#enqueue(() => {
				sink.end();
			});
		});
		source.on('error', () => {
			this.#enqueue(() => {
				sink.resetAndDestroy();
			});
		});
		source.on('close', () => {
			this.#enqueue(() => {
				if (!source.readableEnded) {
					sink.resetAndDestroy();
				}
			});
		});
	}

	/** Holds all bytes and ends until `lift`. Drops nothing, because TCP would send it again. */
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

	/** Runs the actions one after another, and none while the forwarder holds. */
	#enqueue(action: () => void | Promise<void>) {
		const before = this.#last;
		this.#last = (async () => {
			await before;
			while (this.#hole) {
				await this.#hole.lifted;
			}

			await action();
		})();
	}

	async #forward(chunk: Uint8Array) {
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
		// An immediate reset would make the receiving kernel discard unread bytes.
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
			// A closed sink never drains.
			await Promise.race([once(this.#sink, 'drain', {signal}), once(this.#sink, 'close', {signal})]).catch(() => {});
			stop.abort();
		}
	}
}
