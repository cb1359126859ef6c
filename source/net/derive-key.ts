import {Buffer} from 'node:buffer';
import {scrypt} from 'node:crypto';

/** The same for every room: whoever dials knows nothing of the room yet. The code is random, so no table of codes pays. */
const salt = 'socket-chat v1';
const keyBytes = 32;
/** Node's own limit is exactly what these parameters need, which is refused. */
const memory = 64 * 1024 * 1024;

/** The pre-shared key of a room with this code: scrypt, N = 2^15, r = 8, p = 1. */
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
