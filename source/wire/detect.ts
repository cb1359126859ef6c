import {Buffer} from 'node:buffer';
/** How every frame of a join's first line begins; `encodeFrame` puts the type first. */
const helloStart = Buffer.from('{"type":"hello"');

/** What the first bytes of a connection tell: a member that speaks frames, a plain peer, or not enough yet. */
export type Dialect = 'frames' | 'plain' | 'unclear';

export const detectDialect = (bytes: Uint8Array): Dialect => {
	const length = Math.min(bytes.length, helloStart.length);
	if (!helloStart.subarray(0, length).equals(bytes.subarray(0, length))) {
		return 'plain';
	}

	return length === helloStart.length ? 'frames' : 'unclear';
};
