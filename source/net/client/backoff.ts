/** The first retry's delay is at most this, in milliseconds. */
const base = 250;
/** No delay is longer than this, in milliseconds. */
const cap = 5000;

/** A link that has been good for this long starts its count anew, in milliseconds. */
export const goodLinkAfter = 10_000;

/**
How long to wait before the attempt after the `attempt`-th failure in a row (from 1), in milliseconds. Full jitter: anything from
nothing to the doubling limit, so that many peers of a host that came back do not all dial at once.

@see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
*/
export const retryDelay = (attempt: number, random: () => number): number =>
	Math.round(random() * Math.min(cap, base * 2 ** (attempt - 1)));
