import {LineScanner} from '../files/line-scanner.ts';
import {CommitFollower} from './commit-marks.ts';

/** A file is written in units of at most this many bytes. */
const page = 4096;

/** The rest of a file after its sound beginning. */
export type Rest = {
	readonly hasRecords: boolean;
	/** Whether a whole commit begins after the first bad line. */
	readonly hasCommit: boolean;
	/** Whether anything but zeros stands more than a page later. */
	readonly isLong: boolean;
};

/**
Returns what stands after the bad line at `from`, where the chunks begin: whole records, a whole
commit of them, and anything but zeros more than a page later.
*/
export const inspectRest = (chunks: Iterable<Uint8Array>, from: number, seed: number): Rest => {
	const scanner = new LineScanner(from);
	let isLong = false;
	let commits: CommitFollower | undefined;
	let hasRecords = false;
	for (const chunk of chunks) {
		isLong ||= chunk.subarray(isLong ? 0 : page).some(byte => byte !== 0);
		for (const line of scanner.scan(chunk)) {
			const {json, offset, end} = line;
			hasRecords ||= json !== undefined;
			// A commit that begins after a bad line is another one than that line's.
			if (offset === from || json === undefined || !commits?.add(line, json)) {
				commits = new CommitFollower(end, seed);
			}

			if (commits.count > 0) {
				return {hasRecords, hasCommit: true, isLong};
			}
		}
	}

	return {hasRecords, hasCommit: false, isLong};
};
