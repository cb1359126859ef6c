/** So many at once, and so many more each second. What is taken beyond that is a debt, to be waited for. */
export class TokenBucket {
	readonly #now: () => number;
	readonly #burst: number;
	readonly #perSecond: number;
	#tokens: number;
	#at: number;

	/** `now`: milliseconds. */
	constructor(now: () => number, {burst, perSecond}: {readonly burst: number; readonly perSecond: number}) {
		this.#now = now;
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#tokens = burst;
		this.#at = now();
	}

	/** Takes one. Gives how long to wait before the next, in milliseconds: 0 while there are some. */
	take(): number {
		const now = this.#now();
		this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perSecond) - 1;
		this.#at = now;
		return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#perSecond) * 1000);
	}
}
