/** Replaces a damaged file by what is sound in it. One of the two has the name at any time. */
import {
	chmodSync,
	closeSync,
	constants,
	copyFileSync,
	fsyncSync,
	linkSync,
	openSync,
	readdirSync,
	statSync,
} from 'node:fs';
import path from 'node:path';
import {errorCode} from '../../text/errors.ts';
import {replaceFile} from '../files/replace-file.ts';

/** Gives the file one more name, or copies it where a file can have only one. Throws `EEXIST`. */
const duplicate = (file: string, copy: string) => {
	try {
		linkSync(file, copy);
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			throw error;
		}

		copyFileSync(file, copy, constants.COPYFILE_EXCL);
		const fd = openSync(copy, 'r+');
		fsyncSync(fd);
		closeSync(fd);
	}
};

/** Returns the name that a repair which was killed has given the file already. */
const findDuplicate = (file: string, prefix: string): string | undefined => {
	const {ino, nlink} = statSync(file, {bigint: true});
	const folder = path.dirname(file);
	return nlink > 1n
		? readdirSync(folder)
				.filter(name => name.startsWith(prefix))
				.map(name => path.join(folder, name))
				.find(each => statSync(each, {bigint: true}).ino === ino)
		: undefined;
};

/** Keeps the file as `<file>.damaged-<date>`, and never overwrites another. Returns that name. */
const putAside = (file: string, now: Date): string => {
	const copy = `${file}.damaged-${now.toISOString().slice(0, 10)}`;
	const known = findDuplicate(file, path.basename(copy));
	if (known !== undefined) {
		return known;
	}

	for (let number = 1; ; number++) {
		const name = number === 1 ? copy : `${copy}-${number}`;
		try {
			duplicate(file, name);
			chmodSync(name, 0o600);
			return name;
		} catch (error) {
			if (errorCode(error) !== 'EEXIST') {
				throw error;
			}
		}
	}
};

/** Replaces the file durably. Returns the name under which the damaged one is kept. */
export const replaceDamaged = (file: string, chunks: Iterable<Uint8Array>, now: Date): string => {
	let aside = '';
	replaceFile(file, {
		next: `${file}.repaired`,
		chunks,
		onWritten() {
			aside = putAside(file, now);
		},
	});
	return aside;
};
