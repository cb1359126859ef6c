import assert from 'node:assert/strict';
import test from 'node:test';
import {CommitWindow} from '../../source/room/commit-window.ts';

/** Adds texts until the window is full. Returns how many it takes. */
const fill = (window: CommitWindow, text: string, members: number): number => {
	let count = 0;
	while (!window.isFull(members)) {
		window.add(text);
		count++;
	}

	return count;
};

test('a window takes fewer messages the longer they are, the more JSON escapes, and the more members read them', () => {
	const long = fill(new CommitWindow(), 'x'.repeat(8192), 3);
	const escaped = fill(new CommitWindow(), '\u0001'.repeat(8192), 3);
	const crowded = fill(new CommitWindow(), 'x'.repeat(8192), 500);
	assert.ok(fill(new CommitWindow(), 'hi', 3) > 20 * long);
	assert.ok(escaped <= long / 4, `${escaped} of ${long}`);
	assert.ok(crowded <= long / 4, `${crowded} of ${long}`);
});

test('a window takes at least one message, whatever it costs', () => {
	assert.equal(fill(new CommitWindow(), '\u0001'.repeat(8192), 100_000), 1);
});

test('a window takes more once something is durable, and all once everything is', () => {
	const window = new CommitWindow();
	const count = fill(window, 'x'.repeat(1000), 3);
	window.settle(10);
	assert.equal(fill(window, 'x'.repeat(1000), 3), 10);
	window.settle(count);
	assert.equal(fill(window, 'x'.repeat(1000), 3), count);
});
