import assert from 'node:assert/strict';
import test from 'node:test';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {deriveMemberId} from '../../../source/room/identity.ts';
import {until} from '../../helpers/until.ts';
import {getSeqs, hostId, openHost, repeatSid} from './open-host.ts';

test('a private message reaches its author and its recipient; others get a skip, live, later and in pages', async t => {
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
		assert.deepEqual(getSeqs(peer), [1, 2, 3]);
	}

	const late = await join('d', 'dave');
	for (const {peer} of [c, late]) {
		await peer.frame('msg', ({seq}) => seq === 3);
		assert.deepEqual(getSeqs(peer), [1, 3]);
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

test('a private message waits for a recipient that is away', async t => {
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

test('a plain peer sees that a message is private, and the connection log does not quote it', async t => {
	const {connect, room, join, entries} = await openHost(t, {plain: true});
	const {peer: bob} = await join('b', 'bob');
	const [peer, other] = [await connect(), await connect()];
	peer.send('hi\n');
	other.send('ho\n');
	await bob.frame('msg', ({text}) => text === 'ho');
	const {id = ''} = room.members.find(({address}) => address === `127.0.0.1:${peer.socket.localPort}`) ?? {};
	room.postNext(hostId, 'from the host', {to: {id, name: ''}});
	room.postNext(deriveMemberId(repeatSid('b')), 'from bob', {to: {id, name: ''}});
	room.postNext(hostId, 'done');
	await peer.waitForText('(private) from the host\nbob (private): from bob\ndone\n');
	await other.waitForText('done\n');
	assert.equal(other.text.includes('from'), false);
	assert.equal(
		entries.some(entry => formatLogDetail(entry).includes('from bob')),
		false,
	);
});
