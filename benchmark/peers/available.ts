/** Which of the other programs this machine has. */
import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Debian keeps servers where not every user's PATH leads. */
const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];

/** The program's file; undefined where there is none. */
export const findProgram = (name: string): string | undefined =>
	folders
		.map(folder => path.join(folder, name))
		.find(file => {
			try {
				accessSync(file, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
