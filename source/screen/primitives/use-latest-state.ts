import {useCallback, useRef, useState} from 'react';

export type LatestState<Value> = {
	readonly value: Value;
	/** The newest, also between a key and the next render. */
	readonly current: () => Value;
	readonly set: (value: Value) => void;
};

/** State for the handlers of keys: several may come in one read, and each finds what the one before has left. */
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
