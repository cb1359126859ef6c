import assert from 'node:assert/strict';
import test from 'node:test';
import {check} from './checker.ts';
import type {Fate, History, Incarnation, LoggedLine, MemberHistory, Said} from './history.ts';

const line = (seq: number, text: string, n = seq): LoggedLine => ({
	seq,
	id: `id of ${text.split('#')[0]}`,
	from: 'x',
	text,
	n,
});
const log = [line(1, 'ann#1', 1), line(2, 'bob#1', 1), line(3, 'ann#2', 2), line(4, 'ann#3', 3), line(5, 'bob#2', 2)];
const acked = (text: string, process = 0): Said => ({text, process, fate: 'acked'});
const life = (seen: readonly LoggedLine[] = log, more: Partial<Incarnation> = {}): Incarnation => ({
	process: 0,
	seen: seen.map(({n, ...sight}) => sight),
	ending: 'running',
	complaints: [],
	...more,
});
const ann: MemberHistory = {
	name: 'ann',
	said: [acked('ann#1'), acked('ann#2'), acked('ann#3')],
	incarnations: [life()],
};
const bob: MemberHistory = {name: 'bob', said: [acked('bob#1'), acked('bob#2')], incarnations: [life()]};
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

/** A history in which all saw the log, whatever is in it. */
const withLog = (lines: readonly LoggedLine[], members: readonly MemberHistory[] = [ann, bob]): Partial<History> => {
	const wrong = renumbered(lines);
	return {log: wrong, members: members.map(member => ({...member, incarnations: [life(wrong)]}))};
};

test('a correct history has no violation', () => {
	assert.deepEqual(check(good), []);
});

test('an acknowledged line that is not in the log is lost', () => {
	assert.deepEqual(kinds(withLog(log.filter(({text}) => text !== 'bob#2'))), ['lost']);
});

test("a line in a killed process's outbox must be delivered; one that it may not have read need not", () => {
	const without = log.filter(({text}) => text !== 'bob#2');
	const fated = (fate: Fate) =>
		kinds(withLog(without, [ann, {...bob, said: [acked('bob#1'), {text: 'bob#2', process: 0, fate}]}]));
	assert.deepEqual(fated('kept'), ['lost']);
	assert.deepEqual(fated('maybe'), []);
	assert.deepEqual(fated('open'), ['unacknowledged']);
});

test('a line that is missing before another of the same process is lost, whatever its fate', () => {
	const without = log.filter(({text}) => text !== 'ann#2');
	const said = (process: number): Said[] => [
		acked('ann#1'),
		{text: 'ann#2', process: 0, fate: 'maybe'},
		acked('ann#3', process),
	];
	assert.deepEqual(kinds(withLog(without, [{...ann, said: said(0)}, bob])), ['lost']);
	assert.deepEqual(kinds(withLog(without, [{...ann, said: said(1)}, bob])), []);
});

test('a line that is in the log twice is doubled, a maybe too', () => {
	const twice = withLog([...log, line(6, 'bob#2')]);
	assert.deepEqual(kinds(twice), ['doubled']);
	const maybe: Said[] = [acked('bob#1'), {text: 'bob#2', process: 0, fate: 'maybe'}];
	assert.deepEqual(kinds(withLog([...log, line(6, 'bob#2')], [ann, {...bob, said: maybe}])), ['doubled']);
});

test('lines in another order than typed are reordered, over the processes of their author too', () => {
	const swapped = withLog([line(1, 'ann#2'), line(2, 'ann#1'), line(3, 'bob#1'), line(4, 'ann#3'), line(5, 'bob#2')]);
	assert.deepEqual(kinds(swapped), ['reordered']);
	const said = [acked('bob#2', 0), acked('bob#1', 1)];
	assert.deepEqual(kinds({members: [ann, {...bob, said}]}), ['reordered']);
});

test('a process that saw another message at an index disagrees, and so does an acknowledgement of another place', () => {
	const other = log.map(logged => (logged.seq === 3 ? {...logged, from: 'somebody else'} : logged));
	assert.deepEqual(kinds({members: [ann, {...bob, incarnations: [life(other)]}]}), ['disagreeing']);
	const said: Said[] = [acked('bob#1'), {...acked('bob#2'), seq: 4}];
	assert.deepEqual(kinds({members: [ann, {...bob, said}]}), ['disagreeing']);
});

test('a place that a member was not shown is a gap, and so are the last ones, unless its process was killed', () => {
	assert.deepEqual(kinds({members: [ann, {...bob, incarnations: [life(log.filter(({seq}) => seq !== 3))]}]}), ['gap']);
	assert.deepEqual(kinds({members: [ann, {...bob, incarnations: [life(log.slice(0, 4))]}]}), ['gap']);
	const lives = [life(log.slice(0, 4), {ending: 'killed'}), life(log.slice(2), {process: 1})];
	assert.deepEqual(kinds({members: [ann, {...bob, incarnations: lives}]}), []);
});

test('a message that is shown twice is doubled, one that is not in the log is lost', () => {
	assert.deepEqual(kinds({members: [ann, {...bob, incarnations: [life([...log, line(5, 'bob#2')])]}]}), ['doubled']);
	const said = [...bob.said, acked('bob#3')];
	assert.deepEqual(kinds({members: [ann, {...bob, said, incarnations: [life([...log, line(6, 'bob#3')])]}]}), [
		'lost',
		'lost',
	]);
});

test('a hole in the places of the log or in the numbers of an author is found, and a line that nobody typed', () => {
	assert.ok(
		kinds({log: log.map(logged => (logged.seq > 3 ? {...logged, seq: logged.seq + 1} : logged))}).includes('gap'),
	);
	assert.deepEqual(kinds({log: log.map(logged => (logged.seq === 5 ? {...logged, n: 3} : logged))}), ['foreign']);
	assert.deepEqual(kinds(withLog([...log, line(6, 'eve#1')])), ['foreign']);
});

test('a program that complained or died is reported', () => {
	const lives = [life([], {ending: 'died', complaints: ['ended with 3']}), life(log, {process: 1})];
	assert.deepEqual(kinds({members: [ann, {...bob, incarnations: lives}]}), ['complaint']);
});
