/** Paths of files as a person types them. */
import {opendir, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Nobody goes round more names than this; another letter brings the others. */
const mostNames = 200;
/** Entries that are read at once, so that keys come in between. */
const entriesAtOnce = 64;

/** `~` and what is in it, as a shell understands it. */
export const expandHome = (file: string): string => (/^~(?:$|[/\\])/.test(file) ? homedir() + file.slice(1) : file);

export type PathChoices = {
	/** Where in what was typed the name begins that is completed. */
	readonly from: number;
	/** Folders end with a slash. */
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

/** Whether the name still names the file when it stands in a line: control characters, and bytes that are no UTF-8, would not. */
const canBeTyped = (name: string): boolean =>
	!/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/u.test(name) && name === name.trim() && name !== '~';

/** What a path that is being typed can become. A folder that cannot be read has nothing in it. */
export const completePath = async (typed: string): Promise<PathChoices> => {
	if (typed === '~') {
		return {from: 0, names: ['~/']};
	}

	const from = Math.max(typed.lastIndexOf('/'), process.platform === 'win32' ? typed.lastIndexOf('\\') : -1) + 1;
	const folder = path.resolve(expandHome(typed.slice(0, from)));
	const begun = typed.slice(from);
	const names: string[] = [];
	try {
		for await (const entry of await opendir(folder, {bufferSize: entriesAtOnce})) {
			const {name} = entry;
			if (!name.startsWith(begun) || (name.startsWith('.') && begun === '') || !canBeTyped(name)) {
				continue;
			}

			const leadsOn = entry.isDirectory() || (!entry.isFile() && (await isFolder(path.join(folder, name))));
			names.push(leadsOn ? `${name}/` : name);
			if (names.length === mostNames) {
				break;
			}
		}
	} catch {
		// It is not there, or not for us.
	}

	return {from, names: names.toSorted()};
};
