import assert from 'node:assert/strict';
import test from 'node:test';
import {Buffer} from 'node:buffer';
import {EncodedMessages} from '../../../source/net/host/encoded-messages.ts';
import {encodePage} from '../../../source/net/host/log-reader.ts';
import type {LoggedMessage} from '../../../source/room/log.ts';
import {encodeFrame} from '../../../source/wire/frames.ts';

const message = (seq: number, text: string): LoggedMessage => ({seq, id: 'a', n: seq, from: 'alice', ts: 1, text});

test('a message is encoded once for all, and what is kept does not grow with the log', () => {
	const encoded = new EncodedMessages();
	const first = message(1, 'first');
	const frame = encoded.encode(first);
	assert.equal(encoded.encode(first), frame);
	const long = '\u{1}'.repeat(8192);
	for (let seq = 2; seq < 400; seq++) {
		encoded.encode(message(seq, long));
	}

	assert.notEqual(encoded.encode(first), frame, 'the oldest makes way');
	assert.deepEqual(encoded.encode(first), frame);
});

test('a page holds the same messages without their types', () => {
	const messages = [message(7, 'one "quoted"'), message(8, 'zwei ü')];
	for (const some of [[], messages.slice(0, 1), messages]) {
		const frame = Buffer.from(encodePage({from: 7, messages: some})).toString();
		assert.equal(frame, encodeFrame({type: 'page', from: 7, messages: some}));
	}
});
