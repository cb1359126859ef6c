import {addCalls} from '../../../source/chat/socket-log/fold/add-calls.ts';
import {emptyLog} from '../../../source/chat/socket-log/empty-log.ts';
import type {FoldedLog} from '../../../source/chat/socket-log/types.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';

/** 10:02:30.042 in the tests' time zone. */
export const logStart = new Date(2026, 10, 23, 10, 2, 30, 42).getTime();

/** Returns the log of entries that come after each other, by default a second apart. */
export const logOf = (entries: readonly SocketLogEntry[], interval = 1000): FoldedLog =>
	addCalls(
		emptyLog,
		entries.map((entry, index) => ({...entry, at: logStart + index * interval})),
	);

export const listening: readonly SocketLogEntry[] = [
	{verb: 'socket', connection: 1},
	{verb: 'bind', connection: 1, local: '0.0.0.0:5000'},
	{verb: 'listen', connection: 1, local: '0.0.0.0:5000', backlog: 511},
];

export const endsOf = (number: number) => ({
	connection: number,
	local: '127.0.0.1:5000',
	remote: `127.0.0.1:${45_728 + number}`,
});

/** Returns what one plain peer does that says one line and ends. */
export const visit = (number: number): readonly SocketLogEntry[] => [
	{verb: 'accept', ...endsOf(number)},
	{verb: 'recv', ...endsOf(number), bytes: 9, quoted: new TextEncoder().encode('the text\n')},
	{verb: 'end', ...endsOf(number)},
	{verb: 'shutdown', ...endsOf(number)},
	{verb: 'close', ...endsOf(number)},
];

/** Returns an attempt to connect that is refused. */
export const refuse = (number: number): readonly SocketLogEntry[] => [
	{verb: 'socket', connection: number, remote: '127.0.0.1:5000'},
	{verb: 'connect', connection: number, remote: '127.0.0.1:5000'},
	{verb: 'connect', connection: number, remote: '127.0.0.1:5000', code: 'ECONNREFUSED', errno: 111, took: 0.3},
	{verb: 'close', connection: number, remote: '127.0.0.1:5000'},
	{verb: 'retry', remote: '127.0.0.1:5000', delay: 3000, note: 'Nobody is hosting there.'},
];
