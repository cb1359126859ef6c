import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {createDial} from '../../../source/net/dial/dial.ts';
import type {LinkStatus} from '../../../source/net/client/reconnector.ts';
import {PlainLink} from '../../../source/net/client/plain-link.ts';
import type {LineEnd} from '../../../source/wire/plain-text.ts';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {listenRaw} from '../../helpers/raw-peer.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';

const openLink = async (t: TestContext, lineEnd?: LineEnd) => {
	const server = await listenRaw(t);
	const clock = new FakeClock();
	const shown: string[] = [];
	const statuses: LinkStatus[] = [];
	const members: string[][][] = [];
	const ignore = () => undefined;
	const link = new PlainLink({
		endpoint: {host: '127.0.0.1', port: server.port},
		name: 'bob',
		lineEnd,
		dial: createDial({clock, log: createSocketLog(ignore)}),
		clock,
		random: () => 1,
		log: createSocketLog(ignore),
		events: {
			onStatus(status) {
				statuses.push(status);
			},
			onMe: ignore,
			onQueued: ignore,
			onMembers(list) {
				members.push(list.map(({id, name, address, status}) => [id, name, address, status]));
			},
			onMessage({text, seq}, isOwn) {
				assert.equal(seq, undefined, 'there is no log');
				shown.push(`${isOwn ? '→' : '←'} ${text}`);
			},
			onAck() {
				assert.fail('plain TCP has no acknowledgements');
			},
			onSent(n) {
				shown.push(`sent ${n}`);
			},
			onOlder: ignore,
			onRefused: ignore,
			onPaused: ignore,
			onUnheard(remote) {
				shown.push(`nothing from ${remote}`);
			},
			onCode: ignore,
			onReset: ignore,
			onInUse: () => undefined,
			onNumberTaken: () => undefined,
			onReplayed: ignore,
		},
	});
	t.after(async () => {
		const closed = link.close();
		clock.pass(5000);
		await closed;
	});
	return {server, clock, link, shown, statuses, members, status: () => statuses.at(-1)};
};

test('a plain link sends only what the user types', async t => {
	const {link, server, shown, clock} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	clock.pass(60_000);
	await endOfTurn();
	assert.equal(peer.text, '');
	link.send('Hi');
	await peer.waitForText('Hi\n');
	await until(() => shown.includes('sent 1'));
	assert.deepEqual(shown, ['→ Hi', 'sent 1']);
	assert.equal(link.pending.length, 0);
	link.leave();
	await peer.ended();
	assert.equal(peer.text, 'Hi\n', 'it closes without sending bye');
});

test('lines end as the other side ends its lines, LF until it has sent one', async t => {
	const {link, server, shown, clock} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	link.send('a');
	await peer.waitForText('a\n');
	peer.send('x\r\n');
	await until(() => shown.includes('← x'));
	link.send('b');
	await peer.waitForText('b\r\n');
	const {waiting} = clock;
	peer.send('y');
	await until(() => clock.waiting > waiting);
	clock.pass(100);
	assert.ok(shown.includes('← y'));
	link.send('c');
	await peer.waitForText('\r\nc');
	assert.ok(peer.text.endsWith('c'));
});

test('--eol sets how lines end, whatever the other side does', async t => {
	const {link, server, shown} = await openLink(t, 'crlf');
	link.start();
	const peer = await server.peer(0);
	peer.send('x\n');
	await until(() => shown.includes('← x'));
	link.send('a');
	await peer.waitForText('a\r\n');
});

test('messages sent without a connection wait, and are written once, in order', async t => {
	const {link, server, clock, status} = await openLink(t);
	link.send('one');
	link.start();
	const first = await server.peer(0);
	await first.waitForText('one\n');
	first.socket.destroy();
	await until(() => status()?.status === 'waiting');
	link.send('two');
	link.send('three');
	clock.pass(5000);
	const second = await server.peer(1);
	await second.waitForText('three\n');
	assert.equal(second.text, 'two\nthree\n');
});

test('a plain link dials a server again that has ended its side, and shows it as away meanwhile', async t => {
	const {link, server, clock, status, shown, members} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	peer.send('good bye');
	peer.socket.end();
	await until(() => status()?.status === 'waiting');
	assert.ok(shown.includes('← good bye'), 'its last text is shown');
	clock.pass(5000);
	await server.peer(1);
	await until(() => members.length === 3);
	const [[me = []] = []] = members;
	const [id = '', , address = ''] = me;
	const remote = `127.0.0.1:${server.port}`;
	assert.deepEqual(members.slice(0, 2), [
		[
			[id, 'bob', address, 'here'],
			[remote, remote, remote, 'here'],
		],
		[
			[id, 'bob', '', 'here'],
			[remote, remote, remote, 'away'],
		],
	]);
	assert.deepEqual(
		members[2]?.map(member => [member[0], member[3]]),
		[
			[id, 'here'],
			[remote, 'here'],
		],
		'the own id stays, so nobody seems to have left',
	);
});

test('5 s after the first message without a byte from the other side, it is said once that none has come', async t => {
	const {link, server, clock, shown, status} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	await until(() => status()?.status === 'open');
	clock.pass(60_000);
	link.send('one');
	await until(() => shown.includes('sent 1'));
	clock.pass(4999);
	assert.deepEqual(shown, ['→ one', 'sent 1']);
	clock.pass(1);
	assert.equal(shown.at(-1), `nothing from 127.0.0.1:${server.port}`);
	peer.socket.destroy();
	await until(() => status()?.status === 'waiting');
	clock.pass(1000);
	await server.peer(1);
	link.send('two');
	await until(() => shown.includes('sent 2'));
	clock.pass(60_000);
	assert.equal(shown.filter(text => text.startsWith('nothing')).length, 1);
});

test('nothing is said of a side that has answered', async t => {
	const {link, server, clock, shown} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	peer.send('hello\n');
	await until(() => shown.includes('← hello'));
	link.send('one');
	await until(() => shown.includes('sent 1'));
	clock.pass(60_000);
	assert.equal(shown.at(-1), 'sent 1');
});

test('after the end of the input, it half-closes, shows what still comes, and closes after 2 s of quiet', async t => {
	const {link, server, clock, status, shown} = await openLink(t);
	link.start();
	link.send('question');
	link.endInput();
	const peer = await server.peer(0);
	await peer.ended();
	clock.pass(1500);
	peer.send('answer\n');
	await until(() => shown.includes('← answer'));
	clock.pass(1500);
	assert.equal(status()?.status, 'open');
	clock.pass(500);
	await until(() => status()?.status === 'closed');
	assert.equal(Object(status()).exitCode, 0);
});

test('after the end of the input, it closes at once when the other side ends too', async t => {
	const {link, server, status} = await openLink(t);
	link.start();
	link.send('question');
	link.endInput();
	const peer = await server.peer(0);
	await peer.ended();
	peer.socket.end('answer');
	await until(() => status()?.status === 'closed');
});
