import assert from 'node:assert/strict';
import test from 'node:test';
import {until} from '../../helpers/until.ts';
import {message, openLink} from './open-link.ts';

test('a link that has paused reading keeps its connection, and reads everything afterwards', async t => {
	const {link, clock, welcome, statuses, received} = await openLink(t);
	link.start();
	const peer = await welcome(0, {head: 1});
	peer.send(message(1));
	await until(() => received.includes('message 1 m1'));
	link.pauseReading();
	peer.send(...Array.from({length: 50}, (_, index) => message(index + 2)));
	for (let second = 0; second < 60; second++) {
		clock.pass(1000);
	}

	await until(() => peer.frames.filter(({type}) => type === 'ping').length >= 10);
	assert.equal(received.filter(line => line.startsWith('message')).length, 1);
	assert.ok(statuses.every(status => status.status !== 'waiting' && !('silentSince' in status && status.silentSince)));
	link.resumeReading();
	await until(() => received.filter(line => line.startsWith('message')).length === 51);
});

test('a pause lasts over a lost connection, and the link resumes from its cursor', async t => {
	const {link, welcome, reconnect, received} = await openLink(t);
	link.start();
	const first = await welcome(0);
	link.pauseReading();
	first.send(message(1));
	first.socket.destroy();
	link.resumeReading();
	await reconnect(/^The connection was lost\.$/);
	link.pauseReading();
	const {length} = received.filter(line => line.startsWith('message'));
	const second = await welcome(1, {head: length + 1, first: length + 1});
	second.send(message(length + 1));
	link.send('posted all the same');
	await second.frame('post');
	assert.equal(received.filter(line => line.startsWith('message')).length, length);
	link.resumeReading();
	await until(() => received.includes(`message ${length + 1} m${length + 1}`));
});
