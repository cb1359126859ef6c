/**
Limits a rate: `burst` tokens at once, and `perSecond` more each second. Tokens taken beyond that
are a debt.
*/
export class TokenBucket {
	readonly #now: () => number;
	readonly #burst: number;
	readonly #perSecond: number;
	#tokens: number;
	#updatedAt: number;

	/** `now`: returns the time in milliseconds. */
	constructor(now: () => number, {burst, perSecond}: {readonly burst: number; readonly perSecond: number}) {
		this.#now = now;
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#tokens = burst;
		this.#updatedAt = now();
	}

	/**
	Takes a token. Returns how long to wait until the debt is paid, in milliseconds: 0 without debt.
	*/
	take(): number {
		const now = this.#now();
		const added = (Math.max(0, now - this.#updatedAt) / 1000) * this.#perSecond;
		this.#tokens = Math.min(this.#burst, this.#tokens + added) - 1;
		this.#updatedAt = now;
		return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#perSecond) * 1000);
	}
}
