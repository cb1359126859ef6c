import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import test from 'node:test';
import {createBlockingWriter} from '../../../../source/output/blocking-writer.ts';
import {HeldErrors} from '../../../../source/screen/terminal/modes/held-errors.ts';
import {TerminalModes} from '../../../../source/screen/terminal/modes/terminal-modes.ts';
import {TerminalOutput} from '../../../../source/screen/terminal/modes/terminal-output.ts';
import {TerminalStdin} from '../../../../source/screen/terminal/terminal-stdin.ts';

/** A terminal that records its modes, and throws where it is asked for something in cooked mode. */
const open = ({isRefusing = false} = {}) => {
	const on = new Set<string>();
	let text = '';
	const source = Object.assign(new PassThrough(), {
		isTTY: true,
		isRaw: false,
		setRawMode(isRaw: boolean) {
			source.isRaw = isRaw && !isRefusing;
		},
	});
	const writer = createBlockingWriter(bytes => {
		const chunk = String(bytes);
		text += chunk;
		for (const [, modes = '', letter] of chunk.matchAll(/\[\?([\d;]+)([hl])/g)) {
			assert.ok(source.isRaw, `${modes}${letter} in cooked mode`);
			for (const mode of modes.split(';')) {
				on[letter === 'h' ? 'add' : 'delete'](mode);
			}
		}
	});
	const stdin = new TerminalStdin(source);
	const output = new TerminalOutput({on: () => undefined, columns: 80, rows: 24}, writer);
	const errors = {
		isTTY: true,
		write(chunk: string) {
			text += chunk;
			return true;
		},
	};
	const modes = new TerminalModes(
		stdin,
		output,
		new HeldErrors(errors, held => {
			text += held;
		}),
	);
	return {source, output, errors, modes, on, text: () => text};
};

const screenModes = ['1004', '1049', '2004'];
const shellModes = ['25', '7'];

test('all modes are switched in raw mode and are the shell’s after the end', async () => {
	const {modes, on, source} = open();
	modes.take();
	modes.setMouse(true);
	assert.deepEqual([...on].toSorted(), ['1000', '1004', '1006', '1049', '2004']);
	await modes.end();
	assert.deepEqual([...on].toSorted(), shellModes);
	assert.equal(source.isRaw, false);
	modes.take();
	assert.equal(source.isRaw, false);
});

test('the mouse and the title come back with the terminal', async () => {
	const {modes, on, text} = open();
	modes.take();
	modes.setMouse(true);
	modes.setTitle('a room');
	await modes.release();
	assert.deepEqual([...on].toSorted(), shellModes);
	const {length} = text();
	modes.take();
	assert.ok(on.has('1000'));
	assert.ok(text().includes('\u{1B}]2;a room\u{7}', length));
});

test('what Ink writes is dropped before, between and after, and so are its own switches of modes', async () => {
	const {modes, output, on, text} = open();
	output.write('early');
	modes.take();
	output.write('\u{1B}[?1049l');
	output.write('\u{1B}[?2004l');
	output.write('drawn');
	assert.deepEqual([...on].toSorted(), screenModes);
	await modes.release();
	output.write('stopped');
	modes.take();
	await modes.end();
	output.write('late');
	assert.doesNotMatch(text(), /early|stopped|late/);
	assert.match(text(), /drawn/);
});

test('a terminal that was taken by others is set anew and cleared', () => {
	const {modes, on, source, text} = open();
	modes.take();
	source.isRaw = false;
	on.clear();
	modes.retake();
	assert.deepEqual([...on].toSorted(), screenModes);
	assert.ok(text().endsWith('\u{1B}[H\u{1B}[2J'));
});

test('a terminal that is gone is neither written nor switched', async () => {
	const {modes, source, text} = open();
	modes.take();
	const before = text();
	modes.lose();
	await modes.end();
	modes.take();
	modes.retake();
	assert.equal(text(), before);
	assert.equal(source.isRaw, true);
});

test('a terminal that refuses raw mode is not taken', () => {
	const {modes, on} = open({isRefusing: true});
	assert.throws(() => {
		modes.take();
	}, /cannot be read key by key/);
	assert.equal(on.size, 0);
	assert.equal(modes.isTaken, false);
});

test('what is written to standard error comes after the modes are restored, also at once', async () => {
	for (const end of ['end', 'endNow'] as const) {
		const {modes, errors, text} = open();
		modes.take();
		errors.write('a warning');
		assert.doesNotMatch(text(), /a warning/);
		await modes[end]();
		assert.ok(text().endsWith('a warning'));
		errors.write(', and more');
		assert.ok(text().endsWith('a warning, and more'));
	}
});

test('what the terminal has sent is read before raw mode ends', async () => {
	const {modes, source} = open();
	modes.take();
	const ended = modes.end();
	source.write('\u{1B}[O');
	assert.equal(source.isRaw, true);
	await ended;
	assert.equal(source.isRaw, false);
	assert.equal(source.readableLength, 0);
});
