import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatEvent} from '../../source/chat/events.ts';
import {createJsonWriter} from '../../source/line-mode/json-events.ts';

const write = (...events: readonly ChatEvent[]) => {
	const toJson = createJsonWriter();
	return events
		.map(event => toJson({...event, at: 5000}))
		.flatMap(line => (line === undefined ? [] : [JSON.parse(line) as unknown]));
};

const at = '1970-01-01T00:00:05.000Z';

test('each event has the fields of the contract and its time', () => {
	assert.deepEqual(
		write(
			{type: 'log', verb: 'listen', connection: 1, local: '0.0.0.0:5000', address: '0.0.0.0', port: 5000},
			{type: 'log', verb: 'recv', remote: '1.2.3.4:5', bytes: 3, wireBytes: 25, frames: {typing: 1}},
			{type: 'log', verb: 'connect', remote: '1.2.3.4:5', code: 'ECONNREFUSED', errno: 111, took: 3},
			{type: 'invite', addresses: ['192.168.1.20:5000'], code: 'a-b-c-d-e'},
			{type: 'status', status: 'listening', address: 'x'},
			{type: 'status', status: 'connecting', attempt: 2},
			{type: 'status', status: 'waiting', attempt: 2, retryAt: 5250, reason: 'Why.'},
			{type: 'status', status: 'closed', reason: 'You have left.', exitCode: 0},
			{type: 'peer', event: 'joined', id: 'a', name: 'alice', address: '1.2.3.4:5'},
			{type: 'message', seq: 3, from: 'alice', fromId: 'a', text: 'hi', own: false, ts: 4000},
			{type: 'message', from: 'x', fromId: 'x', text: 'plain', own: true, ts: 4000},
			{type: 'ack', n: 1, seq: 3},
			{type: 'refused', n: 2, code: 'too-big', text: 'Too big.'},
			{type: 'error', code: 'x', text: 'y'},
		),
		[
			{
				type: 'log',
				verb: 'listen',
				detail: '0.0.0.0:5000',
				address: '0.0.0.0',
				port: 5000,
				connection: 1,
				local: '0.0.0.0:5000',
				at,
			},
			{
				type: 'log',
				verb: 'recv',
				detail: '3 B typing from 1.2.3.4:5 → 25 B with TLS',
				peer: '1.2.3.4:5',
				bytes: 3,
				wireBytes: 25,
				at,
			},
			{
				type: 'log',
				verb: 'connect',
				detail: 'to 1.2.3.4:5 failed: ECONNREFUSED',
				peer: '1.2.3.4:5',
				code: 'ECONNREFUSED',
				errno: 111,
				tookMs: 3,
				at,
			},
			{type: 'invite', addresses: ['192.168.1.20:5000'], code: 'a-b-c-d-e', at},
			{type: 'status', status: 'listening', at},
			{type: 'status', status: 'connecting', attempt: 2, at},
			{type: 'status', status: 'waiting', attempt: 2, retryInMs: 250, reason: 'Why.', at},
			{type: 'status', status: 'closed', reason: 'You have left.', at},
			{type: 'peer', event: 'joined', id: 'a', name: 'alice', address: '1.2.3.4:5', at},
			{type: 'message', seq: 3, from: 'alice', fromId: 'a', text: 'hi', own: false, at: '1970-01-01T00:00:04.000Z'},
			{type: 'message', from: 'x', fromId: 'x', text: 'plain', own: true, at: '1970-01-01T00:00:04.000Z'},
			{type: 'ack', n: 1, seq: 3, at},
			{type: 'error', code: 'too-big', text: 'Too big.', n: 2, at},
			{type: 'error', code: 'x', text: 'y', at},
		],
	);
});

test('while a link is open, only falling silent and answering again are printed', () => {
	const open = {type: 'status', status: 'open', address: 'x'} as const;
	const printed = write(
		open,
		{...open, rtt: 4},
		{...open, silentSince: -1000},
		{...open, silentSince: -1000, rtt: 4},
		open,
		{type: 'status', status: 'connecting', attempt: 1},
		open,
	);
	assert.deepEqual(printed, [
		{type: 'status', status: 'open', at},
		{type: 'status', status: 'open', reason: 'no answer for 6 s', at},
		{type: 'status', status: 'open', at},
		{type: 'status', status: 'connecting', attempt: 1, at},
		{type: 'status', status: 'open', at},
	]);
});

test('events that only a screen needs are not printed', () => {
	assert.deepEqual(
		write(
			{type: 'queued', n: 1, text: 'x'},
			{type: 'sent', n: 1},
			{type: 'members', members: []},
			{type: 'notice', text: 'x'},
			{type: 'me', id: 'a', name: 'b', room: ''},
		),
		[],
	);
});

test('hostile text is kept whole, and its line is printable ASCII only', () => {
	const text = 'a\u{1B}]52;c;x\u{7}\u{9B}31m\u{202E}b\u{D800}';
	const toJson = createJsonWriter();
	const line = toJson({type: 'message', from: 'x', fromId: 'x', text, own: false, ts: 0, at: 0}) ?? '';
	assert.equal((JSON.parse(line) as {text: string}).text, text);
	assert.match(line, /^[\u{20}-\u{7E}]*$/u);
});
