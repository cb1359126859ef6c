import assert from 'node:assert/strict';
import test from 'node:test';
import {probeTime} from '../../../source/net/host/entry/liveness-probe.ts';
import {openHost, repeatSid} from './open-host.ts';

const sayHello = (run: string, name = 'bob') => ({type: 'hello', v: 1, sid: repeatSid('a'), since: 0, run, name});

test('a second copy of a client is refused while the first one answers, which notices nothing', async t => {
	const {join, connect, room} = await openHost(t);
	const {peer: first, id} = await join('a', 'bob', {run: 'one'});
	const second = await connect();
	second.send(sayHello('two'), {type: 'post', n: 1, text: 'of the second copy'});
	const {k} = await first.frame('ping');
	first.send({type: 'pong', k}, {type: 'post', n: 1, text: 'of the first copy'});
	assert.equal((await second.frame('close')).code, 'in-use');
	assert.equal((await first.frame('msg')).text, 'of the first copy');
	assert.equal(room.findMember(id)?.status, 'here');
	assert.equal(
		first.frames.some(({type}) => type === 'close'),
		false,
	);
});

test('a run takes over from one that no longer answers, or ends meanwhile', async t => {
	const {join, connect, clock} = await openHost(t);
	const {peer: first} = await join('a', 'bob', {run: 'one'});
	const second = await connect();
	second.send(sayHello('two'), {type: 'post', n: 1, text: 'now'});
	await first.frame('ping');
	clock.pass(probeTime);
	await second.frame('welcome');
	assert.equal((await second.frame('msg')).text, 'now');
	assert.equal((await first.frame('close')).code, 'replaced');
	const third = await connect();
	third.send(sayHello('three'));
	await second.frame('ping');
	second.socket.destroy();
	await third.frame('welcome');
});

test('the same run, and clients that do not name theirs, replace their older connection at once', async t => {
	const {join} = await openHost(t);
	for (const [before, after] of [
		[{run: 'one'}, {run: 'one'}],
		[{run: 'one'}, {}],
		[{}, {run: 'two'}],
	]) {
		const {peer: first} = await join('a', 'bob', before);

		const {peer: second} = await join('a', 'bob', after);

		assert.equal((await first.frame('close')).code, 'replaced');
		second.socket.destroy();
	}
});

test('a second copy that hangs up before the first one has answered leaves it in the room', async t => {
	const {join, connect, clock} = await openHost(t);
	const {peer: first} = await join('a', 'bob', {run: 'one'});
	const second = await connect();
	second.send(sayHello('two'));
	await first.frame('ping');
	second.socket.destroy();
	await new Promise(resolve => {
		second.socket.once('close', resolve);
	});
	const {peer: other} = await join('b', 'carol');
	clock.pass(probeTime);
	first.send({type: 'post', n: 1, text: 'still here'});
	assert.equal((await other.frame('msg')).text, 'still here');
});

test('whoever is kicked while another run of its program waits to take over does not stay by that one', async t => {
	const {join, connect, host, room} = await openHost(t);
	const {peer: first, id} = await join('a', 'bob', {run: 'one'});
	const second = await connect();
	second.send(sayHello('two'));
	await first.frame('ping');
	host.awaitCodeChange();
	host.kick(id);
	host.announceCode('a new code');
	assert.equal((await first.frame('close')).code, 'kicked');
	assert.equal((await second.frame('close')).code, 'auth');
	assert.equal(room.findMember(id), undefined);
	assert.equal(
		second.frames.some(({type}) => type === 'welcome' || type === 'code'),
		false,
	);
});

test('a run that waits to take over is refused when the room has filled up or been locked meanwhile', async t => {
	const {join, connect, host, room} = await openHost(t);
	const {peer: first, id} = await join('a', 'bob', {run: 'one'});
	const second = await connect();
	second.send(sayHello('two'));
	await first.frame('ping');
	host.newcomers.lock(true);
	first.send({type: 'bye'});
	assert.equal((await second.frame('close')).code, 'locked');
	assert.equal(room.findMember(id), undefined);
});
