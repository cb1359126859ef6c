import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import test, {type TestContext} from 'node:test';
import {TerminalBackground} from '../../../source/screen/terminal/terminal-background.ts';
import {TerminalStdin} from '../../../source/screen/terminal/terminal-stdin.ts';

const reply = '\u{1B}]11;rgb:ffff/ffff/ffff\u{7}';

/**
A terminal that records whether it is in raw mode, and its stream. `seen` holds the keys and reports
in order.
*/
const open = (t: TestContext) => {
	t.mock.timers.enable({apis: ['setTimeout', 'Date']});
	const modes: boolean[] = [];
	const source = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode(isRaw: boolean) {
			modes.push(isRaw);
		},
	});
	const stdin = new TerminalStdin(source);
	const output = new PassThrough();
	output.resume();
	const background = new TerminalBackground({stdin, output, env: {}});
	const seen: string[] = [];
	stdin.onReport(report => {
		seen.push(report.type);
	});
	const onReadable = () => {
		for (;;) {
			const keys: unknown = stdin.read();
			if (typeof keys !== 'string') {
				break;
			}

			seen.push(keys);
		}
	};

	return {
		source,
		stdin,
		background,
		seen,
		modes,
		/** Does what Ink does when it begins and when it ends. */
		attach() {
			stdin.setRawMode(true);
			stdin.on('readable', onReadable);
		},
		detach() {
			stdin.off('readable', onReadable);
			stdin.setRawMode(false);
		},
		async type(text: string) {
			source.write(text);
			await turn();
			await turn();
		},
	};
};

test('function keys are announced in order with the keys, other reports before the keys around them, which stay together', async t => {
	const {attach, type, seen} = open(t);
	attach();
	await type(`a\u{1B}[Ib\u{1B}OPc${reply}d`);
	assert.deepEqual(seen, ['focus', 'ab', 'function-key', 'background', 'cd']);
});

test('Escape alone is passed on after 20 ms', async t => {
	const {attach, type, seen} = open(t);
	attach();
	await type('\u{1B}');
	t.mock.timers.tick(19);
	await turn();
	assert.deepEqual(seen, []);
	t.mock.timers.tick(1);
	await turn();
	assert.deepEqual(seen, ['\u{1B}']);
});

test('without an awaited reply, raw mode ends when Ink ends it, and nothing more is read', async t => {
	const {attach, detach, type, seen, modes, stdin, source} = open(t);
	attach();
	detach();
	assert.deepEqual(modes, [true, false]);
	await type('for the shell');
	assert.deepEqual(seen, []);
	assert.equal(source.listenerCount('readable'), 0);
	await stdin.close();
	assert.equal(modes.at(-1), false);
});

test('while a reply is awaited, raw mode outlasts Ink until the reply arrives, and keys are dropped', async t => {
	const {attach, detach, type, seen, modes, stdin, background} = open(t);
	attach();
	background.query();
	detach();
	assert.deepEqual(modes, [true]);
	const closed = stdin.close();
	await type('dropped');
	assert.deepEqual(modes, [true]);
	await type(reply);
	await closed;
	assert.deepEqual(modes, [true, false]);
	assert.deepEqual(seen, ['background']);
	assert.equal(background.get(), 'light');
});

test('a reply is awaited for 500 ms after the last query, and two queries for two replies', async t => {
	const {attach, detach, type, modes, stdin, background} = open(t);
	attach();
	background.query();
	background.query();
	await type(reply);
	t.mock.timers.tick(400);
	detach();
	const closed = stdin.close();
	t.mock.timers.tick(99);
	await turn();
	assert.deepEqual(modes, [true]);
	t.mock.timers.tick(1);
	await closed;
	assert.deepEqual(modes, [true, false]);
});

test('a suspended program leaves raw mode at once even if a reply is awaited, and reads again when it continues', async t => {
	const {attach, detach, type, seen, modes, stdin, background} = open(t);
	attach();
	background.query();
	detach();
	stdin.leaveRawMode();
	assert.deepEqual(modes, [true, false]);
	attach();
	await type('back');
	assert.deepEqual(modes, [true, false, true]);
	assert.deepEqual(seen, ['back']);
});
