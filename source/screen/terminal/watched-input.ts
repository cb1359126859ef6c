import {TerminalInput, type Report} from './terminal-input.ts';

type Listener = (report: Report) => void;

/**
Ink reads standard input, and a second reader would take bytes from it: so its own reading is watched, and it is given what is left
when the reports are taken out. (It drops those that come whole, and would type the halves of one that comes in two reads.)
*/
class WatchedInput {
	readonly #stdin: NodeJS.ReadableStream;
	readonly #read: NodeJS.ReadableStream['read'];
	readonly #listeners = new Set<Listener>();
	readonly #input = new TerminalInput();
	#timer: NodeJS.Timeout | undefined;
	/** Keys that were held in vain, for the next read. */
	#late = '';

	constructor(stdin: NodeJS.ReadableStream) {
		this.#stdin = stdin;
		this.#read = stdin.read;
	}

	/** Gives what ends it. */
	listen(listener: Listener): () => void {
		if (this.#listeners.size === 0) {
			this.#stdin.read = size => this.#next(size);
		}

		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
			if (this.#listeners.size === 0) {
				this.#stdin.read = this.#read;
				clearTimeout(this.#timer);
				this.#input.release();
			}
		};
	}

	/** Nothing to read is `null`, as ever; what is all reports is not worth a read. */
	#next(size?: number): ReturnType<NodeJS.ReadableStream['read']> {
		const late = this.#late;
		this.#late = '';
		if (late !== '') {
			return late;
		}

		let chunk = this.#read.call(this.#stdin, size);
		while (typeof chunk === 'string') {
			const {keys, reports} = this.#input.push(chunk);
			this.#tell(reports);
			this.#waitForRest();
			if (keys !== '') {
				return keys;
			}

			chunk = this.#read.call(this.#stdin, size);
		}

		return chunk;
	}

	#tell(reports: readonly Report[]) {
		for (const report of reports) {
			for (const listener of this.#listeners) {
				listener(report);
			}
		}
	}

	#waitForRest() {
		clearTimeout(this.#timer);
		const {releaseAfter} = this.#input;
		if (releaseAfter !== undefined) {
			this.#timer = setTimeout(() => {
				this.#late = this.#input.release();
				this.#stdin.emit('readable');
			}, releaseAfter);
		}
	}
}

const watched = new WeakMap<NodeJS.ReadableStream, WatchedInput>();

/** Calls back with each report in what is read from there, before the keys of the same read. Gives what ends it. */
export const watchReports = (stdin: NodeJS.ReadableStream, listener: Listener): (() => void) => {
	const input = watched.get(stdin) ?? new WatchedInput(stdin);
	watched.set(stdin, input);
	return input.listen(listener);
};
