import assert from 'node:assert/strict';
import test from 'node:test';
import type {Writer} from '../../../../source/output/terminal-writer.ts';
import {synchronizedUpdate} from '../../../../source/screen/terminal/modes/sequences.ts';
import {TerminalOutput} from '../../../../source/screen/terminal/modes/terminal-output.ts';

/** A terminal that takes nothing until `take` is called. */
const open = () => {
	const waiting: string[] = [];
	const listeners: Array<() => void> = [];
	const calls: string[] = [];
	const writer: Writer = {
		get pendingBytes() {
			return waiting.join('').length;
		},
		write(text) {
			waiting.push(String(text));
		},
		onDrain(listener) {
			listeners.push(listener);
		},
		onError: () => undefined,
		discard() {
			waiting.length = 0;
		},
		flush: async () => undefined,
		flushNow: () => undefined,
	};
	const output = new TerminalOutput({on: () => undefined, columns: 80, rows: 24}, writer);
	output.isOpen = true;
	output.onStale(() => {
		calls.push('stale');
	});
	return {
		output,
		waiting,
		calls,
		take() {
			waiting.length = 0;
			for (const listener of listeners) {
				listener();
			}
		},
		draw(text: string) {
			for (const part of [synchronizedUpdate.begin, text, synchronizedUpdate.end]) {
				output.write(part);
			}
		},
	};
};

const row = 'x'.repeat(79);

test('frames that a terminal does not take are dropped whole, and everything is drawn once it does', () => {
	const {waiting, calls, take, draw} = open();
	for (let count = 0; count < 10_000; count++) {
		draw(`${count} ${row}`);
	}

	const text = waiting.join('');
	assert.ok(text.length < 20_000, `${text.length} bytes wait`);
	assert.equal(text.split(synchronizedUpdate.begin).length, text.split(synchronizedUpdate.end).length);
	assert.ok(text.endsWith(synchronizedUpdate.end));
	assert.deepEqual(calls, []);
	take();
	assert.deepEqual(calls, ['stale']);
	draw('everything');
	assert.ok(waiting.includes('everything'));
});

test('a terminal that is slow, but takes every frame, is not drawn again', () => {
	const {calls, take, draw} = open();
	for (let count = 0; count < 50; count++) {
		draw(row);
		take();
	}

	assert.deepEqual(calls, []);
});

test('one frame is taken however large it is, and its end with it', () => {
	const {waiting, draw} = open();
	draw('x'.repeat(300_000));
	assert.equal(waiting.at(-1), synchronizedUpdate.end);
	draw('next');
	assert.ok(!waiting.includes('next'));
});

test('what the shell needs is written in place of frames that wait', () => {
	const {output, waiting, draw, take, calls} = open();
	draw('x'.repeat(300_000));
	draw('dropped');
	output.isOpen = false;
	output.restore('restored');
	assert.deepEqual(waiting, ['restored']);
	take();
	assert.deepEqual(calls, []);
});
