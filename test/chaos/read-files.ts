/** Reads the files of the programs, without the programs' own code. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {LoggedLine} from '../model/history.ts';
import {readRecordJson} from '../model/record-json.ts';

/**
Returns the records of an append-only file, `crc32hex SP json LF` each. Leaves out a torn last
record, and throws on a damaged one.
*/
const readRecords = (file: string): ReadonlyArray<Readonly<Record<string, unknown>>> => {
	const bytes = readFileSync(file, 'utf8');
	const lines = bytes.slice(0, bytes.lastIndexOf('\n') + 1).split('\n');
	lines.pop();
	return lines.map(line => JSON.parse(readRecordJson(line)) as Readonly<Record<string, unknown>>);
};

/** Returns the messages of a room's log, or undefined if there is no file. */
export const readRoomLog = (home: string, room: string): readonly LoggedLine[] | undefined => {
	const file = path.join(home, 'rooms', room, 'log');
	if (!existsSync(file)) {
		return undefined;
	}

	return readRecords(file)
		.filter(({seq}) => typeof seq === 'number')
		.map(({seq, id, n, from, text}) => ({
			seq: Number(seq),
			id: String(id),
			n: Number(n),
			from: String(from),
			text: String(text),
		}));
};

/**
Returns a predicate for the lines in whole records in the files of a home: those that the next
process must deliver.
*/
export const readKeptLines = (home: string): ((text: string) => boolean) => {
	const files = readdirSync(home, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile());
	const texts = files.map(({parentPath, name}) => {
		const text = readFileSync(path.join(parentPath, name), 'utf8');
		return text.slice(0, text.lastIndexOf('\n') + 1);
	});
	return text => texts.some(each => each.includes(JSON.stringify(text)));
};
