import assert from 'node:assert/strict';
import test from 'node:test';
import {retryDelay} from '../../../source/net/client/backoff.ts';

test('the delay is anything up to a limit that doubles from 250 ms to 5 s', () => {
	const limits = [1, 2, 3, 4, 5, 6, 7, 100, 2000].map(attempt => retryDelay(attempt, () => 1));
	assert.deepEqual(limits, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
	assert.equal(
		retryDelay(3, () => 0.5),
		500,
	);
	assert.equal(
		retryDelay(9, () => 0),
		0,
	);
});
