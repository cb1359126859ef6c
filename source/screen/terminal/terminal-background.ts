import type {Writable} from 'node:stream';
import type {Background} from '../primitives/theme.ts';
import {backgroundQuery, parseBackground, readColorFgBg} from './background-colour.ts';
import type {TerminalStdin} from './terminal-stdin.ts';

/** How long after a query a reply may still come, in milliseconds. */
const replyWindow = 2000;

type Options = {
	readonly stdin: TerminalStdin;
	readonly output: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Asks the terminal for its background and keeps the reply: a store for `useSyncExternalStore`. */
export class TerminalBackground {
	readonly #stdin: TerminalStdin;
	readonly #output: Writable;
	readonly #listeners = new Set<() => void>();
	#background: Background | undefined;
	#pendingQueries = 0;

	constructor({stdin, output, env}: Options) {
		this.#stdin = stdin;
		this.#output = output;
		this.#background = readColorFgBg(env);
		stdin.onReport(report => {
			if (report.type === 'background') {
				this.#onReply(report.colour);
			}
		});
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Returns undefined as long as neither the terminal nor the environment has told. */
	readonly get = (): Background | undefined => this.#background;

	/** Asks. Call in raw mode, when the terminal does not echo its reply. */
	query() {
		this.#pendingQueries++;
		this.#stdin.expectReply(replyWindow);
		this.#output.write(backgroundQuery);
	}

	#onReply(colour: string) {
		this.#background = parseBackground(colour) ?? this.#background;
		this.#pendingQueries = Math.max(0, this.#pendingQueries - 1);
		if (this.#pendingQueries === 0) {
			this.#stdin.endReply();
		}

		for (const listener of this.#listeners) {
			listener();
		}
	}
}
