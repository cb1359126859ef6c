import assert from 'node:assert/strict';
import test from 'node:test';
import {checkOrder, reportHandIn} from '../../scripts/hand-in/check-hand-in.ts';
import {exercises} from '../../scripts/hand-in/exercises.ts';
import {parseHandIn} from '../../scripts/hand-in/parse-hand-in.ts';

const time = (second: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, second)).toISOString();

/** A log as `--log` writes it: one row a second. */
const writeLog = (...rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string =>
	rows.map((row, index) => `${JSON.stringify({at: time(index), ...row})}\n`).join('');

const opened = [
	{verb: 'socket', connection: 1},
	{verb: 'bind', connection: 1, local: '127.0.0.1:5000'},
	{verb: 'listen', connection: 1, local: '127.0.0.1:5000', backlog: 511},
];
const accept = (connection: number) => ({verb: 'accept', connection, local: '127.0.0.1:5000', peer: '127.0.0.1:40000'});
const recv = (connection: number) => ({verb: 'recv', connection, bytes: 2, text: '"Hi"'});
const send = (connection: number) => ({verb: 'send', connection, bytes: 5, text: '"Hello"'});
const end = (connection: number) => ({verb: 'end', connection});

const check = (text: string, number: number) => reportHandIn(parseHandIn(text), number, exercises.get(number) ?? []);

test('a log with the calls of the exercise is complete', () => {
	const report = check(writeLog(...opened, accept(2), recv(2), send(2), end(2)), 1);
	assert.deepEqual(report, {
		isComplete: true,
		lines: [
			'found    10:00:00.000 socket #1',
			'found    10:00:01.000 bind #1',
			'found    10:00:02.000 listen #1',
			'found    10:00:03.000 accept #2',
			'found    10:00:04.000 recv #2',
			'found    10:00:05.000 send #2',
			'found    10:00:06.000 end #2',
			'Exercise 1 is complete.',
		],
	});
});

test('a missing call is named, and so are those after it', () => {
	const {isComplete, lines} = check(writeLog(...opened, accept(2), recv(2), end(2)), 1);
	assert.equal(isComplete, false);
	assert.deepEqual(lines.slice(5), [
		'missing  send() to that peer',
		'missing  the end (FIN) of that peer',
		'Exercise 1 is not complete.',
	]);
});

test('the calls of one conversation are on one socket, and those of two are on two', () => {
	assert.equal(check(writeLog(...opened, accept(2), recv(2), accept(3), send(3), end(3)), 1).isComplete, false);
	assert.equal(check(writeLog(...opened, accept(2), accept(3), recv(3), send(3), end(3)), 1).isComplete, true);
	assert.equal(check(writeLog(...opened, accept(2), recv(2), recv(2)), 2).isComplete, false);
	assert.equal(check(writeLog(...opened, accept(2), accept(2), recv(2), recv(2)), 2).isComplete, false);
	assert.equal(check(writeLog(...opened, accept(2), accept(3), recv(3), recv(2)), 2).isComplete, false);
	assert.equal(check(writeLog(...opened, accept(2), accept(3), recv(2), recv(3)), 2).isComplete, true);
});

test('a connect that is only tried is none, and its error code counts', () => {
	const tried = {verb: 'connect', connection: 1, peer: '127.0.0.1:5000'};
	const refused = {...tried, code: 'ECONNREFUSED', errno: -111};
	assert.equal(check(writeLog(tried), 4).isComplete, false);
	assert.equal(check(writeLog(tried, refused), 4).isComplete, true);
	assert.equal(check(writeLog(tried, refused, send(1), send(1)), 3).isComplete, false);
	assert.equal(check(writeLog(tried, {...tried, local: '127.0.0.1:40000'}, send(1), send(1)), 3).isComplete, true);
});

test('a log of many connections is checked in little time', () => {
	const many = Array.from({length: 1500}, (_, index) => accept(index + 2));
	assert.equal(check(writeLog(...opened, ...many, recv(1500)), 2).isComplete, false);
});

test('times that go back, and bytes before a connection, are named', () => {
	const {calls} = parseHandIn(writeLog(...opened, recv(2), {...accept(2), at: time(1)}));
	assert.deepEqual(checkOrder(calls), [
		'Row 4: recv on #2, which was neither accepted nor connected before.',
		'Row 5 (accept) is older than the row before it.',
	]);
});

const markdown = (log: string, messages: string) => `# socket-chat: messages and connection log

|  |  |
| --- | --- |
| name | ada |
| role | host of the plain room "main" |

## Messages

\`\`\`text
${messages}\`\`\`

## Connection log

\`\`\`text
${log}\`\`\`
`;

const savedLog = `2026-11-23T10:00:00.000Z socket   #1
2026-11-23T10:00:00.001Z bind     #1  127.0.0.1:5000
2026-11-23T10:00:00.002Z listen   #1  127.0.0.1:5000  backlog 511
2026-11-23T10:00:05.000Z accept   #2  127.0.0.1:40000 ⇄ 127.0.0.1:5000
2026-11-23T10:00:06.000Z recv     #2  2 B "Hi"
2026-11-23T10:00:08.000Z send     #2  5 B "Hello"
2026-11-23T10:00:09.000Z end      #2  recv 0 B (FIN)
`;

test('a saved file is checked, too', () => {
	const messages = '2026-11-23T10:00:06.100Z nc-1: Hi\n2026-11-23T10:00:08.000Z ada: Hello\n';
	assert.equal(check(markdown(savedLog, messages), 1).isComplete, true);
});

test('a message of another that no recv() can have carried is named', () => {
	const messages = '2026-11-23T09:00:00.000Z nc-1: from an earlier run\n2026-11-23T10:07:00.000Z nc-1: Hi\n';
	const {isComplete, lines} = check(markdown(savedLog, messages), 1);
	assert.equal(isComplete, false);
	assert.deepEqual(
		lines.filter(line => line.startsWith('wrong')),
		['wrong    No recv() is near the message "Hi" of nc-1 at 10:07:00.000.'],
	);
});

test('bytes, wire bytes and error codes are read from a saved row', () => {
	const {calls} = parseHandIn(
		markdown(
			`2026-11-23T10:00:00.000Z recv     #2  34 B post → 56 B with TLS
2026-11-23T10:00:00.001Z connect  #3  to 127.0.0.1:5000: ECONNREFUSED (111)
2026-11-23T10:00:00.002Z retry        ×6 in 19 s: ECONNREFUSED, next in 3.0 s
`,
			'',
		),
	);
	assert.deepEqual(
		calls.map(({verb, connection, bytes, wireBytes, code}) => ({verb, connection, bytes, wireBytes, code})),
		[
			{verb: 'recv', connection: 2, bytes: 34, wireBytes: 56, code: undefined},
			{verb: 'connect', connection: 3, bytes: undefined, wireBytes: undefined, code: 'ECONNREFUSED'},
			{verb: 'retry', connection: undefined, bytes: undefined, wireBytes: undefined, code: 'ECONNREFUSED'},
		],
	);
});

test('what is no log is refused with its line', () => {
	assert.throws(
		() => parseHandIn('{"at":"2026-11-23T10:00:00.000Z","verb":"socket"}\nhello\n'),
		/Line 2 is not a JSON/,
	);
	assert.throws(() => parseHandIn('{"verb":"socket"}\n'), /Line 1 has no time/);
	assert.throws(() => parseHandIn('# socket-chat: messages\n'), /no part "Connection log"/);
});
