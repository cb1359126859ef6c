/** The disk of one history: each call waits until the schedule lets it take effect. */
import type {DiskIo} from '../../source/storage/files/disk-io.ts';
import {SimulatedDisk, type CrashRest} from './simulated-disk.ts';
import {DurableRecords} from './durable-records.ts';

export class GatedDisk {
	readonly #disk = new SimulatedDisk();
	readonly #records = new DurableRecords();
	#waiting: Array<() => void> = [];

	/** What would be there after the worst crash. */
	get durable(): DurableRecords {
		this.#records.update(this.#disk.synced);
		return this.#records;
	}

	get isIdle() {
		return this.#waiting.length === 0;
	}

	/** A program opens it: whatever the one before has under way never takes effect. */
	open(): DiskIo {
		this.#waiting = [];
		const io = this.#disk.io();
		const turn = async () =>
			new Promise<void>(resolve => {
				this.#waiting.push(resolve);
			});
		return {
			...io,
			async write(fd, bytes, position) {
				await turn();
				return io.write(fd, bytes, position);
			},
			async fdatasync(fd) {
				await turn();
				return io.fdatasync(fd);
			},
			async ftruncate(fd, length) {
				await turn();
				return io.ftruncate(fd, length);
			},
		};
	}

	/** Lets the next calls take effect. Gives whether there were any. */
	proceed(count: number): boolean {
		const calls = this.#waiting.splice(0, count);
		for (const call of calls) {
			call();
		}

		return calls.length > 0;
	}

	/** The program that had it open is killed. */
	kill() {
		this.#waiting = [];
		this.#disk.io();
	}

	/** The power fails: of what was not synced only a part is left. */
	crash(rest: CrashRest) {
		this.#waiting = [];
		this.#disk.reboot(rest);
	}

	/** From now on each write takes at most so many bytes. */
	limitWrites(bytes: number) {
		this.#disk.writeLimit = bytes;
	}

	/** From now on these calls fail; `undefined`: none. */
	fail(names: readonly string[] | undefined) {
		this.#disk.fault = (_call, name) => (names?.includes(name) ? {code: 'EIO'} : undefined);
	}
}
