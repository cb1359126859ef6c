import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {until} from '../../../helpers/until.ts';
import {openHost} from '../open-host.ts';

/** Opens a room of some messages, and more, with two members in it. */
const openRoom = async (t: TestContext, count: number, more: readonly string[] = []) => {
	const host = await openHost(t);
	const [a, b] = [await host.join('a', 'ann'), await host.join('b', 'bob')];
	for (let n = 1; n <= count; n++) {
		host.room.postNext(a.id, `hay ${n}`, {});
	}

	for (const text of more) {
		host.room.postNext(a.id, text, {});
	}

	await until(() => host.room.log.head === count + more.length);
	/** Lets the searches of the host go on until the condition holds. */
	const pass = async (condition: () => boolean) =>
		until(() => {
			host.clock.pass(5);
			return condition();
		});
	return {...host, a, b, pass};
};

const listFound = (frames: ReadonlyArray<Readonly<Record<string, unknown>>>, k: number) =>
	frames.filter(frame => frame.type === 'found' && frame.k === k);

test('a host that is asked for all places of a text answers with them, newest first, and says when it is done', async t => {
	const {b, pass} = await openRoom(t, 300, ['a Needle', 'needles', 'one needle more']);
	b.peer.send({type: 'search', k: 1, before: 1000, find: 'NEEDLE'});
	await pass(() => listFound(b.peer.frames, 1).some(({end}) => end === true));
	const found = listFound(b.peer.frames, 1);
	assert.deepEqual(
		found.flatMap(({seqs}) => seqs),
		[303, 302, 301],
	);
	assert.equal(found.at(-1)?.from, 1);
	assert.equal(b.welcome.search, true);
});

test('a search finds a thousand places at most, and another one goes on from there', async t => {
	const {b, pass} = await openRoom(t, 1500);
	b.peer.send({type: 'search', k: 1, before: 1501, find: 'hay'});
	await pass(() => listFound(b.peer.frames, 1).some(({end}) => end === true));
	const {from} = listFound(b.peer.frames, 1).at(-1) ?? {};
	assert.equal(from, 501);
	b.peer.send({type: 'search', k: 2, before: 501, find: 'hay'});
	await pass(() => listFound(b.peer.frames, 2).some(({end}) => end === true));
	const seqs = listFound(b.peer.frames, 2).flatMap(frame => frame.seqs);
	assert.deepEqual([seqs.length, seqs.at(-1)], [500, 1]);
});

test('a search of the whole log and one for a page, by the same member, are both answered', async t => {
	const {b, pass} = await openRoom(t, 2000);
	b.peer.send(
		{type: 'older', before: 2001, limit: 1, find: 'nowhere'},
		{type: 'search', k: 1, before: 2001, find: 'nowhere'},
		{type: 'older', before: 2001, limit: 1, find: 'hay 1'},
	);
	await pass(() => b.peer.frames.filter(({type}) => type === 'page').length === 2);
	await pass(() => listFound(b.peer.frames, 1).some(({end}) => end === true));
});

test('private messages between others are not found, neither by text nor by time', async t => {
	const {b, a, pass, clock, room} = await openRoom(t, 5);
	clock.pass(10_000);
	room.postNext(a.id, 'a needle', {to: {id: a.id, name: 'ann'}});
	await until(() => room.log.head === 6);
	b.peer.send({type: 'search', k: 1, before: 100, find: 'needle'}, {type: 'place', k: 1, ts: clock.now()});
	await pass(() => listFound(b.peer.frames, 1).some(({end}) => end === true));
	assert.deepEqual(
		listFound(b.peer.frames, 1).flatMap(({seqs}) => seqs),
		[],
	);
	const place = await b.peer.frame('place');
	assert.deepEqual(place, {type: 'place', k: 1});
});

test('a host names the first message since a time, and says that there is none', async t => {
	const {b, a, room, clock} = await openRoom(t, 200);
	const times = [clock.now()];
	for (let n = 1; n <= 400; n++) {
		clock.pass(10);
		times.push(clock.now());
		room.postNext(a.id, `later ${n}`, {});
	}

	await until(() => room.log.head === 600);
	for (const [k, ts, seq] of [
		[1, 0, 1],
		[2, (times[1] ?? 0) - 5, 201],
		[3, times[77], 277],
		[4, (times[399] ?? 0) + 1, 600],
		[5, (times[400] ?? 0) + 1, undefined],
	] as const) {
		b.peer.send({type: 'place', k, ts});
		const place = await b.peer.frame('place', frame => frame.k === k);
		assert.equal(place.seq, seq, `${k}`);
	}
});
