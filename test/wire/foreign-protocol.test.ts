import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {PlainReader} from '../../source/wire/plain-text.ts';

/** Reads chunks as they come, with a silence before the end. */
const read = (chunks: ReadonlyArray<string | Uint8Array>) => {
	const reader = new PlainReader();
	const texts = [
		...chunks.flatMap(chunk => [...reader.read(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk)]),
		...reader.quiet(),
		...reader.end(),
	].map(({text}) => text);
	return {texts, foreign: reader.foreign};
};

const body = 'exit\nhello\n';

const requests: Readonly<Record<string, string>> = {
	'a form of a page': `POST / HTTP/1.1\r\nHost: 127.0.0.1:5000\r\n\r\n${body}`,
	'a request without Host': `GET /exit HTTP/1.0\r\n\r\n${body}`,
	'a preflight': `OPTIONS /a?b HTTP/1.1\r\nOrigin: http://x\r\n\r\n${body}`,
	'a method of its own': `exit /x HTTP/1.1\r\n\r\n${body}`,
	'a proxy': `CONNECT example.org:443 HTTP/1.1\r\n\r\n${body}`,
	'a URI': `GET http://example.org/ HTTP/1.1\r\n\r\n${body}`,
	'HTTP/2': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${body}`,
	'line feeds alone, after an empty line': `\r\n\nPUT /x HTTP/1.1\n\n${body}`,
};

const others: Readonly<Record<string, string>> = {
	RTSP: `OPTIONS / RTSP/1.0\r\n\r\n${body}`,
	SIP: `REGISTER sip:nm@nm SIP/2.0\r\n${body}`,
	SSH: `SSH-2.0-OpenSSH_9.6\r\n${body}`,
	SMTP: `EHLO mail.example.org\r\n${body}`,
	'older SMTP': `HELO mail.example.org\r\n${body}`,
	'SMTP of this computer': `HELO [127.0.0.1]\r\n${body}`,
	Redis: `*1\r\n$4\r\ninfo\r\n${body}`,
	'a load balancer': `PROXY TCP4 10.0.0.1 10.0.0.2 5 6\r\n${body}`,
	'the answer of a web server': `HTTP/1.1 200 OK\r\n\r\n${body}`,
	SMB: `\0\0\0\u{A4}\u{FF}SMBr\0\0\0\n${body}`,
	TURN: `\0\u{3}\0\u{8}!\u{12}\u{A4}B\n${body}`,
	SOCKS: `\u{5}\u{1}\0${body}`,
	RPC: `\u{80}\0\0(r\u{FE}\u{1D}\n${body}`,
	X11: `l\0\v\0\0\0\0\0\0\0\0\0${body}`,
	'Java RMI': `JRMI\0\u{2}K${body}`,
	MQTT: `\u{10}\u{1A}\0\u{4}MQTT\n${body}`,
};

for (const [foreign, streams] of Object.entries({http: requests, other: others})) {
	for (const [name, stream] of Object.entries(streams)) {
		test(`nothing of ${name} is text, however it is cut`, () => {
			const bytes = Buffer.from(stream, 'latin1');
			assert.deepEqual(read([bytes]), {texts: [], foreign});
			for (let at = 1; at < bytes.length - body.length; at++) {
				assert.deepEqual(read([bytes.subarray(0, at), bytes.subarray(at)]), {texts: [], foreign}, `cut at ${at}`);
			}
		});
	}
}

test('a request line that pauses, that is longer than a message, or that nothing follows is no text', () => {
	const slow = new PlainReader();
	const chunks = ['POST /a', 'b HT', 'TP/1.1\r\n', 'exit\n'].flatMap(part => [
		...slow.read(Buffer.from(part)),
		...slow.quiet(),
	]);
	assert.deepEqual([chunks, slow.foreign], [[], 'http']);
	assert.deepEqual(read([`exit /${'x'.repeat(20_000)}`, `${'y'.repeat(20_000)} HTTP/1.1\r\nexit\n`]).texts, []);
	assert.deepEqual(read(['GET / HTTP/1.1']), {texts: [], foreign: 'http'});
});

const words = [
	'GET lost / HTTP',
	'GET lost HTTP/1.1 is old',
	'we use HTTP/2',
	'POST',
	'GET /',
	'SSH-keys, please',
	'EHLO to all of you',
	'*1',
	'PROXY is down',
	'HTTP/1.1 is old',
	'see http://example.org/ HTTP',
	'l',
	'HELO there',
	'HELO everybody.',
	'GET UP! / now',
	'Team score: goals/3',
	'Meet 10:30 room/5',
	'PUT chairs away/2',
	'{"type": "hello", "name": "bob"}',
	'/help',
];

test('words that are no request line are said, with and without a line end', () => {
	for (const text of words) {
		assert.deepEqual(read([`${text}\n`]), {texts: [text], foreign: undefined});
		assert.deepEqual(read([`${text}\r\n`, 'next\r\n']).texts, [text, 'next']);
		assert.deepEqual(read([text]).texts, [text]);
	}
});

test('a request line after other words is said', () => {
	const line = 'GET / HTTP/1.1';
	assert.deepEqual(read([`look:\n${line}\n`]).texts, ['look:', line]);
	assert.deepEqual(read(['look:\r\n', `${line}\r\nHost: x\r\n`]).texts, ['look:', line, 'Host: x']);
});

test('NULs that a program in C sends, and the options of Telnet, are no other protocol', () => {
	for (const stream of [
		'hello\0',
		'hello\0\0\0\0',
		'hello\0how are you\0',
		'caf\u{E9}\0',
		'hello\0\u{7F}\u{E9}\u{3}',
	]) {
		assert.equal(read([stream]).foreign, undefined);
		assert.equal(read([stream]).texts.length, 1);
	}

	const options = '\u{FF}\u{FD}\u{3}\u{FF}\u{FA}\u{1F}\0P\0\u{18}\u{FF}\u{F0}';
	assert.deepEqual(read([`${options}hello\r\0\r\n`]).foreign, undefined);
	assert.deepEqual(read([options, 'GET / HTTP/1.1\r\nexit\r\n']), {texts: [], foreign: 'http'});
});
