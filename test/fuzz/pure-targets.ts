/** Checks the code that decodes foreign bytes and strings, without sockets. */
import assert from 'node:assert/strict';
import {Buffer, isUtf8} from 'node:buffer';
import {CodeError, completeCode, parseCode} from '../../source/text/room-code.ts';
import {sanitize, sanitizeLine} from '../../source/text/sanitize.ts';
import {measureWidth} from '../../source/text/width.ts';
import {decodeHostFrame, decodeClientFrame} from '../../source/wire/decode-frame.ts';
import {encodeFrame, maximumFrameBytes} from '../../source/wire/frames.ts';
import {LineReader, type LineError} from '../../source/wire/line-reader.ts';
import {formatPlainLine, PlainReader, type PlainMessage} from '../../source/wire/plain-text.ts';
import {TelnetFilter} from '../../source/wire/telnet-filter.ts';
import {cpuTime} from '../helpers/cpu-time.ts';
import {findHarm} from '../helpers/hostile.ts';
import {cutBytes} from './generators.ts';

export type Stream = {readonly bytes: Uint8Array; readonly sizes: readonly number[]};

/** A decoded frame has checked fields only: encoding and decoding it again changes nothing. */
export const checkDecoders = (line: string) => {
	for (const decode of [decodeClientFrame, decodeHostFrame]) {
		const frame = decode(line);
		if (frame.type !== 'bad' && frame.type !== 'unknown') {
			const again = encodeFrame(frame);
			assert.equal(again.indexOf('\n'), again.length - 1);
			assert.equal(encodeFrame(decode(again) as typeof frame), again);
		}
	}
};

/** Splits lines in the simplest way, as the reference. */
const splitLines = (bytes: Uint8Array): {readonly lines: readonly string[]; readonly error?: LineError} => {
	const lines: string[] = [];
	let rest = Buffer.from(bytes);
	for (;;) {
		const end = rest.indexOf('\n');
		const line = end === -1 ? rest : rest.subarray(0, end);
		if (line.length > maximumFrameBytes) {
			return {lines, error: 'too-big'};
		}

		if (end === -1) {
			return {lines};
		}

		if (!isUtf8(line)) {
			return {lines, error: 'bad-utf8'};
		}

		lines.push(line.toString());
		rest = rest.subarray(end + 1);
	}
};

/** The reader returns the same lines, and fails at the same place, however the bytes are cut. */
export const checkLines = ({bytes, sizes}: Stream) => {
	const reader = new LineReader(maximumFrameBytes);
	const lines: string[] = [];
	let error: string | undefined;
	for (const chunk of cutBytes(bytes, sizes)) {
		lines.push(...reader.read(chunk));
		error = reader.error;
		if (error) {
			break;
		}
	}

	assert.deepEqual({lines, error}, {error: undefined, ...splitLines(bytes)});
	for (const line of lines) {
		checkDecoders(line);
	}
};

const checkMessages = (messages: readonly PlainMessage[]) => {
	for (const {text} of messages) {
		assert.equal(text, text.toWellFormed());
		assert.ok(text !== '' && !text.includes('\n') && Buffer.byteLength(text) <= 8192);
		const line = formatPlainLine(text, 'bob');
		assert.equal(findHarm(line), undefined);
		assert.ok(!line.includes('\n'));
	}
};

/** Checks the plain-text reader. A pause follows each chunk of an odd size. */
export const checkPlain = ({bytes, sizes}: Stream) => {
	const reader = new PlainReader();
	let kept = 0;
	for (const chunk of cutBytes(bytes, sizes)) {
		const messages = [...reader.read(chunk), ...(chunk.length % 2 === 1 ? reader.quiet() : [])];
		checkMessages(messages);
		kept += messages.length;
	}

	// An unfinished line has at most 8,192 characters: several messages if each takes three bytes.
	const rest = [...reader.end()];
	checkMessages(rest);
	assert.ok(rest.length <= 8, `${rest.length} messages were kept in memory`);
	assert.ok(kept <= 2 * bytes.length);
};

/** The filter removes Telnet's commands, and adds nothing. */
export const checkTelnet = ({bytes, sizes}: Stream) => {
	const filter = new TelnetFilter();
	const kept = Buffer.concat(cutBytes(bytes, sizes).map(chunk => filter.push(chunk)));
	assert.deepEqual(kept, Buffer.from(new TelnetFilter().push(bytes)));
	let at = -1;
	for (const byte of kept) {
		at = bytes.indexOf(byte, at + 1);
		assert.notEqual(at, -1, 'the filter added a byte');
	}
};

/** Sanitizing any bytes as text leaves nothing harmful. */
export const checkText = ({bytes}: Stream) => {
	for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
		const text = Buffer.from(bytes).toString(encoding).slice(0, 4000);
		assert.equal(findHarm(sanitize(text)), undefined);
		const line = sanitizeLine(text);
		assert.equal(findHarm(line), undefined);
		assert.ok(!line.includes('\n') && measureWidth(line) >= 0);
	}
};

/** Any string, typed or sent by a host, is a valid code or a short, harmless error. */
const checkCodeText = (typed: string) => {
	const {text, wrong} = completeCode(typed);
	assert.ok(wrong === undefined || wrong >= 1);
	assert.match(text, /^[\p{L}\p{N}\p{M}-]*$/u);
	try {
		const code = parseCode(typed);
		assert.equal(code.split('-').length, 5);
		assert.equal(parseCode(code), code);
		assert.equal(completeCode(code).wrong, undefined);
	} catch (error) {
		if (!(error instanceof CodeError)) {
			throw error;
		}

		assert.ok(error.message.length < 200 && findHarm(error.message) === undefined);
	}
};

/** As `checkCodeText`, in less than a time that normalizing all of a long string would exceed. */
export const checkCode = (typed: string) => {
	const time = cpuTime(() => {
		checkCodeText(typed);
	});
	assert.ok(time < 200, `a code of ${typed.length} characters took ${time} ms`);
};
