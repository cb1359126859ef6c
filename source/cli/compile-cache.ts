/** Stores the program's compiled code, so that the next start need not compile it again. */
import {existsSync, mkdirSync, statSync} from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {createFolderEnvironment, findCacheFolder} from '../storage/files/platform-folders.ts';
import {cacheScripts} from './script-cache.ts';

/** Exists from Node 22.8 on; the type declarations are those of Node 20. */
const nodeCompileCache: unknown = Reflect.get(module, 'enableCompileCache');

/**
The folder's content is executed, so no other user may be able to write to it, such as the user who
runs `sudo`.
*/
const isPrivate = (folder: string): boolean => {
	const {uid, mode} = statSync(folder);
	return process.getuid === undefined || (uid === process.getuid() && mode % 0o100 === 0);
};

/** Does nothing where the cache folder cannot be used. */
export const enableCompileCache = () => {
	try {
		const cache = findCacheFolder(createFolderEnvironment());
		if (cache === undefined) {
			return;
		}

		const folder = path.join(cache, 'compiled');
		// Without `recursive`, which never returns in places such as /proc.
		for (const each of [path.dirname(cache), cache, folder].filter(each => !existsSync(each))) {
			mkdirSync(each, {mode: 0o700});
		}

		if (!isPrivate(cache) || !isPrivate(folder)) {
			return;
		}

		if (typeof nodeCompileCache === 'function') {
			Reflect.apply(nodeCompileCache, module, [folder]);
		} else {
			cacheScripts(folder);
		}
	} catch {
		// The program runs without a cache.
	}
};
