/** Completes file paths that the user types. */
import {opendir, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {createFolderEnvironment, findHome} from '../../storage/files/platform-folders.ts';
import {foldName} from '../../text/name.ts';

/** Stop after this number of matches: nobody tabs through more, and another letter narrows them. */
const maximumNames = 200;
/** Folder entries per read. Between two reads, keys are handled. */
const entriesPerRead = 64;

/**
Replaces a leading `~` by the home folder, as a shell does. `~user` stays as it is, and `~` where no
home folder is known.
*/
export const expandHome = (file: string): string => {
	const home = /^~(?:$|[/\\])/.test(file) ? findHome(createFolderEnvironment()) : undefined;
	return home === undefined ? file : home + file.slice(1);
};

export type PathChoices = {
	/** Index in the typed text where the completed name begins. */
	readonly from: number;
	/**
	Those that fit as typed, or, if none does, in another case. Sorted; the names of folders end
	with a slash.
	*/
	readonly names: readonly string[];
};

const isFolder = async (file: string): Promise<boolean> => {
	try {
		const stats = await stat(file);
		return stats.isDirectory();
	} catch {
		return false;
	}
};

/**
False for names that a line of text cannot hold unchanged: with control characters, or bytes that
are not UTF-8.
*/
const canBeTyped = (name: string): boolean =>
	!/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/u.test(name) && name === name.trim() && name !== '~';

/** Resolves with the possible completions of a typed path: none where the folder cannot be read. */
export const completePath = async (typed: string): Promise<PathChoices> => {
	if (typed === '~') {
		return {from: 0, names: ['~/']};
	}

	const from = Math.max(typed.lastIndexOf('/'), process.platform === 'win32' ? typed.lastIndexOf('\\') : -1) + 1;
	const folder = path.resolve(expandHome(typed.slice(0, from)));
	const prefix = typed.slice(from);
	const folded = foldName(prefix);
	const names: string[] = [];
	const namesInOtherCase: string[] = [];
	try {
		for await (const entry of await opendir(folder, {bufferSize: entriesPerRead})) {
			const {name} = entry;
			const list = name.startsWith(prefix) ? names : namesInOtherCase;
			const isWanted = foldName(name).startsWith(folded) && list.length < maximumNames;
			if (!isWanted || (name.startsWith('.') && prefix === '') || !canBeTyped(name)) {
				continue;
			}

			const isListedAsFolder = entry.isDirectory() || (!entry.isFile() && (await isFolder(path.join(folder, name))));
			list.push(isListedAsFolder ? `${name}/` : name);
			if (names.length === maximumNames) {
				break;
			}
		}
	} catch {
		// The folder does not exist, or may not be read.
	}

	return {from, names: (names.length > 0 ? names : namesInOtherCase).toSorted()};
};
