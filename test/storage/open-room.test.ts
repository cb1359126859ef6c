import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {resolveRoomFolder} from '../../source/storage/files/state-folder.ts';
import {openRoom} from '../../source/storage/open-room.ts';
import {temporaryFolder} from './folder.ts';

const code = 'abandon-ability-able-about-above';
const otherCode = 'legal-winner-thank-year-wave';
const endpoint = {host: '127.0.0.1', port: 5000};

const open = async (home: string) =>
	openRoom(
		home,
		{name: 'main', isNewCode: false},
		{createId: () => 'id', createSid: () => 'a'.repeat(32), createCode: () => code},
	);

test('a secret that cannot be read is not replaced by another', {skip: process.platform === 'win32'}, async t => {
	const home = temporaryFolder(t);
	const folder = resolveRoomFolder(home, 'main');
	const room = await open(home);
	await room.log.close();
	await room.release();
	for (const name of ['host', 'code']) {
		const file = path.join(folder, name);
		const secret = readFileSync(file);
		rmSync(file);
		// A system error that root meets, too.
		symlinkSync(file, file);
		await assert.rejects(open(home), /^Error: The files in .* cannot be used \(ELOOP\)/, name);
		assert.equal(readlinkSync(file), file);
		rmSync(file);
		writeFileSync(file, secret, {mode: 0o600});
	}

	const again = await open(home);
	assert.equal(again.code, code);
	await again.log.close();
	await again.release();
});

test("the host's name is there at the next opening", async t => {
	const home = temporaryFolder(t);
	const room = await open(home);
	assert.equal(room.hostName, undefined);
	room.saveHostName?.('Zoë B');
	await room.log.close();
	await room.release();
	const again = await open(home);
	assert.equal(again.hostName, 'Zoë B');
	await again.log.close();
	await again.release();
});

test('a host that has lost its files leaves the note and the code of the next one alone', async t => {
	const home = temporaryFolder(t);
	const folder = resolveRoomFolder(home, 'main');
	const room = await open(home);
	room.announce(endpoint);
	const lease = path.join(folder, 'lease');
	writeFileSync(lease, JSON.stringify({...JSON.parse(readFileSync(lease, 'utf8')), id: 'another'}));
	const note = path.join(folder, 'open');
	const theirs = readFileSync(note);
	assert.throws(() => {
		room.saveCode(otherCode);
	}, /Another program has taken over/);
	await room.log.close();
	await room.release();
	assert.deepEqual(readFileSync(note), theirs);
	assert.equal(readFileSync(path.join(folder, 'code'), 'utf8').trim(), code);
});

test('a room is closed and free although its note cannot be removed', async t => {
	const home = temporaryFolder(t);
	const room = await open(home);
	room.announce(endpoint);
	const note = path.join(resolveRoomFolder(home, 'main'), 'open');
	rmSync(note);
	mkdirSync(path.join(note, 'kept'), {recursive: true});
	await room.log.close();
	await room.release();
	rmSync(note, {recursive: true});
	const next = await open(home);
	await next.log.close();
	await next.release();
});
