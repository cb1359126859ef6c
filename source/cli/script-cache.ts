/** The compile cache of Node 22.8, for versions that have none: V8's compiled form of the program's own files. */
import {createHash} from 'node:crypto';
import {closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import module, {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {Script} from 'node:vm';

const digestOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const digestLength = 32;

/** The whole file or none, with its digest before it: V8 believes what it is given, and ends the process where that is damaged. */
const keep = (file: string, bytes: Uint8Array) => {
	const next = `${file}.${process.pid}`;
	const fd = openSync(next, 'wx', 0o600);
	try {
		writeFileSync(fd, digestOf(bytes));
		writeFileSync(fd, bytes);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}

	renameSync(next, file);
};

const readKept = (file: string) => {
	try {
		const kept = readFileSync(file);
		const bytes = kept.subarray(digestLength);
		return digestOf(bytes).equals(kept.subarray(0, digestLength)) ? bytes : undefined;
	} catch {
		return undefined;
	}
};

/**
From now on `.cjs` files are loaded with what was compiled of them before; what a run had to compile is written when it ends. What is kept is
named by a digest of the source, of which V8 itself compares no more than the length, and V8 rejects what another version of it has made.
*/
export const cacheScripts = (folder: string) => {
	const compiled = new Map<string, Script>();
	// The versions that need it are as they are.
	// eslint-disable-next-line @typescript-eslint/no-deprecated
	createRequire(import.meta.url).extensions['.cjs'] = (loaded, filename) => {
		const source = readFileSync(filename, 'utf8');
		const kept = path.join(folder, `${process.version}-${process.arch}-${digestOf(source).toString('hex')}`);
		const cachedData = readKept(kept);
		const script = new Script(module.wrap(source), {filename, cachedData});
		if (cachedData === undefined || script.cachedDataRejected) {
			compiled.set(kept, script);
		}

		const run: unknown = script.runInThisContext();
		if (typeof run === 'function') {
			Reflect.apply(run, loaded.exports, [
				loaded.exports,
				loaded.require.bind(loaded),
				loaded,
				filename,
				path.dirname(filename),
			]);
		}
	};

	process.once('exit', () => {
		try {
			for (const [file, script] of compiled) {
				keep(file, script.createCachedData());
			}
		} catch {
			// The next run compiles again.
		}
	});
};
