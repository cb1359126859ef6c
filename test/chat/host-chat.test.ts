import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect} from 'node:net';
import test, {type TestContext} from 'node:test';
import {HostChat} from '../../source/chat/host-chat.ts';
import {JoinChat} from '../../source/chat/join-chat.ts';
import {systemClock} from '../../source/net/clock.ts';
import {createSid} from '../../source/room/identity.ts';
import {MemoryLog} from '../../source/room/log.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {until} from '../helpers/until.ts';

const code = 'legal-winner-thank-year-wave';
const anotherCode = 'zoo-zoo-zoo-zoo-zoo';

/** A host whose keys are there when the test says so, and the codes that they are made of. */
const openHost = async (
	t: TestContext,
	{plain = false, disk = () => undefined}: {readonly plain?: boolean; readonly disk?: () => void} = {},
) => {
	const wanted: string[] = [];
	const makers: Array<{readonly make: () => void; readonly fail: () => void}> = [];
	let saved = code;
	let port = 0;
	const chat = new HostChat(
		{
			name: 'alice',
			room: 'main',
			port: 0,
			listen: '127.0.0.1',
			plain,
			once: false,
			stopOn: undefined,
			lineEnd: undefined,
		},
		{
			clock: systemClock,
			historyCapacity: 100,
			randomBytes,
			maximumConnections: 10,
			async deriveKey(from) {
				wanted.push(from);
				return new Promise((resolve, reject) => {
					makers.push({
						make() {
							resolve(Buffer.from(from.padEnd(32).slice(0, 32)));
						},
						fail() {
							reject(new Error('no memory'));
						},
					});
				});
			},
			listAddresses: bound => [`127.0.0.1:${bound.port}`],
			advertise: () => ({tag: undefined, async stop() {}}),
			openRoom: async () => ({
				log: new MemoryLog('history'),
				sid: createSid(randomBytes),
				code,
				saveCode(to) {
					disk();
					saved = to;
				},
				announce(endpoint) {
					port = endpoint.port;
				},
				async release() {},
			}),
		},
	);
	t.after(async () => chat.close());
	chat.start();
	await until(() => port > 0);
	const makeKey = async () => {
		const {make} = await until(() => makers.shift());
		make();
	};

	const failKey = async () => {
		const {fail} = await until(() => makers.shift());
		fail();
	};

	const verbs = () => chat.getState().socketLog.calls.map(({verb}) => verb);
	return {chat, port, wanted, makeKey, failKey, verbs, code: () => saved};
};

const openJoin = (t: TestContext, port: number, its = code) => {
	const chat = new JoinChat(
		{name: 'bob', endpoint: {host: '127.0.0.1', port}, code: its, plain: false, isImpatient: true, lineEnd: undefined},
		{
			clock: systemClock,
			historyCapacity: 100,
			random: () => 1,
			deriveKey: async from => Buffer.from(from.padEnd(32).slice(0, 32)),
			saveRoom() {},
			followRoom: () => () => undefined,
			onWrongCode() {},
			openIdentity: async () => ({sid: createSid(randomBytes), async release() {}}),
		},
	);
	t.after(async () => chat.close());
	chat.start();
	return chat;
};

test('a room listens before its key is derived, and an early client waits and is admitted', async t => {
	const {chat, port, makeKey, verbs} = await openHost(t);
	assert.equal(chat.getState().status.status, 'listening');
	const join = openJoin(t, port);
	await until(() => join.getState().socketLog.calls.some(({verb, local}) => verb === 'connect' && local !== undefined));
	assert.equal(join.getState().status.status, 'connecting');
	await makeKey();
	await until(() => join.getState().status.status === 'open');
	assert.deepEqual(verbs().slice(0, 5), ['socket', 'bind', 'listen', 'accept', 'secure']);
});

test('a client with a wrong key is refused, even if it connects before the key is derived', async t => {
	const {port, makeKey, verbs} = await openHost(t);
	const join = openJoin(t, port, anotherCode);
	await until(() => join.getState().socketLog.calls.some(({verb, local}) => verb === 'connect' && local !== undefined));
	await makeKey();
	await until(() => join.getState().status.status === 'closed');
	assert.ok(!verbs().includes('hello'));
});

test('the text of a plain peer that connects before the key is derived is posted', async t => {
	const {chat, port, makeKey} = await openHost(t, {plain: true});
	const socket = connect({port, host: '127.0.0.1'});
	t.after(() => socket.destroy());
	await once(socket, 'connect');
	socket.write('early\n');
	await makeKey();
	await until(() => chat.getState().history.some(item => 'text' in item && item.text === 'early'));
});

test('a room that closes before its key is derived closes the waiting connections', async t => {
	const {chat, port} = await openHost(t);
	const socket = connect({port, host: '127.0.0.1'});
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	const closed = once(socket, 'close');
	socket.resume();
	await chat.close();
	await closed;
	assert.equal(chat.getState().status.status, 'closed');
});

test('a code that changes before the first key is derived is the valid one', async t => {
	const {chat, port, wanted, makeKey, code: saved} = await openHost(t);
	assert.ok(chat.submit('/code new').ok);
	await endOfTurn();
	assert.deepEqual(wanted, [code]);
	await makeKey();
	await makeKey();
	await until(() => saved() !== code);
	assert.deepEqual(wanted, [code, saved()]);
	const join = openJoin(t, port, saved());
	await until(() => join.getState().status.status === 'open');
	const outsider = openJoin(t, port);
	await until(() => outsider.getState().status.status === 'closed');
});

const isNoticed = (chat: Pick<HostChat, 'getState'>, pattern: RegExp) =>
	chat.getState().history.some(item => item.kind === 'notice' && pattern.test(item.text));

test('a member is removed before there is a new key, and nobody gets in until there is one', async t => {
	const {chat, port, makeKey, code: saved} = await openHost(t);
	await makeKey();
	const bob = openJoin(t, port);
	await until(() => bob.getState().status.status === 'open');
	assert.ok(chat.submit('/kick bob').ok);
	await until(() => bob.getState().status.status === 'closed');
	assert.deepEqual(
		chat.getState().members.map(({name}) => name),
		['alice'],
	);
	const again = openJoin(t, port);
	await until(() =>
		again.getState().socketLog.calls.some(({verb, local}) => verb === 'connect' && local !== undefined),
	);
	assert.equal(again.getState().status.status, 'connecting');
	await makeKey();
	await until(() => again.getState().status.status === 'closed');
	const carol = openJoin(t, port, saved());
	await until(() => carol.getState().status.status === 'open');
});

test('a member is removed, and the code changes, also when the disk takes no new code', async t => {
	const disk = () => {
		throw new Error('The disk is full.');
	};

	const {chat, port, makeKey, code: saved} = await openHost(t, {disk});
	await makeKey();
	const bob = openJoin(t, port);
	await until(() => bob.getState().status.status === 'open');
	const other = openJoin(t, port);
	await until(() => other.getState().members.some(({name}) => name === 'bob'));
	assert.ok(chat.submit('/kick bob').ok);
	await until(() => isNoticed(chat, /^alice removed bob$/));
	await until(() => isNoticed(other, /^alice removed bob$/));
	await makeKey();
	await until(() => isNoticed(chat, /^New code: [a-z-]+\. Everybody here has it\.$/));
	assert.ok(isNoticed(chat, /^The disk is full\.$/));
	assert.equal(saved(), code);
	const again = openJoin(t, port);
	await until(() => again.getState().status.status === 'closed');
	assert.ok(chat.submit('/code new').ok);
	await makeKey();
	await until(() => isNoticed(chat, /^New code: /));
});

test('a member is removed also when no new key can be derived; the room then goes on with its code', async t => {
	const {chat, port, makeKey, failKey} = await openHost(t);
	await makeKey();
	const bob = openJoin(t, port);
	await until(() => bob.getState().status.status === 'open');
	assert.ok(chat.submit('/kick bob').ok);
	await until(() => bob.getState().status.status === 'closed');
	await failKey();
	await until(() => isNoticed(chat, /^The code could not be changed: no memory$/));
	const carol = openJoin(t, port);
	await until(() => carol.getState().status.status === 'open');
});
