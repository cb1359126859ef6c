/** Checks a room's file when it is opened: every record once, and how the file ends. */
import {LogDamagedError, LogVersionError} from '../files/errors.ts';
import {LineScanner, type ScannedLine} from '../files/line-scanner.ts';
import {parseRecord} from '../files/records.ts';
import {CommitFollower} from './commit-marks.ts';
import {inspectRest, type Rest} from './inspect-rest.ts';
import {LogIndex} from './log-index.ts';
import {decodeHeader, fileVersion} from './log-records.ts';
import {readChunks, type LogSource} from './read-chunks.ts';

/** The sound beginning of a file. */
type Beginning = {
	/** Undefined until the header has been read. */
	id: string | undefined;
	/** Begins the sums of the file's commits. */
	seed: number;
	/** Whether the file was begun by a program that marks its commits. */
	isMarked: boolean;
	readonly contents: LogIndex;
	commits: CommitFollower;
	/** The offset after the last record that fits. */
	end: number;
	/** The rest of the file: nothing, bytes that a cut write can leave, or others. */
	rest: 'whole' | 'torn' | 'damaged';
};

export type CheckedLog = Beginning & {
	/** Whether the file ends, after a whole commit, before the place that was once synced. */
	readonly isOlder: boolean;
};

const readHeader = (file: string, {json, crc, end}: ScannedLine, beginning: Beginning) => {
	const header = decodeHeader(parseRecord(json ?? '') ?? {});
	if (header && header.v !== fileVersion) {
		throw new LogVersionError(file, header.v);
	}

	if (typeof header?.room !== 'string') {
		throw new LogDamagedError(file, 0);
	}

	beginning.id = header.room;
	beginning.seed = crc;
	beginning.isMarked = header.isMarked;
	beginning.commits = new CommitFollower(end, crc);
};

const readBeginning = (source: LogSource): Beginning => {
	const beginning: Beginning = {
		id: undefined,
		seed: 0,
		isMarked: false,
		contents: new LogIndex(),
		commits: new CommitFollower(0, 0),
		end: 0,
		rest: 'damaged',
	};
	const scanner = new LineScanner();
	for (const chunk of readChunks(source)) {
		for (const line of scanner.scan(chunk)) {
			const {json, offset, end} = line;
			if (json === undefined) {
				return beginning;
			}

			if (beginning.id === undefined) {
				readHeader(source.file, line, beginning);
			} else if (!beginning.commits.add(line, json) || !beginning.contents.addRecord(json, offset)) {
				return beginning;
			}

			beginning.end = end;
		}
	}

	beginning.rest = scanner.finish().type;
	return beginning;
};

/**
Returns whether the file was changed after it was written: `synced` bytes of it were once on the
disk, or a whole commit stands after the bad record. A commit is begun only when the one before it
is synced, so what is bad and has none after it may be the one that a crash has torn.
*/
const isDamaged = ({id, end, rest, isMarked, commits}: Beginning, after: Rest, synced: number | undefined): boolean => {
	if (id === undefined) {
		return rest !== 'whole' && ((synced ?? 0) > 0 || after.hasRecords || after.isLong);
	}

	const hasMarks = isMarked || commits.count > 0 || synced !== undefined;
	if (rest === 'whole') {
		return hasMarks && commits.open.start !== end && end < (synced ?? 0);
	}

	// An older version marks no commit: there, only part of a record can be torn.
	return end < (synced ?? 0) || (hasMarks ? after.hasCommit : rest === 'damaged');
};

/**
Checks a file. `getSynced`: returns how many bytes of the file with this seed were once synced, as
far as that is known. Throws `LogDamagedError`, `LogVersionError` and system errors.
*/
export const checkLog = (
	source: LogSource,
	getSynced: (seed: number | undefined) => number | undefined,
): CheckedLog => {
	const beginning = readBeginning(source);
	const {id, seed, end} = beginning;
	const synced = getSynced(id === undefined ? undefined : seed);
	const after = inspectRest(readChunks(source, end), end, seed);
	if (isDamaged(beginning, after, synced)) {
		throw new LogDamagedError(source.file, end);
	}

	return {...beginning, isOlder: end < (synced ?? 0)};
};
