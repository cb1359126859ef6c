import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {encodePlain, isBye, formatPlainLine, PlainReader, type PlainMessage} from '../../source/wire/plain-text.ts';
import {chunksOf} from '../helpers/chunks.ts';

const texts = (messages: Iterable<PlainMessage>): readonly string[] => [...messages].map(({text}) => text);

const read = (...chunks: Array<string | readonly number[]>): readonly string[] => {
	const reader = new PlainReader();
	return texts(
		chunks.flatMap(chunk => [...reader.read(typeof chunk === 'string' ? Buffer.from(chunk) : Uint8Array.from(chunk))]),
	);
};

test('LF and CRLF end a message, and lineEnd is the one that the peer used last', () => {
	const reader = new PlainReader();
	assert.equal(reader.lineEnd, undefined);
	assert.deepEqual(texts(reader.read(Buffer.from('a\nb\n'))), ['a', 'b']);
	assert.equal(reader.lineEnd, 'lf');
	assert.deepEqual(texts(reader.read(Buffer.from('c\r\n'))), ['c']);
	assert.equal(reader.lineEnd, 'crlf');
});

test('a CRLF split across two chunks is one line ending', () => {
	const reader = new PlainReader();
	assert.deepEqual(texts(reader.read(Buffer.from('a\r'))), []);
	assert.deepEqual(texts(reader.read(Buffer.from('\nb\n'))), ['a', 'b']);
});

test('without a line ending, silence ends a message, and a late line ending belongs to it', () => {
	const reader = new PlainReader();
	assert.deepEqual(texts(reader.read(Buffer.from('Hi'))), []);
	assert.equal(reader.hasRest, true);
	assert.deepEqual(texts(reader.quiet()), ['Hi']);
	assert.equal(reader.lineEnd, 'none');
	assert.equal(reader.hasRest, false);
	assert.deepEqual(texts(reader.read(Buffer.from('\nthere\n'))), ['there']);
	assert.deepEqual(texts(reader.quiet()), []);
});

test('a character split across two chunks stays whole, even with silence between them', () => {
	assert.deepEqual(read([0xc3], [0xa9, 0x0a]), ['é']);
	const reader = new PlainReader();
	assert.deepEqual(texts(reader.read(Uint8Array.from([0x61, 0xf0, 0x9f]))), []);
	assert.deepEqual(texts(reader.quiet()), ['a']);
	assert.deepEqual(texts(reader.read(Uint8Array.from([0x98, 0x80, 0x0a]))), ['😀']);
});

test('invalid UTF-8 becomes U+FFFD', () => {
	assert.deepEqual(read([0x61, 0x80, 0x62, 0x0a]), ['a\u{FFFD}b']);
	const reader = new PlainReader();
	texts(reader.read(Uint8Array.from([0xe2, 0x82])));
	assert.deepEqual(texts(reader.end()), ['\u{FFFD}']);
});

test('when the peer ends its stream, the remaining text is a message', () => {
	const reader = new PlainReader();
	texts(reader.read(Buffer.from('one\ntwo')));
	assert.deepEqual(texts(reader.end()), ['two']);
	assert.deepEqual(texts(reader.end()), []);
});

test('an empty line is not a message', () => {
	assert.deepEqual(read('\n\r\n\na\n'), ['a']);
});

test('Telnet commands are removed, even if split across chunks, and the text is kept', () => {
	const session = [255, 251, 24, 104, 255, 250, 24, 0, 120, 255, 240, 105, 255, 241, 33, 13, 10];
	for (let cut = 0; cut <= session.length; cut++) {
		assert.deepEqual(read(session.slice(0, cut), session.slice(cut)), ['hi!'], `cut at ${cut}`);
	}
});

test('a subnegotiation that never ends does not swallow all later text', () => {
	const messages = read([255, 250, ...Array.from({length: 600}, () => 120), 10]);
	assert.equal(messages.length, 1);
	assert.match(messages[0] ?? '', /^x+$/);
});

test('a message of more than 8 KiB is split into several, and no text is lost', () => {
	const line = 'é'.repeat(10_000);
	const messages = read(`${line}\n`);
	assert.equal(messages.join(''), line);
	assert.ok(messages.every(message => Buffer.byteLength(message) <= 8192));
});

test('a line without an end takes a bounded amount of memory', () => {
	const reader = new PlainReader();
	const text = 'x'.repeat(100_000);
	const messages = texts([...reader.read(Buffer.from(text)), ...reader.end()]);
	assert.equal(messages.join(''), text);
	assert.ok(messages.every(message => message.length <= 8192));
});

test('the messages are the same for every way to split the bytes into chunks', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 200}), fc.infiniteStream(fc.integer({min: 1, max: 7})), (bytes, sizes) => {
			const whole = new PlainReader();
			const parts = new PlainReader();
			const expected = [...whole.read(bytes), ...whole.end()];
			assert.deepEqual([...chunksOf(bytes, sizes).flatMap(chunk => [...parts.read(chunk)]), ...parts.end()], expected);
		}),
	);
});

test('lines are sent with the given line ending; without one, lines of the same write are still separated', () => {
	assert.equal(encodePlain(['a', 'b'], 'lf'), 'a\nb\n');
	assert.equal(encodePlain(['a', 'b'], 'crlf'), 'a\r\nb\r\n');
	assert.equal(encodePlain(['a'], 'none'), 'a');
	assert.equal(encodePlain(['a', 'b'], 'none'), 'a\nb');
});

test("another member's message is one line after its name, and cannot imitate a third member's", () => {
	assert.equal(formatPlainLine('hi\nbob: fake', 'alice'), 'alice: hi␊bob: fake');
	assert.equal(formatPlainLine('\u{1B}[2J', 'alice'), 'alice: ␛[2J');
	assert.equal(formatPlainLine('as\nis'), 'as\nis');
});

test('isBye accepts bye in any case and with spaces around it, and nothing else', () => {
	for (const text of ['bye', 'BYE', ' Bye\t']) {
		assert.equal(isBye(text), true, text);
	}

	for (const text of ['bye!', 'good bye', '', 'by e']) {
		assert.equal(isBye(text), false, text);
	}
});

test('a piece of a longer line is never a bye', () => {
	const reader = new PlainReader();
	const messages = [
		...reader.read(Buffer.from('z'.repeat(8192))),
		...reader.read(Buffer.from('bye\n')),
		...reader.read(Buffer.from('bye\n')),
	];
	assert.deepEqual(
		messages.map(({text, isBye: isEnd}) => [text.length, isEnd]),
		[
			[8192, false],
			[3, false],
			[3, true],
		],
	);
	assert.deepEqual([...reader.read(Buffer.from(`${' '.repeat(9000)}bye\n`))].at(-1)?.isBye, false);
});
