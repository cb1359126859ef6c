import assert from 'node:assert/strict';
import test from 'node:test';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {hostId, openHost, repeatSid} from './open-host.ts';

test('a room without --plain answers plain text with one helpful line', async t => {
	const {connect, room} = await openHost(t);
	const peer = await connect();
	peer.send('GET / HTTP/1.1\r\n');
	await peer.ended();
	assert.match(peer.text, /^This is a private room of socket-chat\. [^\n]*socket-chat join[^\n]*\n$/);
	assert.equal(room.members.length, 1);
});

test('a plain peer is named nc-1, gets no history and no echo, and reads the host without a name', async t => {
	const {connect, room, join} = await openHost(t, {plain: true});
	room.postNext(hostId, 'history');
	await endOfTurn();
	const {peer: bob} = await join('b', 'bob');
	const peer = await connect();
	peer.send('hi\n');
	const message = await bob.frame('msg', ({text}) => text === 'hi');
	assert.equal(message.from, 'nc-1');
	assert.equal(room.findMember(String(message.id))?.address, `127.0.0.1:${peer.socket.localPort}`);
	room.postNext(hostId, 'hello');
	await peer.waitForText('hello\n');
	bob.send({type: 'post', n: 1, text: 'hey\u{7}'});
	await peer.waitForText('bob: hey␇\n');
	assert.equal(peer.text, 'hello\nbob: hey␇\n');
});

test('plain peers are numbered, no number is used twice, and each reads the names of the others', async t => {
	const {connect, room, join} = await openHost(t, {plain: true});
	const plainNames = () => room.members.map(({name}) => name).filter(name => name.startsWith('nc-'));
	const first = await connect();
	first.send('one\n');
	await until(() => room.log.head === 1);
	const second = await connect();
	second.send('two\n');
	await first.waitForText('nc-2: two\n');
	first.send('bye\n');
	await first.ended();
	await join('b', 'nc-3');
	const third = await connect();
	third.send('three\n');
	await second.waitForText('nc-3: three\n');
	assert.deepEqual(plainNames(), ['nc-2', 'nc-3-2', 'nc-3']);
});

test('a peer that sends nothing for half a second is a plain peer', async t => {
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

test('what is said while text without a line end waits comes before it, and does not cut it', async t => {
	const {connect, room, clock, entries} = await openHost(t, {plain: true});
	const countReceived = () => entries.filter(({verb}) => verb === 'recv').length;
	const peer = await connect();
	peer.send('Go');
	await until(() => countReceived() === 1);
	clock.pass(60);
	room.postNext(hostId, 'said meanwhile');
	await peer.waitForText('said meanwhile');
	peer.send('od');
	await until(() => countReceived() === 2);
	clock.pass(99);
	assert.equal(room.log.head, 1);
	clock.pass(1);
	await until(() => room.log.head === 2);
	assert.deepEqual(
		room.log.read(1, 9).map(({text}) => text),
		['said meanwhile', 'Good'],
	);
});

test('text without a line end is a message after 100 ms, and is answered without one', async t => {
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

test('a plain peer that ends its side is kept: its text is posted, and replies reach it', async t => {
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

test('with a limit, a plain peer that has ended its side leaves once no reply was sent for that long', async t => {
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

test('a plain peer leaves with bye, which is not posted', async t => {
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

test('a late hello to a room with --plain is a hello, and its secret is not posted', async t => {
	const {connect, room, clock} = await openHost(t, {plain: true});
	const late = await connect();
	const other = await connect();
	other.send('x\n');
	await until(() => room.log.head === 1);
	clock.pass(500);
	assert.equal(room.members.length, 3);
	late.send({type: 'hello', v: 1, sid: repeatSid('d'), since: 0, name: 'dora'});
	await late.frame('welcome');
	await endOfTurn();
	assert.equal(room.log.head, 1);
	assert.deepEqual(
		room.members.map(({name}) => name).filter(name => !name.startsWith('nc-')),
		['alice', 'dora'],
	);
});
