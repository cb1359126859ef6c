/** What was compiled of the program is kept, so that the next start need not compile it again. */
import {existsSync, mkdirSync, statSync} from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {cacheScripts} from './script-cache.ts';

/** From Node 22.8 on. The types are those of Node 20, which has none. */
const enable: unknown = Reflect.get(module, 'enableCompileCache');

/** What lies there is run: nobody else may have put anything into it, as a user could into what `sudo` takes for root's. */
const isOurs = (folder: string): boolean => {
	const {uid, mode} = statSync(folder);
	return process.getuid === undefined || (uid === process.getuid() && mode % 0o100 === 0);
};

/** Nothing depends on it: where it cannot be kept, it is not. */
export const enableCompileCache = () => {
	try {
		const {cache} = envPaths('socket-chat', {suffix: ''});
		const folder = path.join(cache, 'compiled');
		// One by one: in a place like /proc, Node's `recursive` never ends.
		for (const each of [path.dirname(cache), cache, folder].filter(one => !existsSync(one))) {
			mkdirSync(each, {mode: 0o700});
		}

		if (!isOurs(cache) || !isOurs(folder)) {
			return;
		}

		if (typeof enable === 'function') {
			Reflect.apply(enable, module, [folder]);
		} else {
			cacheScripts(folder);
		}
	} catch {
		// No folder, no cache.
	}
};
