import assert from 'node:assert/strict';
import test from 'node:test';
import {pingAfter, roundTripsEvery} from '../../../source/net/limits.ts';
import type {RawPeer} from '../../helpers/raw-peer.ts';
import {until} from '../../helpers/until.ts';
import {openHost} from './open-host.ts';

const minutes = 2;
const digits = ['1', '2', '3', '4', '5'] as const;

test('in two idle minutes nobody is told of each round trip, only of the newest every 30 s', async t => {
	const {clock, join} = await openHost(t);
	const peers: RawPeer[] = [];
	for (const digit of digits) {
		const {peer} = await join(digit);
		peers.push(peer);
	}

	const countAll = (type: string) =>
		peers.reduce((sum, peer) => sum + peer.frames.filter(each => each.type === type).length, 0);
	// The first round trip of each is told at once: there was none to show.
	for (const [index, peer] of peers.entries()) {
		peer.send({type: 'ping', k: 1, rtt: 10 + index});
		await until(() => countAll('pong') === index + 1);
	}

	await until(() => peers.every(peer => JSON.stringify(peer.frames).includes('"rtt":14')));
	const before = countAll('who');
	const rounds = (minutes * 60_000) / pingAfter;
	for (let round = 1; round <= rounds; round++) {
		clock.pass(pingAfter);
		for (const peer of peers) {
			peer.send({type: 'ping', k: round + 1, rtt: 10 + 40 * (round % 2)});
		}

		await until(() => countAll('pong') === digits.length * (round + 1));
	}

	const told = countAll('who') - before;
	// Told one by one, it would be 600: each of 24 pings of 5 members, to 5 members.
	assert.ok(told > 0 && told <= ((minutes * 60_000) / roundTripsEvery) * digits.length, String(told));
	t.diagnostic(`${told} who frames, ${countAll('pong')} pongs`);
});

test('a round trip goes with the next change of a member, in one line', async t => {
	const {join} = await openHost(t);
	const {peer: a} = await join('a');
	const {peer: b, id} = await join('b');
	b.send({type: 'ping', k: 1, rtt: 10});
	await until(() => JSON.stringify(a.frames).includes('"rtt":10'));
	b.send({type: 'ping', k: 2, rtt: 90});
	await until(() => b.frames.filter(({type}) => type === 'pong').length === 2);
	assert.ok(!JSON.stringify(a.frames).includes('"rtt":90'));
	a.send({type: 'typing', on: true});
	const frame = await until(() =>
		a.frames.findLast(({type, members}) => type === 'who' && JSON.stringify(members).includes('"rtt":90')),
	);
	assert.deepEqual((frame.members as readonly unknown[]).length, 2);
	assert.ok(JSON.stringify(frame.members).includes(id));
});
