import assert from 'node:assert/strict';
import test from 'node:test';
import {maximumUncommitted} from '../../../source/net/limits.ts';
import {deriveMemberId} from '../../../source/room/identity.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {getSeqs, hostId, openHost, repeatSid} from './open-host.ts';

test('a member that reads nothing delays no other member, and receives everything once it reads', async t => {
	const {join, room} = await openHost(t);
	const slow = await join('a');
	slow.peer.socket.pause();
	const good = await join('b');
	const text = 'x'.repeat(8000);
	for (let n = 1; n <= 2000; n++) {
		room.postNext(hostId, text);
		if (n % 50 === 0) {
			await endOfTurn();
		}
	}

	// Looking at megabytes takes the time that both ends need.
	await until(() => good.peer.text.includes('"seq":2000,'), {every: 200});
	slow.peer.socket.resume();
	await until(() => slow.peer.text.includes('"seq":2000,'), {every: 200});
	assert.deepEqual(
		getSeqs(slow.peer),
		Array.from({length: 2000}, (_, index) => index + 1),
	);
});

test('a member that floods is paused until the log has caught up, is notified after 1 s, and loses nothing', async t => {
	const {join, room, clock, log} = await openHost(t, {isSlow: true});
	const {peer} = await join('a');
	const count = 3000;
	const posts = Array.from({length: count}, (_, index) => `{"type":"post","n":${index + 1},"text":"${index + 1}"}\n`);
	peer.send(posts.join(''));
	await until(() => room.countUncommitted(deriveMemberId(repeatSid('a'))) === maximumUncommitted);
	clock.pass(999);
	await endOfTurn();
	assert.equal(room.countUncommitted(deriveMemberId(repeatSid('a'))), maximumUncommitted);
	assert.equal(
		peer.frames.some(({type}) => type === 'paused'),
		false,
	);
	clock.pass(1);
	assert.equal((await peer.frame('paused')).on, true);
	await until(() => {
		log.commit();
		return getSeqs(peer).length === count;
	});
	await peer.frame('paused', ({on}) => on === false);
	assert.deepEqual(
		room.log.read(1, count).map(({text}) => Number(text)),
		Array.from({length: count}, (_, index) => index + 1),
	);
});

test('requests beyond the limit are answered later, and none is dropped', async t => {
	const {join, clock} = await openHost(t);
	const {peer} = await join('a');
	for (let k = 1; k <= 70; k++) {
		peer.send({type: 'ping', k});
	}

	const pongs = () => peer.frames.filter(({type}) => type === 'pong').length;
	await until(() => pongs() === 51);
	await endOfTurn();
	assert.equal(pongs(), 51);
	await until(() => {
		clock.pass(100);
		return pongs() === 70;
	});
});

test('frames of unknown types count as requests', async t => {
	const {join, clock, room} = await openHost(t);
	const {peer} = await join('a');
	const unknown = (count: number) => Array.from({length: count}, () => ({type: 'future'}));
	peer.send(...unknown(40), {type: 'post', n: 1, text: 'one'}, ...unknown(30), {type: 'post', n: 2, text: 'two'});
	await until(() => room.log.head === 1);
	await peer.frame('msg');
	await endOfTurn();
	assert.equal(room.log.head, 1);
	await until(() => {
		clock.pass(100);
		return room.log.head === 2;
	});
});
