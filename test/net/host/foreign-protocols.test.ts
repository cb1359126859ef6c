import assert from 'node:assert/strict';
import test from 'node:test';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {hostId, openHost} from './open-host.ts';

const answer = /^HTTP\/1\.1 400 [^\r]*\r\n[^]*\r\n\r\nThis is a chat room of socket-chat: [^\n]*\n$/;

test('a web page that posts to a plain room is answered once, is no member, and says nothing', async t => {
	const {connect, room, entries} = await openHost(t, {plain: true});
	let changes = 0;
	room.onMemberChange(() => {
		changes++;
	});
	const peer = await connect();
	peer.send('POST / HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nOrigin: https://example.org\r\n\r\nexit\n');
	await peer.ended();
	peer.send('exit\nhello\n');
	assert.match(peer.text, answer);
	assert.deepEqual([room.log.head, room.members.length, changes], [0, 1, 0]);
	assert.ok(entries.some(({verb, note}) => verb === 'bye' && note === 'speaks HTTP'));
});

test('a request of a connection that was silent first, and its body, say nothing in any pieces', async t => {
	const {connect, room, clock, entries} = await openHost(t, {plain: true});
	const peer = await connect();
	await until(() => entries.some(({verb}) => verb === 'accept'));
	clock.pass(500);
	assert.equal(room.members.length, 2);
	const received = () => entries.filter(({verb}) => verb === 'recv').length;
	for (const piece of ['PUT /exit', ' HTTP', '/1.1\r\nexit\n']) {
		const before = received();
		peer.send(piece);

		await until(() => received() > before);
		clock.pass(150);
	}

	await peer.ended();
	peer.send('exit\n');
	await endOfTurn();
	assert.match(peer.text, answer);
	assert.deepEqual([room.log.head, room.members.length], [0, 1]);
});

test('another protocol gets one sentence; a peer that has talked may say a request line', async t => {
	const {connect, room} = await openHost(t, {plain: true});
	const scanner = await connect();
	scanner.send('SSH-2.0-OpenSSH_9.6\r\n');
	await scanner.ended();
	assert.match(scanner.text, /^This is a chat room of socket-chat: [^\n]*\n$/);
	const peer = await connect();
	peer.send('what is this?\n');
	await until(() => room.log.head === 1);
	peer.send('GET / HTTP/1.1\nSSH-2.0-OpenSSH\n');
	await until(() => room.log.head === 3);
	room.postNext(hostId, 'a request');
	await peer.waitForText('a request\n');
});
