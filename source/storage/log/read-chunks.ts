import {Buffer} from 'node:buffer';
import type {DiskIo} from '../files/disk-io.ts';

export type LogSource = {readonly file: string; readonly io: DiskIo; readonly fd: number};

/** Bytes per read to check a whole file. */
const wholeFile = 1_048_576;

/** Reads up to `end` or the end of the file, with one chunk in memory at a time. */
export function* readChunks({io, fd}: LogSource, start = 0, end = Infinity, chunk = wholeFile) {
	const buffer = Buffer.allocUnsafe(chunk);
	let position = start;
	while (position < end) {
		const size = io.read(fd, buffer.subarray(0, Math.min(chunk, end - position)), position);
		if (size === 0) {
			return;
		}

		position += size;
		yield buffer.subarray(0, size);
	}
}
