import {useInsertionEffect} from 'react';
import {useStdout} from 'ink';

const wrapOff = '\u{1B}[?7l';
const wrapOn = '\u{1B}[?7h';

/**
Keeps a row that the terminal draws wider than it was counted (some emoji are) from spilling into the next row, which would push
the whole screen up. Set before the first frame, and put back at the end.
*/
export const useNoWrap = () => {
	const {stdout} = useStdout();
	useInsertionEffect(() => {
		if (!('isTTY' in stdout) || !stdout.isTTY) {
			return;
		}

		stdout.write(wrapOff);
		return () => {
			stdout.write(wrapOn);
		};
	}, [stdout]);
};
