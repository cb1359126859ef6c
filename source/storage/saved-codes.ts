/** The codes of rooms that have let this user in, by address: nobody types one twice. */
import path from 'node:path';
import {parseCode} from '../text/room-code.ts';
import {codesFolder, ensurePrivateFolder, fileNameOf} from './files/state-folder.ts';
import {readSecret, writeSecret} from './files/private-file.ts';

const fileFor = (home: string, address: string) => path.join(codesFolder(home), fileNameOf(address));

/** The code that the room at this address had. */
export const knownCode = (home: string, address: string): string | undefined => {
	try {
		return parseCode(readSecret(fileFor(home, address)) ?? '');
	} catch {
		return undefined;
	}
};

/** Where nothing can be kept, the code is asked for again. */
export const keepCode = (home: string, address: string, code: string) => {
	if (knownCode(home, address) === code) {
		return;
	}

	try {
		ensurePrivateFolder(codesFolder(home));
		writeSecret(fileFor(home, address), code);
	} catch {
		// It costs the user five words the next time.
	}
};
