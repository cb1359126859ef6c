import assert from 'node:assert/strict';
import test from 'node:test';
import {InputQueue} from '../../../source/net/turns/input-queue.ts';
import {Turns} from '../../../source/net/turns/turns.ts';
import {endOfTurn} from '../../helpers/turn.ts';

/** A queue of numbers. To handle one takes as many milliseconds. */
const createQueue = ({isBye = () => false}: {readonly isBye?: (item: number) => boolean} = {}) => {
	const handled: number[] = [];
	const connection = {
		isReading: true,
		pause() {
			connection.isReading = false;
		},
		resume() {
			connection.isReading = true;
		},
	};
	const state = {isReady: true, settled: 0, resumed: 0, now: 0};
	const queue = new InputQueue<number>({
		connection,
		turns: new Turns({elapsed: () => state.now}),
		isReady: () => state.isReady,
		handle(item) {
			state.now += item;
			handled.push(item);
			return !isBye(item);
		},
		onSettled() {
			state.settled++;
		},
		onResume() {
			state.resumed++;
		},
	});
	return {queue, handled, connection, state};
};

test('costly input is handled in several turns, in order, and the connection is not read until all is', async () => {
	const {queue, handled, connection, state} = createQueue();
	const items = Array.from({length: 30}, (_, index) => 1 + index / 100);
	queue.push(items);
	assert.ok(handled.length < 6, `${handled.length} items at once`);
	assert.deepEqual([queue.isEmpty, connection.isReading, state.settled], [false, false, 0]);
	queue.push([2]);
	while (!queue.isEmpty) {
		await endOfTurn();
	}

	assert.deepEqual(handled, [...items, 2]);
	assert.deepEqual([connection.isReading, state.settled, state.resumed], [true, 1, 1]);
});

test('input is split in the turns, too, and no item is handled before its source is split', async () => {
	const {queue, handled, state} = createQueue();
	const split = function* () {
		for (let item = 0; item < 10; item++) {
			state.now++;
			assert.equal(handled.length, 0);
			yield 0;
		}
	};

	queue.push(split());
	assert.ok(state.now < 6, `${state.now} ms at once`);
	while (!queue.isEmpty) {
		await endOfTurn();
	}

	assert.equal(handled.length, 10);
});

test('input waits in order while it is not ready, and the connection is not read meanwhile', async () => {
	const {queue, handled, connection, state} = createQueue();
	state.isReady = false;
	for (const source of [[1, 2], [3]]) {
		queue.push(source);
	}

	await endOfTurn();
	assert.deepEqual([handled.length, queue.isPaused, connection.isReading], [0, true, false]);
	state.isReady = true;
	queue.run();
	await endOfTurn();
	assert.deepEqual(handled, [1, 2, 3]);
	assert.deepEqual([queue.isPaused, connection.isReading], [false, true]);
});

test('a queue that is held handles nothing and does not read, until it is released', async () => {
	const {queue, handled, connection} = createQueue();
	queue.hold();
	assert.equal(connection.isReading, false);
	queue.push([1]);
	queue.run();
	await endOfTurn();
	assert.deepEqual([handled, connection.isReading], [[], false]);
	queue.release();
	await endOfTurn();
	assert.deepEqual([handled, connection.isReading], [[1], true]);
});

test('a handler that returns false stops the queue, and later input is dropped', async () => {
	const {queue, handled, state} = createQueue({isBye: item => item === 2});
	for (const source of [[0, 2, 3], [4]]) {
		queue.push(source);
	}

	queue.run();
	await endOfTurn();
	assert.deepEqual(handled, [0, 2]);
	assert.deepEqual([queue.isEmpty, state.settled], [true, 0]);
});
