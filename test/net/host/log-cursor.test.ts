import assert from 'node:assert/strict';
import test from 'node:test';
import {LogCursor} from '../../../source/net/host/log-cursor.ts';
import {backlogLimit, cursorBatch} from '../../../source/net/limits.ts';
import {MemoryLog, type LoggedMessage} from '../../../source/room/log.ts';
import {endOfTurn} from '../../helpers/turn.ts';

const createMessage = (seq: number): LoggedMessage => ({
	seq,
	id: 'author',
	n: seq,
	from: 'author',
	ts: 0,
	text: String(seq),
});

/**
Creates a cursor over a log of `count` durable messages of `size` bytes. Each write adds `bytes` to
the backlog of its connection.
*/
const openCursor = async ({
	count,
	seq = 0,
	bytes = 0,
	size = 10,
}: {
	readonly count: number;
	readonly seq?: number;
	readonly bytes?: number;
	readonly size?: number;
}) => {
	const log = new MemoryLog('history');
	const append = async (seqs: readonly number[]) => {
		for (const next of seqs) {
			log.append(createMessage(next));
		}

		await endOfTurn();
	};

	await append(Array.from({length: count}, (_, index) => index + 1));
	const connection = {backlog: 0, isWritable: true};
	const written: number[][] = [];
	const cursor = new LogCursor({
		log,
		seq,
		getRoom: () => (connection.isWritable ? backlogLimit - connection.backlog : 0),
		measure: () => size,
		write(messages) {
			connection.backlog += bytes;
			written.push(messages.map(message => message.seq));
		},
	});
	return {append, connection, cursor, written};
};

test('a cursor reads in batches, from the message after its seq to the end of the log', async () => {
	const {cursor, written} = await openCursor({count: 2 * cursorBatch + 10, seq: 5});
	cursor.pump();
	assert.deepEqual(
		written.map(({length}) => length),
		[cursorBatch, cursorBatch, 5],
	);
	assert.deepEqual(
		written.flat(),
		Array.from({length: 2 * cursorBatch + 5}, (_, index) => index + 6),
	);
	cursor.pump();
	assert.equal(written.length, 3);
});

test('a cursor stops while the socket is full, and goes on without a gap once it has drained', async () => {
	const {connection, cursor, written} = await openCursor({count: 3 * cursorBatch, bytes: backlogLimit / 2});
	cursor.pump();
	assert.equal(written.length, 2);
	cursor.pump();
	assert.equal(written.length, 2);
	connection.backlog = backlogLimit / 2;
	cursor.pump();
	assert.deepEqual(
		written.flat(),
		Array.from({length: 3 * cursorBatch}, (_, index) => index + 1),
	);
});

test('a cursor writes nothing to a socket that is closed', async () => {
	const {connection, cursor, written} = await openCursor({count: 1});
	connection.isWritable = false;
	cursor.pump();
	assert.deepEqual(written, []);
});

test('a cursor at the end of the log advances past new messages that its owner writes', async () => {
	const {append, cursor, written} = await openCursor({count: 1, seq: 1});
	await append([2, 3, 4]);
	assert.equal(
		cursor.tryAdvance([createMessage(2), createMessage(3)], () => 20),
		true,
	);
	cursor.pump();
	assert.deepEqual(written, [[4]]);
});

test('a cursor does not advance where earlier messages are missing', async () => {
	const {cursor, written} = await openCursor({count: 3});
	assert.equal(
		cursor.tryAdvance([createMessage(2), createMessage(3)], () => 20),
		false,
	);
	assert.equal(
		cursor.tryAdvance([], () => 0),
		false,
	);
	cursor.pump();
	assert.deepEqual(written, [[1, 2, 3]]);
});

test('a cursor does not advance while the socket is full', async () => {
	const {connection, cursor, written} = await openCursor({count: 1});
	connection.backlog = backlogLimit;
	assert.equal(
		cursor.tryAdvance([createMessage(1)], () => 10),
		false,
	);
	connection.backlog = backlogLimit - 1;
	cursor.pump();
	assert.deepEqual(written, [[1]]);
});

test('a cursor writes as many messages at a time as 16 KiB hold, and a longer one by itself', async () => {
	for (const [size, counts] of [
		[8192, [2, 2, 2, 1]],
		[9000, [1, 1, 1, 1, 1, 1, 1]],
		[50_000, [1, 1, 1, 1, 1, 1, 1]],
	] as const) {
		const {cursor, written} = await openCursor({count: 7, size});
		cursor.pump();
		assert.deepEqual(
			written.map(({length}) => length),
			counts,
		);
	}
});

test('a cursor writes no more at a time than the socket takes, but at least one message', async () => {
	const {connection, cursor, written} = await openCursor({count: 7, size: 3000, bytes: 9000});
	connection.backlog = backlogLimit - 7000;
	cursor.pump();
	assert.deepEqual(written, [[1, 2]]);
	connection.backlog = backlogLimit - 1;
	cursor.pump();
	assert.deepEqual(written, [[1, 2], [3]]);
});
