import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import test from 'node:test';
import {LineTerminal} from '../../../source/line-mode/linear/line-terminal.ts';

const open = (hasModes = true) => {
	const input = new PassThrough();
	const output = new PassThrough();
	const ignore = () => undefined;
	const terminal = new LineTerminal(input, output, {on: ignore, off: ignore, kill: ignore}, {hasModes});
	const emitted: unknown[] = [];
	terminal.on('line', (text, isBurst) => {
		emitted.push([text, isBurst]);
	});
	terminal.on('interrupt', () => {
		emitted.push('interrupt');
	});
	return {
		shown: () => String(output.read() ?? ''),
		/** Returns what one read emits. */
		type(text: string) {
			input.emit('data', text);
			return emitted.splice(0);
		},
	};
};

test('a terminal that knows sequences is told to wrap what it prints; a dumb one is told nothing', () => {
	assert.equal(open().shown(), '\u{1B}[?7h');
	assert.equal(open(false).shown(), '');
});

test('lines that come in one read with another text are a burst, and the keys among them keep their order', () => {
	const {type} = open();
	assert.deepEqual(type('bye\r'), [['bye', false]]);
	assert.deepEqual(type('by'), []);
	assert.deepEqual(type('e\r\r\n'), [
		['bye', false],
		['', false],
	]);
	assert.deepEqual(type('one\nbye\n'), [
		['one', true],
		['bye', true],
	]);
	assert.deepEqual(type('bye\r\u{3}rest'), [['bye', true], 'interrupt']);
	assert.deepEqual(type('\r'), [['rest', false]]);
});
