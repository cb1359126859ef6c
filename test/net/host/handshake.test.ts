import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {getTransferTime} from '../../../source/net/idle-timer.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {hostId, openHost, repeatSid} from './open-host.ts';

test('a hello is answered with a welcome, then with the list of members', async t => {
	const {join} = await openHost(t);
	const {peer, welcome, id} = await join('a', 'bob');
	assert.deepEqual(
		{...welcome, limits: undefined, heartbeat: undefined},
		{
			type: 'welcome',
			v: 1,
			room: 'history',
			host: hostId,
			roomName: 'main',
			you: {id, name: 'bob'},
			head: 0,
			first: 1,
			got: 0,
			limits: undefined,
			heartbeat: undefined,
			search: true,
		},
	);
	const who = await peer.frame('who');
	assert.equal(who.all, true);
	assert.deepEqual(
		(who.members as Array<{name: string}>).map(({name}) => name),
		['alice', 'bob'],
	);
	assert.equal(peer.text.includes(repeatSid('a')), false, 'a sid is sent to no member');
});

test('a hello of another version is refused for good', async t => {
	const {connect} = await openHost(t);
	const peer = await connect();
	peer.send({type: 'hello', v: 2});
	const close = await peer.frame('close');
	assert.deepEqual([close.code, close.retry], ['bad-version', false]);
});

test('a bad first frame closes the connection, and a frame of an unknown type does not', async t => {
	const {connect, join} = await openHost(t);
	const peer = await connect();
	peer.send('{"type":"hello"}\n');
	assert.equal((await peer.frame('close')).code, 'bad-frame');
	const good = await join('a');
	good.peer.send({type: 'dance'}, {type: 'post', n: 1, text: 'x'});
	await good.peer.frame('msg');
});

test('which room this is is answered once on a connection', async t => {
	const {connect} = await openHost(t);
	const peer = await connect();
	peer.send({type: 'room'}, {type: 'room'});
	assert.equal((await peer.frame('close')).code, 'bad-frame');
	assert.equal(peer.frames.filter(({type}) => type === 'room').length, 1);
});

test('a peer has 5 s for its whole hello, and as long as its bytes take at 512 B/s', async t => {
	const {connect, clock, entries} = await openHost(t);
	const silent = await connect();
	const half = await connect();
	half.send('{"type":"hello"');
	await until(() => entries.some(({verb}) => verb === 'recv'));
	// Once a later connection is answered, the host has accepted both earlier ones.
	const third = await connect();
	third.send('x');
	await third.ended();
	clock.pass(4999);
	assert.equal(silent.text, '');
	clock.pass(1);
	await silent.waitForText('This is a private room of socket-chat.');
	await silent.ended();
	assert.equal(half.text, '');
	clock.pass(getTransferTime(32));
	assert.equal((await half.frame('close')).code, 'hello-timeout');
});

test('a client that claims to be ahead of the log, or has another history, starts as a newcomer', async t => {
	const {join, room} = await openHost(t);
	room.postNext(hostId, 'one');
	await endOfTurn();
	assert.equal((await join('a', 'a', {room: 'history', since: 9})).welcome.first, 1);
	assert.equal((await join('b', 'b', {room: 'other', since: 1})).welcome.first, 1);
	assert.equal((await join('c', 'c', {room: 'history', since: 1})).welcome.first, 2);
});

test('a newer connection of a member replaces the older one, whose late bytes are ignored', async t => {
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

/**
Opens a host and a member whose new connection waits for its welcome, because its posts are not
durable yet.
*/
const openWaiting = async (t: TestContext) => {
	const host = await openHost(t, {isSlow: true});
	const older = await host.join('a');
	older.peer.send({type: 'post', n: 1, text: ''}, {type: 'post', n: 2, text: 'two'});
	await until(() => host.room.countUncommitted(older.id) === 2);
	const peer = await host.connect();
	peer.send({type: 'hello', v: 1, sid: repeatSid('a'), since: 0, room: 'slow', name: 'a'});
	await older.peer.frame('close', ({code}) => code === 'replaced');
	return {...host, peer};
};

test('a refusal that becomes durable before the welcome is sent only when its post is repeated', async t => {
	const {log, peer} = await openWaiting(t);
	log.commitRefusals();
	await endOfTurn();
	assert.equal(peer.text, '');
	log.commit();
	assert.equal((await peer.frame('welcome')).got, 2);
	assert.equal(peer.frames[0]?.type, 'welcome');
	peer.send({type: 'post', n: 1, text: ''}, {type: 'ping', k: 1});
	await peer.frame('pong');
	assert.deepEqual(
		peer.frames.filter(({type}) => type === 'nack').map(({n, code}) => [n, code]),
		[[1, 'empty']],
	);
});

test('a new code is sent after the welcome to a member that is waiting for it', async t => {
	const {host, log, peer} = await openWaiting(t);
	host.announceCode('old');
	host.announceCode('new');
	await endOfTurn();
	assert.equal(peer.text, '');
	log.commitRefusals();
	log.commit();
	await peer.frame('msg');
	assert.equal(peer.frames[0]?.type, 'welcome');
	assert.deepEqual(
		peer.frames.filter(({type}) => type === 'code').map(({code}) => code),
		['new'],
	);
});

test('a full room refuses a hello with the code full, and lets the client retry', async t => {
	const {connect, join} = await openHost(t, {connections: 2});
	await join('a');
	await join('b');
	const third = await connect();
	third.send({type: 'hello', v: 1, sid: repeatSid('c'), since: 0, name: 'c'});
	const close = await third.frame('close');
	assert.deepEqual([close.code, close.retry], ['full', true]);
	await third.ended();
});
