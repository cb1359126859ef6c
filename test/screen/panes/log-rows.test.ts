import assert from 'node:assert/strict';
import test from 'node:test';
import {listOpenSockets, listRows} from '../../../source/chat/socket-log/list-rows.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import type {Member} from '../../../source/room/member.ts';
import {createInitialState} from '../../../source/chat/state.ts';
import {computeLayout} from '../../../source/screen/layout/layout.ts';
import {createNameFinder} from '../../../source/screen/panes/find-name.ts';
import {layoutLogRow} from '../../../source/screen/panes/log-rows.ts';
import {createLogSource} from '../../../source/screen/panes/log-source.ts';
import {describeChoice, findConnections, parseLogArgument} from '../../../source/screen/panes/log-view.ts';
import {layoutPins} from '../../../source/screen/panes/pin-rows.ts';
import {measureRow, type Row} from '../../../source/screen/primitives/rows.ts';
import {endsOf, listening, logOf, refuse, visit} from '../../chat/socket-log/entries.ts';
import {hostile, joinSpans} from '../rows-fixture.ts';

const folded = {isComplete: false, unfolded: new Set<string>()};

const lay = (entries: readonly SocketLogEntry[], columns: number, form: 'narrow' | 'wide' = 'narrow') =>
	listRows(logOf(entries), folded).flatMap(row =>
		layoutLogRow(row, {columns, form, isSelected: false}).map(each => joinSpans(each).trimEnd()),
	);

test('a row has its time, its verb, whose it is and what it says; the wide form has milliseconds', () => {
	const listen = listening[2];
	assert.deepEqual(lay(listen ? [listen] : [], 50), [' 10:02:30 listen   #1  0.0.0.0:5000']);
	assert.deepEqual(lay(listen ? [listen] : [], 70, 'wide'), [' 10:02:30.042 listen   #1  0.0.0.0:5000  backlog 511']);
});

test('a row that is too long loses nothing: its end stands below', () => {
	assert.deepEqual(lay([{verb: 'accept', ...endsOf(3)}], 50), [
		' 10:02:30 accept   #3  127.0.0.1:45731 ⇄',
		'                       127.0.0.1:5000',
	]);
	assert.deepEqual(lay([{verb: 'accept', ...endsOf(3)}], 36), [
		' 10:02:30 accept   #3',
		'          127.0.0.1:45731 ⇄',
		'          127.0.0.1:5000',
	]);
});

test('no row of any form is wider than its pane, has control characters, or loses a letter', () => {
	const entries: readonly SocketLogEntry[] = [
		...listening,
		...visit(2),
		...visit(3),
		...refuse(4),
		{verb: 'hello', ...endsOf(5), by: 'remote', name: hostile},
		{verb: 'recv', ...endsOf(5), bytes: 3, quoted: new TextEncoder().encode(hostile)},
		{verb: 'send', ...endsOf(5), bytes: 3, frames: {who: 1}},
	];
	const log = logOf(entries);
	const rows = [...listRows(log, folded), ...listRows(log, {...folded, isComplete: true})];
	for (const columns of [36, 50, 72, 120]) {
		for (const form of ['narrow', 'wide'] as const) {
			const laidOut = rows.map(row => layoutLogRow(row, {columns, form, isSelected: false}));
			const pins = layoutPins(listOpenSockets(log), {columns, rows: 3, form, findName: () => hostile});
			for (const row of [...laidOut.flat(), ...pins]) {
				assert.ok(measureRow(row) <= columns, `${columns}: ${joinSpans(row)}`);
				assert.doesNotMatch(joinSpans(row), /[\p{Cc}\u202E]/u);
			}

			const dense = (each: readonly Row[]) =>
				each
					.map(row => joinSpans(row))
					.join('')
					.replaceAll(/\s/g, '');
			const wide = rows.map(row => dense(layoutLogRow(row, {columns: 1000, form, isSelected: false})));
			assert.deepEqual(
				laidOut.map(each => dense(each)),
				wide,
			);
		}
	}
});

test('the open sockets are pinned with the longest text that fits, and counted where they do not', () => {
	const sockets = listOpenSockets(
		logOf([...listening, ...visit(2), ...[3, 4, 5].map((n): SocketLogEntry => ({verb: 'accept', ...endsOf(n)}))]),
	);
	const pin = (columns: number, rows: number, form: 'narrow' | 'wide' = 'narrow') =>
		layoutPins(sockets, {columns, rows, form, findName: ({number}) => `nc-${number - 1}`}).map(row => joinSpans(row));
	assert.deepEqual(pin(50, 4), [
		' #1 socket bind listen 10:02:32 0.0.0.0:5000',
		' #3 accept 10:02:38 :45731 ⇄ :5000  ESTABLISHED',
		' #4 accept 10:02:39 :45732 ⇄ :5000  ESTABLISHED',
		' #5 accept 10:02:40 :45733 ⇄ :5000  ESTABLISHED',
	]);
	assert.equal(pin(56, 4)[1], ' #3 accept 10:02:38 :45731 ⇄ :5000  ESTABLISHED  nc-2');
	assert.deepEqual(pin(72, 3, 'wide').slice(1), [
		' #3 accept 10:02:38.042 127.0.0.1:45731 ⇄ :5000  ESTABLISHED  nc-2',
		' + 2 more open',
	]);
	assert.deepEqual(pin(50, 1), [' #1 socket bind listen 0.0.0.0:5000  + 3 more open']);
	assert.equal(pin(40, 4)[0], ' #1 socket bind listen 0.0.0.0:5000');
	assert.deepEqual(pin(40, 1), [' #1 listen 10:02:32  + 3 more open']);
	assert.deepEqual(pin(50, 0), []);
});

test('a row is laid out once as long as it does not change', () => {
	const log = logOf([...listening, ...visit(2)]);
	const options = {columns: 50, form: 'narrow', selected: undefined} as const;
	const before = createLogSource(listRows(log, folded), options);
	const after = createLogSource(listRows(log, folded), options);
	for (let index = 0; index < before.length; index++) {
		assert.equal(before.getRows(index), after.getRows(index));
	}
});

test('/log takes all, a name or a number, and says why there is nothing to show', () => {
	const member = (id: string, name: string, address: string): Member => ({id, name, address, status: 'here', since: 0});
	const members = [member('h', 'ada', ''), member('b', 'bob', endsOf(3).remote), member('c', 'cyd', endsOf(4).remote)];
	const hello: SocketLogEntry = {verb: 'hello', ...endsOf(2), by: 'remote', name: 'Bob'};
	const socketLog = logOf([...listening, hello, ...visit(2), ...visit(3), {verb: 'accept', ...endsOf(4)}]);
	const known = {role: 'host', plain: false, room: 'r', myName: 'ada', address: 'x:1'} as const;
	const host = {...createInitialState(known), members, myId: 'h', socketLog};
	const findName = createNameFinder(host);
	const choose = (argument: string) => parseLogArgument(argument, host, findName);
	const numbers = (argument: string) => {
		const result = choose(argument);
		return result.ok ? [...(findConnections(result.choice, socketLog.sockets, findName) ?? [])] : result.text;
	};

	assert.deepEqual([numbers(' '), numbers('all'), numbers('#3'), numbers('bob')], [[], [], [3], [2, 3]]);
	assert.equal(numbers('#9'), 'The connection log has no socket #9.');
	assert.equal(numbers('dan'), 'The connection log has no peer dan. Use /log, /log all, /log NAME or /log #3.');
	const all = choose('all');
	assert.equal(all.ok && describeChoice(all.choice), 'all, /log folds');
	const named = choose('bob');
	assert.equal(named.ok && describeChoice(named.choice), 'only bob, /log shows all');

	const client = {...host, role: 'join', myId: 'b', socketLog: logOf([{verb: 'connect', ...endsOf(1)}])} as const;
	const findHost = createNameFinder(client);
	const ada = parseLogArgument('ada', client, findHost);
	assert.ok(ada.ok);
	assert.deepEqual([...(findConnections(ada.choice, client.socketLog.sockets, findHost) ?? [])], [1]);
	const cyd = parseLogArgument('cyd', client, findHost);
	assert.equal(!cyd.ok && cyd.text, 'There is no socket to cyd here: what cyd says comes through the host.');
});

test('a host of five members sees its socket and the five accepts at 120×40, however much is said', () => {
	const accepts = [2, 3, 4, 5, 6].map((number): SocketLogEntry => ({verb: 'accept', ...endsOf(number)}));
	const traffic = Array.from({length: 200}, (_, index): SocketLogEntry[] => [
		{verb: 'recv', ...endsOf(2 + (index % 5)), bytes: 34, frames: {post: 1}},
		...accepts.map((accept): SocketLogEntry => ({...accept, verb: 'send', bytes: 90 + index, frames: {msg: 1}})),
		...accepts.map((accept): SocketLogEntry => ({...accept, verb: 'send', bytes: 20, frames: {who: 1}})),
	]);
	const log = logOf([...listening, ...accepts, ...traffic.flat()], 5);
	for (const focused of ['messages', 'log'] as const) {
		const request = {columns: 120, rows: 40, composerRows: 1, bannerRows: 0, members: 6, focused};
		const {log: pane} = computeLayout({...request, countInvitationRows: () => 2});
		assert.ok(pane);
		const form = focused === 'log' ? 'wide' : 'narrow';
		const rows = Math.floor(pane.rows / 3);
		const pins = layoutPins(listOpenSockets(log), {columns: pane.columns, rows, form, findName: () => 'bob'});
		const texts = pins.map(row => joinSpans(row));
		assert.match(texts[0] ?? '', /^ #1 socket bind listen .*0\.0\.0\.0:5000/);
		assert.deepEqual(
			texts.slice(1).map(text => /^ (?<number>#\d) accept .*ESTABLISHED/.exec(text)?.groups?.number),
			['#2', '#3', '#4', '#5', '#6'],
		);
	}

	// Of each message: what has come, and what was sent to all.
	assert.equal(listRows(log, folded).filter(({kind}) => kind === 'data').length, 400);
});
