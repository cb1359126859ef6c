import {useCallback, useRef, useState} from 'react';

export type LatestState<Value> = {
	readonly value: Value;
	/** Returns the latest value, even before the next render. */
	readonly current: () => Value;
	readonly set: (value: Value) => void;
};

/**
State for key handlers: several keys may arrive in one read, and each sees what the previous one
set.
*/
export const useLatestState = <Value>(initial: Value): LatestState<Value> => {
	const newest = useRef(initial);
	const [value, setValue] = useState(initial);
	const current = useCallback(() => newest.current, []);
	const set = useCallback((next: Value) => {
		newest.current = next;
		setValue(next);
	}, []);
	return {value, current, set};
};
