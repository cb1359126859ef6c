import assert from 'node:assert/strict';
import {test} from 'node:test';
import {atLeast, atMost, comparisons} from '../../benchmark/figure.ts';
import {formatNumber, tableOf} from '../../benchmark/table.ts';

test('a figure stands beside the others with its ratio, what it must reach, and whether it did', () => {
	const lines = tableOf([
		{what: 'start', unit: 'ms', value: 90, against: comparisons({weechat: 60, irssi: undefined}), goal: atMost(90, 90, 'at most 90 ms')},
		{
			what: 'deliveries',
			unit: 'deliveries/s',
			value: 5,
			against: comparisons({ngircd: 2}),
			goal: atLeast(5, 6, 'at least 6', 'a slow disk'),
		},
	]).split('\n');
	assert.match(lines[2] ?? '', /^start +90 ms +weechat 60 \(×1\.5\) +at most 90 ms +yes$/);
	assert.match(lines[3] ?? '', /^deliveries +5 deliveries\/s +ngircd 2 \(×2\.5\) +at least 6 +NO$/);
	assert.equal(lines.at(-1), 'missed: deliveries (at least 6): a slow disk');
});

test('a table without a miss says nothing of misses', () => {
	assert.doesNotMatch(tableOf([{what: 'a', unit: '', value: 1}]), /missed/);
});

test('a number keeps three digits', () => {
	assert.deepEqual(
		[0, 0.1234, 3.141_59, 42.42, 123.4, 9999, 12_345, 1_234_567].map(value => formatNumber(value)),
		['0', '0.12', '3.1', '42.4', '123', '9999', '12 k', '1.23 M'],
	);
});
