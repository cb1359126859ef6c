import assert from 'node:assert/strict';
import {Writable} from 'node:stream';
import test from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {formatLogDetail} from '../../source/chat/socket-log/format-log-detail.ts';
import type {ChatEvent, TimedEvent} from '../../source/chat/events.ts';
import type {PeerEvent} from '../../source/chat/presence/presence-event.ts';
import {compactEvents} from '../../source/line-mode/compact-events.ts';
import {UnreadEvents} from '../../source/line-mode/unread-events.ts';

const text = 'x'.repeat(100);

const message = (seq: number, own = false): ChatEvent => ({
	type: 'message',
	seq,
	from: 'ann',
	fromId: 'a',
	text,
	own,
	ts: 1,
});

const row: ChatEvent = {type: 'log', verb: 'end', remote: 'x'};
const peer = (event: PeerEvent, id: string, name = id): ChatEvent => ({type: 'peer', event, id, name, address: 'x'});

const describe = (event: TimedEvent): string => {
	switch (event.type) {
		case 'message': {
			return `${event.isReplayed ? 'old ' : ''}message ${event.seq}`;
		}

		case 'ack': {
			return `ack ${event.seq}`;
		}

		case 'log': {
			return `${event.verb} ${formatLogDetail(event)}`;
		}

		case 'peer': {
			return `${event.event} ${event.name}`;
		}

		default: {
			return event.type;
		}
	}
};

/** An output that takes something only when the test says so, at a host or at a client. */
const open = (role: 'host' | 'join', {isDamaged = false} = {}) => {
	const printed: string[] = [];
	const calls: string[] = [];
	let taken: (() => void) | undefined;
	let isReading = false;
	const output = new Writable({
		highWaterMark: 100,
		write(_chunk, _encoding, callback) {
			if (isReading) {
				callback();
			} else {
				taken = callback;
			}
		},
	});
	let readerCount = 0;
	const openLogReader = () => {
		readerCount++;
		return {
			head: 50,
			findStart: (wanted: number) => 51 - wanted,
			read(from: number, to: number) {
				if (isDamaged) {
					throw new Error('damaged');
				}

				const next = Math.min(to, from + 9) + 1;
				const seqs = Array.from({length: next - from}, (_, index) => from + index);
				// The messages with an odd place are this member's own.
				const events = seqs.flatMap(seq => [
					{type: 'message', seq, from: 'ann', fromId: 'a', text, own: seq % 2 === 1, ts: 1} as const,
					...(seq % 2 === 1 ? [{type: 'ack', n: seq, seq} as const] : []),
				]);
				return {events, next};
			},
			close() {
				readerCount--;
			},
		};
	};

	const unread = new UnreadEvents({
		chat: {openLogReader: () => (role === 'host' ? openLogReader() : undefined)},
		output,
		maximumUnread: 1000,
		print(events) {
			printed.push(...events.map(event => describe(event)));
			output.write(text.repeat(events.length));
		},
		isReplaying: () => false,
		onBehind() {
			calls.push('behind');
		},
		onCaughtUp() {
			calls.push('caught up');
		},
	});
	return {
		unread,
		printed,
		calls,
		readerCount: () => readerCount,
		take(...events: readonly ChatEvent[]) {
			unread.take(events.map(event => ({...event, at: 1})));
		},
		/** Takes all that is written from now on. */
		async read() {
			isReading = true;
			taken?.();
			await unread.waitUntilPrinted();
			await turn();
		},
	};
};

test('a host keeps no messages for an output that is not read: it reads them from the log, in order with the rest', async () => {
	const {take, read, printed, unread, readerCount} = open('host');
	const expected: string[] = [];
	for (let seq = 1; seq <= 2000; seq++) {
		const isOwn = seq % 2 === 1;
		take(message(seq, isOwn), ...(isOwn ? [{type: 'ack', n: seq, seq} as const] : []));
		expected.push(`message ${seq}`, ...(isOwn ? [`ack ${seq}`] : []));
		if (seq % 500 === 0) {
			take(peer('joined', `p${seq}`));
			expected.push(`joined p${seq}`);
		}
	}

	assert.ok(printed.length < 50, `${printed.length} events were printed`);
	assert.ok(unread.unreadMessages > 1900);
	assert.equal(readerCount(), 1);
	await read();
	assert.deepEqual(printed, expected);
	assert.equal(readerCount(), 0);
	take(message(2001));
	assert.equal(printed.at(-1), 'message 2001');
});

test('rows of the connection log are left out, and counted where they are missing', async () => {
	const {take, read, printed} = open('host');
	take(...Array.from({length: 20}, () => row));
	take(peer('joined', 'bob'), row, row, row, peer('left', 'bob'), {type: 'status', status: 'starting'});
	await read();
	take(row);
	assert.deepEqual(printed.slice(20), [
		'joined bob',
		'skipped 3 rows of the connection log, while standard output was not read',
		'left bob',
		'status',
		'end x sends no more',
	]);
});

test('a host prints old messages from its log, marked, and what happens meanwhile after them', async () => {
	const {take, read, printed, unread} = open('host');
	unread.printOld(40);
	take(row, message(50), message(51), {type: 'ack', n: 1, seq: 51}, peer('joined', 'bob'), message(52));
	await read();
	assert.deepEqual(printed, [
		...Array.from({length: 40}, (_, index) => `old message ${index + 11}`),
		'end x sends no more',
		'message 51',
		'ack 51',
		'joined bob',
		'message 52',
	]);
});

test('a client keeps what it has received, and says when it is behind', async () => {
	const {take, read, printed, calls} = open('join');
	for (let seq = 1; seq <= 30; seq++) {
		take(message(seq));
	}

	assert.deepEqual(calls, ['behind']);
	await read();
	assert.deepEqual(calls, ['behind', 'caught up']);
	assert.deepEqual(
		printed,
		Array.from({length: 30}, (_, index) => `message ${index + 1}`),
	);
});

test('messages that cannot be read back are told as an error, and what follows is printed', async () => {
	const {take, read, printed} = open('host', {isDamaged: true});
	for (let seq = 1; seq <= 100; seq++) {
		take(message(seq));
	}

	take(peer('joined', 'bob'));
	await read();
	assert.deepEqual(printed.slice(-2), ['error', 'joined bob']);
});

test('nothing is printed for an output that cannot be written any more', async () => {
	const {take, unread, printed, readerCount} = open('host');
	for (let seq = 1; seq <= 100; seq++) {
		take(message(seq));
	}

	const {length} = printed;
	unread.abandon();
	await unread.waitUntilPrinted();
	take(message(101));
	assert.equal(printed.length, length);
	assert.equal(readerCount(), 0);
});

test('of members that come and go without end, what is true in the end is kept', () => {
	const events = [
		peer('renamed', 'old', 'older'),
		peer('away', 'old'),
		peer('joined', 'new'),
		...Array.from({length: 5000}, (_, index) => [peer('joined', `m${index}`), peer('left', `m${index}`)]).flat(),
		peer('back', 'old'),
		peer('away', 'new'),
		peer('left', 'old'),
		peer('joined', 'old'),
		peer('left', 'old'),
		...Array.from({length: 50}, (): ChatEvent => ({type: 'invite', addresses: [], code: undefined, tag: undefined})),
	];
	const compacted = compactEvents(events.map(event => ({event: {...event, at: 1}, after: 0})));
	assert.deepEqual(
		compacted.map(({event}) => describe(event)),
		['renamed older', 'joined new', 'away new', 'joined old', 'left old', 'invite'],
	);
});
