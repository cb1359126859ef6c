/** Bytes that were written, in order. */
export type Written = {
	/** The number of all bytes up to the last of them. */
	readonly end: number;
	/** When the last of them was written, in milliseconds. */
	readonly at: number;
};

/**
Estimates how many of the bytes that were written after `first` still wait for the link at `now`. Of
each part, the link takes nothing before the part is complete. `first.at`: when those bytes had
arrived. `rate`: in bytes per millisecond.
*/
export const estimateWaiting = (first: Written, later: readonly Written[], rate: number, now: number): number => {
	let waiting = 0;
	let {end, at} = first;
	const passUntil = (time: number) => {
		waiting = Math.max(0, waiting - rate * Math.max(0, time - at));
		at = Math.max(at, time);
	};

	for (const part of later) {
		passUntil(part.at);
		waiting += part.end - end;
		({end} = part);
	}

	passUntil(now);
	return waiting;
};
