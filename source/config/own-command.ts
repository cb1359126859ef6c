import {readFileSync} from 'node:fs';
import path from 'node:path';

/** Characters that no shell changes. */
const isHarmless = (word: string): boolean => /^[\w@.:/#~+-]+$/.test(word) && !word.startsWith('-');

/** Returns what was named to npx, which it notes beside the package; undefined if not one thing. */
const readSpec = (folder: string): string | undefined => {
	try {
		const notes: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Each step is checked.
		const {packages} = (notes as {_npx?: {packages?: unknown}})._npx ?? {};
		return Array.isArray(packages) && packages.length === 1 && typeof packages[0] === 'string'
			? packages[0]
			: undefined;
	} catch {
		return undefined;
	}
};

/**
Returns the command by which others start this program to join, if npx has started it: a program
that is installed nowhere has no other name. Undefined where the program is installed. `script`: the
path by which it was started, in the folder `cwd`. A package's file is expected in the folder where
the command is run.
*/
export const findJoinCommand = (script: string, cwd: string): string | undefined => {
	const folder = /^.*[/\\]_npx[/\\][^/\\]+(?=[/\\])/.exec(script)?.[0];
	const spec = folder === undefined ? undefined : readSpec(folder);
	if (spec === undefined) {
		return undefined;
	}

	if (path.resolve(cwd, spec) === cwd) {
		return 'npx . join';
	}

	const name = spec.endsWith('.tgz') && !/^https?:/.test(spec) ? `./${spec.split(/[/\\]/).at(-1)}` : spec;
	return isHarmless(name) ? `npx --yes ${name} join` : undefined;
};
