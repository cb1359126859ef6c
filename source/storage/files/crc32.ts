/** CRC-32 (ISO 3309, as in zlib): tells a record that was damaged on disk from one that was not. */
import zlib from 'node:zlib';

const table = Uint32Array.from({length: 256}, (_, byte) => {
	let remainder = byte;
	for (let bit = 0; bit < 8; bit++) {
		// eslint-disable-next-line no-bitwise
		remainder = remainder & 1 ? 0xed_b8_83_20 ^ (remainder >>> 1) : remainder >>> 1;
	}

	return remainder;
});

/* eslint-disable no-bitwise */
export const crc32ByTable = (bytes: Uint8Array): number => {
	let crc = 0xff_ff_ff_ff;
	for (const byte of bytes) {
		crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
	}

	return ~crc >>> 0;
};
/* eslint-enable no-bitwise */

/** From 0 to 2^32 - 1. Node has its own since 20.15 and 22.2. */
export const crc32: (bytes: Uint8Array) => number = 'crc32' in zlib ? zlib.crc32 : crc32ByTable;
