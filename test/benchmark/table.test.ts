import assert from 'node:assert/strict';
import {test} from 'node:test';
import {atLeast, atMost, comparisons, type Figure} from '../../benchmark/figure.ts';
import {formatNumber, formatNote, formatTable} from '../../benchmark/table.ts';

test('a figure stands beside the others with its ratio, its target, and whether it was met', () => {
	const lines = formatTable([
		{
			what: 'start',
			unit: 'ms',
			value: 90,
			against: comparisons({weechat: 60, irssi: undefined}),
			goal: atMost(90, 90, 'at most 90 ms'),
		},
		{
			what: 'deliveries',
			unit: 'deliveries/s',
			value: 5,
			against: comparisons({ngircd: 2}),
			goal: atLeast(5, 6, 'at least 6'),
		},
	]).split('\n');
	assert.match(lines[2] ?? '', /^start +90 ms +weechat 60 \(×1\.5\) +at most 90 ms +yes$/);
	assert.match(lines[3] ?? '', /^deliveries +5 deliveries\/s +ngircd 2 \(×2\.5\) +at least 6 +NO$/);
});

test('a missed target stands under the table with its reason; without one nothing does', () => {
	const row = {name: 'disk', how: 'By hand.', reason: 'It is slow.'};
	const figure = (isMet: boolean): Figure => ({what: 'a write', unit: 'ms', value: 1, goal: {text: '', isMet}});
	assert.equal(formatNote(row, [figure(false), figure(true)]), 'disk: By hand.\n  missed: a write\n  why: It is slow.');
	assert.equal(formatNote(row, [figure(true)]), 'disk: By hand.');
});

test('a number keeps three digits', () => {
	assert.deepEqual(
		[0, 0.1234, 3.141_59, 42.42, 123.4, 9999, 12_345, 1_234_567].map(value => formatNumber(value)),
		['0', '0.12', '3.1', '42.4', '123', '9999', '12 k', '1.23 M'],
	);
});
