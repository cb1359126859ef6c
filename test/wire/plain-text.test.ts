import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {encodePlain, isBye, formatPlainLine, PlainReader, type PlainMessage} from '../../source/wire/plain-text.ts';
import {chunksOf} from '../helpers/chunks.ts';

const texts = (messages: readonly PlainMessage[]): readonly string[] => messages.map(({text}) => text);

const read = (...chunks: Array<string | readonly number[]>): readonly string[] => {
	const reader = new PlainReader();
	return texts(
		chunks.flatMap(chunk => reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : Uint8Array.from(chunk))),
	);
};

test('LF and CRLF end a message, and the reader knows which the other side used last', () => {
	const reader = new PlainReader();
	assert.equal(reader.lineEnd, undefined);
	assert.deepEqual(texts(reader.push(Buffer.from('a\nb\n'))), ['a', 'b']);
	assert.equal(reader.lineEnd, 'lf');
	assert.deepEqual(texts(reader.push(Buffer.from('c\r\n'))), ['c']);
	assert.equal(reader.lineEnd, 'crlf');
});

test('a CRLF that is split over two reads is one line end', () => {
	const reader = new PlainReader();
	assert.deepEqual(texts(reader.push(Buffer.from('a\r'))), []);
	assert.deepEqual(texts(reader.push(Buffer.from('\nb\n'))), ['a', 'b']);
});

test('without a line end, quiet ends a message, and a line end that comes late belongs to it', () => {
	const reader = new PlainReader();
	assert.deepEqual(texts(reader.push(Buffer.from('Hi'))), []);
	assert.equal(reader.hasRest, true);
	assert.deepEqual(texts(reader.quiet()), ['Hi']);
	assert.equal(reader.lineEnd, 'none');
	assert.equal(reader.hasRest, false);
	assert.deepEqual(texts(reader.push(Buffer.from('\nthere\n'))), ['there']);
	assert.deepEqual(texts(reader.quiet()), []);
});

test('a character that is split over two reads stays whole, also over quiet', () => {
	assert.deepEqual(read([0xc3], [0xa9, 0x0a]), ['é']);
	const reader = new PlainReader();
	assert.deepEqual(texts(reader.push(Uint8Array.from([0x61, 0xf0, 0x9f]))), []);
	assert.deepEqual(texts(reader.quiet()), ['a']);
	assert.deepEqual(texts(reader.push(Uint8Array.from([0x98, 0x80, 0x0a]))), ['😀']);
});

test('bytes that are no UTF-8 become U+FFFD', () => {
	assert.deepEqual(read([0x61, 0x80, 0x62, 0x0a]), ['a\u{FFFD}b']);
	const reader = new PlainReader();
	reader.push(Uint8Array.from([0xe2, 0x82]));
	assert.deepEqual(texts(reader.end()), ['\u{FFFD}']);
});

test('when the other side ends, what is left is a message', () => {
	const reader = new PlainReader();
	reader.push(Buffer.from('one\ntwo'));
	assert.deepEqual(texts(reader.end()), ['two']);
	assert.deepEqual(texts(reader.end()), []);
});

test('an empty line is no message', () => {
	assert.deepEqual(read('\n\r\n\na\n'), ['a']);
});

test("Telnet's commands are dropped, however they are split, and its text is kept", () => {
	const session = [255, 251, 24, 104, 255, 250, 24, 0, 120, 255, 240, 105, 255, 241, 33, 13, 10];
	for (let cut = 0; cut <= session.length; cut++) {
		assert.deepEqual(read(session.slice(0, cut), session.slice(cut)), ['hi!'], `cut at ${cut}`);
	}
});

test('a subnegotiation that never ends does not swallow the rest for ever', () => {
	const messages = read([255, 250, ...Array.from({length: 600}, () => 120), 10]);
	assert.equal(messages.length, 1);
	assert.match(messages[0] ?? '', /^x+$/);
});

test('a message of more than 8 KiB is cut into several, and nothing is lost', () => {
	const line = 'é'.repeat(10_000);
	const messages = read(`${line}\n`);
	assert.equal(messages.join(''), line);
	assert.ok(messages.every(message => Buffer.byteLength(message) <= 8192));
});

test('a line without an end is not kept in memory for ever', () => {
	const reader = new PlainReader();
	const text = 'x'.repeat(100_000);
	const messages = texts([...reader.push(Buffer.from(text)), ...reader.end()]);
	assert.equal(messages.join(''), text);
	assert.ok(messages.every(message => message.length <= 8192));
});

test('however the bytes are split, the same messages come out', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 200}), fc.infiniteStream(fc.integer({min: 1, max: 7})), (bytes, sizes) => {
			const whole = new PlainReader();
			const parts = new PlainReader();
			const expected = [...whole.push(bytes), ...whole.end()];
			assert.deepEqual([...chunksOf(bytes, sizes).flatMap(chunk => parts.push(chunk)), ...parts.end()], expected);
		}),
	);
});

test('lines go out with the line end asked for; without one, those that go together are told apart', () => {
	assert.equal(encodePlain(['a', 'b'], 'lf'), 'a\nb\n');
	assert.equal(encodePlain(['a', 'b'], 'crlf'), 'a\r\nb\r\n');
	assert.equal(encodePlain(['a'], 'none'), 'a');
	assert.equal(encodePlain(['a', 'b'], 'none'), 'a\nb');
});

test("another member's words are one line with its name, and cannot look like somebody else's", () => {
	assert.equal(formatPlainLine('hi\nbob: fake', 'alice'), 'alice: hi␊bob: fake');
	assert.equal(formatPlainLine('\u{1B}[2J', 'alice'), 'alice: ␛[2J');
	assert.equal(formatPlainLine('as\nis'), 'as\nis');
});

test('bye is bye in any case and with spaces around it, and nothing else is', () => {
	for (const text of ['bye', 'BYE', ' Bye\t']) {
		assert.equal(isBye(text), true, text);
	}

	for (const text of ['bye!', 'good bye', '', 'by e']) {
		assert.equal(isBye(text), false, text);
	}
});

test('bye counts only as a whole line: a piece of a longer one is text', () => {
	const reader = new PlainReader();
	const messages = [
		...reader.push(Buffer.from('z'.repeat(8192))),
		...reader.push(Buffer.from('bye\n')),
		...reader.push(Buffer.from('bye\n')),
	];
	assert.deepEqual(
		messages.map(({text, isBye: isEnd}) => [text.length, isEnd]),
		[
			[8192, false],
			[3, false],
			[3, true],
		],
	);
	assert.deepEqual(reader.push(Buffer.from(`${' '.repeat(9000)}bye\n`)).at(-1)?.isBye, false);
});
