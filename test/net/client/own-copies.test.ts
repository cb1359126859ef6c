import assert from 'node:assert/strict';
import test from 'node:test';
import {deriveMemberId} from '../../../source/room/identity.ts';
import {until} from '../../helpers/until.ts';
import {message, openLink, welcomeFrame} from './open-link.ts';

test('a message of mine with another text is no acknowledgement, and mine is posted under the next number', async t => {
	const {link, welcome, reconnect, received} = await openLink(t);
	link.start();
	const first = await welcome(0);
	link.send('mine');
	await first.frame('post');
	first.socket.destroy();
	await reconnect(/lost/);
	const second = await welcome(1, {head: 1, got: 1});
	second.send(message(1, {id: 'me', n: 1, text: 'from another program'}));
	assert.deepEqual(await second.frame('post'), {type: 'post', n: 2, text: 'mine'});
	assert.equal(link.pending.length, 1);
	second.send(message(2, {id: 'me', n: 2, text: 'mine'}));
	await until(() => link.pending.length === 0);
	assert.deepEqual(
		received.filter(line => /^(ack|refused|number)/.test(line)),
		['number taken', 'ack 1 2'],
	);
});

test('a private message to somebody else is no copy of mine with the same text', async t => {
	const {link, welcome, reconnect} = await openLink(t);
	link.start();
	const first = await welcome(0);
	link.send('yes', {id: 'a'.repeat(16), name: 'ann'});
	await first.frame('whisper');
	first.socket.destroy();
	await reconnect(/lost/);
	const second = await welcome(1, {head: 1, got: 1});
	second.send({...message(1, {id: 'me', n: 1, text: 'yes'}), to: {id: 'b'.repeat(16), name: 'ben'}});
	assert.equal((await second.frame('whisper')).n, 2);
});

test('a host that changes a text gets no acknowledgement shown for it, and the text once', async t => {
	const {link, welcome, received} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('yes');
	await peer.frame('post');
	peer.send(message(1, {id: 'me', n: 1, text: 'no'}));
	await until(() => received.includes('refused 1 changed'));
	assert.equal(peer.frames.filter(({type}) => type === 'post').length, 1);
});

const left = (...texts: readonly string[]) => ({
	room: 'r',
	last: texts.length,
	entries: texts.map((text, index) => ({wireN: index + 1, text})),
});

test('what an earlier run left is looked for in the whole log, and only what is not there is posted', async t => {
	const {link, welcome, received} = await openLink(t, {saved: left('there', 'not there')});
	link.start();
	const peer = await welcome(0, {head: 900, first: 900, got: 2});
	peer.send(message(900));
	assert.equal((await peer.frame('older')).before, 900);
	peer.send({type: 'page', from: 400, messages: [message(450, {id: 'me', n: 2, text: 'of another program'})]});
	await peer.frame('older', ({before}) => before === 400);
	assert.deepEqual(await peer.frame('post'), {type: 'post', n: 3, text: 'not there'});
	peer.send({type: 'page', from: 1, messages: [message(7, {id: 'me', n: 1, text: 'there'})]});
	await until(() => received.includes('ack -1 7'));
	assert.equal(link.pending.length, 1);
	assert.equal(peer.frames.filter(({type}) => type === 'older').length, 2);
});

test('the log is not read back where a lower number of mine has come', async t => {
	const {link, welcome} = await openLink(t, {saved: {room: 'r', last: 2, entries: [{wireN: 2, text: 'x'}]}});
	link.start();
	const peer = await welcome(0, {head: 900, first: 900, got: 2});
	peer.send(message(900, {id: 'me', n: 1}));
	await peer.frame('post', ({n}) => n === 2);
	assert.equal(peer.frames.filter(({type}) => type === 'older').length, 0);
});

test('a second copy of the files becomes another member, and posts what the first one has not', async t => {
	const {link, server, received} = await openLink(t, {
		saved: left('of both', 'of this one'),
		createSid: () => 'f'.repeat(32),
	});
	link.send('typed now');
	link.start();
	const first = await server.peer(0);
	const {sid} = await first.frame('hello');
	first.send({type: 'close', code: 'in-use', text: '', retry: false});
	const second = await server.peer(1);
	assert.notEqual((await second.frame('hello')).sid, sid);
	second.send({...welcomeFrame, you: {id: 'other', name: 'bob-2'}, head: 1});
	const oldId = deriveMemberId(String(sid));
	second.send(message(1, {id: oldId, n: 1, text: 'of both'}));
	await second.frame('post', ({n}) => n === 2);
	assert.deepEqual(
		second.frames.filter(({type}) => type === 'post').map(({n, text}) => [n, text]),
		[
			[1, 'of this one'],
			[2, 'typed now'],
		],
	);
	assert.ok(received.includes('in use') && received.includes('ack -1 1'));
});

test('a private message that the first copy may have sent is named as not sent', async t => {
	const to = {id: 'c'.repeat(16), name: 'carol'};
	const {link, server, received} = await openLink(t, {
		saved: {room: 'r', last: 1, entries: [{wireN: 1, text: 'private', to}]},
		createSid: () => 'f'.repeat(32),
	});
	link.start();
	const first = await server.peer(0);
	await first.frame('hello');
	first.send({type: 'close', code: 'in-use', text: '', retry: false});
	const second = await server.peer(1);
	await second.frame('hello');
	second.send({...welcomeFrame, you: {id: 'other', name: 'bob-2'}, head: 1}, {type: 'skip', seq: 1});
	await until(() => received.includes('refused 0 in-use'));
	assert.equal(link.pending.length, 0);
});
