/** A simulated disk whose calls wait until the schedule lets them take effect. */
import type {DiskIo} from '../../source/storage/files/disk-io.ts';
import {SimulatedDisk, type CrashRest} from './simulated-disk.ts';
import {DurableRecords} from './durable-records.ts';

export class GatedDisk {
	readonly #disk = new SimulatedDisk();
	readonly #records = new DurableRecords();
	#waiting: Array<() => void> = [];

	/** What the log would hold after the worst crash. */
	get durable(): DurableRecords {
		this.#records.update(this.#disk.synced);
		return this.#records;
	}

	get isIdle() {
		return this.#waiting.length === 0;
	}

	/** Opens the disk for a program. Waiting calls of the previous program never take effect. */
	open(): DiskIo {
		this.#waiting = [];
		const io = this.#disk.io();
		const permission = async () =>
			new Promise<void>(resolve => {
				this.#waiting.push(resolve);
			});
		return {
			...io,
			async write(fd, bytes, position) {
				await permission();
				return io.write(fd, bytes, position);
			},
			async fdatasync(fd) {
				await permission();
				return io.fdatasync(fd);
			},
			async ftruncate(fd, length) {
				await permission();
				return io.ftruncate(fd, length);
			},
		};
	}

	/** Lets the next `count` calls take effect. Returns whether there were any. */
	proceed(count: number): boolean {
		const calls = this.#waiting.splice(0, count);
		for (const call of calls) {
			call();
		}

		return calls.length > 0;
	}

	/** Kills the program that has the disk open. */
	kill() {
		this.#waiting = [];
		this.#disk.io();
	}

	/** The power fails: `rest` says what remains of the unsynced bytes. */
	crash(rest: CrashRest) {
		this.#waiting = [];
		this.#disk.reboot(rest);
	}

	/** Limits each write from now on, in bytes. */
	limitWrites(bytes: number) {
		this.#disk.writeLimit = bytes;
	}

	/** Makes the calls with these names fail from now on, or none if undefined. */
	fail(names: readonly string[] | undefined) {
		this.#disk.fault = (_call, name) => (names?.includes(name) ? {code: 'EIO'} : undefined);
	}
}
