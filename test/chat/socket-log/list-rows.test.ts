import assert from 'node:assert/strict';
import test from 'node:test';
import {describeRow} from '../../../source/chat/socket-log/describe-row.ts';
import {describeState} from '../../../source/chat/socket-log/describe-socket.ts';
import {
	canUnfold,
	listOpenSockets,
	listRows,
	listUnfolded,
	type LogRow,
	type LogView,
} from '../../../source/chat/socket-log/list-rows.ts';
import type {FoldedLog} from '../../../source/chat/socket-log/types.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {endsOf, listening, logOf, refuse, visit} from './entries.ts';

const folded: LogView = {isComplete: false, unfolded: new Set()};

const write = (rows: readonly LogRow[], form: 'narrow' | 'wide' = 'narrow'): readonly string[] =>
	rows.map(row => {
		const {verb, number, text} = describeRow(row, form);
		return [verb, number, text].filter(part => part !== '').join(' ');
	});

const show = (log: FoldedLog, view: Partial<LogView> = {}) => write(listRows(log, {...folded, ...view}));

const chatter = (number: number, ...types: readonly string[]): SocketLogEntry[] =>
	types.map(type => ({verb: 'send', ...endsOf(number), bytes: 20, frames: {[type]: 1}}));

test('chatter is one row a connection, counted in place; with all entries, each has its row', () => {
	const log = logOf([
		{verb: 'accept', ...endsOf(2)},
		...chatter(2, 'who', 'typing', 'who'),
		{verb: 'recv', ...endsOf(2), bytes: 34, wireBytes: 56, frames: {post: 1}},
		...chatter(2, 'who'),
		{verb: 'ping', ...endsOf(2), by: 'remote', rtt: 1},
	]);
	assert.deepEqual(show(log), [
		'accept #2 127.0.0.1:45730 ⇄ 127.0.0.1:5000',
		'· #2 who 3 typing 1 ping 1, last 10:02:36',
		'recv #2 34 B post',
	]);
	assert.equal(show(log, {isComplete: true}).length, 7);
});

test('searches of the log and their answers are in that row, too', () => {
	const log = logOf([
		{verb: 'accept', ...endsOf(2)},
		...chatter(2, 'search', 'found', 'search', 'found', 'found', 'place', 'older', 'page'),
	]);
	assert.deepEqual(show(log), [
		'accept #2 127.0.0.1:45730 ⇄ 127.0.0.1:5000',
		'· #2 search 2 found 3 place 1 older 1 page 1, last 10:02:38',
	]);
});

test('a connection that is closed folds once the next one has closed, and shows its life again when it is unfolded', () => {
	const log = logOf([...listening, ...visit(2), {verb: 'accept', ...endsOf(3)}, {verb: 'reset', ...endsOf(3)}]);
	const summary = 'close #2 127.0.0.1:45730  0:04  in 1/9 B out 0/0 B  they closed first';
	assert.deepEqual(show(log).slice(3, 8), [
		'accept #2 127.0.0.1:45730 ⇄ 127.0.0.1:5000',
		String.raw`recv #2 9 B "the text\n"`,
		'end #2 they send no more',
		'shutdown #2 our FIN',
		summary,
	]);
	const both = logOf([
		...listening,
		...visit(2),
		{verb: 'accept', ...endsOf(3)},
		{verb: 'reset', ...endsOf(3)},
		{verb: 'close', ...endsOf(3)},
	]);
	const rows = listRows(both, folded);
	assert.deepEqual(write(rows).slice(3), [
		String.raw`recv #2 9 B "the text\n"`,
		summary,
		'accept #3 127.0.0.1:45731 ⇄ 127.0.0.1:5000',
		'reset #3 by them',
		'close #3 127.0.0.1:45731  0:02  in 0/0 B out 0/0 B  reset by them',
	]);
	assert.deepEqual(
		rows.filter(row => canUnfold(row)).map(({key}) => key),
		['closed 2'],
	);
	const open = listRows(both, {...folded, unfolded: new Set(['closed 2'])});
	assert.deepEqual(
		open.filter(row => row.kind === 'call' && row.isNested).map(row => row.kind === 'call' && row.call.verb),
		['accept', 'end', 'shutdown', 'close'],
	);
	assert.equal(new Set(open.map(({key}) => key)).size, open.length);
});

test('attempts that fail take one row from the second on, which unfolds', () => {
	assert.deepEqual(show(logOf(refuse(1))), [
		'socket #1 TCP',
		'connect #1 to 127.0.0.1:5000',
		'connect #1 to 127.0.0.1:5000: ECONNREFUSED',
		'close #1 never connected',
		'retry in 3.0 s: Nobody is hosting there.',
	]);
	const six = Array.from({length: 4}, (_, index) => refuse(index + 1)).flat();
	const log = logOf(six);
	assert.deepEqual(show(log), ['retry ×4 in 19 s: ECONNREFUSED, next in 3.0 s']);
	const [key = ''] = listRows(log, folded).map(row => row.key);
	assert.equal(show(log, {unfolded: new Set([key])}).length, 1 + six.length);
	const trying = logOf([...six, {verb: 'socket', connection: 5}]);
	assert.deepEqual(show(trying), ['retry ×4 in 19 s: ECONNREFUSED, trying now', 'socket #5 TCP']);
	assert.equal(listUnfolded(trying).length, six.length + 1);
});

test('the rows of one peer only are shown unfolded, with the messages that it was sent with others', () => {
	const send = (number: number): SocketLogEntry => ({verb: 'send', ...endsOf(number), bytes: 34, frames: {msg: 1}});
	const log = logOf([...listening, ...visit(2), ...visit(3), {verb: 'accept', ...endsOf(4)}, send(3), send(4)], 10);
	assert.deepEqual(
		listRows(log, {...folded, connections: new Set([2])}).map(row => row.kind),
		['call', 'data', 'call', 'call', 'closed'],
	);
	assert.deepEqual(show(log, {connections: new Set([4])}), [
		'accept #4 127.0.0.1:45732 ⇄ 127.0.0.1:5000',
		'send 34 B msg to 2 members #3 #4',
	]);
});

test('the wide form has the backlog, the number of an error, durations, wire bytes and what an end was', () => {
	const wide = (entry: SocketLogEntry) => write(listRows(logOf([entry]), folded), 'wide')[0];
	assert.equal(wide(listening[2] ?? {verb: 'listen'}), 'listen #1 0.0.0.0:5000  backlog 511');
	assert.equal(wide(refuse(1)[2] ?? {verb: 'connect'}), 'connect #1 to 127.0.0.1:5000: ECONNREFUSED (111)  0.3 ms');
	assert.equal(wide({verb: 'connect', ...endsOf(1), took: 12.4}), 'connect #1 127.0.0.1:5000 ⇄ 127.0.0.1:45729  12 ms');
	assert.equal(
		wide({verb: 'recv', ...endsOf(1), bytes: 34, wireBytes: 56, frames: {post: 1}}),
		'recv #1 34 B post → 56 B with TLS',
	);
	assert.equal(wide({verb: 'end', ...endsOf(1)}), 'end #1 recv 0 B (FIN)');
});

test('the state of an open socket is what its calls tell, and no more', () => {
	const [accepted, , end, shutdown, close] = visit(2);
	const states = (...more: ReadonlyArray<SocketLogEntry | undefined>) =>
		listOpenSockets(logOf([...listening, ...[accepted, ...more].filter(each => each !== undefined)])).map(each =>
			describeState(each),
		);
	assert.deepEqual(states(), ['LISTEN', 'ESTABLISHED']);
	assert.deepEqual(states(end), ['LISTEN', 'CLOSE-WAIT']);
	assert.deepEqual(states(shutdown), ['LISTEN', 'FIN-WAIT']);
	assert.deepEqual(states(end, shutdown), ['LISTEN', 'LAST-ACK']);
	assert.deepEqual(states(shutdown, end), ['LISTEN', 'TIME-WAIT']);
	assert.deepEqual(states(end, shutdown, close), ['LISTEN']);
	const notified: SocketLogEntry = {verb: 'end', ...endsOf(2), note: 'close_notify'};
	assert.deepEqual(states(notified), ['LISTEN', 'ESTABLISHED, close_notify came']);
	assert.deepEqual(states(notified, shutdown), ['LISTEN', 'closing']);
});

test('why a connection is closed is no close() yet, and neither is a connection that could not be accepted', () => {
	const log = logOf([
		...listening,
		{verb: 'accept', ...endsOf(2)},
		{verb: 'close', ...endsOf(2), by: 'local', reason: 'bye', note: 'The host closed the room.'},
		{verb: 'close', connection: 1, code: 'EMFILE', errno: 24},
	]);
	assert.equal(listOpenSockets(log).length, 2);
});
