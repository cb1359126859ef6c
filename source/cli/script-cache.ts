/**
Stores V8's compiled form of the program's files, as Node's own compile cache does from 22.8 on. For
older versions of Node only.
*/
import {createHash} from 'node:crypto';
import {closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import module, {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {Script} from 'node:vm';

const computeDigest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const digestLength = 32;

/**
Writes the whole file or none, with a digest in front: V8 trusts cached data, and damaged data can
end the process.
*/
const writeCache = (file: string, bytes: Uint8Array) => {
	const next = `${file}.${process.pid}`;
	const fd = openSync(next, 'wx', 0o600);
	try {
		writeFileSync(fd, computeDigest(bytes));
		writeFileSync(fd, bytes);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}

	renameSync(next, file);
};

const readCache = (file: string) => {
	try {
		const content = readFileSync(file);
		const bytes = content.subarray(digestLength);
		return computeDigest(bytes).equals(content.subarray(0, digestLength)) ? bytes : undefined;
	} catch {
		return undefined;
	}
};

/**
Loads `.cjs` files with their cached data from now on, and writes what this run compiled when it
ends. A cache file's name has a digest of the source, since V8 itself compares only the length of
the source. V8 rejects data that another version of it made.
*/
export const cacheScripts = (folder: string) => {
	const compiled = new Map<string, Script>();
	// Deprecated, but the only hook in the versions that need this.
	// eslint-disable-next-line @typescript-eslint/no-deprecated
	createRequire(import.meta.url).extensions['.cjs'] = (loaded, filename) => {
		const source = readFileSync(filename, 'utf8');
		const cacheFile = path.join(folder, `${process.version}-${process.arch}-${computeDigest(source).toString('hex')}`);
		const cachedData = readCache(cacheFile);
		const script = new Script(module.wrap(source), {filename, cachedData});
		if (cachedData === undefined || script.cachedDataRejected) {
			compiled.set(cacheFile, script);
		}

		const wrapper: unknown = script.runInThisContext();
		if (typeof wrapper === 'function') {
			Reflect.apply(wrapper, loaded.exports, [
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
				writeCache(file, script.createCachedData());
			}
		} catch {
			// The next run compiles the files again.
		}
	});
};
