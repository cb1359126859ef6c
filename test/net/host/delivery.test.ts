import assert from 'node:assert/strict';
import test from 'node:test';
import {deriveMemberId} from '../../../source/room/identity.ts';
import type {RawPeer} from '../../helpers/raw-peer.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {getSeqs, hostId, openHost, repeatSid} from './open-host.ts';

test('every member receives every message once, in the same order, its own included', async t => {
	const {join, room} = await openHost(t);
	const a = await join('a');
	const b = await join('b');
	for (let n = 1; n <= 50; n++) {
		a.peer.send({type: 'post', n, text: `a${n}`});
		b.peer.send({type: 'post', n, text: `b${n}`});
	}

	room.postNext(hostId, 'from the host');
	const messages = async (peer: RawPeer) => {
		await peer.frame('msg', ({seq}) => seq === 101);
		return peer.frames.filter(({type}) => type === 'msg');
	};

	const seen = await messages(a.peer);
	assert.deepEqual(seen, await messages(b.peer));
	assert.deepEqual(
		seen.map(({seq}) => seq),
		Array.from({length: 101}, (_, index) => index + 1),
	);
	assert.deepEqual(
		seen.filter(({id}) => id === a.id).map(({text}) => text),
		Array.from({length: 50}, (_, index) => `a${index + 1}`),
	);
});

test('a member that reconnects receives what it missed, and learns which of its own messages arrived', async t => {
	const {join, room} = await openHost(t);
	const {peer} = await join('a');
	peer.send({type: 'post', n: 1, text: 'one'}, {type: 'post', n: 2, text: 'two'});
	await peer.frame('msg', ({seq}) => seq === 2);
	peer.socket.destroy();
	room.postNext(hostId, 'three');
	await until(() => room.findMember(deriveMemberId(repeatSid('a')))?.status === 'away');
	const again = await join('a', 'a', {room: 'history', since: 1});
	assert.equal(again.welcome.got, 2);
	assert.equal(again.welcome.first, 2);
	again.peer.send({type: 'post', n: 2, text: 'two'}, {type: 'post', n: 3, text: 'four'});
	await again.peer.frame('msg', ({seq}) => seq === 4);
	assert.deepEqual(getSeqs(again.peer), [2, 3, 4]);
});

test('a newcomer receives the last 500 messages, and older ones on request', async t => {
	const {join, room} = await openHost(t);
	for (let n = 1; n <= 700; n++) {
		room.postNext(hostId, String(n));
	}

	await endOfTurn();
	const {peer, welcome} = await join('a');
	assert.equal(welcome.first, 201);
	await peer.frame('msg', ({seq}) => seq === 700);
	assert.equal(getSeqs(peer).length, 500);
	assert.equal(getSeqs(peer)[0], 201);
	peer.send({type: 'older', before: 201, limit: 50});
	const page = await peer.frame('page');
	assert.equal(page.from, 151);
	assert.equal((page.messages as unknown[]).length, 50);
});

test('a page of older messages fits into one line, however large they are', async t => {
	const {join, room} = await openHost(t);
	for (let n = 1; n <= 40; n++) {
		room.postNext(hostId, '\u{1}'.repeat(8000));
	}

	await endOfTurn();
	const {peer} = await join('a');
	peer.send({type: 'older', before: 41, limit: 40});
	const page = await peer.frame('page');
	const lines = peer.text.split('\n');
	assert.ok(lines.every(line => line.length <= 65_536));
	assert.equal(page.from, 41 - (page.messages as unknown[]).length);
	assert.ok((page.messages as unknown[]).length > 0);
});

test('a refused message is answered with the reason, and the next number is accepted', async t => {
	const {join} = await openHost(t);
	const {peer} = await join('a');
	peer.send({type: 'post', n: 1, text: ''}, {type: 'post', n: 2, text: 'ok'});
	const nack = await peer.frame('nack');
	assert.deepEqual({n: nack.n, code: nack.code}, {n: 1, code: 'empty'});
	await peer.frame('msg', ({n}) => n === 2);
});
