import {crc32} from 'node:zlib';

/**
Returns the JSON of a record of an append-only file, `crc32hex SP json`, without the program's own
code. Throws if the record is damaged.
*/
export const readRecordJson = (record: string): string => {
	const space = record.indexOf(' ');
	const json = record.slice(space + 1);
	if (Number.parseInt(record.slice(0, space), 16) !== crc32(json)) {
		throw new Error(`damaged record: ${record.slice(0, 100)}`);
	}

	return json;
};
