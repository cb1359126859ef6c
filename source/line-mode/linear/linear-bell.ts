import type {Bell} from '../../config/preferences.ts';
import {isMention} from '../../text/mention.ts';

/** How long after the last key the user counts as away, in milliseconds, as on the screen. */
const idleTime = 60_000;

type HeardMessage = {readonly text: string; readonly to?: Record<string, unknown> | undefined};

/** Decides when the bell rings: at messages that come while nobody types. */
export class LinearBell {
	bell: Bell;
	readonly #now: () => number;
	#lastKeyAt: number;

	constructor(bell: Bell, now: () => number) {
		this.bell = bell;
		this.#now = now;
		this.#lastKeyAt = now();
	}

	/** Call when a key was pressed. */
	onKey() {
		this.#lastKeyAt = this.#now();
	}

	/** Returns whether the bell rings for these messages of others. `name`: the user's. */
	rings(messages: readonly HeardMessage[], name: string): boolean {
		const isAway = this.#now() - this.#lastKeyAt >= idleTime;
		return (
			isAway &&
			this.bell !== 'off' &&
			messages.some(({text, to}) => this.bell === 'all' || to !== undefined || isMention(text, name))
		);
	}
}
