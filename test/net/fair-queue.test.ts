import assert from 'node:assert/strict';
import test from 'node:test';
import {FairQueue} from '../../source/net/fair-queue.ts';
import {maximumFramesPerTurn} from '../../source/net/limits.ts';
import {endOfTurn} from '../helpers/turn.ts';

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
	const state = {isReady: true, settled: 0, resumed: 0};
	const queue = new FairQueue<number>({
		connection,
		isReady: () => state.isReady,
		handle(item) {
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

const createItems = (count: number) => Array.from({length: count}, (_, index) => index);

test('one turn handles a limited number of items, and the connection is not read until all are handled', async () => {
	const {queue, handled, connection, state} = createQueue();
	queue.push(createItems(maximumFramesPerTurn + 1));
	assert.equal(handled.length, maximumFramesPerTurn);
	assert.deepEqual([queue.size, connection.isReading, state.settled], [1, false, 0]);
	await endOfTurn();
	assert.deepEqual(handled, createItems(maximumFramesPerTurn + 1));
	assert.deepEqual([queue.size, connection.isReading, state.settled, state.resumed], [0, true, 1, 1]);
});

test('items wait in order while they are not ready, and the connection is not read meanwhile', () => {
	const {queue, handled, connection, state} = createQueue();
	state.isReady = false;
	queue.push([1, 2]);
	assert.equal(queue.size, 2);
	queue.push([3]);
	assert.deepEqual([handled.length, queue.isPaused, connection.isReading], [0, true, false]);
	state.isReady = true;
	queue.run();
	assert.deepEqual(handled, [1, 2, 3]);
	assert.deepEqual([queue.isPaused, connection.isReading], [false, true]);
});

test('a handler that returns false stops the queue, and later items are dropped', () => {
	const {queue, handled, state} = createQueue({isBye: item => item === 2});
	queue.push([1, 2, 3]);
	assert.equal(queue.size, 0);
	queue.push([4]);
	queue.run();
	assert.deepEqual(handled, [1, 2]);
	assert.deepEqual([queue.size, state.settled], [0, 0]);
});

test('a queue that is drained handles all items at once, ready or not', () => {
	const {queue, handled, state} = createQueue();
	state.isReady = false;
	queue.push(createItems(maximumFramesPerTurn * 2));
	queue.drain();
	assert.equal(handled.length, maximumFramesPerTurn * 2);
});
