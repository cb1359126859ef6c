import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import test from 'node:test';
import {createSid} from '../../source/room/identity.ts';
import {listJoinedRooms, saveJoinedRoom} from '../../source/storage/joined-rooms.ts';
import {Membership} from '../../source/storage/membership.ts';
import {temporaryFolder} from './folder.ts';

const code = 'legal-winner-thank-year-wave';
const anotherCode = 'zoo-zoo-zoo-zoo-zoo';
const facts = {host: 'a'.repeat(16), history: 'history'};
const parts = {
	createSid: () => createSid(randomBytes),
	onFailure(reason: string) {
		assert.fail(reason);
	},
};

const join = async (home: string, address: string, its = code, name = 'bob') => {
	const membership = new Membership(home, {code: its, addresses: [address], name, now: () => 1});
	return {membership, identity: await membership.open(parts)};
};

/** Adds a message to an outbox and resolves once it is on disk. */
const add = async ({identity}: Awaited<ReturnType<typeof join>>, text: string) =>
	new Promise<void>(resolve => {
		identity.journal?.add((identity.saved?.last ?? 0) + 1, {text}, resolve);
	});

const textsOf = ({identity}: Awaited<ReturnType<typeof join>>) => identity.saved?.entries.map(({text}) => text);

test('M: a run that ended with messages that wait is opened before others that are free', async t => {
	const home = temporaryFolder(t);
	const first = await join(home, 'a:1');
	const second = await join(home, 'a:1');
	assert.notEqual(first.identity.sid, second.identity.sid);
	await add(second, 'waits');
	await first.identity.release();
	await second.identity.release();
	const third = await join(home, 'b:2');
	assert.equal(third.identity.sid, second.identity.sid);
	assert.deepEqual(textsOf(third), ['waits']);
	await third.identity.release();
});

test('M: another name is another member, whose messages wait for it', async t => {
	const home = temporaryFolder(t);
	const bob = await join(home, 'a:1');
	await add(bob, 'by bob');
	await bob.identity.release();
	const carol = await join(home, 'a:1', code, 'carol');
	assert.deepEqual(textsOf(carol), []);
	await carol.identity.release();
	const again = await join(home, 'a:1');
	assert.deepEqual(textsOf(again), ['by bob']);
	await again.identity.release();
});

test('M: what was typed while the code was refused goes to the next room at the address, once', async t => {
	const home = temporaryFolder(t);
	const wrong = await join(home, 'a:1', anotherCode);
	await add(wrong, 'typed early');
	wrong.membership.refuse();
	await wrong.identity.release();
	const elsewhere = await join(home, 'b:2');
	assert.deepEqual(textsOf(elsewhere), []);
	await elsewhere.identity.release();
	const right = await join(home, 'a:1');
	assert.deepEqual(textsOf(right), ['typed early']);
	await right.identity.release();
	const again = await join(home, 'a:1');
	assert.deepEqual(textsOf(again), ['typed early']);
	await again.identity.release();
});

test('M: a room with a new code is recognised by its host, and the code leads to it from then on', async t => {
	const home = temporaryFolder(t);
	const before = await join(home, 'a:1');
	before.membership.save({code, facts, addresses: ['a:1']});
	await add(before, 'waits');
	await before.identity.release();
	const after = await join(home, 'a:1', anotherCode);
	assert.equal(after.identity.isUnsure?.(), true);
	assert.notEqual(after.identity.sid, before.identity.sid);
	const other = await after.identity.recognise?.({...facts, history: 'a new history'});
	assert.equal(other?.sid, before.identity.sid);
	assert.deepEqual(
		other?.saved?.entries.map(({text}) => text),
		['waits'],
	);
	after.membership.save({code: anotherCode, facts, addresses: ['a:1']});
	await after.identity.release();
	const again = await join(home, 'a:1', anotherCode);
	assert.equal(again.identity.sid, before.identity.sid);
	await again.identity.release();
	// Elsewhere, the room has to say that it is the same one.
	const elsewhere = await join(home, 'c:3', anotherCode);
	assert.notEqual(elsewhere.identity.sid, before.identity.sid);
	assert.equal((await elsewhere.identity.recognise?.({...facts, history: 'a new history'}))?.sid, before.identity.sid);
	await elsewhere.identity.release();
});

test('M: an address leads to the room that was last reached there, and to no other', t => {
	const home = temporaryFolder(t);
	const old = {id: '1'.repeat(16), code, addresses: ['a:1', 'b:2'], usedAt: 1, ...facts};
	saveJoinedRoom(home, old);
	const membership = new Membership(home, {code: anotherCode, addresses: ['a:1'], name: 'bob', now: () => 2});
	membership.save({code: anotherCode, facts: {host: 'b'.repeat(16), history: 'other'}, addresses: ['a:1']});
	assert.deepEqual(
		listJoinedRooms(home).map(room => [room.code, room.addresses]),
		[
			[anotherCode, ['a:1']],
			[code, ['b:2']],
		],
	);
});

test('the name that the host gives its room is kept, also by runs that are not told it', async t => {
	const home = temporaryFolder(t);
	const {membership, identity} = await join(home, 'a:1');
	membership.save({code, facts: {...facts, name: 'den'}, addresses: ['a:1']});
	assert.equal(listJoinedRooms(home)[0]?.name, 'den');
	membership.save({code, facts, addresses: ['a:1']});
	assert.equal(listJoinedRooms(home)[0]?.name, 'den');
	await identity.release();
});
