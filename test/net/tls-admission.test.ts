import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import test from 'node:test';
import {connect as connectTls} from 'node:tls';
import {describeDialError} from '../../source/net/error-messages.ts';
import {
	guessInterval,
	maximumFailedHandshakes,
	failedHandshakePeriod,
	maximumPending,
	maximumWaitingGuesses,
} from '../../source/net/limits.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import {RawPeer} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';
import {rightKey, hello, openHost, tcp, tls, join, dial} from './open-private-host.ts';

test('after a kick the old key is refused, the other members stay, and newcomers need the new key', async t => {
	const {port, host, room, changeKey} = await openHost(t);
	const {peer: kicked} = await join(t, port, {digit: 'a'});
	const {peer: stays} = await join(t, port, {digit: 'b'});
	const newKey = randomBytes(32);
	host.kick(deriveMemberId('a'.repeat(32)));
	changeKey(newKey);
	assert.deepEqual((await kicked.frame('close')).code, 'kicked');
	assert.equal((await stays.frame('code')).code, 'another');
	assert.equal(await dial(t, port, rightKey), 'auth');
	await join(t, port, {key: newKey, digit: 'c'});
	assert.deepEqual(
		room.members.map(({name}) => name),
		['name b', 'name c'],
	);
});

test('a client that used the old key and says hello after the change is refused', async t => {
	const {port, room, changeKey, said} = await openHost(t);
	const {socket, peer} = tls(t, port, rightKey);
	await once(socket, 'secureConnect');
	await until(() => said('secure', /TLSv1/).length === 1);
	changeKey(randomBytes(32));
	peer.send(hello());
	assert.equal((await peer.frame('close')).code, 'auth');
	assert.deepEqual(room.members, []);
});

test('after ten wrong keys, the handshakes of an address take turns, and the right key still opens', async t => {
	const {port, clock, said} = await openHost(t);
	for (let time = 1; time <= maximumFailedHandshakes; time++) {
		assert.equal(await dial(t, port, randomBytes(32)), 'auth');
		await until(() => said('secure', /failed/).length === time);
	}

	const wrong = dial(t, port, randomBytes(32));
	await until(() => said('secure', /waits for its turn/).length === 1);
	const right = dial(t, port);
	await until(() => said('secure', /waits for its turn/).length === 2);
	assert.equal(said('secure', /failed/).length, maximumFailedHandshakes);
	clock.pass(guessInterval);
	assert.equal(await wrong, 'auth');
	clock.pass(guessInterval);
	assert.ok(typeof (await right) !== 'string');
	clock.pass(failedHandshakePeriod + 1);
	assert.ok(typeof (await dial(t, port)) !== 'string');
});

test('a client whose turn is too far off is told why it is refused', async t => {
	const {port, said} = await openHost(t);
	for (let time = 1; time <= maximumFailedHandshakes; time++) {
		assert.equal(await dial(t, port, randomBytes(32)), 'auth');
		await until(() => said('secure', /failed/).length === time);
	}

	for (let count = 0; count < maximumWaitingGuesses; count++) {
		void dial(t, port, randomBytes(32)).catch(() => undefined);
	}

	await until(() => said('secure', /waits for its turn/).length === maximumWaitingGuesses);
	const failure = await dial(t, port);
	assert.ok(typeof failure === 'string');
	assert.equal(
		describeDialError(failure, {host: '192.168.1.7', port: 5000}),
		'Too many wrong codes have come to 192.168.1.7:5000 from your network. Try again in a minute.',
	);
	assert.equal(said('bye', /refused after many wrong codes from its network$/).length, 1);
});

test('the oldest unidentified connection is closed to admit another, and members stay', async t => {
	const {port, said} = await openHost(t);
	const {peer: member} = await join(t, port);
	const [first, ...others] = await Promise.all(Array.from({length: maximumPending}, async () => tcp(t, port)));
	await until(() => said('accept', /./).length === maximumPending + 1);
	assert.ok(first);
	const {peer: newcomer} = await join(t, port, {digit: 'b'});
	await until(() => [first, ...others].filter(({isClosed, isEnded}) => isClosed || isEnded).length === 1);
	assert.equal(said('bye', /sent no hello/).length, 1);
	member.send({type: 'ping', k: 1});
	newcomer.send({type: 'ping', k: 1});
	await Promise.all([member.frame('pong'), newcomer.frame('pong')]);
});

test('a locked room admits its members again, and no newcomer', async t => {
	const {port, host} = await openHost(t);
	const {peer} = await join(t, port, {digit: 'a'});
	host.newcomers.lock(true);
	peer.socket.destroy();
	await join(t, port, {digit: 'a'});
	const {socket, peer: newcomer} = tls(t, port, rightKey);
	await once(socket, 'secureConnect');
	newcomer.send(hello('b'));
	const close = await newcomer.frame('close');
	assert.deepEqual([close.code, close.retry], ['locked', true]);
	host.newcomers.lock(false);
	await join(t, port, {digit: 'b'});
});

test('the host of a locked room is told once who wants to come in, and lets that one in', async t => {
	const {port, host} = await openHost(t);
	const waiting: string[] = [];
	host.newcomers.onWaiting = ({name}) => {
		waiting.push(name);
	};

	host.newcomers.lock(true);
	const knock = async (digit: string) => {
		const {socket, peer} = tls(t, port, rightKey);
		await once(socket, 'secureConnect');
		peer.send(hello(digit));
		return (await peer.frame('close')).code;
	};

	assert.equal(await knock('b'), 'locked');
	assert.equal(await knock('b'), 'locked');
	assert.equal(await knock('c'), 'locked');
	assert.deepEqual(waiting, ['name b', 'name c']);
	assert.ok(host.newcomers.permit('Name B'));
	await join(t, port, {digit: 'b'});
	assert.equal(await knock('c'), 'locked');
});

test('a host with --plain admits a member by its key even if its handshake starts late', async t => {
	const {port, clock, room, said} = await openHost(t, {plain: true});
	const raw = await tcp(t, port);
	await until(() => said('accept', /./).length === 1);
	clock.pass(500);
	await until(() => room.members.length === 1);
	raw.socket.removeAllListeners('data');
	const socket = connectTls({
		socket: raw.socket,
		ca: [],
		checkServerIdentity: () => undefined,
		minVersion: 'TLSv1.3',
		ciphers: 'TLS_AES_128_GCM_SHA256',
		pskCallback: () => ({psk: rightKey, identity: 'socket-chat'}),
	});
	t.after(() => {
		socket.destroy();
	});
	const peer = new RawPeer(socket);
	await once(socket, 'secureConnect');
	peer.send(hello());
	await peer.frame('welcome');
	assert.deepEqual(
		room.members.map(({name}) => name),
		['name a'],
	);
});
