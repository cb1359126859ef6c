/** The longest first delay, in milliseconds. It doubles with each failure. */
const base = 250;
/** The longest delay, in milliseconds. */
const cap = 5000;

/** A connection that has been open for this long resets the count of failures, in milliseconds. */
export const goodLinkAfter = 10_000;

/**
Returns the delay before the next attempt, in milliseconds. `attempt`: the number of failures in a
row, from 1. `random`: returns a number from 0 up to 1. The delay has full jitter: it is anything
from 0 to the limit, so that many clients of a host that came back do not all dial at once.

@see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
*/
export const retryDelay = (attempt: number, random: () => number): number =>
	Math.round(random() * Math.min(cap, base * 2 ** (attempt - 1)));
