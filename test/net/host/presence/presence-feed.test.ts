import assert from 'node:assert/strict';
import test from 'node:test';
import {presencePerSecond, roundTripsEvery, smallRoom} from '../../../../source/net/limits.ts';
import {PresenceFeed} from '../../../../source/net/host/presence/presence-feed.ts';
import type {PresenceUpdate} from '../../../../source/net/host/presence/who-sender.ts';
import {MemoryLog} from '../../../../source/room/log.ts';
import {Room} from '../../../../source/room/room.ts';
import {FakeClock} from '../../../helpers/fake-clock.ts';

const open = (sessions: number) => {
	const clock = new FakeClock();
	const room = new Room({name: 'main', log: new MemoryLog('history'), now: clock.now});
	const updates: PresenceUpdate[] = [];
	const feed = new PresenceFeed({
		room,
		clock,
		countSessions: () => sessions,
		onUpdate(update) {
			updates.push(update);
		},
	});
	const enter = (id: string) => room.enter({id, name: id, address: '127.0.0.1:1'});
	return {clock, room, updates, enter, feed};
};

/** Returns the ids of the members in each update so far. */
const idsOf = (updates: readonly PresenceUpdate[]) => updates.map(({changed}) => changed.map(({id}) => id));

test('in a small room each turn is told at once', async () => {
	const {updates, enter, room} = open(smallRoom);
	enter('a');
	enter('b');
	await Promise.resolve();
	room.setRoundTrip('a', 5);
	await Promise.resolve();
	assert.deepEqual(idsOf(updates), [['a', 'b'], ['a']]);
});

test('a round trip that has changed is told with the next change, or after 30 s', async () => {
	const {updates, enter, room, clock} = open(smallRoom);
	enter('a');
	enter('b');
	room.setRoundTrip('a', 5);
	await Promise.resolve();
	room.setRoundTrip('a', 50);
	await Promise.resolve();
	assert.equal(updates.length, 1);
	room.setTyping('b', true);
	await Promise.resolve();
	assert.deepEqual(idsOf(updates), [
		['a', 'b'],
		['b', 'a'],
	]);
	clock.pass(2 * roundTripsEvery);
	assert.equal(updates.length, 2, 'nothing more is to be told');
	room.setRoundTrip('a', 100);
	room.setRoundTrip('a', 200);
	clock.pass(roundTripsEvery - 1);
	assert.equal(updates.length, 2);
	clock.pass(1);
	assert.deepEqual(
		updates[2]?.changed.map(({rtt}) => rtt),
		[200],
	);
});

test('in a large room changes are gathered, so that the lines of all sessions keep their rate', async () => {
	const {updates, enter, room, clock} = open(2 * presencePerSecond);
	enter('first');
	await Promise.resolve();
	for (const id of ['a', 'b', 'c']) {
		enter(id);
		await Promise.resolve();
		clock.pass(100);
	}

	room.setTyping('a', true);
	room.leave('b', 'left');
	assert.equal(updates.length, 1);
	clock.pass(1700);
	assert.deepEqual(idsOf(updates), [['first'], ['a', 'b', 'c']]);
	assert.deepEqual(
		updates[1]?.changed.map(({status, isTyping = false}) => [status, isTyping]),
		[
			['here', true],
			['left', false],
			['here', false],
		],
	);
	clock.pass(10_000);
	assert.equal(updates.length, 2);
});

test('in a large room round trips are told a few at a time, each with its newest value', async () => {
	const sessions = 5 * presencePerSecond;
	const {updates, enter, room, clock} = open(sessions);
	const ids = Array.from({length: 10}, (_, index) => `m${index}`);
	for (const id of ids) {
		enter(id);
		room.setRoundTrip(id, 1);
	}

	await Promise.resolve();
	for (let rtt = 10; rtt < 1000; rtt *= 2) {
		for (const id of ids) {
			room.setRoundTrip(id, rtt);
		}

		await Promise.resolve();
	}

	const told = () => updates.slice(1).flatMap(({changed}) => changed.map(({id, rtt}) => `${id} ${rtt ?? ''}`));
	assert.deepEqual(told(), []);
	clock.pass(roundTripsEvery);
	assert.equal(told().length, 4);
	clock.pass(2 * roundTripsEvery);
	assert.deepEqual(
		told(),
		ids.map(id => `${id} 640`),
	);
	clock.pass(10 * roundTripsEvery);
	assert.equal(told().length, 10);
});

test('the whole list is encoded once for all who need it, and the clock may be set back', async () => {
	const {updates, enter, clock, feed} = open(100);
	enter('a');
	await Promise.resolve();
	const [update] = updates;
	assert.equal(update?.getList(), update?.getList());
	clock.pass(-60_000);
	enter('b');
	await Promise.resolve();
	assert.equal(updates.length, 2);
	enter('c');
	feed.stop();
	clock.pass(60_000);
	assert.equal(updates.length, 2);
});
