import assert from 'node:assert/strict';
import test from 'node:test';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {openLink} from './open-link.ts';

test('a link pings after 5 s without a byte, shows that an answer is overdue after 6 s, and gives up after 12 s', async t => {
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
	clock.pass(100);
	await until(() => pings() === 2, {describe: () => 'one that measures, at an idle moment'});
	clock.pass(4900);
	assert.equal(silentSince(), undefined);
	clock.pass(1000);
	assert.equal(silentSince(), since);
	await until(() => pings() === 3, {describe: () => 'one 5 s after the last'});
	clock.pass(5999);
	assert.equal(status()?.status, 'open');
	clock.pass(1);
	assert.equal(status()?.status, 'waiting');
	assert.ok(
		entries.some(
			({verb, awaited, deadline}) => verb === 'timeout' && awaited === 'sign of life' && deadline === 12_000,
		),
	);
	await reconnect(/lost/);
	await welcome(1);
});

test('any byte ends the silence, and the shortest of three pongs is the round trip', async t => {
	const {link, welcome, clock, status, entries} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	clock.pass(6500);
	assert.ok(Object(status()).silentSince);
	peer.send({type: 'who', members: []});
	await until(() => Object(status()).silentSince === undefined);
	const pings = () => peer.frames.filter(({type}) => type === 'ping');
	const answer = async (delay: number) => {
		const count = pings().length;
		for (let step = 0; step < 52 && pings().length === count; step++) {
			clock.pass(100);
			await endOfTurn();
		}

		const ping = await until(() => pings().slice(count).at(-1));
		clock.pass(delay);
		peer.send({type: 'pong', k: ping.k});
		await until(() => entries.some(({verb, rtt}) => verb === 'ping' && rtt === delay));
	};

	await answer(420);
	await answer(42);
	assert.equal(Object(status()).rtt, undefined);
	await answer(80);
	assert.equal(Object(status()).rtt, 42);
});

test('a link gives up a host that sends no welcome within 5 s, and says why', async t => {
	const {link, server, clock, reconnect} = await openLink(t);
	link.start();
	await (await server.peer(0)).frame('hello');
	clock.pass(5000);
	await reconnect(/^127\.0\.0\.1:\d+ accepted the connection, but does not answer\.$/);
});

test('a server with another protocol is not taken for a room', async t => {
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
	test(`after the host closes with ${code}, the link does not dial again, and the exit code is ${exitCode}`, async t => {
		const {link, welcome, status, clock, server} = await openLink(t);
		link.start();
		const peer = await welcome(0);
		peer.send({type: 'close', code, text: 'x', retry: false});
		await until(() => status()?.status === 'closed');
		assert.equal(Object(status()).exitCode, exitCode);
		assert.equal(Object(status()).isByHost, true);
		clock.pass(60_000);
		await endOfTurn();
		assert.equal(server.peers.length, 1);
	});
}

test('a link that was replaced by its own late hello reconnects', async t => {
	const {link, welcome, reconnect} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	peer.send({type: 'close', code: 'replaced', text: 'x', retry: true});
	await reconnect(/newer connection/);
	await welcome(1);
});

test('a link dials a host again that has shut down', async t => {
	const {link, welcome, reconnect} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	peer.send({type: 'close', code: 'shutdown', text: 'x', retry: true});
	await reconnect(/^The host is shutting down\.$/);
	await welcome(1);
});

test('a refused connection is retried, and the status says why', async t => {
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

test('a client that only receives pings too, so that the host does not drop it', async t => {
	const {link, welcome, clock, received} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	const pings = () => peer.frames.filter(({type}) => type === 'ping').length;
	for (let second = 1; second <= 20; second++) {
		clock.pass(1000);
		peer.send({type: 'who', members: []});
		await until(() => received.filter(line => line.startsWith('members')).length === second);
		// The measurement after the welcome has put the others off by 100 ms.
		await until(() => pings() === 1 + Math.ceil(second / 5));
	}
});
