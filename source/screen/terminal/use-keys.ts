import {useInput} from 'ink';
import {decodeKeys, type KeyPress} from './keys.ts';
import {useReports} from './use-reports.ts';

/** Calls back once for each key, in order, also when several came in one read. */
export const useKeys = (onKey: (key: KeyPress) => void) => {
	useInput((input, key) => {
		for (const press of decodeKeys(input, key)) {
			onKey(press);
		}
	});
	useReports(report => {
		if (report.type === 'function-key') {
			onKey(report.press);
		}
	});
};
