import assert from 'node:assert/strict';
import test from 'node:test';
import {EncodedMessages} from '../../../source/net/host/encoded-messages.ts';
import type {LoggedMessage} from '../../../source/room/log.ts';

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
