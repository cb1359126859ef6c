import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {LogDamagedError, LogVersionError, openDiskLog} from '../../../source/storage/log/disk-log.ts';
import {SyncedNote} from '../../../source/storage/log/synced-note.ts';
import {encodeRecord} from '../../../source/storage/files/records.ts';
import type {LoggedMessage} from '../../../source/room/log.ts';
import {appendAll, messageAt, messagesTo} from '../messages.ts';
import {modeOf, temporaryFolder} from '../folder.ts';
import {SimulatedDisk} from '../../model/simulated-disk.ts';

const createId = () => 'room-1';

/** Opens a log as a host does, with the note that its last run has left. */
const openNoted = async (file: string) => openDiskLog(file, {createId, note: new SyncedNote(`${file}.synced`)});

const refusal = {id: 'author-0', n: 9, code: 'empty', text: 'The message is empty.'};

/** Returns the bytes of a log with a few messages and a refusal. */
const sample = async (folder: string) => {
	const file = path.join(folder, 'sample', 'log');
	const log = await openNoted(file);
	log.appendRefusal(refusal);
	await appendAll(log, [{...messageAt(1, 'first'), id: 'author-9'}, messageAt(2, 'é\n"x"'), messageAt(3, '')]);
	await log.close();
	return {file, bytes: readFileSync(file), messages: log.read(1, 100)};
};

// eslint-disable-next-line no-bitwise
const flipped = (byte = 0, mask = 0): number => byte ^ mask;

const everyByteOf = (line: Uint8Array) => Array.from({length: line.length}, (_, index) => index);

test('a reopened room has its id, its messages and its authors’ numbers', async t => {
	const {file, messages} = await sample(temporaryFolder(t));
	const log = await openDiskLog(file, {createId: () => 'another'});
	assert.equal(log.id, 'room-1');
	assert.equal(log.head, 3);
	assert.deepEqual(log.read(1, 100), messages);
	assert.deepEqual(Object.fromEntries(log.authors), {'author-0': 9, 'author-1': 1, 'author-2': 1, 'author-9': 1});
	await log.close();
});

test('the recipient and the part of a message are kept, and a record with an invalid recipient is damage', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'log');
	const log = await openDiskLog(file, {createId});
	const message: LoggedMessage = {...messageAt(1), to: {id: 'author-1', name: 'bob'}, part: [2, 3, '\n']};
	await appendAll(log, [message]);
	await log.close();
	const again = await openDiskLog(file, {createId});
	assert.deepEqual(again.read(1, 1), [message]);
	await again.close();
	const header = readFileSync(file).subarray(0, readFileSync(file).indexOf('\n') + 1);
	writeFileSync(file, Buffer.concat([header, encodeRecord({...message, to: {id: 'author-1'}})]));
	await assert.rejects(openDiskLog(file, {createId}), LogDamagedError);
});

test(
	'only the current user may read the file and its folder',
	{skip: process.platform === 'win32' && 'Windows has no such modes'},
	async t => {
		const {file} = await sample(temporaryFolder(t));
		assert.equal(modeOf(file), 0o600);
		assert.equal(modeOf(path.dirname(file)), 0o700);
	},
);

test('a last record that ends at any byte is cut off, and all records before it are kept', async t => {
	const folder = temporaryFolder(t);
	const {bytes, messages} = await sample(folder);
	const lastLine = bytes.lastIndexOf('\n', -2) + 1;
	const file = path.join(folder, 'log');
	for (let length = lastLine; length < bytes.length; length++) {
		for (const zeros of [0, 3]) {
			writeFileSync(file, Buffer.concat([bytes.subarray(0, length), new Uint8Array(zeros)]));
			const log = await openDiskLog(file, {createId});
			assert.deepEqual(log.read(1, 100), messages.slice(0, 2));
			assert.deepEqual(readFileSync(file).subarray(0, lastLine), bytes.subarray(0, lastLine));
			await appendAll(log, [{...messageAt(3, 'anew'), n: 10}]);
			await log.close();
			const again = await openDiskLog(file, {createId});
			assert.equal(again.read(3, 1)[0]?.text, 'anew');
			await again.close();
		}
	}
});

test('an empty file, or one with an incomplete header, becomes a new log', async t => {
	const folder = temporaryFolder(t);
	const header = encodeRecord({v: 1, room: 'old'});
	const file = path.join(folder, 'log');
	for (const length of everyByteOf(header)) {
		writeFileSync(file, header.subarray(0, length));
		const log = await openDiskLog(file, {createId});
		assert.equal(log.id, 'room-1');
		assert.equal(log.head, 0);
		await appendAll(log, messagesTo(2));
		await log.close();
		const again = await openDiskLog(file, {createId});
		assert.deepEqual(again.read(1, 9), messagesTo(2));
		await again.close();
	}
});

test('any flipped bit makes opening fail, and the file is left unchanged', async t => {
	const {file, bytes} = await sample(temporaryFolder(t));
	const note = new SyncedNote(`${file}.synced`);
	for (const index of everyByteOf(bytes)) {
		for (let bit = 0; bit < 8; bit++) {
			const changed = Buffer.from(bytes);
			changed[index] = flipped(changed[index], 2 ** bit);
			const disk = new SimulatedDisk();
			disk.bytes = changed;
			await assert.rejects(
				openDiskLog(file, {createId, io: disk.io(), note}),
				(error: unknown) => error instanceof LogDamagedError && error.offset <= index && error.message.includes(file),
				`bit ${bit} of byte ${index}`,
			);
			assert.equal(disk.calls, 0);
		}
	}
});

test('two flipped bits in one byte make opening fail, too', async t => {
	const {file, bytes} = await sample(temporaryFolder(t));
	const note = new SyncedNote(`${file}.synced`);
	const masks = Array.from({length: 256}, (_, mask) => mask).filter(
		mask => [...mask.toString(2).replaceAll('0', '')].length === 2,
	);
	assert.equal(masks.length, 28);
	for (const index of everyByteOf(bytes)) {
		for (const mask of masks) {
			const changed = Buffer.from(bytes);
			changed[index] = flipped(changed[index], mask);
			const disk = new SimulatedDisk();
			disk.bytes = changed;
			await assert.rejects(openDiskLog('log', {createId, io: disk.io(), note}), LogDamagedError);
			assert.equal(disk.calls, 0);
		}
	}
});

test('a record that is invalid at its position makes opening fail', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const header = {v: 1, room: 'r'};
	const {seq, ...withoutSeq} = messageAt(1);
	const wrong: ReadonlyArray<ReadonlyArray<Readonly<Record<string, unknown>>>> = [
		[messageAt(1)],
		[header, header],
		[header, messageAt(2)],
		[header, messageAt(1), messageAt(1)],
		[header, messageAt(1), messageAt(3)],
		[header, messageAt(1), {...messageAt(2), id: 'author-0', n: 1}],
		[header, {refused: {id: 'author-0', n: 1}}, messageAt(1)],
		[header, withoutSeq],
		[header, {...messageAt(1), n: 0}],
		[header, {...messageAt(1), id: 5}],
		[header, {refused: {id: 'a', n: 1.5}}],
		[header, {refused: null}],
		[{v: 1}],
		[{v: 0, room: 'r'}],
	];
	assert.equal(seq, 1);
	for (const records of wrong) {
		const lines = records.map(record => encodeRecord(record));
		const bytes = Buffer.concat(lines);
		writeFileSync(file, bytes);
		const offset = bytes.length - (lines.at(-1)?.length ?? 0);
		await assert.rejects(openDiskLog(file, {createId}), {
			name: 'LogDamagedError',
			message: `The history in ${file} is damaged at byte ${offset}; the file was left as it is.`,
		});
		assert.deepEqual(readFileSync(file), bytes);
	}
});

test('fields that a later version adds are ignored, and the order of fields is irrelevant', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const {id, ...rest} = messageAt(2);
	writeFileSync(
		file,
		Buffer.concat([
			encodeRecord({room: 'r', made: 'today', v: 1}),
			encodeRecord({...messageAt(1), mood: 'good'}),
			encodeRecord({...rest, id}),
			encodeRecord({refused: {n: 5, id: 'x', why: 'y'}, more: []}),
		]),
	);
	const log = await openDiskLog(file, {createId});
	assert.deepEqual(log.read(1, 9), messagesTo(2));
	assert.equal(log.authors.get('x'), 5);
	await log.close();
});

test('a file of a later version is refused with a clear error and left unchanged', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const bytes = encodeRecord({v: 2, rooms: []});
	writeFileSync(file, bytes);
	await assert.rejects(openDiskLog(file, {createId}), (error: unknown) => {
		assert.ok(error instanceof LogVersionError);
		assert.match(error.message, /another version of socket-chat \(its format is 2\)/);
		return true;
	});
	assert.deepEqual(readFileSync(file), Buffer.from(bytes));
});

test('the system’s error for a file that cannot be opened reaches the caller', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	mkdirSync(file);
	await assert.rejects(openDiskLog(file, {createId}), {code: 'EISDIR'});
});
