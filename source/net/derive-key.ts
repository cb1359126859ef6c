import {Buffer} from 'node:buffer';
import {scrypt} from 'node:crypto';

/**
The same for every room: a client that dials knows nothing about the room. The code is random (55
bits), so a precomputed table does not pay.
*/
const salt = 'socket-chat v1';
const keyBytes = 32;
/** Node's default limit, 32 MiB, equals what these parameters need, and scrypt then refuses. */
const memory = 64 * 1024 * 1024;

/** Derives the pre-shared key of a room from its code: scrypt, N = 2^15, r = 8, p = 1. */
export const deriveKey = async (code: string): Promise<Uint8Array> =>
	new Promise((resolve, reject) => {
		scrypt(
			Buffer.from(code),
			salt,
			keyBytes,
			{cost: 2 ** 15, blockSize: 8, parallelization: 1, maxmem: memory},
			(error, key) => {
				if (error) {
					reject(error);
				} else {
					resolve(key);
				}
			},
		);
	});
