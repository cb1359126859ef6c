import assert from 'node:assert/strict';
import {test} from 'node:test';
import {interleave, median, quantile} from '../../benchmark/statistics.ts';

test('half of the values lie below the median, in whatever order they came', () => {
	assert.equal(median([9, 1, 5]), 5);
	assert.equal(median([4, 1, 3, 2]), 2.5);
	assert.equal(median([7]), 7);
});

test('a quantile between two values is interpolated, and numbers are sorted as numbers', () => {
	const values = Array.from({length: 101}, (_, index) => 100 - index);
	assert.equal(quantile(values, 0.95), 95);
	assert.equal(quantile([10, 9, 100], 1), 100);
	assert.equal(quantile([0, 10], 0.25), 2.5);
});

test('values that were not measured are left out', () => {
	assert.throws(() => median([]), RangeError);
});

test('things are measured in turn, and what is not there is left out', async () => {
	const calls: string[] = [];
	const measure = (name: string) => async () => calls.push(name);
	const values = await interleave(2, {a: measure('a'), missing: undefined, b: measure('b')});
	assert.deepEqual(calls, ['a', 'b', 'a', 'b']);
	assert.deepEqual(
		[...values],
		[
			['a', [1, 3]],
			['b', [2, 4]],
		],
	);
});
