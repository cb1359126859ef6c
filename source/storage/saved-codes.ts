/** The codes of rooms that have let this user in, by address: nobody types one twice. */
import path from 'node:path';
import {parseCode} from '../text/room-code.ts';
import {resolveCodesFolder, ensurePrivateFolder, encodeFileName} from './files/state-folder.ts';
import {readPrivateFile, writePrivateFile} from './files/private-file.ts';

const fileFor = (home: string, address: string) => path.join(resolveCodesFolder(home), encodeFileName(address));

/** The code that the room at this address had. */
export const readSavedCode = (home: string, address: string): string | undefined => {
	try {
		return parseCode(readPrivateFile(fileFor(home, address)) ?? '');
	} catch {
		return undefined;
	}
};

/** Where nothing can be kept, the code is asked for again. */
export const saveCode = (home: string, address: string, code: string) => {
	if (readSavedCode(home, address) === code) {
		return;
	}

	try {
		ensurePrivateFolder(resolveCodesFolder(home));
		writePrivateFile(fileFor(home, address), code);
	} catch {
		// It costs the user five words the next time.
	}
};
