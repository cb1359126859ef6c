import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {DurableBatch} from '../../../source/room/log.ts';
import {openDiskLog, type DiskLog} from '../../../source/storage/log/disk-log.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {temporaryFolder} from '../folder.ts';
import {appendAll, durable, messageAt, messagesTo} from '../messages.ts';
import {SimulatedDisk} from '../../model/simulated-disk.ts';

const createId = () => 'room-1';

const refusal = {id: 'author-0', n: 2, code: 'empty', text: 'The message is empty.'};

const open = async (disk = new SimulatedDisk()) => {
	const log = await openDiskLog('log', {createId, io: disk.io()});
	const batches: DurableBatch[] = [];
	const codes: string[] = [];
	log.onDurable(batch => {
		batches.push(batch);
	});
	log.onFailure(code => {
		codes.push(code);
	});
	return {disk, log, batches, codes};
};

const failed = async (log: DiskLog): Promise<string> =>
	new Promise(resolve => {
		log.onFailure(resolve);
	});

test('the appends of one turn are written and synced together, and reported as one batch', async () => {
	const {disk, log, batches} = await open();
	const {calls} = disk;
	log.append(messageAt(1));
	log.appendRefusal(refusal);
	log.append(messageAt(2));
	assert.equal(log.head, 0);
	assert.deepEqual(log.read(1, 9), []);
	await durable(log, 2);
	assert.equal(disk.calls - calls, 2);
	assert.deepEqual(batches, [{messages: messagesTo(2), refusals: [refusal]}]);
	assert.equal(log.authors.get('author-0'), 2);
});

test('messages appended during a commit are part of the next commit', async () => {
	const {disk, log, batches} = await open();
	const {calls} = disk;
	log.append(messageAt(1));
	disk.fault = (call, name) => {
		if (call === calls + 2) {
			assert.equal(name, 'fdatasync');
			log.append(messageAt(2));
			log.append(messageAt(3));
		}

		return undefined;
	};

	await durable(log, 3);
	assert.deepEqual(
		batches.map(({messages}) => messages.map(({seq}) => seq)),
		[[1], [2, 3]],
	);
	assert.equal(disk.calls - calls, 4);
});

test('a message is neither reported nor readable before it is synced', async () => {
	const {disk, log, batches} = await open();
	disk.fault = (_call, name) => {
		assert.equal(log.head, 0, name);
		assert.deepEqual(log.read(1, 1), []);
		assert.deepEqual(batches, []);
		return undefined;
	};

	await appendAll(log, messagesTo(3));
	assert.equal(log.head, 3);
});

test('a disk that accepts a few bytes per write loses none', async () => {
	const disk = new SimulatedDisk();
	disk.writeLimit = 7;
	const {log} = await open(disk);
	await appendAll(log, messagesTo(20));
	const again = await open(disk);
	assert.deepEqual(again.log.read(1, 99), messagesTo(20));
});

for (const [name, code] of [
	['write', 'ENOSPC'],
	['fdatasync', 'EIO'],
] as const) {
	test(`after ${code} from ${name} the log stops, reports the failure once, and keeps the durable messages`, async () => {
		const {disk, log, batches, codes} = await open();
		await appendAll(log, messagesTo(3));
		const kept = disk.bytes;
		disk.writeLimit = 20;
		let writes = 0;
		disk.fault = (_call, each) => {
			writes += each === 'write' ? 1 : 0;
			// The disk accepts the start of the record.
			return each === name && (name === 'fdatasync' || writes > 1) ? {code} : undefined;
		};

		log.append(messageAt(4));
		await endOfTurn();
		log.append(messageAt(5));
		assert.equal(await failed(log), code);
		disk.fault = () => undefined;
		log.append(messageAt(6));
		log.appendRefusal(refusal);
		await log.close();
		await log.close();
		assert.deepEqual(codes, [code]);
		assert.equal(log.head, 3);
		assert.equal(batches.length, 1);
		assert.deepEqual(disk.bytes, kept);
		const again = await open(disk);
		assert.deepEqual(again.log.read(1, 9), messagesTo(3));
	});
}

test('a disk that also fails to truncate leaves a log that can be opened', async () => {
	const {disk, log} = await open();
	await appendAll(log, messagesTo(3));
	disk.writeLimit = 20;
	let writes = 0;
	disk.fault = (_call, name) => {
		writes += name === 'write' ? 1 : 0;
		return writes > 1 ? {code: 'EIO'} : undefined;
	};

	log.append(messageAt(4));
	assert.equal(await failed(log), 'EIO');
	disk.fault = () => undefined;
	const again = await open(disk);
	assert.deepEqual(again.log.read(1, 9), messagesTo(3));
});

test('messages read on opening are synced before they count as durable', async () => {
	const {disk, log} = await open();
	await appendAll(log, messagesTo(1));
	log.append(messageAt(2));
	disk.fault = (_call, name) => (name === 'fdatasync' ? 'crash-before' : undefined);
	await until(() => disk.isCrashed, {every: 1});

	// Only the program was killed: the system still has everything written.
	disk.fault = () => undefined;
	const again = await open(disk);
	assert.equal(again.log.head, 2);
	assert.deepEqual(Buffer.from(disk.synced), Buffer.from(disk.bytes));
});

test('close makes pending messages durable, and ignores later ones', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	log.append(messageAt(1));
	const closing = log.close();
	log.append(messageAt(2));
	await closing;
	assert.equal(log.head, 2);
	log.append(messageAt(3));
	await log.close();
	assert.equal(readFileSync(file, 'utf8').split('\n').length, 4);
});

test('a message that a listener appends is part of the next batch', async () => {
	const {log} = await open();
	log.onDurable(() => {
		if (log.head < 5) {
			log.append(messageAt(log.head + 1));
		}
	});
	log.append(messageAt(1));
	await log.close();
	assert.equal(log.head, 5);
});

test('AC: nothing is reported as durable in a file that lost its name, before or during the write', async () => {
	const {disk, log, batches, codes} = await open();
	log.append(messageAt(1));
	await durable(log, 1);
	log.append(messageAt(2));
	disk.fault = (_call, name) => {
		disk.isRemoved ||= name === 'fdatasync';
		return undefined;
	};

	assert.equal(await failed(log), 'removed');
	log.append(messageAt(3));
	await log.close();
	assert.deepEqual([batches.length, codes, log.head], [1, ['removed'], 1]);
});

test('AC: a log that others have shortened is neither written nor lengthened again', async () => {
	const {disk, log, batches} = await open();
	log.append(messageAt(1));
	await durable(log, 1);
	disk.bytes = disk.bytes.subarray(0, 40);
	log.append(messageAt(2));
	assert.equal(await failed(log), 'damaged');
	await log.close();
	assert.deepEqual([batches.length, disk.bytes.length], [1, 40]);
});
