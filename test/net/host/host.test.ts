import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test, {type TestContext} from 'node:test';
import {Host} from '../../../source/net/host/host.ts';
import {ListenError} from '../../../source/net/host/listener.ts';
import {waitingLimit} from '../../../source/net/limits.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {MemoryLog, type DurableBatch, type LoggedMessage, type RoomLog} from '../../../source/room/log.ts';
import {deriveMemberId} from '../../../source/room/identity.ts';
import {Room} from '../../../source/room/room.ts';
import {cleartextUpgrader} from '../../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {connectTo, type RawPeer} from '../../helpers/raw-peer.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';

const sidOf = (digit: string) => digit.repeat(32);
const hostId = 'host';

/** A log that makes durable what it has only when a test says so. */
class SlowLog implements RoomLog {
	readonly id: string;
	readonly authors = new Map<string, number>();
	head = 0;
	readonly #messages: LoggedMessage[] = [];
	#listener: ((batch: DurableBatch) => void) | undefined;

	constructor(id = 'slow') {
		this.id = id;
	}

	append(message: LoggedMessage) {
		this.#messages.push(message);
	}

	appendRefusal() {
		assert.fail('nothing is refused here');
	}

	read(from: number, limit: number) {
		return this.#messages.slice(from - 1, Math.min(from - 1 + limit, this.head));
	}

	onDurable(listener: (batch: DurableBatch) => void) {
		const before = this.#listener;
		this.#listener = batch => {
			before?.(batch);
			listener(batch);
		};
	}

	onFailure() {}

	async close() {}

	commit() {
		const messages = this.#messages.slice(this.head);
		this.head = this.#messages.length;
		this.#listener?.({messages, refusals: []});
	}
}

const openHost = async (
	t: TestContext,
	{
		plain = false,
		halfOpenLimit,
		isSlow = false,
		connections,
	}: {
		readonly plain?: boolean;
		readonly halfOpenLimit?: number;
		readonly isSlow?: boolean;
		readonly connections?: number;
	} = {},
) => {
	const clock = new FakeClock();
	const log = isSlow ? new SlowLog() : new MemoryLog('history');
	const room = new Room({name: 'main', log, now: clock.now});
	const entries: SocketLogEntry[] = [];
	let ids = 0;
	const host = new Host({
		room,
		hostId,
		tlsUpgrader: cleartextUpgrader,
		plain,
		lineEnd: undefined,
		halfOpenLimit,
		maximumConnections: connections,
		clock,
		log(entry) {
			entries.push(entry);
		},
		createId: () => `plain-${++ids}`,
	});
	const {port} = await host.listen({host: '127.0.0.1', port: 0});
	room.enter({id: hostId, name: 'alice', address: `127.0.0.1:${port}`});
	t.after(async () => {
		const closed = host.close('shutdown');
		clock.pass(5000);
		await closed;
	});
	const connect = async () => connectTo(t, port);
	const join = async (digit: string, name = digit, hello: Record<string, unknown> = {}) => {
		const peer = await connect();
		peer.send({type: 'hello', v: 1, sid: sidOf(digit), since: 0, name, ...hello});
		const welcome = await peer.frame('welcome');
		return {peer, welcome, id: deriveMemberId(sidOf(digit))};
	};

	const slowLog = log instanceof SlowLog ? log : new SlowLog();
	return {clock, room, log: slowLog, host, port, entries, connect, join, verbs: () => entries.map(({verb}) => verb)};
};

const seqs = (peer: RawPeer) => peer.frames.filter(({type}) => type === 'msg').map(({seq}) => seq);

test('a hello gets a welcome, then the list of members', async t => {
	const {join} = await openHost(t);
	const {peer, welcome, id} = await join('a', 'bob');
	assert.deepEqual(
		{...welcome, limits: undefined, heartbeat: undefined},
		{
			type: 'welcome',
			v: 1,
			room: 'history',
			roomName: 'main',
			you: {id, name: 'bob'},
			head: 0,
			first: 1,
			got: 0,
			limits: undefined,
			heartbeat: undefined,
		},
	);
	const who = await peer.frame('who');
	assert.equal(who.all, true);
	assert.deepEqual(
		(who.members as Array<{name: string}>).map(({name}) => name),
		['alice', 'bob'],
	);
	assert.equal(peer.text.includes(sidOf('a')), false, 'a sid is shown to nobody');
});

test('every member gets every message once, in the same order, its author too', async t => {
	const {join, room} = await openHost(t);
	const a = await join('a');
	const b = await join('b');
	for (let n = 1; n <= 50; n++) {
		a.peer.send({type: 'post', n, text: `a${n}`});
		b.peer.send({type: 'post', n, text: `b${n}`});
	}

	room.postNext(hostId, 'from the host');
	const messages = async (peer: RawPeer) => {
		await peer.frame('msg', ({seq}) => seq === 101);
		return peer.frames.filter(({type}) => type === 'msg');
	};

	const seen = await messages(a.peer);
	assert.deepEqual(seen, await messages(b.peer));
	assert.deepEqual(
		seen.map(({seq}) => seq),
		Array.from({length: 101}, (_, index) => index + 1),
	);
	assert.deepEqual(
		seen.filter(({id}) => id === a.id).map(({text}) => text),
		Array.from({length: 50}, (_, index) => `a${index + 1}`),
	);
});

test('one who comes back is sent what it missed, and told how far its own messages got', async t => {
	const {join, room} = await openHost(t);
	const {peer} = await join('a');
	peer.send({type: 'post', n: 1, text: 'one'}, {type: 'post', n: 2, text: 'two'});
	await peer.frame('msg', ({seq}) => seq === 2);
	peer.socket.destroy();
	room.postNext(hostId, 'three');
	await until(() => room.findMember(deriveMemberId(sidOf('a')))?.status === 'away');
	const again = await join('a', 'a', {room: 'history', since: 1});
	assert.equal(again.welcome.got, 2);
	assert.equal(again.welcome.first, 2);
	again.peer.send({type: 'post', n: 2, text: 'two'}, {type: 'post', n: 3, text: 'four'});
	await again.peer.frame('msg', ({seq}) => seq === 4);
	assert.deepEqual(seqs(again.peer), [2, 3, 4]);
});

test('a newcomer is sent the last 500 messages', async t => {
	const {join, room} = await openHost(t);
	for (let n = 1; n <= 700; n++) {
		room.postNext(hostId, String(n));
	}

	await endOfTurn();
	const {peer, welcome} = await join('a');
	assert.equal(welcome.first, 201);
	await peer.frame('msg', ({seq}) => seq === 700);
	assert.equal(seqs(peer).length, 500);
	assert.equal(seqs(peer)[0], 201);
	peer.send({type: 'older', before: 201, limit: 50});
	const page = await peer.frame('page');
	assert.equal(page.from, 151);
	assert.equal((page.messages as unknown[]).length, 50);
});

test('a page of older messages fits into one line, however large they are', async t => {
	const {join, room} = await openHost(t);
	for (let n = 1; n <= 40; n++) {
		room.postNext(hostId, '\u{1}'.repeat(8000));
	}

	await endOfTurn();
	const {peer} = await join('a');
	peer.send({type: 'older', before: 41, limit: 40});
	const page = await peer.frame('page');
	const lines = peer.text.split('\n');
	assert.ok(lines.every(line => line.length <= 65_536));
	assert.equal(page.from, 41 - (page.messages as unknown[]).length);
	assert.ok((page.messages as unknown[]).length > 0);
});

test('a private message reaches its author and the one it is for; all others hear of its place alone, now, later and in pages', async t => {
	const {join} = await openHost(t);
	const [a, b, c] = [await join('a', 'ann'), await join('b', 'bob'), await join('c', 'carol')];
	a.peer.send(
		{type: 'post', n: 1, text: 'to all'},
		{type: 'whisper', n: 2, to: {id: b.id, name: 'as ann calls him'}, text: 'secret'},
		{type: 'post', n: 3, text: 'to all again'},
	);
	for (const {peer} of [a, b]) {
		const {to, text, n} = await peer.frame('msg', ({seq}) => seq === 2);
		assert.deepEqual({to, text, n}, {to: {id: b.id, name: 'bob'}, text: 'secret', n: 2});
		await peer.frame('msg', ({seq}) => seq === 3);
		assert.deepEqual(seqs(peer), [1, 2, 3]);
	}

	const late = await join('d', 'dave');
	for (const {peer} of [c, late]) {
		await peer.frame('msg', ({seq}) => seq === 3);
		assert.deepEqual(seqs(peer), [1, 3]);
		assert.deepEqual(await peer.frame('skip'), {type: 'skip', seq: 2});
		peer.send({type: 'older', before: 4, limit: 2});
		const page = await peer.frame('page');
		assert.equal(page.from, 2);
		assert.deepEqual(
			(page.messages as Array<{readonly text: string}>).map(({text}) => text),
			['to all again'],
		);
		assert.equal(peer.text.includes('secret'), false);
	}

	b.peer.send({type: 'older', before: 3, limit: 1});
	const {from, messages} = await b.peer.frame('page');
	assert.equal(from, 2);
	assert.equal((messages as unknown[]).length, 1);
});

test('a private message waits for one who is not here', async t => {
	const {join, room} = await openHost(t);
	const a = await join('a', 'ann');
	const b = await join('b', 'bob');
	b.peer.socket.destroy();
	await until(() => room.findMember(b.id)?.status === 'away');
	a.peer.send({type: 'whisper', n: 1, to: {id: b.id, name: 'bob'}, text: 'for later'});
	await a.peer.frame('msg', ({seq}) => seq === 1);
	const again = await join('b', 'bob', {room: 'history', since: 0});
	assert.equal((await again.peer.frame('msg')).text, 'for later');
});

test('a plain peer is told that what it reads is for it alone, and the connection log quotes nothing of it', async t => {
	const {connect, room, join, entries} = await openHost(t, {plain: true});
	const {peer: bob} = await join('b', 'bob');
	const [peer, other] = [await connect(), await connect()];
	peer.send('hi\n');
	other.send('ho\n');
	await bob.frame('msg', ({text}) => text === 'ho');
	const {id = ''} = room.members.find(({address}) => address === `127.0.0.1:${peer.socket.localPort}`) ?? {};
	room.postNext(hostId, 'from the host', {id, name: ''});
	room.postNext(deriveMemberId(sidOf('b')), 'from bob', {id, name: ''});
	room.postNext(hostId, 'done');
	await peer.waitForText('(private) from the host\nbob (private): from bob\ndone\n');
	await other.waitForText('done\n');
	assert.equal(other.text.includes('from'), false);
	assert.equal(
		entries.some(({detail}) => detail.includes('from bob')),
		false,
	);
});

test('one who claims to be ahead of the log, or knows another history, starts as a newcomer', async t => {
	const {join, room} = await openHost(t);
	room.postNext(hostId, 'one');
	await endOfTurn();
	assert.equal((await join('a', 'a', {room: 'history', since: 9})).welcome.first, 1);
	assert.equal((await join('b', 'b', {room: 'other', since: 1})).welcome.first, 1);
	assert.equal((await join('c', 'c', {room: 'history', since: 1})).welcome.first, 2);
});

test('a refused message is answered with the reason, and the next number goes on', async t => {
	const {join} = await openHost(t);
	const {peer} = await join('a');
	peer.send({type: 'post', n: 1, text: ''}, {type: 'post', n: 2, text: 'ok'});
	const nack = await peer.frame('nack');
	assert.deepEqual({n: nack.n, code: nack.code}, {n: 1, code: 'empty'});
	await peer.frame('msg', ({n}) => n === 2);
});

const violations: ReadonlyArray<{name: string; code: string; send: (peer: RawPeer) => void}> = [
	{
		name: 'no JSON',
		code: 'bad-frame',
		send(peer) {
			peer.send('hello?\n');
		},
	},
	{
		name: 'a list',
		code: 'bad-frame',
		send(peer) {
			peer.send('[1]\n');
		},
	},
	{
		name: 'a field of another type',
		code: 'bad-frame',
		send(peer) {
			peer.send({type: 'post', n: 'x', text: 'x'});
		},
	},
	{
		name: 'a second hello',
		code: 'bad-frame',
		send(peer) {
			peer.send({type: 'hello', v: 1, sid: sidOf('c'), since: 0, name: 'x'});
		},
	},
	{
		name: 'bytes that are no UTF-8',
		code: 'bad-utf8',
		send(peer) {
			peer.send(Uint8Array.from([0x22, 0xff, 0x0a]));
		},
	},
	{
		name: 'a line without an end',
		code: 'too-big',
		send(peer) {
			peer.send('x'.repeat(70_000));
		},
	},
	{
		name: 'a message out of turn',
		code: 'gap',
		send(peer) {
			peer.send({type: 'post', n: 5, text: 'x'});
		},
	},
];

for (const {name, code, send} of violations) {
	test(`${name} costs the one who sent it its connection, with the code ${code}, and nobody else anything`, async t => {
		const {join} = await openHost(t);
		const good = await join('b');
		const bad = await join('a');
		send(bad.peer);
		const close = await bad.peer.frame('close');
		assert.equal(close.code, code);
		assert.match(String(close.text), /\.$/);
		assert.equal(close.retry, true);
		await bad.peer.ended();
		good.peer.send({type: 'post', n: 1, text: 'still here'});
		await good.peer.frame('msg', ({text}) => text === 'still here');
	});
}

test('a hello of another version is refused for good', async t => {
	const {connect} = await openHost(t);
	const peer = await connect();
	peer.send({type: 'hello', v: 2});
	const close = await peer.frame('close');
	assert.deepEqual([close.code, close.retry], ['bad-version', false]);
});

test('a frame before the hello is a bad frame, and unknown types are not', async t => {
	const {connect, join} = await openHost(t);
	const peer = await connect();
	peer.send('{"type":"hello"}\n');
	assert.equal((await peer.frame('close')).code, 'bad-frame');
	const good = await join('a');
	good.peer.send({type: 'dance'}, {type: 'post', n: 1, text: 'x'});
	await good.peer.frame('msg');
});

test('one who says nothing, or half a hello, has 5 s', async t => {
	const {connect, clock, entries} = await openHost(t);
	const silent = await connect();
	const half = await connect();
	half.send('{"type":"hello"');
	await until(() => entries.some(({verb}) => verb === 'recv'));
	// The host has them both once a third, that came later, was answered.
	const third = await connect();
	third.send('x');
	await third.ended();
	clock.pass(4999);
	assert.equal(silent.text, '');
	clock.pass(1);
	assert.equal((await half.frame('close')).code, 'hello-timeout');
	await silent.waitForText('This is a private room of socket-chat.');
	await silent.ended();
});

test('a frame has 10 s from its first byte, and more bytes do not put that off', async t => {
	const {join, clock, entries} = await openHost(t);
	const {peer} = await join('a');
	const before = entries.length;
	const received = () => entries.slice(before).filter(({verb}) => verb === 'recv').length;
	peer.send('{"type":');
	await until(() => received() === 1);
	clock.pass(9000);
	peer.send('"post"');
	await until(() => received() === 2);
	clock.pass(1000);
	assert.equal((await peer.frame('close')).code, 'slow-frame');
});

test('a member that was silent for 15 s is away, one that pings is not', async t => {
	const {join, clock, room} = await openHost(t);
	const a = await join('a');
	const b = await join('b');
	clock.pass(10_000);
	b.peer.send({type: 'ping', k: 7, rtt: 12});
	assert.equal((await b.peer.frame('pong')).k, 7);
	assert.equal(room.findMember(b.id)?.rtt, 12);
	clock.pass(5000);
	await a.peer.ended();
	assert.equal(room.findMember(a.id)?.status, 'away');
	assert.equal(room.findMember(b.id)?.status, 'here');
	clock.pass(0);
	const who = await b.peer.frame('who', ({members}) =>
		(members as Array<{status: string}>).some(({status}) => status === 'away'),
	);
	assert.equal(who.all, undefined);
});

test('a member that stays away for ten minutes has left', async t => {
	const {join, clock, room} = await openHost(t);
	const a = await join('a');
	a.peer.socket.destroy();
	await until(() => room.findMember(a.id)?.status === 'away');
	clock.pass(10 * 60_000);
	assert.equal(room.findMember(a.id), undefined);
});

test('a newer connection of a member replaces the older, whose late bytes are ignored', async t => {
	const {join, room} = await openHost(t);
	const older = await join('a');
	const newer = await join('a', 'a', {room: 'history', since: 0});
	assert.equal((await older.peer.frame('close')).code, 'replaced');
	older.peer.send({type: 'post', n: 1, text: 'late'});
	newer.peer.send({type: 'post', n: 1, text: 'first'});
	await newer.peer.frame('msg');
	older.peer.socket.destroy();
	newer.peer.send({type: 'post', n: 2, text: 'second'});
	await newer.peer.frame('msg', ({seq}) => seq === 2);
	assert.deepEqual(
		room.log.read(1, 9).map(({text}) => text),
		['first', 'second'],
	);
	assert.equal(room.findMember(newer.id)?.status, 'here');
});

test('bye leaves, and the others are told', async t => {
	const {join, room} = await openHost(t);
	const a = await join('a');
	const b = await join('b');
	a.peer.send({type: 'bye'});
	await a.peer.ended();
	assert.equal(room.findMember(a.id), undefined);
	await b.peer.frame('who', ({members}) =>
		(members as Array<{id: string; status: string}>).some(({id, status}) => id === a.id && status === 'left'),
	);
});

test('a room that closes tells everybody why, and lets nobody in', async t => {
	const {join, host, connect} = await openHost(t);
	const a = await join('a');
	const closed = host.close('bye');
	const close = await a.peer.frame('close');
	assert.deepEqual([close.code, close.retry], ['bye', false]);
	a.peer.socket.end();
	await closed;
	await assert.rejects(connect());
});

test('a member that reads nothing delays nobody, and costs a bounded amount of memory', async t => {
	const {join, room} = await openHost(t);
	const slow = await join('a');
	slow.peer.socket.pause();
	const good = await join('b');
	const text = 'x'.repeat(8000);
	for (let n = 1; n <= 2000; n++) {
		room.postNext(hostId, text);
		if (n % 50 === 0) {
			await endOfTurn();
		}
	}

	await good.peer.frame('msg', ({seq}) => seq === 2000);
	slow.peer.socket.resume();
	await slow.peer.frame('msg', ({seq}) => seq === 2000);
	assert.deepEqual(
		seqs(slow.peer),
		Array.from({length: 2000}, (_, index) => index + 1),
	);
});

test('a member that floods is not read from until the log has caught up, is told when that takes long, and loses nothing', async t => {
	const {join, room, clock, log} = await openHost(t, {isSlow: true});
	const {peer} = await join('a');
	const count = 3000;
	const posts = Array.from({length: count}, (_, index) => `{"type":"post","n":${index + 1},"text":"${index + 1}"}\n`);
	peer.send(posts.join(''));
	await until(() => room.countUncommitted(deriveMemberId(sidOf('a'))) === waitingLimit);
	clock.pass(999);
	await endOfTurn();
	assert.equal(room.countUncommitted(deriveMemberId(sidOf('a'))), waitingLimit);
	assert.equal(
		peer.frames.some(({type}) => type === 'paused'),
		false,
	);
	clock.pass(1);
	assert.equal((await peer.frame('paused')).on, true);
	log.commit();
	await peer.frame('paused', ({on}) => on === false);
	await until(() => {
		log.commit();
		return seqs(peer).length === count;
	});
	assert.deepEqual(
		room.log.read(1, count).map(({text}) => Number(text)),
		Array.from({length: count}, (_, index) => index + 1),
	);
});

test('a room that lets no plain peers in answers plain text with one helpful line', async t => {
	const {connect, room} = await openHost(t);
	const peer = await connect();
	peer.send('GET / HTTP/1.1\r\n');
	await peer.ended();
	assert.match(peer.text, /^This is a private room of socket-chat\. [^\n]*socket-chat join[^\n]*\n$/);
	assert.equal(room.members.length, 1);
});

test('a plain peer is a member named by its address, gets no history and no echo, and reads the host as it is', async t => {
	const {connect, room, join} = await openHost(t, {plain: true});
	room.postNext(hostId, 'history');
	await endOfTurn();
	const {peer: bob} = await join('b', 'bob');
	const peer = await connect();
	peer.send('hi\n');
	const address = `127.0.0.1:${peer.socket.localPort}`;
	const message = await bob.frame('msg', ({text}) => text === 'hi');
	assert.equal(message.from, address);
	room.postNext(hostId, 'hello');
	await peer.waitForText('hello\n');
	bob.send({type: 'post', n: 1, text: 'hey\u{7}'});
	await peer.waitForText('bob: hey␇\n');
	assert.equal(peer.text, 'hello\nbob: hey␇\n');
});

test('a plain peer that says nothing is in after half a second', async t => {
	const {connect, room, clock} = await openHost(t, {plain: true});
	const peer = await connect();
	const later = await connect();
	later.send('x\n');
	await until(() => room.members.length === 2);
	clock.pass(500);
	assert.equal(room.members.length, 3);
	room.postNext(hostId, 'welcome');
	await peer.waitForText('welcome\n');
});

test('what a plain peer sends without a line end is a message after 100 ms, and is answered without one', async t => {
	const {connect, room, clock, entries} = await openHost(t, {plain: true});
	const peer = await connect();
	peer.send('Hi');
	await until(() => entries.some(({verb}) => verb === 'recv'));
	clock.pass(99);
	await endOfTurn();
	assert.equal(room.log.head, 0);
	clock.pass(1);
	await endOfTurn();
	assert.equal(room.log.head, 1);
	room.postNext(hostId, 'Hello');
	await peer.waitForText('Hello');
	await endOfTurn();
	assert.equal(peer.text, 'Hello');
});

test('a plain peer that ends its side is kept: what it sent counts, and replies reach it', async t => {
	const {connect, room} = await openHost(t, {plain: true});
	const peer = await connect();
	peer.send('one\ntwo');
	peer.socket.end();
	await until(() => room.log.head === 2);
	assert.deepEqual(
		room.log.read(1, 9).map(({text}) => text),
		['one', 'two'],
	);
	room.postNext(hostId, 'reply');
	await peer.waitForText('reply');
	assert.equal(room.members.length, 2);
	peer.socket.destroy();
	room.postNext(hostId, 'is anybody there?');
	await until(() => {
		room.postNext(hostId, '?');
		return room.members.length === 1;
	});
});

test('where that is limited, a plain peer that has ended its side has left when nothing was said to it for a while', async t => {
	const {connect, room, clock} = await openHost(t, {plain: true, halfOpenLimit: 5000});
	const peer = await connect();
	peer.send('one');
	peer.socket.end();
	await until(() => room.log.head === 1);
	clock.pass(4000);
	room.postNext(hostId, 'reply');
	await peer.waitForText('reply');
	clock.pass(4999);
	assert.equal(room.members.length, 2);
	clock.pass(1);
	assert.equal(room.members.length, 1);
	await peer.ended();
});

test('bye from a plain peer means that it leaves, and the word is not shown', async t => {
	const {connect, room} = await openHost(t, {plain: true});
	const peer = await connect();
	peer.send('one\n BYE \nlate\n');
	await peer.ended();
	assert.deepEqual(
		room.log.read(1, 9).map(({text}) => text),
		['one'],
	);
	assert.equal(room.members.length, 1);
});

test('a hello that comes late to a room for plain peers is a hello, and its secret is read out to nobody', async t => {
	const {connect, room, clock} = await openHost(t, {plain: true});
	const late = await connect();
	const other = await connect();
	other.send('x\n');
	await until(() => room.log.head === 1);
	clock.pass(500);
	assert.equal(room.members.length, 3);
	late.send({type: 'hello', v: 1, sid: sidOf('d'), since: 0, name: 'dora'});
	await late.frame('welcome');
	await endOfTurn();
	assert.equal(room.log.head, 1);
	assert.deepEqual(
		room.members.map(({name}) => name).filter(name => !name.includes(':')),
		['alice', 'dora'],
	);
});

test('the connection log has the calls of the lab sheet, in its order, with both ends', async t => {
	const {connect, room, entries, verbs, port} = await openHost(t, {plain: true});
	const peer = await connect();
	peer.send('hi\n');
	await until(() => room.log.head === 1);
	room.postNext(hostId, 'hello');
	await peer.waitForText('hello');
	peer.send('bye\n');
	peer.socket.end();
	await until(() => verbs().includes('close'));
	assert.deepEqual(verbs(), ['socket', 'bind', 'listen', 'accept', 'recv', 'send', 'recv', 'end', 'close']);
	const address = `127.0.0.1:${peer.socket.localPort ?? ''}`;
	const accept = entries.find(({verb}) => verb === 'accept');
	assert.equal(accept?.detail, `${accept?.peer ?? ''} at 127.0.0.1:${port}`);
	assert.match(entries.find(({verb}) => verb === 'recv')?.detail ?? '', /^3 B "hi\\n" from 127\.0\.0\.1:\d+$/);
	assert.ok(address.length > 0);
	const listen = entries.find(({verb}) => verb === 'listen');
	assert.deepEqual([listen?.address, listen?.port], ['127.0.0.1', port]);
});

test('a port that is taken, an address that is not ours: each is its sentence', async t => {
	const {port} = await openHost(t);
	const clock = new FakeClock();
	const another = () => {
		const room = new Room({name: 'main', log: new MemoryLog('x'), now: clock.now});
		return new Host({
			room,
			hostId,
			tlsUpgrader: cleartextUpgrader,
			plain: false,
			lineEnd: undefined,
			halfOpenLimit: undefined,
			clock,
			log() {},
			createId: () => 'x',
		});
	};

	await assert.rejects(
		another().listen({host: '127.0.0.1', port}),
		new ListenError(`Port ${port} is in use. Another host? On macOS, AirPlay uses 5000: try --port 5001.`),
	);
	await assert.rejects(
		another().listen({host: '192.0.2.1', port: 0}),
		new ListenError('192.0.2.1 is not an address of this computer.'),
	);
});

test('noise of any kind leaves a host that serves', async t => {
	const {connect, join, host} = await openHost(t);
	for (const bytes of [
		Buffer.alloc(100_000, 0xff),
		Buffer.alloc(100_000, 0x7b),
		Buffer.from('{"type":"hello"'.repeat(9000)),
		Buffer.from([0x16, 3, 1, 2, 0, 1]),
	]) {
		const peer = await connect();
		peer.send(bytes);
		peer.socket.on('error', () => undefined);
		await peer.ended();
	}

	const {peer} = await join('a');
	peer.send({type: 'post', n: 1, text: 'served'});
	await peer.frame('msg');
	assert.ok(host);
});

test('one who asks too often is answered at a pace, and everything is', async t => {
	const {join, clock} = await openHost(t);
	const {peer} = await join('a');
	for (let k = 1; k <= 70; k++) {
		peer.send({type: 'ping', k});
	}

	const pongs = () => peer.frames.filter(({type}) => type === 'pong').length;
	await until(() => pongs() === 51);
	await endOfTurn();
	assert.equal(pongs(), 51);
	await until(() => {
		clock.pass(100);
		return pongs() === 70;
	});
});

test('a room that is full says so', async t => {
	const {connect, join} = await openHost(t, {connections: 2});
	await join('a');
	await join('b');
	const third = await connect();
	third.send({type: 'hello', v: 1, sid: sidOf('c'), since: 0, name: 'c'});
	const close = await third.frame('close');
	assert.deepEqual([close.code, close.retry], ['full', true]);
	await third.ended();
});
