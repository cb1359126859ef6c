import assert from 'node:assert/strict';
import test from 'node:test';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {until} from '../../helpers/until.ts';
import {sid, message, openLink} from './open-link.ts';

test('a link says hello, and is open after the welcome', async t => {
	const {link, status, welcome, server, received} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	assert.deepEqual(await peer.frame('hello'), {type: 'hello', v: 1, sid, since: 0, name: 'bob', pong: true});
	assert.ok(peer.text.startsWith('{"type":"hello"'), 'a host recognises a frame by its first bytes');
	assert.equal(status()?.status, 'connecting');
	await welcome(0);
	assert.equal(status()?.status, 'open');
	assert.deepEqual(received, ['me bob']);
});

test('a message sent before the link is open is posted once it is, and its own copy acknowledges it', async t => {
	const {link, welcome, received} = await openLink(t);
	assert.equal(link.send('early'), 1);
	link.start();
	const peer = await welcome(0);
	assert.deepEqual(await peer.frame('post'), {type: 'post', n: 1, text: 'early'});
	assert.equal(link.pending.length, 1, 'sent is not acknowledged');
	peer.send(message(1, {id: 'me', n: 1, text: 'early'}));
	await until(() => link.pending.length === 0);
	assert.deepEqual(received.slice(1), ['message 1 early own', 'ack 1 1']);
});

test('a link that was cut resumes from its cursor, and posts again only what the host does not have', async t => {
	const {link, welcome, reconnect, received} = await openLink(t);
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
	const {seen, ...hello} = await second.frame('hello');
	assert.deepEqual(hello, {type: 'hello', v: 1, sid, room: 'r', since: 2, name: 'bob', pong: true});
	assert.equal(Object(seen).seq, 2);
	await second.frame('post', ({n}) => n === 3);
	assert.deepEqual(
		second.frames.filter(({type}) => type === 'post').map(({text}) => text),
		['two', 'three'],
	);
	second.send(
		message(3, {id: 'me', n: 1, text: 'one'}),
		message(4, {id: 'me', n: 2, text: 'two'}),
		message(5, {id: 'me', n: 3, text: 'three'}),
	);
	await until(() => link.pending.length === 0);
	assert.deepEqual(
		received.filter(line => line.startsWith('ack')),
		['ack 1 3', 'ack 2 4', 'ack 3 5'],
	);
	assert.equal(received.includes('reset'), false);
});

test('another history is a reset, and pending messages are posted to it from number 1', async t => {
	const {link, welcome, reconnect, received} = await openLink(t);
	link.start();
	const first = await welcome(0, {head: 9, first: 10, got: 7});
	link.send('one');
	await first.frame('post');
	first.send(message(10, {id: 'me', n: 8, text: 'one'}));
	link.send('two');
	await until(() => received.includes('ack 1 10'));
	first.socket.destroy();
	await reconnect(/lost/);
	const second = await welcome(1, {room: 'another', head: 0, first: 1, got: 0});
	assert.deepEqual(await second.frame('post'), {type: 'post', n: 1, text: 'two'});
	second.send(message(1, {id: 'me', n: 1, text: 'two'}));
	await until(() => received.includes('ack 2 1'));
	assert.equal(received.filter(line => line === 'reset').length, 1);
});

test('a host that lost its history is a reset', async t => {
	const {link, welcome, reconnect, received} = await openLink(t);
	link.start();
	const first = await welcome(0, {head: 5});
	first.send(message(1), message(2), message(3));
	await until(() => received.includes('message 3 m3'));
	first.socket.destroy();
	await reconnect(/lost/);
	await welcome(1, {head: 1, first: 1});
	assert.ok(received.includes('reset'));
});

test('a refused message leaves the outbox with its reason', async t => {
	const {link, welcome, received} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('x');
	await peer.frame('post');
	peer.send({type: 'nack', n: 1, code: 'too-big', text: 'Too big.'});
	await until(() => link.pending.length === 0);
	assert.ok(received.includes('refused 1 too-big'));
});

test('a gap in the log ends the connection, and no message after the gap is shown', async t => {
	const {link, welcome, reconnect, received} = await openLink(t);
	link.start();
	const peer = await welcome(0, {head: 3});
	peer.send(message(1), message(3));
	await reconnect(/missing/);
	assert.deepEqual(
		received.filter(line => line.startsWith('message')),
		['message 1 m1'],
	);
	const again = await welcome(1, {first: 2});
	assert.equal((await again.frame('hello')).since, 1);
});

test('a skipped place in the log advances the cursor', async t => {
	const {link, welcome, received} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	peer.send(message(1), {type: 'skip', seq: 2}, message(3));
	await until(() => received.includes('message 3 m3'));
});

test('the list of members follows changes, and a long list comes in several frames', async t => {
	const {link, welcome, received} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	const member = (name: string, status = 'here') => ({id: name, name, address: '1.2.3.4:5', status, for: 0});
	peer.send(
		{type: 'who', all: true, more: true, members: [member('a')]},
		{type: 'who', all: true, members: [member('b')]},
	);
	peer.send({type: 'who', members: [member('a', 'away'), member('c')]}, {type: 'who', members: [member('b', 'left')]});
	await until(() => received.includes('members a:away,c:here'));
	assert.deepEqual(received.slice(1), [
		'members a:here,b:here',
		'members a:away,b:here,c:here',
		'members a:away,c:here',
	]);
});

test('the connection log has the socket calls in order, with the addresses of both ends', async t => {
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
		['socket', 'connect', 'connect', 'hello', 'send', 'recv', 'send', 'recv', 'send', 'shutdown', 'end', 'close'],
	);
	const lastConnect = entries.findLast(({verb}) => verb === 'connect');
	assert.equal(lastConnect && formatLogDetail(lastConnect), ends);
	assert.equal(entries.at(-1)?.connection, lastConnect?.connection);
});

test('a link drops a host that sends too many members or an impossible time', async t => {
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
