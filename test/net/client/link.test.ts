import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {createDial} from '../../../source/net/dial.ts';
import type {LinkEvents} from '../../../source/net/client/link-types.ts';
import type {LinkStatus} from '../../../source/net/client/reconnector.ts';
import {Link} from '../../../source/net/client/link.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {listenRaw, type RawPeer} from '../../helpers/raw-peer.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';

const sid = 'a'.repeat(32);
const you = {id: 'me', name: 'bob'};
const limits = {text: 8192, line: 65_536};
const heartbeat = {ping: 5000, silent: 15_000};

const message = (
	seq: number,
	{id = 'x', n = seq, text = `m${seq}`}: {id?: string; n?: number; text?: string} = {},
) => ({
	type: 'msg',
	seq,
	id,
	n,
	from: id,
	ts: 1,
	text,
});

const openLink = async (t: TestContext) => {
	const server = await listenRaw(t);
	const clock = new FakeClock();
	const told: string[] = [];
	const statuses: LinkStatus[] = [];
	const entries: SocketLogEntry[] = [];
	const log = (entry: SocketLogEntry) => {
		entries.push(entry);
	};

	const events: LinkEvents = {
		onStatus(status) {
			statuses.push(status);
		},
		onMe({name}) {
			told.push(`me ${name}`);
		},
		onMembers(members) {
			told.push(`members ${members.map(({name, status}) => `${name}:${status}`).join(',')}`);
		},
		onMessage({seq, text}, isOwn) {
			told.push(`message ${seq} ${text}${isOwn ? ' own' : ''}`);
		},
		onOlder(messages) {
			told.push(`older ${messages.map(({seq}) => seq).join(',')}`);
		},
		onAck(n, seq) {
			told.push(`ack ${n} ${seq}`);
		},
		onSent(n) {
			told.push(`handed ${n}`);
		},
		onRefused(n, code) {
			told.push(`refused ${n} ${code}`);
		},
		onPaused(isPaused) {
			told.push(`paused ${isPaused}`);
		},
		onCode(code) {
			told.push(`code ${code}`);
		},
		onReset() {
			told.push('reset');
		},
	};
	const link = new Link({
		endpoint: {host: '127.0.0.1', port: server.port},
		name: 'bob',
		sid,
		dial: createDial({clock, log}),
		clock,
		random: () => 1,
		log,
		events,
	});
	t.after(async () => {
		const closed = link.close();
		clock.pass(5000);
		await closed;
	});
	const status = () => statuses.at(-1);
	const welcome = async (index: number, fields: Record<string, unknown> = {}): Promise<RawPeer> => {
		const peer = await server.peer(index);
		await peer.frame('hello');
		peer.send({
			type: 'welcome',
			v: 1,
			room: 'r',
			roomName: 'main',
			you,
			head: 0,
			first: 1,
			got: 0,
			limits,
			heartbeat,
			...fields,
		});
		await peer.frame('ping');
		return peer;
	};

	/** The link has lost its connection: dials again now. */
	const reconnect = async (reason: RegExp) => {
		await until(() => status()?.status === 'waiting', {describe: () => JSON.stringify(statuses)});
		const waiting = status();
		assert.match(waiting?.status === 'waiting' ? waiting.reason : '', reason);
		clock.pass(5000);
	};

	return {server, clock, link, told, statuses, entries, status, welcome, reconnect};
};

test('it says who it is, and is open once it is welcome', async t => {
	const {link, status, welcome, server, told} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	assert.deepEqual(await peer.frame('hello'), {type: 'hello', v: 1, sid, since: 0, name: 'bob'});
	assert.ok(peer.text.startsWith('{"type":"hello"'), 'a host tells a frame from plain text by how it begins');
	assert.equal(status()?.status, 'connecting');
	await welcome(0);
	assert.equal(status()?.status, 'open');
	assert.deepEqual(told, ['me bob']);
});

test('a message that was typed before the link was up is sent once it is, and acknowledged by its own copy', async t => {
	const {link, welcome, told} = await openLink(t);
	assert.equal(link.send('early'), 1);
	link.start();
	const peer = await welcome(0);
	assert.deepEqual(await peer.frame('post'), {type: 'post', n: 1, text: 'early'});
	assert.equal(link.pending.length, 1, 'sent is not acknowledged');
	peer.send(message(1, {id: 'me', n: 1, text: 'early'}));
	await until(() => link.pending.length === 0);
	assert.deepEqual(told.slice(1), ['message 1 early own', 'ack 1 1']);
});

test('a cut link resumes from its cursor, and sends again only what the host does not have', async t => {
	const {link, welcome, reconnect, told} = await openLink(t);
	link.start();
	const first = await welcome(0, {head: 2});
	first.send(message(1), message(2));
	link.send('one');
	link.send('two');
	await first.frame('post', ({n}) => n === 2);
	first.socket.destroy();
	link.send('three');
	await reconnect(/^The connection was lost\.$/);
	const second = await welcome(1, {head: 3, first: 3, got: 1});
	assert.deepEqual(await second.frame('hello'), {type: 'hello', v: 1, sid, room: 'r', since: 2, name: 'bob'});
	await second.frame('post', ({n}) => n === 3);
	assert.deepEqual(
		second.frames.filter(({type}) => type === 'post').map(({text}) => text),
		['two', 'three'],
	);
	second.send(message(3, {id: 'me', n: 1}), message(4, {id: 'me', n: 2}), message(5, {id: 'me', n: 3}));
	await until(() => link.pending.length === 0);
	assert.deepEqual(
		told.filter(line => line.startsWith('ack')),
		['ack 1 3', 'ack 2 4', 'ack 3 5'],
	);
	assert.equal(told.includes('reset'), false);
});

test('another history is told as a reset, and what waits is sent to it from number 1', async t => {
	const {link, welcome, reconnect, told} = await openLink(t);
	link.start();
	const first = await welcome(0, {head: 9, first: 10, got: 7});
	link.send('one');
	await first.frame('post');
	first.send(message(10, {id: 'me', n: 8, text: 'one'}));
	link.send('two');
	await until(() => told.includes('ack 1 10'));
	first.socket.destroy();
	await reconnect(/lost/);
	const second = await welcome(1, {room: 'another', head: 0, first: 1, got: 0});
	assert.deepEqual(await second.frame('post'), {type: 'post', n: 1, text: 'two'});
	second.send(message(1, {id: 'me', n: 1, text: 'two'}));
	await until(() => told.includes('ack 2 1'));
	assert.equal(told.filter(line => line === 'reset').length, 1);
});

test('a host that has lost its history is told as a reset', async t => {
	const {link, welcome, reconnect, told} = await openLink(t);
	link.start();
	const first = await welcome(0, {head: 5});
	first.send(message(1), message(2), message(3));
	await until(() => told.includes('message 3 m3'));
	first.socket.destroy();
	await reconnect(/lost/);
	await welcome(1, {head: 1, first: 1});
	assert.ok(told.includes('reset'));
});

test('a refused message leaves the outbox with its reason', async t => {
	const {link, welcome, told} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('x');
	await peer.frame('post');
	peer.send({type: 'nack', n: 1, code: 'too-big', text: 'Too big.'});
	await until(() => link.pending.length === 0);
	assert.ok(told.includes('refused 1 too-big'));
});

test('a gap in the order of the log ends the connection, and nothing of it is shown', async t => {
	const {link, welcome, reconnect, told} = await openLink(t);
	link.start();
	const peer = await welcome(0, {head: 3});
	peer.send(message(1), message(3));
	await reconnect(/missing/);
	assert.deepEqual(
		told.filter(line => line.startsWith('message')),
		['message 1 m1'],
	);
	const again = await welcome(1, {first: 2});
	assert.equal((await again.frame('hello')).since, 1);
});

test('a place in the log that is not for me is skipped, and counts', async t => {
	const {link, welcome, told} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	peer.send(message(1), {type: 'skip', seq: 2}, message(3));
	await until(() => told.includes('message 3 m3'));
});

test('it pings after 5 s without a byte, says that there is no answer from 6 s on, and gives up at 12 s', async t => {
	const {link, welcome, clock, status, reconnect, entries} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	const pings = () => peer.frames.filter(({type}) => type === 'ping').length;
	const silentSince = () => {
		const now = status();
		return now?.status === 'open' ? now.silentSince : undefined;
	};

	const since = clock.now();
	assert.equal(pings(), 1, 'one with the welcome');
	clock.pass(5000);
	await until(() => pings() === 2);
	assert.equal(silentSince(), undefined);
	clock.pass(1000);
	assert.equal(silentSince(), since);
	clock.pass(5999);
	assert.equal(status()?.status, 'open');
	clock.pass(1);
	assert.equal(status()?.status, 'waiting');
	assert.ok(entries.some(({verb, detail}) => verb === 'timeout' && detail.endsWith('was silent for 12 s')));
	await reconnect(/lost/);
	await welcome(1);
});

test('any byte ends the silence, and a pong gives the round trip', async t => {
	const {link, welcome, clock, status} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	clock.pass(6500);
	assert.ok(Object(status()).silentSince);
	peer.send({type: 'who', members: []});
	await until(() => Object(status()).silentSince === undefined);
	clock.pass(5000);
	// One because nothing was sent for 5 s, and one because nothing was received.
	const ping = await until(() => peer.frames.filter(({type}) => type === 'ping').at(3));
	clock.pass(42);
	peer.send({type: 'pong', k: ping.k});
	await until(() => Object(status()).rtt === 42);
});

test('a host that does not say welcome within 5 s is given up, with a sentence', async t => {
	const {link, server, clock, reconnect} = await openLink(t);
	link.start();
	await (await server.peer(0)).frame('hello');
	clock.pass(5000);
	await reconnect(/^127\.0\.0\.1:\d+ accepted the connection, but does not answer\.$/);
});

test('something that speaks otherwise is told apart from a room', async t => {
	const {link, server, reconnect} = await openLink(t);
	link.start();
	(await server.peer(0)).send('SSH-2.0-OpenSSH_9.2\r\n');
	await reconnect(
		/^127\.0\.0\.1:\d+ answered, but it is not a private socket-chat room\. For plain text, use --plain\.$/,
	);
});

for (const [code, exitCode] of [
	['bye', 0],
	['kicked', 3],
	['auth', 3],
	['bad-version', 3],
] as const) {
	test(`after the host's ${code} nothing is tried again, and the program ends with ${exitCode}`, async t => {
		const {link, welcome, status, clock, server} = await openLink(t);
		link.start();
		const peer = await welcome(0);
		peer.send({type: 'close', code, text: 'x', retry: false});
		await until(() => status()?.status === 'closed');
		assert.equal(Object(status()).exitCode, exitCode);
		clock.pass(60_000);
		await endOfTurn();
		assert.equal(server.peers.length, 1);
	});
}

test('a link that its own late hello has replaced comes back', async t => {
	const {link, welcome, reconnect} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	peer.send({type: 'close', code: 'replaced', text: 'x', retry: true});
	await reconnect(/newer connection/);
	await welcome(1);
});

test('a host that shuts down may come back, so it is tried again', async t => {
	const {link, welcome, reconnect} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	peer.send({type: 'close', code: 'shutdown', text: 'x', retry: true});
	await reconnect(/^The host is shutting down\.$/);
	await welcome(1);
});

test('leaving waits for what is not acknowledged, then says bye', async t => {
	const {link, welcome, status} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('last words');
	await peer.frame('post');
	link.leave();
	assert.equal(
		peer.frames.some(({type}) => type === 'bye'),
		false,
	);
	peer.send(message(1, {id: 'me', n: 1}));
	await peer.frame('bye');
	peer.socket.end();
	await until(() => status()?.status === 'closed');
	assert.equal(Object(status()).exitCode, 0);
});

test('leaving waits 2 s at most', async t => {
	const {link, welcome, clock, status} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('last words');
	await peer.frame('post');
	link.leave();
	clock.pass(2000);
	await peer.frame('bye');
	peer.socket.end();
	await until(() => status()?.status === 'closed');
	assert.deepEqual(link.pending, [{n: 1, text: 'last words', isSent: true}]);
});

test('at the end of what is to be said, it leaves once all is acknowledged, however long that takes', async t => {
	const {link, welcome, reconnect, status, clock} = await openLink(t);
	link.start();
	const first = await welcome(0);
	link.send('one');
	link.endInput();
	await first.frame('post');
	clock.pass(4000);
	first.socket.destroy();
	await reconnect(/lost/);
	const second = await welcome(1);
	await second.frame('post');
	assert.equal(status()?.status, 'open');
	second.send(message(1, {id: 'me', n: 1}));
	await second.frame('bye');
});

test('the list of members follows the changes, and a long list comes in parts', async t => {
	const {link, welcome, told} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	const member = (name: string, status = 'here') => ({id: name, name, address: '1.2.3.4:5', status, for: 0});
	peer.send(
		{type: 'who', all: true, more: true, members: [member('a')]},
		{type: 'who', all: true, members: [member('b')]},
	);
	peer.send({type: 'who', members: [member('a', 'away'), member('c')]}, {type: 'who', members: [member('b', 'left')]});
	await until(() => told.includes('members a:away,c:here'));
	assert.deepEqual(told.slice(1), ['members a:here,b:here', 'members a:away,b:here,c:here', 'members a:away,c:here']);
});

test('the connection log has the calls of the lab sheet, in its order, with both ends', async t => {
	const {link, welcome, entries, server} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	const ends = `127.0.0.1:${peer.socket.remotePort ?? ''} → 127.0.0.1:${server.port}`;
	link.send('hi');
	await peer.frame('post');
	link.leave();
	peer.send(message(1, {id: 'me', n: 1}));
	await peer.frame('bye');
	peer.socket.end();
	await until(() => entries.at(-1)?.verb === 'close');
	assert.deepEqual(
		entries.map(({verb}) => verb).filter(verb => verb !== 'ping'),
		['socket', 'connect', 'hello', 'send', 'recv', 'send', 'recv', 'send', 'end', 'close'],
	);
	assert.equal(entries.find(({verb}) => verb === 'connect')?.detail, ends);
	assert.equal(entries.at(-1)?.detail, ends);
});

test('nobody at the address, a silent firewall, a name that does not exist: each is tried again, with its sentence', async t => {
	const {link, server, status, clock} = await openLink(t);
	server.close();
	link.start();
	await until(() => status()?.status === 'waiting');
	assert.equal(
		Object(status()).reason,
		`Nobody is hosting at 127.0.0.1:${server.port}. Is \`socket-chat host\` running there?`,
	);
	assert.ok(Object(status()).retryAt > clock.now());
});

test('one that only listens pings too: a host gives up whom it does not hear', async t => {
	const {link, welcome, clock, told} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	const pings = () => peer.frames.filter(({type}) => type === 'ping').length;
	for (let second = 1; second <= 20; second++) {
		clock.pass(1000);
		peer.send({type: 'who', members: []});
		await until(() => told.filter(line => line.startsWith('members')).length === second);
		await until(() => pings() === 1 + Math.floor(second / 5));
	}
});

test('a host that makes up numbers or members without end is not believed', async t => {
	const {link, welcome, reconnect} = await openLink(t);
	link.start();
	const first = await welcome(0);
	const members = Array.from({length: 100}, (_, index) => ({
		id: '',
		name: 'x',
		address: 'x',
		status: 'here',
		for: index,
	}));
	for (let part = 0; part < 60; part++) {
		first.send({
			type: 'who',
			all: true,
			more: true,
			members: members.map((member, index) => ({...member, id: `${part} ${index}`})),
		});
	}

	await reconnect(/longer than the limit/);
	const second = await welcome(1);
	second.send({...message(1), ts: 1e300});
	await reconnect(/invalid frame/);
});
