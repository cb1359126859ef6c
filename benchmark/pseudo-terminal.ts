/** A program in a real pseudo-terminal. Records when its output arrives. */
import {Buffer} from 'node:buffer';
import * as pty from '@lydell/node-pty';
import {childEnvironment, type Environment} from '../test/helpers/line-process.ts';
import {grace, type Stage} from './stage.ts';

export const columns = 120;
export const rows = 40;

type Listener = (chunk: Uint8Array) => void;

export class PseudoTerminal {
	/** The start time, by `performance.now()`. */
	readonly start: number;
	/** The number of bytes that the program has written. */
	bytes = 0;
	/** When the last of them arrived. */
	last = 0;
	readonly #pty: pty.IPty;
	readonly #listeners = new Set<Listener>();
	readonly #exited: Promise<void>;
	#hasEnded = false;

	constructor(stage: Stage, [file = '', ...args]: readonly string[], env: Environment) {
		this.start = performance.now();
		// With `null` the output arrives as bytes, although the types say string.
		this.#pty = pty.spawn(file, args, {
			name: 'xterm-256color',
			cols: columns,
			rows,
			env: childEnvironment(env),
			encoding: null,
		});
		this.#pty.onData(data => {
			const chunk = Buffer.from(data);
			this.last = performance.now();
			this.bytes += chunk.length;
			for (const listener of this.#listeners) {
				listener(chunk);
			}
		});
		this.#exited = new Promise(resolve => {
			this.#pty.onExit(() => {
				this.#hasEnded = true;
				resolve();
			});
		});
		stage.after(async () => this.close());
	}

	get pid() {
		return this.#pty.pid;
	}

	/** Ends the program if it still runs: with SIGTERM first, so that it can write a profile. */
	async close(): Promise<void> {
		if (this.#hasEnded) {
			return;
		}

		this.#pty.kill('SIGTERM');
		const timer = setTimeout(() => {
			this.#pty.kill('SIGKILL');
		}, grace);
		await this.#exited;
		clearTimeout(timer);
	}

	write(text: string) {
		this.#pty.write(text);
	}

	/** Calls back with each chunk. Returns the function that stops it. */
	listen(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/**
	Resolves with the time of the output that fulfils the condition; rejects after `timeout`
	milliseconds, or when the program has ended.
	*/
	async when(
		what: string,
		isThere: Listener extends (chunk: infer Chunk) => void ? (chunk: Chunk) => boolean : never,
		timeout = 20_000,
	): Promise<number> {
		return new Promise<number>((resolve, reject) => {
			const stop = this.listen(chunk => {
				const {last} = this;
				if (isThere(chunk)) {
					end();
					resolve(last);
				}
			});
			const fail = (why: string) => {
				end();
				reject(new Error(`${why}: no ${what} in a terminal`));
			};

			const timer = setTimeout(() => {
				fail(`Waited ${timeout} ms`);
			}, timeout);
			const end = () => {
				clearTimeout(timer);
				stop();
			};

			void this.#exited.then(() => {
				fail('The program has ended');
			});
		});
	}

	/**
	Resolves after `milliseconds` without output; at the latest after `timeout`.
	*/
	async quiet(milliseconds: number, timeout = 20_000): Promise<void> {
		const start = performance.now();
		return new Promise(resolve => {
			const look = () => {
				const now = performance.now();
				const left = Math.max(this.last, start) + milliseconds - now;
				if (left <= 0 || now - start > timeout) {
					resolve();
				} else {
					setTimeout(look, left);
				}
			};

			look();
		});
	}
}
