/** Every state that a crash can leave of a log's last commit, by sector and by page. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import type {LoggedMessage} from '../../../source/room/log.ts';
import {LogDamagedError, openDiskLog} from '../../../source/storage/log/disk-log.ts';
import {encodeRecord} from '../../../source/storage/files/records.ts';
import {MemoryNote} from '../../model/memory-note.ts';
import {SimulatedDisk} from '../../model/simulated-disk.ts';
import {appendAll, messageAt} from '../messages.ts';

const createId = () => 'room-1';

const diskWith = (bytes: Uint8Array) => {
	const disk = new SimulatedDisk();
	disk.bytes = bytes;
	return disk;
};

/** A log with some commits that are synced, and the bytes of one more commit that is not. */
const createLog = async ({commits, unsynced, size}: {commits: number; unsynced: number; size: number}) => {
	const disk = new SimulatedDisk();
	const note = new MemoryNote();
	const log = await openDiskLog('log', {createId, io: disk.io(), note});
	const post = async (count: number) =>
		appendAll(
			log,
			Array.from({length: count}, (_, index) => messageAt(log.head + 1 + index, 'x'.repeat(size))),
		);
	for (let commit = 1; commit <= commits; commit++) {
		await post(commit % 3 === 0 ? 3 : 1);
	}

	const synced = Buffer.from(disk.bytes);
	const {head} = log;
	const {synced: noted} = note;
	await post(unsynced);
	const messages = log.read(1, Infinity);
	await log.close();
	return {synced, head, noted: noted ?? 0, whole: Buffer.from(disk.bytes), messages, note};
};

type Log = Awaited<ReturnType<typeof createLog>>;

/** Opens the bytes, says something and opens them again: nothing acknowledged is missing. */
const checkOpening = async ({head, messages}: Pick<Log, 'head' | 'messages'>, bytes: Uint8Array, note?: MemoryNote) => {
	const disk = diskWith(bytes);
	const log = await openDiskLog('log', {createId, io: disk.io(), ...(note && {note})});
	const found = log.read(1, Infinity);
	assert.ok(found.length >= head, `${found.length} of ${head}`);
	assert.deepEqual(found, messages.slice(0, found.length));
	const next: LoggedMessage = {...messageAt(found.length + 1, 'after the crash'), id: 'somebody', n: 1};
	await appendAll(log, [next]);
	await log.close();
	const again = await openDiskLog('log', {createId, io: disk.io(), ...(note && {note})});
	assert.deepEqual(again.read(1, Infinity), [...found, next]);
	await again.close();
};

/** Yields every way to fill `length` places with one of `count` things. */
function* combine(length: number, count: number): Generator<readonly number[]> {
	for (let number = 0; number < count ** length; number++) {
		yield Array.from({length}, (_, place) => Math.floor(number / count ** place) % count);
	}
}

/** Yields what the disk can hold: each unit of the unsynced bytes new, zero, or older bytes. */
function* tornStates({synced, whole}: Log, unit: number, older: Uint8Array): Generator<Uint8Array> {
	const first = Math.floor(synced.length / unit);
	const count = Math.ceil(whole.length / unit) - first;
	for (const states of combine(count, 3)) {
		const bytes = Buffer.concat([whole, Buffer.alloc((first + count) * unit - whole.length)]);
		for (const [index, state] of states.entries()) {
			const start = Math.max(synced.length, (first + index) * unit);
			const end = (first + index + 1) * unit;
			if (state > 0) {
				bytes.fill(0, start, end);
			}

			if (state === 2) {
				bytes.set(older.subarray(start, end), start);
			}
		}

		yield bytes.subarray(0, whole.length);
		yield bytes;
		yield bytes.subarray(0, Math.max(synced.length, whole.length - unit));
	}
}

for (const {unit, unsynced, size} of [
	{unit: 512, unsynced: 12, size: 60},
	{unit: 512, unsynced: 2, size: 900},
	{unit: 4096, unsynced: 40, size: 400},
]) {
	test(`a commit of ${unsynced} messages of ${size} bytes may be torn in every way by units of ${unit} bytes`, async () => {
		const log = await createLog({commits: 7, unsynced, size});
		// What the blocks held before: another commit that was cut off, and a part of the same log.
		const cutOff = await createLog({commits: 7, unsynced: unsynced + 3, size: size - 1});
		const shifted = Buffer.concat([Buffer.alloc(unit), log.synced, log.synced, log.whole]);
		let count = 0;
		for (const older of [cutOff.whole, shifted]) {
			for (const bytes of tornStates(log, unit, older)) {
				// Bytes of a commit that was cut off may come back; members have said that, too.
				const known = {...log, messages: older === shifted ? log.messages : log.messages.slice(0, log.head)};
				if (older === shifted) {
					await checkOpening(known, bytes);
				} else {
					const opened = await openDiskLog('log', {createId, io: diskWith(bytes).io()});
					assert.deepEqual(opened.read(1, log.head), known.messages);
				}

				count++;
			}
		}

		assert.ok(count > 1000);
	});
}

test('a torn commit may be the first of its file, or the first after an older version’s records', async () => {
	for (const commits of [0, 5]) {
		const log = await createLog({commits, unsynced: 9, size: 60});
		for (let sector = log.synced.length; sector < log.whole.length; sector += 512) {
			const bytes = Buffer.from(log.whole);
			bytes.subarray(sector, sector + 512).fill(0);
			await checkOpening(log, bytes);
		}
	}

	// An older version writes neither marks nor the header's field.
	const older = Buffer.concat([
		encodeRecord({v: 1, room: 'r'}),
		encodeRecord(messageAt(1)),
		encodeRecord(messageAt(2)),
	]);
	const disk = diskWith(older);
	const note = new MemoryNote();
	const log = await openDiskLog('log', {createId, io: disk.io(), note});
	const start = disk.bytes.length;
	await appendAll(
		log,
		[3, 4, 5, 6, 7, 8, 9].map(seq => messageAt(seq)),
	);
	const messages = log.read(1, Infinity);
	const bytes = Buffer.from(disk.bytes);
	bytes.subarray(start, start + 200).fill(0);
	note.update(start);
	await checkOpening({messages, head: 2}, bytes, note);
});

test('damage before the last commit is never taken for a torn commit', async () => {
	const log = await createLog({commits: 40, unsynced: 1, size: 60});
	const {whole} = log;
	const damaged: Array<[string, Uint8Array]> = [];
	for (let offset = 0; offset + 512 < log.synced.length - 1000; offset += 100) {
		const zeroed = Buffer.from(whole).fill(0, offset, offset + 512);
		const doubled = Buffer.from(whole);
		doubled.set(whole.subarray(offset + 512, offset + 1024), offset);
		damaged.push([`zeroed at ${offset}`, zeroed], [`doubled at ${offset}`, doubled]);
	}

	for (let offset = 0; offset < log.synced.length - 400; offset += 7) {
		const flipped = Buffer.from(whole);
		flipped.writeUInt8(whole.readUInt8(offset) === 0x41 ? 0x42 : 0x41, offset);
		damaged.push([`changed at ${offset}`, flipped]);
	}

	for (const [what, bytes] of damaged) {
		const disk = diskWith(bytes);
		await assert.rejects(openDiskLog('log', {createId, io: disk.io()}), LogDamagedError, what);
		assert.deepEqual(disk.bytes, bytes);
	}
});

test('what was noted as synced is never cut off, be it the last commit', async () => {
	const log = await createLog({commits: 4, unsynced: 4, size: 60});
	const {whole, note} = log;
	for (let offset = log.synced.length; offset < whole.length; offset += 5) {
		const zeroed = Buffer.from(whole);
		zeroed.subarray(offset, offset + 512).fill(0);
		await assert.rejects(openDiskLog('log', {createId, io: diskWith(zeroed).io(), note}), LogDamagedError);
		const cut = whole.subarray(0, offset);
		if (offset > log.synced.length) {
			await assert.rejects(openDiskLog('log', {createId, io: diskWith(cut).io(), note}), LogDamagedError);
		}
	}
});

test('a log that ends after a whole commit, before the place that was synced, opens and says that it is older', async () => {
	const log = await createLog({commits: 4, unsynced: 4, size: 60});
	const {note} = log;
	const copy = diskWith(log.synced);
	const older = await openDiskLog('log', {createId, io: copy.io(), note});
	assert.equal(older.isOlder, true);
	assert.deepEqual(older.read(1, Infinity), log.messages.slice(0, log.head));
	await older.close();
	const again = await openDiskLog('log', {createId, io: copy.io(), note});
	assert.equal(again.isOlder, false);
	await again.close();
});
