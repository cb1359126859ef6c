import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {Clipboard} from '../../source/output/clipboard.ts';
import {formatCopy, maximumCopy, wrapForScreen, wrapForTmux} from '../../source/output/osc52.ts';
import {endOfTurn} from '../helpers/turn.ts';

type Env = Readonly<Record<string, string>>;

/** A clipboard on a terminal that notes what is written, and a tmux that takes a text or not. */
const open = (env: Env, takesTmux = true) => {
	const written: string[] = [];
	const loaded: string[] = [];
	const clipboard = new Clipboard({
		env,
		write(text) {
			written.push(text);
		},
		async loadIntoTmux(text) {
			loaded.push(text);
			return takesTmux;
		},
	});
	return {clipboard, written, loaded};
};

/** Reads the text of an OSC 52, as a terminal does. */
const read = (sequence: string): string => {
	assert.ok(sequence.startsWith('\u{1B}]52;c;') && sequence.endsWith('\u{7}'), JSON.stringify(sequence));
	const data = sequence.slice(7, -1);
	assert.match(data, /^[\w+/]*=*$/);
	return Buffer.from(data, 'base64').toString();
};

/** Returns what a multiplexer passes on of the control strings that are meant for it. */
const unwrap = (written: string, prefix: string): readonly string[] => {
	const strings = written.split('\u{1B}\\').slice(0, -1);
	return strings.map(string => {
		assert.ok(string.startsWith(`\u{1B}P${prefix}`), JSON.stringify(string));
		return string.slice(2 + prefix.length);
	});
};

test('a copied text reaches the terminal byte for byte, in tmux and screen too', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', minLength: 1}), text => {
			const whole = Buffer.from(text).toString();
			const sequence = formatCopy(text);
			assert.equal(read(sequence), whole);
			assert.equal(read(unwrap(wrapForTmux(sequence), 'tmux;').join('').replaceAll('\u{1B}\u{1B}', '\u{1B}')), whole);
			assert.equal(read(unwrap(wrapForScreen(sequence), '').join('')), whole);
		}),
	);
});

test('no string for GNU screen is longer than it passes on', () => {
	for (const string of unwrap(wrapForScreen(formatCopy('x'.repeat(5000))), '')) {
		assert.ok(string.length <= 256);
	}
});

test('an ordinary terminal gets the sequence as it is, and the user is told what was copied', () => {
	const {clipboard, written, loaded} = open({TERM: 'xterm-256color'});
	const result = clipboard.copy('the text', 'a message of bob');
	assert.deepEqual(written, [formatCopy('the text')]);
	assert.deepEqual(loaded, []);
	assert.deepEqual(result, {
		ok: true,
		text: 'Copied: a message of bob. If your clipboard is empty, your terminal refuses OSC 52.',
	});
});

test('tmux is handed the text, since it ignores the sequence as it comes', async () => {
	const {clipboard, written, loaded} = open({TERM: 'tmux-256color', TMUX: '/tmp/tmux-0/default,1,0'});
	clipboard.copy('x', 'x');
	await endOfTurn();
	assert.deepEqual(loaded, ['x']);
	assert.deepEqual(written, [wrapForTmux(formatCopy('x'))]);
});

test('a tmux that is older, or on another computer, gets the sequence too', async () => {
	const older = open({TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0'}, false);
	older.clipboard.copy('x', 'x');
	const elsewhere = open({TERM: 'tmux-256color'});
	elsewhere.clipboard.copy('x', 'x');
	await endOfTurn();
	for (const {written} of [older, elsewhere]) {
		assert.deepEqual(written, [wrapForTmux(formatCopy('x')), formatCopy('x')]);
	}

	assert.deepEqual(elsewhere.loaded, []);
});

test('GNU screen gets its own strings; where it may be tmux, the bare sequence too', () => {
	const screen = open({TERM: 'screen', STY: '1.pts'});
	screen.clipboard.copy('x', 'x');
	assert.deepEqual(screen.written, [wrapForScreen(formatCopy('x'))]);
	const either = open({TERM: 'screen-256color'});
	either.clipboard.copy('x', 'x');
	assert.deepEqual(either.written, [wrapForScreen(formatCopy('x')) + formatCopy('x')]);
});

test('nothing is written to a terminal without a clipboard', () => {
	for (const name of ['linux', 'dumb', 'vt100', 'vt220', '']) {
		const {clipboard, written} = open({TERM: name});
		assert.equal(clipboard.copy('x', 'x').ok, false, name);
		assert.deepEqual(written, []);
	}
});

test('a text that is too long for a terminal is not copied, and the user is told', () => {
	const {clipboard, written} = open({TERM: 'xterm'});
	assert.equal(clipboard.copy('x'.repeat(maximumCopy), 'x').ok, true);
	assert.deepEqual(clipboard.copy('é'.repeat(maximumCopy / 2 + 1), 'x'), {
		ok: false,
		text: 'Not copied: 74996 bytes; a terminal takes 74994.',
	});
	assert.equal(clipboard.copy('', 'x').ok, false);
	assert.equal(written.length, 1);
});
