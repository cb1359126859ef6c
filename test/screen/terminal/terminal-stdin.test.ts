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
	assert.deepEqual(seen, ['focus', 'ab', 'key', 'background', 'cd']);
});

test('Escape alone is passed on after 50 ms', async t => {
	const {attach, type, seen} = open(t);
	attach();
	await type('\u{1B}');
	t.mock.timers.tick(49);
	await turn();
	assert.deepEqual(seen, []);
	t.mock.timers.tick(1);
	await turn();
	assert.deepEqual(seen, ['\u{1B}[27u']);
});

test("Ink's raw mode begins the reading and leaves the terminal's raw mode alone", async t => {
	const {attach, detach, type, seen, modes} = open(t);
	attach();
	await type('read');
	detach();
	assert.deepEqual(seen, ['read']);
	assert.deepEqual(modes, []);
});

test('after raw mode nothing more is read, and without an expected reply draining takes no time', async t => {
	const {attach, detach, type, seen, modes, stdin, source} = open(t);
	stdin.enterRawMode();
	attach();
	detach();
	await stdin.drain();
	stdin.leaveRawMode();
	assert.deepEqual(modes, [true, false]);
	await type('for the shell');
	assert.deepEqual(seen, []);
	assert.equal(source.listenerCount('readable'), 0);
});

test('draining drops what was typed and sent before', async t => {
	const {attach, detach, seen, stdin, source} = open(t);
	stdin.enterRawMode();
	attach();
	source.write('typed\u{1B}[I');
	detach();
	await stdin.drain();
	stdin.leaveRawMode();
	assert.deepEqual(seen, ['focus']);
	assert.equal(source.readableLength, 0);
});

test('while a reply is expected, draining reads until the reply arrives, and keys are dropped', async t => {
	const {attach, detach, type, seen, stdin, background} = open(t);
	stdin.enterRawMode();
	attach();
	background.query();
	detach();
	let isDrained = false;
	const drained = stdin.drain().then(() => {
		isDrained = true;
	});
	await type('dropped');
	assert.equal(isDrained, false);
	await type(reply);
	await drained;
	assert.deepEqual(seen, ['background']);
	assert.equal(background.get(), 'light');
});

test('draining waits 500 ms for a reply, until 2 s after the last query, and for two replies to two queries', async t => {
	const {attach, detach, type, stdin, background} = open(t);
	stdin.enterRawMode();
	attach();
	background.query();
	background.query();
	await type(reply);
	detach();
	const drain = async (milliseconds: number) => {
		let isDrained = false;
		const drained = stdin.drain().then(() => {
			isDrained = true;
		});
		t.mock.timers.tick(milliseconds - 1);
		await turn();
		await turn();
		await turn();
		assert.equal(isDrained, false);
		t.mock.timers.tick(1);
		await drained;
	};

	t.mock.timers.tick(1400);
	await drain(500);
	await drain(100);
	await stdin.drain();
});

test('a program that continues reads again', async t => {
	const {attach, detach, type, seen, modes, stdin} = open(t);
	stdin.enterRawMode();
	attach();
	detach();
	stdin.leaveRawMode();
	stdin.enterRawMode();
	attach();
	await type('back');
	assert.deepEqual(modes, [true, false, true]);
	assert.deepEqual(seen, ['back']);
});
