import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import {openDiskLog} from '../../../source/storage/log/disk-log.ts';
import {appendAll, durable, messageAt, messagesTo} from '../messages.ts';
import {temporaryFolder} from '../folder.ts';
import {SimulatedDisk} from '../../model/simulated-disk.ts';

const createId = () => 'room-1';

test('read returns the messages as appended, from memory and from disk', async t => {
	const head = 4500;
	const messages = messagesTo(head).map(message =>
		message.seq % 1000 === 0 ? {...message, text: 'é'.repeat(60_000)} : message,
	);
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	for (const message of messages) {
		log.append(message);
		if (message.seq % 7 === 0) {
			log.appendRefusal({id: 'somebody', n: message.seq, code: 'empty', text: 'The message is empty.'});
		}

		if (message.seq % 500 === 0) {
			await durable(log, message.seq);
		}
	}

	await log.close();
	const again = await openDiskLog(file, {createId});
	t.after(async () => again.close());
	const place = fc.oneof(fc.integer({min: -2, max: head + 3}), fc.integer({min: head - 2100, max: head - 1900}));
	fc.assert(
		fc.property(place, fc.oneof(fc.nat(300), fc.constant(head)), (from, limit) => {
			const expected = messages.slice(Math.max(0, from - 1), Math.max(0, from - 1 + limit));
			assert.deepEqual(again.read(from, limit), expected);
		}),
		{numRuns: 300},
	);
});

test('a growing log keeps only its newest messages in memory, and can read all of them', async () => {
	const log = await openDiskLog('log', {createId, io: new SimulatedDisk().io()});
	for (let head = 900; head <= 9000; head += 900) {
		await appendAll(
			log,
			messagesTo(head).filter(({seq}) => seq > head - 900),
		);
		assert.ok(log.footprint.messages <= 2500);
		assert.deepEqual(log.read(1, head), messagesTo(head));
	}

	assert.equal(log.footprint.index, Math.ceil(9000 / 64));
});

test('reading older messages costs the same at every position and for every size of commit', async () => {
	const disk = new SimulatedDisk();
	const log = await openDiskLog('log', {createId, io: disk.io()});
	const text = 'x'.repeat(1000);
	await appendAll(
		log,
		messagesTo(5000).map(message => ({...message, text})),
	);
	for (let from = 1; from < 2900; from += 77) {
		const before = disk.bytesRead;
		assert.equal(log.read(from, 10)[0]?.seq, from);
		// Up to 63 messages before it, and the rest of the chunk.
		assert.ok(disk.bytesRead - before <= 3 * 65_536, `${disk.bytesRead - before} bytes at ${from}`);
	}
});

test('reading older messages that changed on disk makes the log fail', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	const codes: string[] = [];
	await appendAll(log, messagesTo(4000));
	log.onFailure(code => {
		codes.push(code);
	});
	writeFileSync(file, readFileSync(file, 'utf8').replace('message 100"', 'massage 100"'));
	assert.deepEqual(log.read(99, 1), [messageAt(99)]);
	assert.throws(() => log.read(99, 2), {name: 'LogDamagedError'});
	assert.throws(() => log.read(100, 1), {name: 'LogDamagedError'});
	assert.deepEqual(codes, ['damaged']);
	await log.close();
	assert.throws(() => log.read(1, 1), /is closed/);
});

test('a log that takes no more can be read, the oldest messages too, until it is closed', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	await appendAll(log, messagesTo(4000));
	log.append(messageAt(4001));
	await log.finish();
	log.append(messageAt(4002));
	assert.equal(log.head, 4001);
	assert.deepEqual(log.read(1, 1), [messageAt(1)]);
	assert.deepEqual(log.read(4001, 2), [messageAt(4001)]);
	await log.close();
	assert.throws(() => log.read(1, 1), /is closed/);
});

test('a room of 200,000 messages takes memory only for the newest messages and a sparse index', async t => {
	const head = 200_000;
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	const text = 'some words of a chat';
	for (let seq = 1; seq <= head; seq++) {
		log.append(messageAt(seq, text));
	}

	await log.close();
	const again = await openDiskLog(file, {createId});
	t.after(async () => again.close());
	assert.equal(again.head, head);
	assert.deepEqual(again.footprint, {messages: 2000, index: 3125});
	assert.deepEqual(again.read(100_000, 2), [messageAt(100_000, text), messageAt(100_001, text)]);
});

test('a scan returns each message that contains the probes in its author or text, and says how far it went', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	const texts = ['seq', 'a "quoted" line\nand a "text":"', 'Café', '漢字', 'x'.repeat(7000), 'one', 'café'];
	const messages = messagesTo(6000).map(message => ({
		...message,
		from: message.seq % 900 === 0 ? 'Seqina' : 'ann',
		text: texts[message.seq % texts.length] ?? '',
	}));
	for (const message of messages) {
		log.append(message);
		if (message.seq < 400) {
			// Of refusals alone, many bytes are between two messages.
			for (let count = 1; count < 30; count++) {
				log.appendRefusal({id: `refused ${message.seq} `.padEnd(60, 'x'), n: count, code: 'empty', text: ''});
			}
		}
	}

	await durable(log, 6000);
	t.after(async () => log.close());
	for (const [probe, isWanted] of [
		['seq', ({from, text}) => from === 'Seqina' || text === 'seq'],
		['text', ({text}) => text.includes('"text"')],
		['line', ({text}) => text.includes('line')],
		['cafe', ({text}) => /café/i.test(text)],
		['漢', ({text}) => text === '漢字'],
		['nowhere', () => false],
	] satisfies ReadonlyArray<readonly [string, (message: {from: string; text: string}) => boolean]>) {
		const found: number[] = [];
		let before = 5900;
		for (let scans = 0; before > 1 && scans < 6000; scans++) {
			const {from, messages: scanned} = log.scan(before, [probe]);
			assert.ok(from < before);
			assert.ok((scanned[0]?.seq ?? from) >= from && (scanned.at(-1)?.seq ?? 0) < before);
			found.unshift(...scanned.map(({seq}) => seq));
			before = from;
		}

		assert.equal(before, 1, probe);
		const wanted = messages.filter(message => message.seq < 5900 && isWanted(message)).map(({seq}) => seq);
		assert.deepEqual(
			wanted.filter(seq => !found.includes(seq)),
			[],
			probe,
		);
		// What is not on the disk is not looked at, and few others are taken for candidates.
		assert.ok(found.filter(seq => seq < 3400).length <= wanted.length, `${probe}: ${found.length}`);
	}
});

test('a scan that meets a damaged record with the probe reports the damage', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const log = await openDiskLog(file, {createId});
	await appendAll(
		log,
		messagesTo(3000).map(message => ({...message, text: message.seq === 5 ? 'needle' : 'hay'})),
	);
	const failures: string[] = [];
	log.onFailure(code => {
		failures.push(code);
	});
	writeFileSync(file, readFileSync(file, 'latin1').replace('needle', 'Needle'), 'latin1');
	assert.throws(() => log.scan(64, ['needle']), /damaged/i);
	assert.deepEqual(failures, ['damaged']);
	await log.close().catch(() => undefined);
});
