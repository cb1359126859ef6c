import type {Writable} from 'node:stream';
import {errorCode} from '../text/errors.ts';

/**
Returns why an output cannot be written, as a sentence; undefined if its reader has gone, which is
the reader's own decision.
*/
export const describeOutputError = (error: Error, output: Writable): string | undefined => {
	const code = errorCode(error);
	const isTerminal = 'isTTY' in output && output.isTTY === true;
	if (code === 'EPIPE' || code === 'ECONNRESET' || (isTerminal && code === 'EIO')) {
		return undefined;
	}

	return `Standard output cannot be written: ${code === 'ENOSPC' ? 'the disk is full' : error.message}.`;
};
