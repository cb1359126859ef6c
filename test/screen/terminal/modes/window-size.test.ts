import assert from 'node:assert/strict';
import test from 'node:test';
import {isInBackground} from '../../../../source/screen/terminal/modes/foreground.ts';
import {limitSize} from '../../../../source/screen/terminal/modes/window-size.ts';

test('a size that people use stays, and a larger one is limited', () => {
	assert.deepEqual(limitSize({columns: 640, rows: 180}, {}), {columns: 640, rows: 180});
	assert.deepEqual(limitSize({columns: 1, rows: 1}, {}), {columns: 1, rows: 1});
	assert.deepEqual(limitSize({columns: 65_535, rows: 65_535}, {}), {columns: 1000, rows: 300});
});

test('a terminal without a size has that of COLUMNS and LINES, or 80 by 24', () => {
	assert.deepEqual(limitSize({columns: 0, rows: 0}, {}), {columns: 80, rows: 24});
	assert.deepEqual(limitSize({}, {COLUMNS: '132', LINES: '43'}), {columns: 132, rows: 43});
	assert.deepEqual(limitSize({columns: 0, rows: 30}, {COLUMNS: '99999', LINES: '43'}), {columns: 1000, rows: 30});
	assert.deepEqual(limitSize({columns: 0, rows: 0}, {COLUMNS: 'wide', LINES: '-1'}), {columns: 80, rows: 24});
});

const status = (group: number, foreground: number) => `7 (a) b (c) S 1 ${group} 5 34816 ${foreground} 4194304 1`;

test('a program is in the background if its group is not the foreground one of its terminal', () => {
	assert.equal(
		isInBackground(() => status(7, 5)),
		true,
	);
	assert.equal(
		isInBackground(() => status(7, 7)),
		false,
	);
	assert.equal(
		isInBackground(() => status(7, -1)),
		false,
	);
	assert.equal(
		isInBackground(() => {
			throw new Error('no /proc');
		}),
		false,
	);
});
