import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {encodeRecord} from '../../../source/storage/files/records.ts';
import {openRoom} from '../../../source/storage/open-room.ts';
import {encodeOutbox} from '../../../source/storage/outbox-records.ts';
import {replaceDamaged} from '../../../source/storage/repair/put-aside.ts';
import {repairAll} from '../../../source/storage/repair/repair.ts';
import {temporaryFolder} from '../folder.ts';
import {appendAll, messageAt} from '../messages.ts';
import type {DiskLog} from '../../../source/storage/log/disk-log.ts';

const sid = 'a'.repeat(32);

const repair = async (home: string) => {
	const lines: string[] = [];
	const options = {home, now: new Date('2026-11-29T12:00:00Z'), createId: () => 'another', createSid: () => sid};
	const isDone = await repairAll(options, line => {
		lines.push(line);
	});
	return {isDone, report: lines.join('\n')};
};

/** Creates a room of ten messages, the third of which is damaged. Returns its file. */
const createDamagedRoom = async (t: TestContext) => {
	const home = temporaryFolder(t);
	const factories = {createId: () => 'id', createSid: () => sid, createCode: () => 'legal-winner-thank-year-wave'};
	const room = await openRoom(home, {name: 'main', isNewCode: false}, factories);
	for (let seq = 1; seq <= 10; seq++) {
		await appendAll(room.log as DiskLog, [messageAt(seq)]);
	}

	await room.log.close();
	await room.release();
	const file = path.join(home, 'rooms', 'main', 'log');
	const bytes = readFileSync(file);
	bytes.fill(0, bytes.indexOf('"seq":3'), bytes.indexOf('"seq":3') + 3);
	writeFileSync(file, bytes);
	return {home, file};
};

const createFolder = (...names: readonly string[]) => {
	const folder = path.join(...names);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	return folder;
};

const createOutbox = (folder: string, bytes: Uint8Array) => {
	writeFileSync(path.join(folder, 'outbox'), bytes, {mode: 0o600});
};

test('what cannot be repaired is named, and keeps nothing else from being repaired', async t => {
	const {home} = await createDamagedRoom(t);
	const later = createFolder(home, 'rooms', 'a-later-version');
	writeFileSync(path.join(later, 'log'), encodeRecord({v: 2, room: 'id'}), {mode: 0o600});
	const members = path.join(home, 'members', '0123456789abcdef');
	createOutbox(createFolder(members, '1%20alice'), encodeRecord({v: 2}));
	const entries = [
		{wireN: 1, text: 'one'},
		{wireN: 2, text: 'two'},
	] as const;
	const outbox = Buffer.from(encodeOutbox(sid, {room: 'id', last: 2, entries}).bytes);
	outbox.fill(0, outbox.indexOf('"one"'), outbox.indexOf('"one"') + 3);
	createOutbox(createFolder(members, '1%20bob'), outbox);

	const {isDone, report} = await repair(home);
	assert.equal(isDone, false);
	assert.match(report, /a-later-version.log was written by another version/);
	assert.match(report, /The history of the room "main" was damaged\. Kept: 9 messages\./);
	assert.match(report, /1%20alice.outbox was written by another version/);
	assert.match(report, /The messages that wait in .*1%20bob.* were damaged\. Kept: 1\./);
});

test("a folder that is no room's, such as a copy by hand, is passed over", async t => {
	const {home, file} = await createDamagedRoom(t);
	copyFileSync(file, path.join(createFolder(home, 'rooms', 'Copy of main'), 'log'));
	const {isDone, report} = await repair(home);
	assert.equal(isDone, true);
	assert.match(report, /^The history of the room "main" was damaged/);
});

test('a repair that cannot be written leaves no part of the new file', async t => {
	const {file} = await createDamagedRoom(t);
	const bytes = readFileSync(file);
	const fail = function* () {
		yield bytes;
		throw new Error('The disk is full.');
	};

	assert.throws(() => replaceDamaged(file, fail(), new Date()), /The disk is full/);
	assert.ok(!existsSync(`${file}.repaired`));
	assert.deepEqual(readFileSync(file), bytes);
});

test('a repair that fails leaves the file as it was, no other beside it, and a sentence', async t => {
	const {home, file} = await createDamagedRoom(t);
	const bytes = readFileSync(file);
	createFolder(`${file}.repaired`, 'kept');
	const {isDone, report} = await repair(home);
	assert.equal(isDone, false);
	assert.match(report, /^The files in .*main cannot be used \(\w+\)\./);
	assert.deepEqual(readFileSync(file), bytes);
	assert.ok(!existsSync(`${file}.damaged-2026-11-29`));
});
