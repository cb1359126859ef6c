import assert from 'node:assert/strict';
import test from 'node:test';
import type {RawPeer} from '../../helpers/raw-peer.ts';
import {until} from '../../helpers/until.ts';
import {message, openLink} from './open-link.ts';

const who = (name: string) => ({
	type: 'who',
	members: [{id: 'me', name, address: '127.0.0.1:1', status: 'here'}],
});

/** Returns the posts and the names that a peer was sent, in order. */
const listSent = ({frames}: RawPeer) =>
	frames.filter(({type}) => type === 'post' || type === 'rename').map(({text, name}) => text ?? `is ${String(name)}`);

test('a new name follows the messages typed before it, in one connection', async t => {
	const {link, welcome} = await openLink(t);
	link.send('A');
	link.rename('late');
	link.send('C');
	link.rename('later');
	link.start();
	const peer = await welcome(0);
	assert.equal((await peer.frame('hello')).name, 'bob');
	await peer.frame('rename', ({name}) => name === 'later');
	link.send('D');
	link.rename('last');
	await peer.frame('rename', ({name}) => name === 'last');
	assert.deepEqual(listSent(peer), ['A', 'is late', 'C', 'is later', 'D', 'is last']);
});

test('a new name goes with the next hello if no earlier message waits', async t => {
	const {link, server} = await openLink(t);
	link.rename('late');
	link.send('C');
	link.start();
	const peer = await server.peer(0);
	assert.equal((await peer.frame('hello')).name, 'late');
});

test('a message that waits for the next connection keeps its name, and one that is acknowledged delays none', async t => {
	const {link, status, welcome, reconnect} = await openLink(t);
	link.start();
	const first = await welcome(0);
	link.send('A');
	await first.frame('post');
	first.send(message(1, {id: 'me', n: 1, text: 'A'}));
	await until(() => link.pending.length === 0);
	first.socket.destroy();
	await until(() => status()?.status === 'waiting');
	link.send('B');
	link.rename('late');
	await reconnect(/lost/);
	link.retryNow();
	const second = await welcome(1, {head: 1, first: 2, got: 1});
	assert.equal((await second.frame('hello')).name, 'bob');
	await second.frame('rename');
	assert.deepEqual(listSent(second), ['B', 'is late']);
	second.send(message(2, {id: 'me', n: 2, text: 'B'}));
	await until(() => link.pending.length === 0);
	second.socket.destroy();
	await reconnect(/lost/);
	link.retryNow();
	const third = await welcome(2, {head: 2, first: 3, got: 2});
	assert.equal((await third.frame('hello')).name, 'late');
});

test('the name that the room has given goes with the next hello, until the user asks for another', async t => {
	const {link, status, welcome, reconnect, received} = await openLink(t);
	link.start();
	const first = await welcome(0, {you: {id: 'me', name: 'bob-2'}});
	first.socket.destroy();
	await reconnect(/lost/);
	link.retryNow();
	const second = await welcome(1, {you: {id: 'me', name: 'bob-2'}});
	assert.equal((await second.frame('hello')).name, 'bob-2');
	link.rename('alice');
	await second.frame('rename');
	second.send(who('alice-2'));
	await until(() => received.some(line => line.startsWith('members alice-2')));
	second.socket.destroy();
	await reconnect(/lost/);
	link.retryNow();
	const third = await welcome(2, {you: {id: 'me', name: 'alice-2'}});
	assert.equal((await third.frame('hello')).name, 'alice-2');
	third.socket.destroy();
	await until(() => status()?.status === 'waiting');
	link.rename('alice');
	await reconnect(/lost/);
	link.retryNow();
	const fourth = await welcome(3, {you: {id: 'me', name: 'alice'}});
	assert.equal((await fourth.frame('hello')).name, 'alice');
});
