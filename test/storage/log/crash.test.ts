import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import type {LoggedMessage} from '../../../source/room/log.ts';
import {openDiskLog, type DiskLog} from '../../../source/storage/log/disk-log.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {SimulatedDisk} from '../../model/simulated-disk.ts';

const createId = () => 'room-1';

/** The messages and refusals that the host appends in one turn, each with its author. */
type Turn = ReadonlyArray<{readonly author: number; readonly isRefusal: boolean; readonly size: number}>;

const turn: fc.Arbitrary<Turn> = fc.array(
	fc.record({
		author: fc.nat(2),
		isRefusal: fc.boolean(),
		size: fc.oneof({weight: 9, arbitrary: fc.nat(40)}, {weight: 1, arbitrary: fc.nat(3000)}),
	}),
	{maxLength: 4},
);

/**
One run of a host: its turns, the disk call at which it crashes, and the unsynced data that the
previous crash left.
*/
const life = fc.record({
	turns: fc.array(turn, {maxLength: 8}),
	crashAt: fc.integer({min: 1, max: 12}),
	fault: fc.constantFrom('crash' as const, 'crash-before' as const),
	/** `undefined` if only the program was killed: the system still has everything it wrote. */
	rest: fc.option(fc.record({kept: fc.nat(400), zeros: fc.constantFrom(0, 0, 1, 4096)}), {nil: undefined}),
});

const turnsUntil = async (isReached: () => boolean) => {
	while (!isReached()) {
		await endOfTurn();
	}
};

/** Everything that the log reported as durable in all runs so far. */
class Promises {
	readonly appended = new Map<number, LoggedMessage>();
	readonly reported = new Map<number, LoggedMessage>();
	readonly reportedNumbers = new Map<string, number>();
	readonly usedNumbers = new Map<string, number>();

	watch(log: DiskLog) {
		log.onDurable(({messages, refusals}) => {
			for (const message of messages) {
				assert.ok(!this.reported.has(message.seq), 'reported twice');
				this.reported.set(message.seq, message);
			}

			assert.ok(messages.length === 0 || messages.at(-1)?.seq === log.head);
			for (const {id, n} of [...messages, ...refusals]) {
				this.reportedNumbers.set(id, Math.max(n, this.reportedNumbers.get(id) ?? 0));
			}
		});
	}

	check(log: DiskLog) {
		const reported = new Map(this.reported);
		const messages = log.read(1, Infinity);
		assert.equal(messages.length, log.head);
		for (const [index, message] of messages.entries()) {
			assert.deepEqual(message, this.appended.get(index + 1));
			// From now on members can see it, so it must stay.
			this.reported.set(message.seq, message);
		}

		for (const [seq, message] of reported) {
			assert.deepEqual(messages[seq - 1], message);
		}

		for (const [id, n] of this.reportedNumbers) {
			assert.ok((log.authors.get(id) ?? 0) >= n, `${n} of ${id} was reported`);
		}

		for (const [id, n] of log.authors) {
			assert.ok(n <= (this.usedNumbers.get(id) ?? 0), `${id} never used ${n}`);
			this.reportedNumbers.set(id, n);
		}

		for (const {id, n} of messages) {
			assert.ok(n <= (log.authors.get(id) ?? 0));
		}
	}

	/** Returns a function that appends after the log's last numbers, as a room does. */
	post(log: DiskLog) {
		const numbers = new Map(log.authors);
		let seq = log.head;
		return ({author, isRefusal, size}: Turn[number]) => {
			const id = `author-${author}`;
			const n = (numbers.get(id) ?? 0) + 1;
			numbers.set(id, n);
			this.usedNumbers.set(id, Math.max(n, this.usedNumbers.get(id) ?? 0));
			if (isRefusal) {
				log.appendRefusal({id, n, code: 'empty', text: 'The message is empty.'});
				return;
			}

			seq++;
			const message = {seq, id, n, from: id, ts: seq, text: 'x'.repeat(size)};
			this.appended.set(seq, message);
			log.append(message);
		};
	}
}

test('each message reported as durable survives any crash and every later one, in order', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(life, {minLength: 1, maxLength: 5}), async lives => {
			const disk = new SimulatedDisk();
			const promises = new Promises();
			for (const {turns, crashAt, fault, rest} of lives) {
				const io = rest ? disk.reboot(rest) : disk.io();
				const log = await openDiskLog('log', {createId, io});
				assert.equal(log.id, 'room-1');
				promises.check(log);
				promises.watch(log);
				const last = disk.calls + crashAt;
				disk.fault = call => (call === last ? fault : undefined);
				const post = promises.post(log);
				for (const each of turns) {
					for (const one of each) {
						post(one);
					}

					await endOfTurn();
				}

				// The host may also close without a crash; then everything has been reported.
				let isClosed = false;
				void log.close().then(() => {
					isClosed = true;
				});
				await turnsUntil(() => disk.isCrashed || isClosed);

				if (!disk.isCrashed) {
					assert.deepEqual(promises.reported.get(log.head), promises.appended.get(log.head));
				}

				disk.fault = () => undefined;
			}

			promises.check(await openDiskLog('log', {createId, io: disk.reboot({kept: 0, zeros: 0})}));
		}),
		{numRuns: 300},
	);
});

test('whatever sectors of the unsynced writes are missing after a crash, the log opens with all that was reported', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(30), fc.nat(30), fc.array(fc.nat(5000)), async (synced, unsynced, holes) => {
			const disk = new SimulatedDisk();
			const promises = new Promises();
			const log = await openDiskLog('log', {createId, io: disk.io()});
			const post = promises.post(log);
			const some = (count: number) => {
				for (let index = 0; index < count; index++) {
					post({author: 0, isRefusal: false, size: 90});
				}
			};

			promises.watch(log);
			some(synced);
			await turnsUntil(() => log.head === synced);

			const start = disk.bytes.length;
			some(unsynced);
			disk.fault = (_call, name) => (name === 'fdatasync' ? 'crash-before' : undefined);
			await turnsUntil(() => unsynced === 0 || disk.isCrashed);

			const left = Buffer.from(disk.bytes);
			for (const hole of holes) {
				left.subarray(start + hole, start + hole + 512).fill(0);
			}

			disk.bytes = left;
			disk.fault = () => undefined;
			promises.check(await openDiskLog('log', {createId, io: disk.io()}));
		}),
	);
});
