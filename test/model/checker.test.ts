import assert from 'node:assert/strict';
import test from 'node:test';
import {check} from './checker.ts';
import type {Outcome, History, ProcessHistory, LoggedLine, MemberHistory, Operation} from './history.ts';

const line = (seq: number, text: string, n = seq): LoggedLine => ({
	seq,
	id: `id of ${text.split('#')[0]}`,
	from: 'x',
	text,
	n,
});
const log = [line(1, 'ann#1', 1), line(2, 'bob#1', 1), line(3, 'ann#2', 2), line(4, 'ann#3', 3), line(5, 'bob#2', 2)];
const acked = (text: string, process = 0): Operation => ({text, process, outcome: 'acked'});
const createProcess = (seen: readonly LoggedLine[] = log, more: Partial<ProcessHistory> = {}): ProcessHistory => ({
	process: 0,
	seen: seen.map(({n, ...sight}) => sight),
	ending: 'running',
	errors: [],
	...more,
});
const ann: MemberHistory = {
	name: 'ann',
	operations: [acked('ann#1'), acked('ann#2'), acked('ann#3')],
	processes: [createProcess()],
};
const bob: MemberHistory = {name: 'bob', operations: [acked('bob#1'), acked('bob#2')], processes: [createProcess()]};
const good: History = {members: [ann, bob], log};
const kinds = (history: Partial<History>) => check({...good, ...history}).map(({kind}) => kind);
const renumbered = (lines: readonly LoggedLine[]) => {
	const numbers = new Map<string, number>();
	return lines.map(({id, from, text}, index) => {
		const n = (numbers.get(id) ?? 0) + 1;
		numbers.set(id, n);
		return {seq: index + 1, id, from, text, n};
	});
};

/** Returns a history with this log, which every member was shown in full. */
const withLog = (lines: readonly LoggedLine[], members: readonly MemberHistory[] = [ann, bob]): Partial<History> => {
	const wrong = renumbered(lines);
	return {log: wrong, members: members.map(member => ({...member, processes: [createProcess(wrong)]}))};
};

test('a correct history has no violation', () => {
	assert.deepEqual(check(good), []);
});

test('an acknowledged line that is not in the log is lost', () => {
	assert.deepEqual(kinds(withLog(log.filter(({text}) => text !== 'bob#2'))), ['lost']);
});

test("a line in a killed process's outbox must be in the log; a line that it may not have read need not", () => {
	const without = log.filter(({text}) => text !== 'bob#2');
	const kindsFor = (outcome: Outcome) =>
		kinds(withLog(without, [ann, {...bob, operations: [acked('bob#1'), {text: 'bob#2', process: 0, outcome}]}]));
	assert.deepEqual(kindsFor('kept'), ['lost']);
	assert.deepEqual(kindsFor('maybe'), []);
	assert.deepEqual(kindsFor('open'), ['unacknowledged']);
});

test('a line that is missing before a later line of the same process is lost, whatever its outcome', () => {
	const without = log.filter(({text}) => text !== 'ann#2');
	const createOperations = (process: number): Operation[] => [
		acked('ann#1'),
		{text: 'ann#2', process: 0, outcome: 'maybe'},
		acked('ann#3', process),
	];
	assert.deepEqual(kinds(withLog(without, [{...ann, operations: createOperations(0)}, bob])), ['lost']);
	assert.deepEqual(kinds(withLog(without, [{...ann, operations: createOperations(1)}, bob])), []);
});

test('a line that is in the log twice is duplicated, even if its outcome is unknown', () => {
	const twice = withLog([...log, line(6, 'bob#2')]);
	assert.deepEqual(kinds(twice), ['duplicated']);
	const maybe: Operation[] = [acked('bob#1'), {text: 'bob#2', process: 0, outcome: 'maybe'}];
	assert.deepEqual(kinds(withLog([...log, line(6, 'bob#2')], [ann, {...bob, operations: maybe}])), ['duplicated']);
});

test('lines in another order than typed are reordered, also across the processes of their author', () => {
	const swapped = withLog([line(1, 'ann#2'), line(2, 'ann#1'), line(3, 'bob#1'), line(4, 'ann#3'), line(5, 'bob#2')]);
	assert.deepEqual(kinds(swapped), ['reordered']);
	const operations = [acked('bob#2', 0), acked('bob#1', 1)];
	assert.deepEqual(kinds({members: [ann, {...bob, operations}]}), ['reordered']);
});

test('a process that was shown a different message at a seq conflicts with the log, and so does an acknowledgement with another seq', () => {
	const other = log.map(logged => (logged.seq === 3 ? {...logged, from: 'another name'} : logged));
	assert.deepEqual(kinds({members: [ann, {...bob, processes: [createProcess(other)]}]}), ['conflicting']);
	const operations: Operation[] = [acked('bob#1'), {...acked('bob#2'), seq: 4}];
	assert.deepEqual(kinds({members: [ann, {...bob, operations}]}), ['conflicting']);
});

test('a message that a process was not shown is a gap, also at the end, unless the process was killed', () => {
	assert.deepEqual(kinds({members: [ann, {...bob, processes: [createProcess(log.filter(({seq}) => seq !== 3))]}]}), [
		'gap',
	]);
	assert.deepEqual(kinds({members: [ann, {...bob, processes: [createProcess(log.slice(0, 4))]}]}), ['gap']);
	const processes = [createProcess(log.slice(0, 4), {ending: 'killed'}), createProcess(log.slice(2), {process: 1})];
	assert.deepEqual(kinds({members: [ann, {...bob, processes}]}), []);
});

test('a message that is shown twice is duplicated, a shown message that is not in the log is lost', () => {
	assert.deepEqual(kinds({members: [ann, {...bob, processes: [createProcess([...log, line(5, 'bob#2')])]}]}), [
		'duplicated',
	]);
	const operations = [...bob.operations, acked('bob#3')];
	assert.deepEqual(
		kinds({members: [ann, {...bob, operations, processes: [createProcess([...log, line(6, 'bob#3')])]}]}),
		['lost', 'lost'],
	);
});

test("the checker reports a gap in the log's seqs or in an author's numbers, and a line that no member typed", () => {
	assert.ok(
		kinds({log: log.map(logged => (logged.seq > 3 ? {...logged, seq: logged.seq + 1} : logged))}).includes('gap'),
	);
	assert.deepEqual(kinds({log: log.map(logged => (logged.seq === 5 ? {...logged, n: 3} : logged))}), ['unexpected']);
	assert.deepEqual(kinds(withLog([...log, line(6, 'eve#1')])), ['unexpected']);
});

test('the checker reports a program that printed an error or died', () => {
	const processes = [createProcess([], {ending: 'died', errors: ['ended with 3']}), createProcess(log, {process: 1})];
	assert.deepEqual(kinds({members: [ann, {...bob, processes}]}), ['error']);
});

test('a whisper to another member is not a gap, but a missing whisper to this member is', () => {
	const whispered = log.map(logged => (logged.seq === 3 ? {...logged, to: 'bob'} : logged));
	const process = createProcess(whispered.filter(({seq}) => seq !== 3));
	const kindsFor = (memberId: string) =>
		kinds({log: whispered, members: [ann, {...bob, processes: [{...process, memberId}]}]});
	assert.deepEqual(kindsFor('eve'), []);
	assert.deepEqual(kindsFor('bob'), ['gap']);
});

test('a process must be shown the log from the seq that the host promised', () => {
	const process = createProcess(log.slice(1));
	assert.deepEqual(kinds({members: [ann, {...bob, processes: [{...process, first: 2}]}]}), []);
	assert.deepEqual(kinds({members: [ann, {...bob, processes: [{...process, first: 1}]}]}), ['gap']);
});

test('lines of a peer that the history does not record are not checked', () => {
	assert.deepEqual(kinds({...withLog([...log, line(6, 'eve#1')]), unrecorded: new Set(['id of eve'])}), []);
});
