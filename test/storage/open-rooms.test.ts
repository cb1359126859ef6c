import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {resolveRoomFolder} from '../../source/storage/files/state-folder.ts';
import {lockRoom} from '../../source/storage/lock/lock.ts';
import {openRoom} from '../../source/storage/open-room.ts';
import {listOpenRooms} from '../../source/storage/open-rooms.ts';
import {temporaryFolder} from './folder.ts';
import {startLines} from './line-child.ts';

const code = 'abandon-ability-able-about-above';
const endpoint = {host: '127.0.0.1', port: 5000};

const open = async (t: TestContext, home: string, name: string) => {
	const room = await openRoom(
		home,
		{name, isNewCode: false},
		{createId: () => 'id', createSid: () => 'a'.repeat(32), createCode: () => code},
	);
	t.after(async () => {
		await room.log.close();
		await room.release();
	});
	return room;
};

/** Writes a note as left by a host that was killed. */
const leaveNote = (folder: string, pid: number) => {
	writeFileSync(path.join(folder, 'open'), JSON.stringify({name: 'main', ...endpoint, port: 4999, pid}));
	writeFileSync(path.join(folder, 'code'), code);
};

test('a room is listed from its announcement until it is released', async t => {
	const home = temporaryFolder(t);
	assert.deepEqual(await listOpenRooms(home), []);
	const room = await open(t, home, 'main');
	assert.deepEqual(await listOpenRooms(home), []);
	room.announce(endpoint);
	assert.deepEqual(await listOpenRooms(home), [{name: 'main', endpoint, code}]);
	await room.release();
	assert.deepEqual(await listOpenRooms(home), []);
});

test('the note holds the process id that older versions look for', async t => {
	const home = temporaryFolder(t);
	const room = await open(t, home, 'main');
	room.announce(endpoint);
	const note: unknown = JSON.parse(readFileSync(path.join(resolveRoomFolder(home, 'main'), 'open'), 'utf8'));
	assert.deepEqual(note, {name: 'main', ...endpoint, pid: process.pid});
});

test('a killed host is not listed, although its note remains and another process has its id', async t => {
	const home = temporaryFolder(t);
	const folder = resolveRoomFolder(home, 'main');
	const child = startLines(t, [path.join(import.meta.dirname, 'lock', 'lock-child.ts')]);
	assert.equal(await child.next(), 'ready');
	assert.equal(await child.ask(`lock ${path.join(folder, 'lock')}`), 'won');
	// The id of this test's own process, which keeps running, as if the system had reused the
	// host's id.
	leaveNote(folder, process.pid);
	assert.deepEqual(
		(await listOpenRooms(home)).map(({name}) => name),
		['main'],
	);
	child.process.kill('SIGKILL');
	await once(child.process, 'exit');
	assert.deepEqual(await listOpenRooms(home), []);
});

test('a room whose lock was never held is not listed', async t => {
	const home = temporaryFolder(t);
	const folder = resolveRoomFolder(home, 'main');
	await (await lockRoom(path.join(folder, 'other'))).release();
	leaveNote(folder, process.pid);
	assert.deepEqual(await listOpenRooms(home), []);
});

test('the next host of a room does not inherit the address in the note of a killed host', async t => {
	const home = temporaryFolder(t);
	const folder = resolveRoomFolder(home, 'main');
	await (await lockRoom(path.join(folder, 'lock'))).release();
	leaveNote(folder, process.pid);
	const room = await open(t, home, 'main');
	assert.deepEqual(await listOpenRooms(home), []);
	room.announce(endpoint);
	assert.deepEqual(await listOpenRooms(home), [{name: 'main', endpoint, code}]);
});
