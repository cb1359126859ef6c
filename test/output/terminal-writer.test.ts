import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {TerminalWriter} from '../../source/output/terminal-writer.ts';

/** A terminal that takes so many bytes, and the writer to it. */
const open = (t: TestContext) => {
	t.mock.timers.enable({apis: ['setTimeout']});
	let room = 0;
	let text = '';
	let attempts = 0;
	let failure: string | undefined;
	const errors: Error[] = [];
	const writer = new TerminalWriter(bytes => {
		attempts++;
		if (failure !== undefined || room === 0) {
			throw Object.assign(new Error('no room'), {code: failure ?? 'EAGAIN'});
		}

		const size = Math.min(room, bytes.length);
		room -= size;
		text += String.fromCodePoint(...bytes.subarray(0, size));
		return size;
	});
	writer.onError(error => {
		errors.push(error);
	});
	return {
		writer,
		errors,
		text: () => text,
		attempts: () => attempts,
		take(size: number) {
			room = size;
		},
		fail(code: string) {
			failure = code;
		},
	};
};

test('a terminal gets in order what it did not take at first', t => {
	const {writer, text, take} = open(t);
	let drains = 0;
	writer.onDrain(() => {
		drains++;
	});
	take(4);
	writer.write('first ');
	writer.write('second');
	assert.equal(text(), 'firs');
	assert.equal(writer.pendingBytes, 8);
	take(5);
	t.mock.timers.tick(100);
	assert.equal(text(), 'first sec');
	assert.equal(drains, 0);
	take(100);
	t.mock.timers.tick(100);
	assert.equal(text(), 'first second');
	assert.equal(writer.pendingBytes, 0);
	assert.equal(drains, 1);
	writer.write('!');
	assert.equal(text(), 'first second!');
});

test('a terminal that takes nothing for an hour costs few attempts', t => {
	const {writer, attempts} = open(t);
	writer.write('x');
	for (let second = 0; second < 3600; second++) {
		t.mock.timers.tick(1000);
	}

	assert.ok(attempts() < 60_000, `${attempts()} attempts`);
});

test('what is discarded is not written, and a sequence of which a part was written is ended', t => {
	const {writer, text, take} = open(t);
	take(3);
	writer.write('\u{1B}[38;5;1m red');
	writer.write('more');
	writer.discard();
	writer.write('\u{1B}[0m');
	take(100);
	t.mock.timers.tick(100);
	assert.equal(text(), '\u{1B}[3\u{18}\u{1B}[0m');
	take(0);
	writer.write('whole');
	writer.discard();
	assert.equal(writer.pendingBytes, 0);
	take(100);
	writer.write('next');
	t.mock.timers.tick(100);
	assert.equal(text(), '\u{1B}[3\u{18}\u{1B}[0mnext');
});

test('waiting for a terminal that takes nothing ends', async t => {
	const {writer, take, text} = open(t);
	writer.write('x');
	let hasEnded = false;
	const flushed = writer.flush(1000).then(() => {
		hasEnded = true;
	});
	t.mock.timers.tick(999);
	await Promise.resolve();
	assert.equal(hasEnded, false);
	t.mock.timers.tick(1);
	await flushed;
	const start = performance.now();
	writer.flushNow(20);
	assert.ok(performance.now() - start >= 20);
	take(1);
	writer.flushNow(60_000);
	assert.equal(text(), 'x');
});

test('a terminal that is gone is announced once, and nothing waits for it', async t => {
	const {writer, fail, errors, attempts} = open(t);
	fail('EIO');
	writer.write('x');
	writer.write('y');
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	assert.deepEqual(
		errors.map(({message}) => message),
		['no room'],
	);
	assert.equal(writer.pendingBytes, 0);
	assert.equal(attempts(), 1);
	await writer.flush(1000);
});
