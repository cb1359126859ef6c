import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {addCalls} from '../../../source/chat/socket-log/fold/add-calls.ts';
import {classifyCall} from '../../../source/chat/socket-log/fold/classify.ts';
import {emptyLog} from '../../../source/chat/socket-log/empty-log.ts';
import {logLimits} from '../../../source/chat/socket-log/limits.ts';
import type {FoldedLog, LoggedCall} from '../../../source/chat/socket-log/types.ts';
import type {FrameCounts, SocketLogEntry, SocketVerb} from '../../../source/net/socket-log.ts';

type Timed = SocketLogEntry & {readonly at: number};

/** Returns entries a second apart. */
const at = (entries: readonly SocketLogEntry[]): Timed[] =>
	entries.map((entry, index) => ({...entry, at: index * 1000}));

const ends = {local: '127.0.0.1:5000', remote: '127.0.0.1:45730'};

const verbs: readonly SocketVerb[] = [
	'lookup',
	'socket',
	'accept',
	'connect',
	'secure',
	'hello',
	'shutdown',
	'end',
	'reset',
	'timeout',
	'retry',
	'close',
];

const connection = fc.integer({min: 1, max: 6});
const entry: fc.Arbitrary<SocketLogEntry> = fc.oneof(
	fc.record({verb: fc.constantFrom(...verbs), connection}),
	fc.record({verb: fc.constantFrom('connect', 'bind'), connection, code: fc.constant('ECONNREFUSED')}),
	fc.record({verb: fc.constant('connect' as const), connection, local: fc.constant('a:1')}),
	fc.record({verb: fc.constantFrom('lookup', 'timeout', 'retry')}),
	fc.record({
		verb: fc.constantFrom('send', 'recv'),
		connection,
		bytes: fc.nat(3),
		frames: fc.constantFrom<FrameCounts>({post: 1}, {msg: 2}, {who: 1}, {typing: 1, ping: 2}, {who: 1, msg: 1}, {}),
	}),
	fc.record({verb: fc.constant('ping' as const), connection}),
);

const keysOf = (calls: readonly LoggedCall[]): number[] => calls.map(({key}) => key);

/** Returns every kept call that is part of a socket's life, each as often as it is kept. */
const listLife = ({sockets, loose, retries}: FoldedLog): number[] => [
	...sockets.flatMap(({life}) => keysOf(life)),
	...keysOf(loose),
	...retries.flatMap(({calls}) => keysOf(calls)),
];

const countDropped = ({sockets, retries}: FoldedLog): number =>
	[...sockets, ...retries].reduce((sum, {dropped}) => sum + dropped, 0);

test('within the bounds no call of the life of a socket is lost, and none is there twice', () => {
	fc.assert(
		fc.property(fc.array(entry, {maxLength: 60}), fc.nat(60), (entries, cut) => {
			const timed = at(entries);
			const log = addCalls(addCalls(emptyLog, timed.slice(0, cut)), timed.slice(cut));
			const life = entries.flatMap((each, index) => (classifyCall(each) === 'life' ? [index + 1] : []));
			assert.deepEqual(
				listLife(log).toSorted((one, other) => one - other),
				life,
			);
			assert.equal(countDropped(log), 0);
		}),
	);
});

test('what is folded counts as many calls, frames and bytes as were added', () => {
	fc.assert(
		fc.property(fc.array(entry, {maxLength: 60}), entries => {
			const log = addCalls(emptyLog, at(entries));
			const failed = new Set(log.retries.flatMap(({calls}) => calls.flatMap(call => call.connection ?? [])));
			const ofClass = (wanted: string) => entries.filter(each => classifyCall(each) === wanted);
			assert.equal(
				log.data.reduce((sum, {connections}) => sum + connections.length, 0),
				ofClass('data').length,
			);
			const chatter = ofClass('chatter').filter(each => !failed.has(each.connection ?? 0));
			const frames = chatter.flatMap(({verb, frames: counts = {}}) => (verb === 'ping' ? [1] : Object.values(counts)));
			const counted = log.sockets
				.filter(({number}) => !failed.has(number))
				.flatMap(each => Object.values(each.chatter?.counts ?? {}));
			const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
			assert.equal(sum(counted), sum(frames));
			for (const {number, sent, received} of log.sockets.filter(each => !failed.has(each.number))) {
				const own = entries.filter(each => each.connection === number && each.bytes !== undefined);
				assert.equal(sent.calls + received.calls, own.length);
				assert.equal(sent.bytes + received.bytes, sum(own.map(({bytes = 0}) => bytes)));
			}
		}),
	);
});

test('adding entries one by one and in batches results in the same log, and changes no earlier one', () => {
	fc.assert(
		fc.property(fc.array(entry, {maxLength: 40}), fc.nat(40), (entries, cut) => {
			const timed = at(entries);
			const first = addCalls(emptyLog, timed.slice(0, cut));
			const copy = structuredClone(first);
			const batches = addCalls(first, timed.slice(cut));
			let single = emptyLog;
			for (const each of timed) {
				single = addCalls(single, [each]);
			}

			assert.deepEqual(batches, single);
			assert.deepEqual(first, copy);
		}),
	);
});

test('chatter and messages never push the life of a socket out', () => {
	const opening: SocketLogEntry[] = [
		{verb: 'socket', connection: 1},
		{verb: 'bind', connection: 1, local: '0.0.0.0:5000'},
		{verb: 'listen', connection: 1, local: '0.0.0.0:5000'},
		...[2, 3, 4].map((number): SocketLogEntry => ({verb: 'accept', connection: number, ...ends})),
	];
	const noise = Array.from({length: 5000}, (_, index): SocketLogEntry => ({
		verb: 'send',
		connection: 2 + (index % 3),
		bytes: index,
		frames: index % 2 === 0 ? {who: 1} : {msg: 1},
	}));
	const log = addCalls(emptyLog, at([...opening, ...noise]));
	assert.deepEqual(listLife(log), [1, 2, 3, 4, 5, 6]);
	assert.equal(log.data.length, logLimits.data);
	assert.equal(log.calls.length, logLimits.calls);
	assert.equal(
		log.sockets.reduce((sum, {chatter}) => sum + (chatter?.counts.who ?? 0), 0),
		2500,
	);
});

test('all that is kept is bounded: of a long life the first calls and the last stay', () => {
	const long = Array.from({length: 300}, (): SocketLogEntry => ({verb: 'timeout', connection: 1, note: 'x'}));
	const [record] = addCalls(emptyLog, at([{verb: 'accept', connection: 1, ...ends}, ...long])).sockets;
	assert.equal(record?.life.length, logLimits.life);
	assert.equal(record.dropped, 301 - logLimits.life);
	assert.equal(record.life[0]?.verb, 'accept');
	assert.equal(record.life.at(-1)?.key, 301);

	const many = Array.from({length: 1000}, (_, index): SocketLogEntry[] => [
		{verb: 'accept', connection: index + 2, ...ends},
		...(index % 2 === 0 ? [{verb: 'close', connection: index + 2, ...ends} as const] : []),
	]);
	const {sockets} = addCalls(emptyLog, at([{verb: 'listen', connection: 1, local: 'x:1'}, ...many.flat()]));
	assert.equal(sockets.length, logLimits.sockets);
	assert.equal(sockets[0]?.number, 1);
	assert.ok(sockets.every(({closed}) => closed === undefined));
	const attempts = Array.from({length: 100}, (_, index): SocketLogEntry[] => [
		{verb: 'socket', connection: index + 1},
		{verb: 'connect', connection: index + 1, code: 'ECONNREFUSED'},
		{verb: 'close', connection: index + 1, remote: 'x:1'},
		{verb: 'retry', delay: 3000},
	]);
	const [retries] = addCalls(emptyLog, at(attempts.flat())).retries;
	assert.deepEqual([retries?.attempts, retries?.calls.length, retries?.dropped], [100, 64, 336]);
});

test('the same bytes to several connections are one row; another message, or the same again, is another', () => {
	const send = (number: number, more: Partial<SocketLogEntry> = {}): SocketLogEntry => ({
		verb: 'send',
		connection: number,
		bytes: 34,
		frames: {msg: 1},
		...more,
	});
	const rows = (...entries: readonly SocketLogEntry[]) =>
		addCalls(
			emptyLog,
			entries.map(each => ({...each, at: 0})),
		).data.map(({connections}) => connections);
	assert.deepEqual(rows(send(2), {verb: 'send', connection: 2, bytes: 9, frames: {who: 1}}, send(3), send(4)), [
		[2, 3, 4],
	]);
	assert.deepEqual(rows(send(2), send(3), send(2), send(3)), [
		[2, 3],
		[2, 3],
	]);
	assert.deepEqual(rows(send(2), send(3, {bytes: 35})), [[2], [3]]);
	assert.deepEqual(rows(send(2), send(3, {verb: 'recv'})), [[2], [3]]);
	const quoted = (text: string) => ({frames: {}, quoted: new TextEncoder().encode(text)});
	assert.deepEqual(rows(send(2, quoted('ab')), send(3, quoted('ab')), send(4, quoted('cd'))), [[2, 3], [4]]);
});

test('attempts that fail fold with all their calls until one succeeds', () => {
	const attempt = (number: number): SocketLogEntry[] => [
		{verb: 'lookup', host: 'h'},
		{verb: 'socket', connection: number},
		{verb: 'connect', connection: number, remote: 'h:1'},
		{verb: 'connect', connection: number, remote: 'h:1', code: 'ECONNREFUSED', errno: 111},
		{verb: 'close', connection: number, remote: 'h:1'},
	];
	const retry: SocketLogEntry = {verb: 'retry', delay: 3000, remote: 'h:1'};
	const failing = addCalls(emptyLog, at([...attempt(1), retry, ...attempt(2), retry]));
	assert.deepEqual(failing.sockets, []);
	const [row] = failing.retries;
	assert.deepEqual([row?.attempts, row?.code, row?.next, row?.from], [2, 'ECONNREFUSED', 'waiting', 0]);
	assert.deepEqual(
		keysOf(row?.calls ?? []),
		Array.from({length: 12}, (_, index) => index + 1),
	);
	const trying = addCalls(failing, at(attempt(3).slice(0, 2)));
	assert.equal(trying.retries[0]?.next, 'trying');
	const connected = addCalls(trying, at([{verb: 'connect', connection: 3, ...ends}]));
	assert.equal(connected.sockets[0]?.number, 3);
	assert.equal(connected.retries[0]?.next, 'connected');
	const lost = addCalls(
		connected,
		at([{verb: 'reset', connection: 3}, {verb: 'close', connection: 3, ...ends}, retry]),
	);
	assert.deepEqual(
		lost.retries.map(({attempts}) => attempts),
		[2, 1],
	);
	assert.equal(lost.sockets[0]?.ending, 'reset');
});
