import {useRef} from 'react';
import {useInput} from 'ink';
import {decodeKeys, isChord, type KeyPress} from './keys.ts';
import {useReports} from './use-reports.ts';

/**
Calls back once for each key, in order, also when several came in one read. Alt and a letter are
Escape and the letter where `hasMeaning` returns false, unless they repeat a chord: a key that is
held down for a moment too long types nothing.
*/
export const useKeys = (onKey: (key: KeyPress) => void, hasMeaning?: (chord: KeyPress) => boolean) => {
	const last = useRef<KeyPress>(undefined);
	const isMeant = (chord: KeyPress) =>
		(last.current !== undefined && isChord(last.current)) || (hasMeaning?.(chord) ?? true);
	const handle = (press: KeyPress) => {
		last.current = press;
		onKey(press);
	};

	useInput((input, key) => {
		for (const press of decodeKeys(input, key, isMeant)) {
			handle(press);
		}
	});
	useReports(report => {
		if (report.type === 'key') {
			handle(report.press);
		}
	});
};
