import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openMember} from '../../../source/storage/open-member.ts';
import {repairOutboxes} from '../../../source/storage/repair/repair-outbox.ts';
import {temporaryFolder} from '../folder.ts';

const sid = 'a'.repeat(32);
const other = 'b'.repeat(32);
const room = '0123456789abcdef';
const parts = {
	createSid: () => sid,
	onFailure(reason: string) {
		assert.fail(reason);
	},
};

const open = async (home: string) => openMember(home, {room, name: 'bob'}, parts);

const repair = async (home: string) => {
	const {lines, isDone} = await repairOutboxes({home, now: new Date('2026-11-29T12:00:00Z'), createSid: () => other});
	assert.ok(isDone);
	return lines;
};

const createOutbox = async (home: string) => {
	const member = await open(home);
	await new Promise<void>(resolve => {
		member.journal?.replace({room: 'history', last: 3, entries: []}, resolve);
	});
	for (const wireN of [4, 5, 6, 7]) {
		await new Promise<void>(resolve => {
			member.journal?.add(wireN, {text: `text ${wireN}`}, resolve);
		});
	}

	member.journal?.settle(4);
	await member.release();
	const file = path.join(home, 'members', room, '1%20bob', 'outbox');
	return {file, bytes: readFileSync(file)};
};

test('unsent messages that are sound are kept with their numbers, whatever is damaged', async t => {
	const home = temporaryFolder(t);
	const {file, bytes} = await createOutbox(home);
	assert.deepEqual(await repair(home), ['Files of messages that wait to be sent, and are sound: 1.']);
	assert.deepEqual(readFileSync(file), bytes);
	for (const [text, kept] of [
		['text 5', [6, 7]],
		['text 7', [5, 6]],
		['"sid"', [5, 6, 7]],
	] as const) {
		const damaged = Buffer.from(bytes);
		damaged.writeUInt8(0x21, damaged.indexOf(text) + 1);
		writeFileSync(file, damaged);
		await assert.rejects(open(home), /To keep what is sound, run: socket-chat repair$/, text);
		const lines = await repair(home);
		assert.match(lines[0] ?? '', new RegExp(`were damaged. Kept: ${kept.length}. Lost: 1 `), text);
		assert.deepEqual(readFileSync(/kept as (.*)\.$/.exec(lines.at(-1) ?? '')?.[1] ?? ''), damaged, text);
		const {sid: its, saved, release} = await open(home);
		const isHeaderLost = text === '"sid"';
		assert.equal(its, isHeaderLost ? other : sid, text);
		assert.deepEqual(
			saved,
			{
				room: isHeaderLost ? undefined : 'history',
				last: text === 'text 7' ? 6 : 7,
				entries: kept.map(wireN => ({wireN, text: `text ${wireN}`})),
			},
			text,
		);
		await release();
	}
});

test('the messages of a member that is in use are left alone', async t => {
	const home = temporaryFolder(t);
	const {file} = await createOutbox(home);
	const member = await open(home);
	const bytes = readFileSync(file);
	assert.deepEqual(await repair(home), ['Files of messages that wait to be sent, and are sound: 1.']);
	assert.deepEqual(readFileSync(file), bytes);
	await member.release();
});
