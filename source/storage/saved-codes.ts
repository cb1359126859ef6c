/** The codes of rooms that this user has joined, by address, so that no code is typed twice. */
import path from 'node:path';
import {parseCode} from '../text/room-code.ts';
import {resolveCodesFolder, ensurePrivateFolder, encodeFileName} from './files/state-folder.ts';
import {readPrivateFile, writePrivateFile} from './files/private-file.ts';

const resolveSavedCodeFile = (home: string, address: string) =>
	path.join(resolveCodesFolder(home), encodeFileName(address));

/** Returns the code that the room at this address last accepted. */
export const readSavedCode = (home: string, address: string): string | undefined => {
	try {
		return parseCode(readPrivateFile(resolveSavedCodeFile(home, address)) ?? '');
	} catch {
		return undefined;
	}
};

/** Saves a code. Ignores failures: the user is asked for the code again. */
export const saveCode = (home: string, address: string, code: string) => {
	if (readSavedCode(home, address) === code) {
		return;
	}

	try {
		ensurePrivateFolder(resolveCodesFolder(home));
		writePrivateFile(resolveSavedCodeFile(home, address), code);
	} catch {
		// The user types five words again the next time.
	}
};
