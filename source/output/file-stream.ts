import {fstatSync, writeSync} from 'node:fs';
import {Writable} from 'node:stream';

export const isFile = (descriptor: number): boolean => {
	try {
		return fstatSync(descriptor).isFile();
	} catch {
		return false;
	}
};

/**
A file as standard output. Node's own stream writes once and takes it for the whole, which loses the
rest without an error where the disk is nearly full.
*/
export class FileStream extends Writable {
	readonly #descriptor: number;

	constructor(descriptor: number) {
		super();
		this.#descriptor = descriptor;
	}

	override _write(chunk: Uint8Array, _encoding: string, callback: (error?: Error) => void) {
		try {
			for (let written = 0; written < chunk.length;) {
				written += writeSync(this.#descriptor, chunk, written);
			}

			callback();
		} catch (error) {
			callback(error instanceof Error ? error : new Error(String(error)));
		}
	}
}
