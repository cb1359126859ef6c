import assert from 'node:assert/strict';
import {PassThrough, Writable} from 'node:stream';
import test from 'node:test';
import type {Chat} from '../../source/chat/chat.ts';
import {Leaving} from '../../source/chat/commands/closing.ts';
import type {TimedEvent} from '../../source/chat/events.ts';
import {createInitialState} from '../../source/chat/state.ts';
import {Xray} from '../../source/chat/xray/xray.ts';
import {systemClock} from '../../source/net/clock.ts';
import {LineMode} from '../../source/line-mode/line-mode.ts';
import {ErrorOutput} from '../../source/output/error-output.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {endOfTurn} from '../helpers/turn.ts';

test('a client stops reading from the room while much output is not read, and goes on afterwards', async () => {
	const calls: string[] = [];
	const written: Array<() => void> = [];
	let emit: (events: readonly TimedEvent[]) => void = () => undefined;
	const state = createInitialState({role: 'join', plain: false, room: 'main', myName: 'bob', address: 'x'});
	const ignore = () => undefined;
	const chat: Chat = {
		xray: new Xray({clock: systemClock, readKernel: async () => undefined, hidesPrivate: false}),
		getState: () => state,
		subscribe: () => ignore,
		onEvents(listener) {
			emit = listener;
			return ignore;
		},
		start: ignore,
		send: ignore,
		submit: () => ({ok: true}),
		setTyping: ignore,
		loadOlder: ignore,
		readOlder: async () => undefined,
		searchLog: () => undefined,
		findSince: async () => undefined,
		openLogReader: () => undefined,
		showAround: async () => false,
		fillGap: ignore,
		setReadingBack: ignore,
		getPending: () => [],
		pauseReading() {
			calls.push('pause');
		},
		resumeReading() {
			calls.push('resume');
		},
		warn: ignore,
		retry: ignore,
		leave: ignore,
		leaving: new Leaving({leave: ignore, notify: ignore}),
		endInput: ignore,
		async close() {},
	};
	const output = new Writable({
		write(_chunk, _encoding, callback) {
			written.push(callback);
		},
	});
	const input = {kind: 'lines', clock: new FakeClock(), input: new PassThrough()} as const;
	const options = {...input, json: false, stay: true, endsAtBye: true, history: 0, output};
	void new LineMode(chat, {...options, errors: new ErrorOutput(new PassThrough())}).run();
	const text = 'x'.repeat(8192);
	let count = 0;
	while (!calls.includes('pause') && count < 20_000) {
		count++;
		emit([{type: 'message', at: 1, seq: count, from: 'ann', fromId: 'a', text, own: false, ts: 1}]);
	}

	assert.ok(count > 400 && count < 1000, `paused after ${count} messages`);
	// Each callback makes the stream write its next chunk.
	for (let next = written.shift(); next; next = written.shift()) {
		next();
		await endOfTurn();
	}

	assert.deepEqual([...new Set(calls)], ['pause', 'resume']);
});
