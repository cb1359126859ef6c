import type {TerminalStdin} from '../terminal-stdin.ts';

/**
Keeps whether the terminal's window has the focus: a store for `useSyncExternalStore`. The terminal
may report it once, long before anybody asks.
*/
export class TerminalFocus {
	readonly #listeners = new Set<() => void>();
	#hasFocus: boolean | undefined;

	constructor(stdin: TerminalStdin) {
		stdin.onReport(report => {
			if (report.type === 'focus') {
				this.#hasFocus = report.hasFocus;
				for (const listener of this.#listeners) {
					listener();
				}
			}
		});
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Returns undefined as long as the terminal has not reported it, which some never do. */
	readonly get = (): boolean | undefined => this.#hasFocus;
}
