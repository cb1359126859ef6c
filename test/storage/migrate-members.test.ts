import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {encodeFileName} from '../../source/storage/files/state-folder.ts';
import {deriveJoinedId, listJoinedRooms} from '../../source/storage/joined-rooms.ts';
import {migrateMembers} from '../../source/storage/migrate-members.ts';
import {encodeOutbox} from '../../source/storage/outbox-records.ts';
import {temporaryFolder} from './folder.ts';

const code = 'legal-winner-thank-year-wave';
const codeAddress = '127.0.0.1:4000';
const memberAddress = '127.0.0.1:4001';

/** Makes each write of a room's record fail, as a full disk does. Returns what is in the way. */
const block = (home: string, first: string): string => {
	const folder = path.join(home, 'members', deriveJoinedId(first), 'room.new');
	mkdirSync(path.join(folder, 'kept'), {recursive: true, mode: 0o700});
	return folder;
};

test('codes and messages of earlier versions stay where they are until they can be moved', async t => {
	const home = temporaryFolder(t);
	const oldCode = path.join(home, 'codes', encodeFileName(codeAddress));
	const oldMember = path.join(home, 'members', encodeFileName(`bob ${memberAddress}`));
	for (const folder of [path.dirname(oldCode), oldMember]) {
		mkdirSync(folder, {recursive: true, mode: 0o700});
	}

	writeFileSync(oldCode, `${code}\n`, {mode: 0o600});
	const saved = {room: 'history', last: 1, entries: [{wireN: 1, text: 'it waits'}]};
	const {bytes} = encodeOutbox('a'.repeat(32), saved);
	writeFileSync(path.join(oldMember, 'outbox'), bytes, {mode: 0o600});
	const blocks = [block(home, code), block(home, memberAddress)];

	await migrateMembers(home);
	assert.equal(readFileSync(oldCode, 'utf8').trim(), code);
	assert.deepEqual(readFileSync(path.join(oldMember, 'outbox')), Buffer.from(bytes));

	for (const folder of blocks) {
		rmSync(folder, {recursive: true});
	}

	await migrateMembers(home);
	assert.ok(!existsSync(oldCode));
	assert.ok(!existsSync(oldMember));
	const rooms = listJoinedRooms(home);
	assert.deepEqual(rooms.find(room => room.code === code)?.addresses, [codeAddress]);
	const moved = rooms.find(room => room.refusedAt === memberAddress);
	const folder = path.join(home, 'members', moved?.id ?? 'none');
	assert.ok(readdirSync(folder).some(name => existsSync(path.join(folder, name, 'outbox'))));
});
