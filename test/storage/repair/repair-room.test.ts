import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {existsSync, linkSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {isVisibleTo, type LoggedMessage} from '../../../source/room/log.ts';
import {openRoom} from '../../../source/storage/open-room.ts';
import {parseRecord} from '../../../source/storage/files/records.ts';
import {repairRoom} from '../../../source/storage/repair/repair-room.ts';
import {modeOf, temporaryFolder} from '../folder.ts';
import {appendAll, durable, messageAt} from '../messages.ts';
import type {DiskLog} from '../../../source/storage/log/disk-log.ts';

const count = 60;
const now = new Date('2026-11-29T12:00:00Z');

const factories = {
	createId: () => 'room-1',
	createSid: () => 'a'.repeat(32),
	createCode: () => 'legal-winner-thank-year-wave',
};

const open = async (home: string) => {
	const room = await openRoom(home, {name: 'den', isNewCode: false}, factories);
	return {room, log: room.log as DiskLog};
};

const repair = async (home: string) => repairRoom('den', {home, now, createId: () => 'another'});

/** Creates a room of 60 messages, one in each commit, and a refusal. */
const createRoom = async (t: TestContext) => {
	const home = temporaryFolder(t);
	const {room, log} = await open(home);
	for (let seq = 1; seq <= count; seq++) {
		await appendAll(log, [messageAt(seq)]);
	}

	log.appendRefusal({id: 'author-0', n: 21, code: 'empty', text: ''});
	await log.close();
	await room.release();
	const file = path.join(home, 'rooms', 'den', 'log');
	return {home, file, bytes: readFileSync(file)};
};

const zero = (bytes: Uint8Array, start: number, length: number) => {
	bytes.subarray(start, start + length).fill(0);
	return bytes;
};

/** Opens the room, reads all, and posts a message after it. */
const readRoom = async (home: string) => {
	const {room, log} = await open(home);
	const messages = log.read(1, Infinity);
	const next: LoggedMessage = {
		...messageAt(log.head + 1, 'next'),
		id: 'somebody',
		n: (log.authors.get('somebody') ?? 0) + 1,
	};
	await appendAll(log, [next]);
	await durable(log, next.seq);
	const {id, authors} = log;
	await log.close();
	await room.release();
	return {id, authors, messages};
};

/** The messages that somebody can see. Those that are lost are private to nobody. */
const visible = (messages: readonly LoggedMessage[]) =>
	messages.filter(message => !message.to || isVisibleTo(message, message.id.startsWith('author') ? message.id : ''));

test('a sound room is not changed, be its last commit torn or not', async t => {
	const {home, file, bytes} = await createRoom(t);
	assert.deepEqual(await repair(home), ['The history of the room "den" is sound: 60 messages.']);
	assert.deepEqual(readFileSync(file), bytes);
	assert.ok(!existsSync(`${file}.repaired`));
});

test('every sound message stays in its place, whatever is damaged, and no number is used again', async t => {
	const {home, file, bytes} = await createRoom(t);
	const noteFile = path.join(path.dirname(file), 'synced');
	const note = readFileSync(noteFile);
	const all = Array.from({length: count}, (_, index) => messageAt(index + 1));
	const damages: ReadonlyArray<readonly [string, (copy: Uint8Array) => Uint8Array]> = [
		['a changed byte', copy => zero(copy, Buffer.from(copy).indexOf('message 30"'), 1)],
		['a zeroed sector', copy => zero(copy, 2048, 512)],
		['a zeroed page', copy => zero(copy, 2048, 4096)],
		['a doubled page', copy => Buffer.concat([copy.subarray(0, 4096), copy.subarray(0, 2048), copy.subarray(6144)])],
		['a lost header', copy => zero(copy, 0, 20)],
		['a lost end', copy => copy.subarray(0, -300)],
		['a lost middle', copy => Buffer.concat([copy.subarray(0, 3000), copy.subarray(3700)])],
		['two places', copy => zero(zero(copy, 1000, 10), 6000, 100)],
	];
	for (const [what, damage] of damages) {
		const damaged = Buffer.from(damage(Uint8Array.from(bytes)));
		writeFileSync(file, damaged);
		writeFileSync(noteFile, note);
		const lines = bytes.toString().split('\n');
		const lost = all.filter(({seq}) => !damaged.includes(lines.find(line => line.includes(`"seq":${seq},`)) ?? ''));
		assert.ok(lost.length < count, what);
		await assert.rejects(open(home), /To keep what is sound, run: socket-chat repair den$/, what);
		const report = await repair(home);
		assert.match(report[0] ?? '', new RegExp(`was damaged. Kept: ${count - lost.length} messages`), what);
		const aside = /kept as (.*)\.$/.exec(report.at(-1) ?? '')?.[1] ?? '';
		assert.deepEqual(readFileSync(aside), damaged, what);
		if (process.platform !== 'win32') {
			assert.equal(modeOf(file), 0o600);
			assert.equal(modeOf(aside), 0o600);
		}

		assert.match((await repair(home))[0] ?? '', /is sound/, what);
		const {id, messages, authors} = await readRoom(home);
		assert.equal(id, what === 'a lost header' ? 'another' : 'room-1', what);
		assert.deepEqual(
			visible(messages),
			all.filter(message => !lost.includes(message)),
			what,
		);
		for (const [index, {seq}] of messages.entries()) {
			assert.equal(seq, index + 1, what);
		}

		assert.ok(messages.length >= count, what);
		for (const author of ['author-0', 'author-1', 'author-2']) {
			assert.ok((authors.get(author) ?? 0) >= (author === 'author-0' ? 21 : 20), what);
		}
	}
});

test('the report names the places, the times and the authors of what is missing', async t => {
	const {home, file, bytes} = await createRoom(t);
	const start = bytes.indexOf('"seq":10,');
	bytes.fill(0, start, bytes.indexOf('"seq":13,') - 12);
	writeFileSync(file, bytes);
	const lines = await repair(home);
	assert.deepEqual(lines.slice(0, 2), [
		'The history of the room "den" was damaged. Kept: 57 messages.',
		'Missing: 3 messages.',
	]);
	assert.match(lines[2] ?? '', /^ {2}places 10–12, after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, before \d{4}-/);
	assert.equal(lines[3], 'By name 0: 1, name 1: 1, name 2: 1.');
});

test('a room that is open is not repaired', async t => {
	const {home} = await createRoom(t);
	const {room, log} = await open(home);
	await assert.rejects(repair(home), /^LockedError: The room "den" is open on this computer\./);
	await log.close();
	await room.release();
});

test('a repair that is killed leaves the damaged file or the new one, and the next repair goes on', async t => {
	const {home, file, bytes} = await createRoom(t);
	bytes.fill(0, 1000, 1100);
	writeFileSync(file, bytes);
	// What is there after the new file is written in part, and after the old one has its second
	// name.
	writeFileSync(`${file}.repaired`, bytes.subarray(0, 500));
	linkSync(file, `${file}.damaged-2026-11-29`);
	const lines = await repair(home);
	assert.equal(lines.at(-1), `The damaged file is kept as ${file}.damaged-2026-11-29.`);
	assert.deepEqual(readFileSync(`${file}.damaged-2026-11-29`), bytes);
	assert.deepEqual(
		readdirSync(path.dirname(file)).filter(name => name.startsWith('log')),
		['log', 'log.damaged-2026-11-29'],
	);
	const again = zero(readFileSync(file), 2000, 100);
	writeFileSync(file, again);
	assert.equal((await repair(home)).at(-1), `The damaged file is kept as ${file}.damaged-2026-11-29-2.`);
	assert.deepEqual(readFileSync(`${file}.damaged-2026-11-29`), bytes);
});

test('a repair shows that it is alive, and replaces nothing that another program has opened meanwhile', async t => {
	const {home, file, bytes} = await createRoom(t);
	const damaged = zero(Buffer.from(bytes), bytes.indexOf('"seq":9'), 4);
	writeFileSync(file, damaged);
	const lease = path.join(path.dirname(file), 'lease');
	const createId = () => {
		const {count: renewals, ...note} = parseRecord(readFileSync(lease, 'utf8')) ?? {};
		assert.ok(Number(renewals) > 0);
		writeFileSync(lease, JSON.stringify({...note, id: 'theirs'}));
		return 'another';
	};

	await assert.rejects(repairRoom('den', {home, now, createId}), /^LeaseLostError: Another program has taken over/);
	assert.deepEqual(readFileSync(file), damaged);
	assert.match(readFileSync(lease, 'utf8'), /theirs/);
	assert.ok(!existsSync(`${file}.repaired`));
});
