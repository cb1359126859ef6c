import {Buffer} from 'node:buffer';
import type {DiskIo} from '../../source/storage/files/disk-io.ts';
import {endOfTurn} from '../helpers/turn.ts';

/**
The state of a file after a crash: how many of the unsynced bytes remain, and how many zero bytes
the file system appends.
*/
export type CrashRest = {readonly kept: number; readonly zeros: number};

const never = async (): Promise<never> => new Promise(() => {});

/**
Simulates one file on a disk that loses unsynced data in a crash. After a crash, the calls of the
program that ran never return; `reboot` returns the calls for the next program.
*/
export class SimulatedDisk {
	/** The content as the system shows it; `synced` is the content that survives a crash. */
	bytes: Uint8Array = new Uint8Array();
	synced: Uint8Array = new Uint8Array();
	/** The number of bytes read so far. */
	bytesRead = 0;
	/** The number of calls so far that change the disk. */
	calls = 0;
	/** The maximum number of bytes that one write accepts. */
	writeLimit = Infinity;
	isCrashed = false;
	/** The file has lost its name. */
	isRemoved = false;
	#generation = 0;
	/**
	Called with the number and name of each call that changes the disk, before it takes effect.
	`crash` ends the program right after the effect, `crash-before` right before it; a code makes
	the call fail.
	*/
	fault: (call: number, name: string) => 'crash' | 'crash-before' | {readonly code: string} | undefined = () =>
		undefined;

	/** Restarts after a power failure: keeps the synced bytes and `kept` of the unsynced ones. */
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
			inspect: () => ({links: this.isRemoved ? 0 : 1, size: this.bytes.length, isNamed: !this.isRemoved}),
			syncFolderOf: () => undefined,
			close: () => undefined,
		};
	}
}
