import {useInsertionEffect} from 'react';
import {useStdout} from 'ink';
import {autoWrap} from './modes.ts';

/**
Turns automatic wrap off before the first frame, and on again at the end. Some terminals draw an
emoji wider than it was counted; with automatic wrap, such a row would spill into the next one and
push the whole screen up.
*/
export const useNoWrap = () => {
	const {stdout} = useStdout();
	useInsertionEffect(() => {
		if (!('isTTY' in stdout) || !stdout.isTTY) {
			return;
		}

		stdout.write(autoWrap.off);
		return () => {
			stdout.write(autoWrap.on);
		};
	}, [stdout]);
};
