import assert from 'node:assert/strict';
import test from 'node:test';
import {until} from '../../helpers/until.ts';
import {message, openLink} from './open-link.ts';

test('leaving waits for acknowledgements, then sends bye', async t => {
	const {link, welcome, status} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('last words');
	await peer.frame('post');
	link.leave();
	assert.equal(
		peer.frames.some(({type}) => type === 'bye'),
		false,
	);
	peer.send(message(1, {id: 'me', n: 1}));
	await peer.frame('bye');
	peer.socket.end();
	await until(() => status()?.status === 'closed');
	assert.equal(Object(status()).exitCode, 0);
});

test('leaving between the hello and the welcome sends bye: the host would show an away member', async t => {
	const {link, server, status} = await openLink(t);
	link.start();
	const peer = await server.peer(0);
	await peer.frame('hello');
	link.leave();
	await peer.frame('bye');
	peer.socket.end();
	await until(() => status()?.status === 'closed');
});

test('leaving waits 2 s at most', async t => {
	const {link, welcome, clock, status} = await openLink(t);
	link.start();
	const peer = await welcome(0);
	link.send('last words');
	await peer.frame('post');
	link.leave();
	clock.pass(2000);
	await peer.frame('bye');
	peer.socket.end();
	await until(() => status()?.status === 'closed');
	assert.deepEqual(link.pending, [{n: 1, text: 'last words', isSent: true}]);
});

test('after the end of the input, a link closes once all is acknowledged, however long that takes', async t => {
	const {link, welcome, reconnect, status, clock} = await openLink(t);
	link.start();
	const first = await welcome(0);
	link.send('one');
	link.endInput();
	await first.frame('post');
	clock.pass(4000);
	first.socket.destroy();
	await reconnect(/lost/);
	const second = await welcome(1);
	await second.frame('post');
	assert.equal(status()?.status, 'open');
	second.send(message(1, {id: 'me', n: 1}));
	await second.frame('bye');
});
