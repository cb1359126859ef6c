/** Finds the other programs on this machine. */
import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Debian installs servers in folders that are not in every user's PATH. */
const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Returns the path of a program, or undefined if it is not installed. */
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
