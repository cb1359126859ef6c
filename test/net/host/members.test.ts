import assert from 'node:assert/strict';
import test from 'node:test';
import {until} from '../../helpers/until.ts';
import {openHost} from './open-host.ts';

test('a member that was silent for 15 s is away, and one that pings is not', async t => {
	const {join, clock, room} = await openHost(t);
	const a = await join('a');
	const b = await join('b');
	clock.pass(10_000);
	b.peer.send({type: 'ping', k: 7, rtt: 12});
	assert.equal((await b.peer.frame('pong')).k, 7);
	assert.equal(room.findMember(b.id)?.rtt, 12);
	clock.pass(5000);
	await a.peer.ended();
	assert.equal(room.findMember(a.id)?.status, 'away');
	assert.equal(room.findMember(b.id)?.status, 'here');
	clock.pass(0);
	const who = await b.peer.frame('who', ({members}) =>
		(members as Array<{status: string}>).some(({status}) => status === 'away'),
	);
	assert.equal(who.all, undefined);
});

test('a member that stays away for ten minutes has left', async t => {
	const {join, clock, room} = await openHost(t);
	const a = await join('a');
	a.peer.socket.destroy();
	await until(() => room.findMember(a.id)?.status === 'away');
	clock.pass(10 * 60_000);
	assert.equal(room.findMember(a.id), undefined);
});

test('a member that says bye has left, and the others are notified', async t => {
	const {join, room} = await openHost(t);
	const a = await join('a');
	const b = await join('b');
	a.peer.send({type: 'bye'});
	await a.peer.ended();
	assert.equal(room.findMember(a.id), undefined);
	await b.peer.frame('who', ({members}) =>
		(members as Array<{id: string; status: string}>).some(({id, status}) => id === a.id && status === 'left'),
	);
});

test('a room that closes tells every member why, and accepts no more connections', async t => {
	const {join, host, connect} = await openHost(t);
	const a = await join('a');
	const closed = host.close('bye');
	const close = await a.peer.frame('close');
	assert.deepEqual([close.code, close.retry], ['bye', false]);
	a.peer.socket.end();
	await closed;
	await assert.rejects(connect());
});
