import {LogDamagedError} from './files/errors.ts';
import {LineScanner} from './files/line-scanner.ts';
import {parseRecord} from './files/records.ts';
import {CommitFollower} from './log/commit-marks.ts';
import {inspectRest} from './log/inspect-rest.ts';
import {applyRecord, createContents, type OutboxContents} from './outbox-records.ts';

/** The sound beginning of an outbox file. */
type Beginning = {
	readonly contents: OutboxContents;
	/** Begins the sums of the file's commits. */
	seed: number;
	/** The offset after the last record that fits, and the number of records up to there. */
	end: number;
	count: number;
	/** The rest of the file: nothing, bytes that a cut write can leave, or others. */
	rest: 'whole' | 'torn' | 'damaged';
};

const readBeginning = (file: string, bytes: Uint8Array): Beginning => {
	const contents = createContents();
	const beginning: Beginning = {contents, seed: 0, end: 0, count: 0, rest: 'damaged'};
	const scanner = new LineScanner();
	let commits: CommitFollower | undefined;
	for (const line of scanner.scan(bytes)) {
		const {json = '', crc, end} = line;
		const value = parseRecord(json);
		if (!value || commits?.add(line, json) === false || !applyRecord(contents, file, value)) {
			return beginning;
		}

		if (!commits) {
			commits = new CommitFollower(end, crc);
			beginning.seed = crc;
		}

		beginning.end = end;
		beginning.count++;
	}

	beginning.rest = scanner.finish().type;
	return beginning;
};

const isTorn = ({contents, seed, end, count, rest}: Beginning, bytes: Uint8Array): boolean => {
	const {sid, kept} = contents;
	if (sid === undefined || kept === undefined) {
		// An older version marks no commits: there, only part of a record can be torn.
		return sid !== undefined && rest === 'torn';
	}

	// The file's beginning was synced before it got its name.
	return count > kept && !inspectRest([bytes.subarray(end)], end, seed).hasCommit;
};

/**
Decodes the bytes of an outbox file. What stands after the last whole commit may be torn: it was
never reported as saved. Throws `LogDamagedError` and `LogVersionError`, which name the file.
*/
export const decodeOutbox = (file: string, bytes: Uint8Array): OutboxContents => {
	const beginning = readBeginning(file, bytes);
	if (beginning.rest !== 'whole' && !isTorn(beginning, bytes)) {
		throw new LogDamagedError(file, beginning.end);
	}

	return beginning.contents;
};
