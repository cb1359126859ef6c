import {Buffer} from 'node:buffer';
import type {DiskIo} from '../../source/storage/files/disk-io.ts';
import {endOfTurn} from '../helpers/turn.ts';

/**
What is left of the bytes that were written and never synced, and how many zero bytes the file
system puts after them.
*/
export type CrashRest = {readonly kept: number; readonly zeros: number};

const never = async (): Promise<never> => new Promise(() => {});

/**
One file on a disk that forgets what was not synced. A crash stops every call of the program that
ran, for ever; `reboot` gives the next program its calls.
*/
export class SimulatedDisk {
	/** What the system shows, and what would be left after a crash. */
	bytes: Uint8Array = new Uint8Array();
	synced: Uint8Array = new Uint8Array();
	/** How many bytes were read, since it was made. */
	bytesRead = 0;
	/** Calls that change the disk, since it was made. */
	calls = 0;
	/** The most bytes that one write takes. */
	writeLimit = Infinity;
	isCrashed = false;
	#generation = 0;
	/**
	Called before such a call takes effect, with its number: a crash ends the program right after
	its effect or before it, a code makes the call fail.
	*/
	fault: (call: number, name: string) => 'crash' | 'crash-before' | {readonly code: string} | undefined = () =>
		undefined;

	/** The power comes back: the synced bytes are there, and some of the others. */
	reboot({kept, zeros}: CrashRest): DiskIo {
		const common = Math.min(this.synced.length, this.bytes.length);
		const unsynced = this.bytes.subarray(common, common + kept);
		const base = this.bytes.length < this.synced.length && kept > 0 ? this.bytes : this.synced;
		this.bytes = Buffer.concat([base, unsynced, new Uint8Array(zeros)]);
		this.synced = this.bytes;
		return this.io();
	}

	io(): DiskIo {
		this.#generation++;
		this.isCrashed = false;
		const generation = this.#generation;
		const change = async (name: string, effect: (taken?: number) => number): Promise<number> => {
			await endOfTurn();
			if (this.isCrashed || generation !== this.#generation) {
				return never();
			}

			this.calls++;
			const fault = this.fault(this.calls, name);
			if (fault === 'crash' || fault === 'crash-before') {
				if (fault === 'crash') {
					effect();
				}

				this.isCrashed = true;
				return never();
			}

			if (fault) {
				throw Object.assign(new Error(`${fault.code}: ${name}`), {code: fault.code});
			}

			return effect();
		};

		return {
			open: () => 3,
			read: (_fd, bytes, position) => {
				const part = this.bytes.subarray(position, position + bytes.length);
				bytes.set(part);
				this.bytesRead += part.length;
				return part.length;
			},
			write: async (_fd, bytes, position) =>
				change('write', taken => {
					const part = bytes.subarray(0, Math.min(taken ?? Infinity, this.writeLimit));
					this.bytes = Buffer.concat([
						this.bytes.subarray(0, position),
						part,
						this.bytes.subarray(position + part.length),
					]);
					return part.length;
				}),
			fdatasync: async () => {
				await change('fdatasync', () => {
					this.synced = this.bytes;
					return 0;
				});
			},
			ftruncate: async (_fd, length) => {
				await change('ftruncate', () => {
					this.bytes = this.bytes.subarray(0, length);
					return 0;
				});
			},
			syncFolderOf: () => undefined,
			close: () => undefined,
		};
	}
}
