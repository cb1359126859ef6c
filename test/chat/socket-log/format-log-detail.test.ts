import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {quoteBytes} from '../../../source/chat/socket-log/quote-bytes.ts';
import {sampleBytes, type SocketLogEntry} from '../../../source/net/socket-log.ts';

const local = '10.0.0.1:5000';
const remote = '10.0.0.2:40000';
const limit = (seconds: number) => `gave up after ${seconds} s (this program's limit)`;
const ends = {connection: 2, local, remote};

test('each entry has its sentence, which scripts read', () => {
	const sentences: ReadonlyArray<readonly [entry: SocketLogEntry, sentence: string]> = [
		[{verb: 'lookup', host: 'box', remote}, 'box'],
		[{verb: 'lookup', host: 'box', remote, addresses: ['a::1', '1.1.1.1']}, 'box is a::1, 1.1.1.1'],
		[{verb: 'lookup', host: 'box', remote, addresses: []}, 'box is without an address'],
		[{verb: 'lookup', host: 'box', remote, code: 'EAI_AGAIN'}, 'box failed: EAI_AGAIN'],
		[{verb: 'lookup', remote, note: 'the room is at x now'}, 'the room is at x now'],
		[{verb: 'socket', connection: 1}, 'TCP'],
		[{verb: 'bind', connection: 1, local}, local],
		[{verb: 'bind', connection: 1, local, code: 'EADDRINUSE', errno: 98}, `${local} failed: EADDRINUSE`],
		[{verb: 'listen', connection: 1, local, backlog: 511}, local],
		[{verb: 'accept', ...ends}, `${remote} at ${local}`],
		[{verb: 'connect', connection: 1, remote}, `to ${remote}`],
		[{verb: 'connect', ...ends}, `${local} → ${remote}`],
		[{verb: 'connect', connection: 1, remote, code: 'ECONNREFUSED'}, `to ${remote} failed: ECONNREFUSED`],
		[{verb: 'secure', ...ends, note: 'TLSv1.3 X'}, `${remote} TLSv1.3 X`],
		[{verb: 'secure', ...ends, code: 'ERR_SSL_X'}, `${remote} failed: ERR_SSL_X`],
		[{verb: 'hello', ...ends, by: 'local', name: 'ann'}, `to ${remote} as ann`],
		[{verb: 'resume', ...ends, by: 'remote', name: 'ann', seq: 8}, `from ${remote} as ann from message 8`],
		[{verb: 'send', ...ends, bytes: 99, frames: {post: 3, typing: 1}}, `99 B post ×3, typing to ${remote}`],
		[{verb: 'send', ...ends, bytes: 99, frames: {post: 3}, note: 'again'}, `99 B post ×3 again to ${remote}`],
		[{verb: 'recv', ...ends, bytes: 9, frames: {}}, `9 B part of a frame from ${remote}`],
		[{verb: 'recv', ...ends, bytes: 90, frames: {ping: 1, who: 1}}, `90 B who from ${remote}`],
		[{verb: 'recv', ...ends, bytes: 3, quoted: Buffer.from('hi\n')}, String.raw`3 B "hi\n" from ${remote}`],
		[{verb: 'ping', ...ends, by: 'remote', rtt: 3}, `from ${remote} 3 ms`],
		[{verb: 'ping', ...ends, by: 'remote'}, `from ${remote}`],
		[{verb: 'ping', ...ends, by: 'local'}, `${remote} ? ms`],
		[{verb: 'end', ...ends}, `${remote} sends no more`],
		[{verb: 'reset', ...ends}, remote],
		[{verb: 'timeout', host: 'box', awaited: 'address', deadline: 15_000}, `lookup of box: no answer, ${limit(15)}`],
		[{verb: 'timeout', ...ends, awaited: 'hello', deadline: 5000}, `${remote} sent no hello: ${limit(5)}`],
		[{verb: 'timeout', ...ends, awaited: 'welcome', deadline: 4000}, `no welcome from ${remote}: ${limit(4)}`],
		[{verb: 'timeout', ...ends, awaited: 'sign of life', deadline: 12_000}, `${remote} was silent: ${limit(12)}`],
		[
			{verb: 'timeout', ...ends, awaited: 'handshake', deadline: 4000, note: 'nothing'},
			`${remote} said nothing: ${limit(4)}`,
		],
		[{verb: 'retry', remote, delay: 1234, note: 'Why.'}, 'in 1.2 s: Why.'],
		[{verb: 'retry', remote, delay: 0, note: 'Why.'}, 'now: Why.'],
		[{verb: 'close', ...ends}, `${local} → ${remote}`],
		[{verb: 'close', connection: 1}, 'the listening socket'],
		[{verb: 'close', ...ends, code: 'EPIPE', errno: 32}, `${local} → ${remote}: EPIPE`],
		[{verb: 'close', connection: 3, remote}, `the socket that was to reach ${remote}`],
		[{verb: 'timeout', ...ends, awaited: 'end', deadline: 1000}, `${remote} has not ended its side: ${limit(1)}`],
		[{verb: 'timeout', remote, awaited: 'connection', deadline: 4000}, `to ${remote}: ${limit(4)}`],
		[{verb: 'shutdown', ...ends}, `to ${remote}: this end sends no more`],
		[{verb: 'end', ...ends, wireBytes: 24, note: 'close_notify'}, `${remote} sends no more (close_notify, 24 B)`],
		[{verb: 'secure', ...ends, by: 'local', wireBytes: 281}, `281 B of the handshake to ${remote}`],
		[{verb: 'send', ...ends, bytes: 34, wireBytes: 56, frames: {post: 1}}, `34 B post to ${remote} → 56 B with TLS`],
		[
			{verb: 'send', ...ends, bytes: 3, quoted: Buffer.from('hi\n'), code: 'EPIPE'},
			String.raw`3 B "hi\n" to ${remote} failed: EPIPE`,
		],
		[{verb: 'bye', ...ends, by: 'local', reason: 'gap', note: 'Why.'}, `${remote} gap: Why.`],
		[{verb: 'bye', ...ends, by: 'remote', reason: 'bye', note: 'Why.'}, `by ${remote} bye: Why.`],
	];
	for (const [entry, sentence] of sentences) {
		assert.equal(formatLogDetail(entry), sentence);
	}
});

test('an entry keeps a copy of the first 256 bytes of a call, and shows 40 columns of them', () => {
	const chunk = Buffer.alloc(1000, 'x');
	const quoted = sampleBytes(chunk);
	chunk.fill('y');
	assert.equal(Buffer.from(quoted).toString(), 'x'.repeat(256));
	assert.equal(sampleBytes('é'.repeat(200)).length, 256);
	assert.equal(
		formatLogDetail({verb: 'recv', ...ends, bytes: 1000, quoted}),
		`1000 B "${'x'.repeat(38)}… from ${remote}`,
	);
});

test('bytes that are not UTF-8 are shown as in Python, and the others as text', () => {
	const show = (...bytes: readonly number[]) => quoteBytes(Uint8Array.from(bytes));
	assert.equal(show(0x6e, 0x61, 0xc3), String.raw`"na\xc3"`);
	assert.equal(show(0xe9, 0x22, 0xc3, 0xa9, 0x0a), String.raw`"\xe9\"é\n"`);
	assert.equal(show(0xe2, 0x98), String.raw`"\xe2\x98"`);
	assert.equal(show(0xf0, 0x9f, 0x91, 0x8d), '"👍"');
	assert.equal(show(0xff, 0x1b), String.raw`"\xff\u001b"`);
});
