import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {ChatState, HistoryItem} from '../../source/chat/state.ts';
import type {Member} from '../../source/room/member.ts';
import {layoutHeader} from '../../source/screen/bars/header-row.ts';
import {listHints, layoutHints, type HintContext} from '../../source/screen/bars/hints.ts';
import {layoutLogEntry} from '../../source/screen/panes/log-rows.ts';
import {
	layoutItem,
	isContinued,
	measureNameColumns,
	type ConversationItem,
} from '../../source/screen/messages/message-rows.ts';
import {createMessageSource} from '../../source/screen/messages/message-source.ts';
import {countBannerRows, chooseBanner, layoutBanner} from '../../source/screen/bars/banner-rows.ts';
import {layoutTitle} from '../../source/screen/layout/pane-title.ts';
import {findHostId, layoutPeerLine, measurePeerNames, layoutPeer} from '../../source/screen/panes/peer-rows.ts';
import {cutRow, measureRow, spreadRow, type Row} from '../../source/screen/primitives/rows.ts';
import {formatStatus} from '../../source/screen/primitives/status-text.ts';
import {layoutWelcome} from '../../source/screen/messages/welcome.ts';
import {createScenario} from './scenarios.ts';

const now = new Date(2026, 10, 22, 10, 2, 30).getTime();
const scenarios = [
	'empty-host',
	'empty-join',
	'waiting',
	'connecting',
	'lost',
	'silent',
	'closed',
	'plain',
	'crowd',
	'busy',
] as const;
const hostile = 'x\u{1B}[2J\u{202E}\r\n\u{7}👩‍👩‍👧‍👦日本\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}';

const textOf = (row: Row): string => row.map(({text}) => text).join('');

const message = (
	more: Partial<Extract<HistoryItem, {kind: 'message'}>> = {},
): Extract<HistoryItem, {kind: 'message'}> => ({
	kind: 'message',
	key: 'k',
	at: now,
	from: 'alice',
	fromId: 'a',
	text: 'Hi',
	own: false,
	...more,
});

const shown = (entry: ConversationItem, columns = 80, isContinuation = false): readonly string[] =>
	layoutItem(entry, isContinuation, {columns, nameColumns: 6, myName: 'ann'}).map(row => textOf(row));

const anyText = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 300}),
	fc.string({unit: 'binary', maxLength: 60}),
	fc.constantFrom(hostile, '', '\n\n', ' ', '日本語'.repeat(40), '👩‍👩‍👧‍👦'.repeat(20), 'a'.repeat(400)),
);

test('a message stands beside its time and its sender', () => {
	assert.deepEqual(shown(message()), [' 10:02  alice   Hi']);
	assert.deepEqual(shown(message(), 80, true), ['                Hi']);
	assert.deepEqual(shown(message({text: 'one\ntwo'})), [' 10:02  alice   one', '                two']);
});

test('under 56 columns the time gives its room to the text', () => {
	assert.deepEqual(shown(message(), 40), [' alice  Hi']);
	assert.deepEqual(shown({kind: 'notice', key: 'n', at: now, text: 'bob joined'}, 40), [' — bob joined']);
});

test('a notice says when', () => {
	assert.deepEqual(shown({kind: 'notice', key: 'n', at: now, text: 'bob joined'}), [' 10:02  — bob joined']);
});

test('my own message says how far it has come, in a mark and where needed in words', () => {
	const own = {own: true, from: 'ann', fromId: 'me'} as const;
	assert.deepEqual(shown(message({...own, delivery: 'logged'})), [' 10:02  ann     Hi ✓']);
	assert.deepEqual(shown(message({...own, delivery: 'sent'})), [' 10:02  ann     Hi →']);
	assert.deepEqual(shown({n: 1, text: 'Hi', at: now}), [' 10:02  ann     Hi …']);
	assert.deepEqual(shown(message({...own, delivery: 'refused', reason: 'Too long.'})), [
		' 10:02  ann     Hi ! Too long.',
	]);
});

test('a private message is marked beside each of its rows, where no text can come, and stands with no other', () => {
	const to = {id: 'me', name: 'ann'};
	assert.deepEqual(shown(message({to, text: 'one\ntwo'})), [' 10:02  alice » (to you) one', '              » two']);
	assert.deepEqual(shown(message({to, text: 'one'}), 40), [' alice »(to you) one']);
	assert.deepEqual(
		shown(message({own: true, from: 'ann', fromId: 'me', to: {id: 'b', name: 'bo\u{7}b'}, delivery: 'logged'})),
		[' 10:02  ann   » (to bo␇b) Hi ✓'],
	);
	assert.deepEqual(shown({n: 1, text: 'Hi', to: {id: 'b', name: 'bob'}, at: now}), [' 10:02  ann   » (to bob) Hi …']);
	assert.deepEqual(shown(message({text: '» (to you) forged'})), [' 10:02  alice   » (to you) forged']);
	assert.equal(isContinued(message(), message({to})), false);
	assert.equal(isContinued(message({to}), message({to})), true);
	assert.equal(isContinued(message({to}), message({to: {id: 'b', name: 'bob'}})), false);
});

test('the mark never stands alone on a row, and nothing moves when it changes', () => {
	const own = {own: true, from: 'ann', fromId: 'me'} as const;
	for (let length = 40; length < 140; length++) {
		const text = `${'word '.repeat(length / 5)}${'x'.repeat(length % 5)}`.trim();
		const rows = shown(message({...own, text, delivery: 'logged'}));
		assert.match(rows.at(-1) ?? '', /\S ✓$/);
		assert.deepEqual(
			shown({n: 1, text, at: now}).map(row => row.replace('…', '✓')),
			rows,
		);
	}
});

test('no row of any message is wider than its pane, and nothing in it acts upon the terminal', () => {
	fc.assert(
		fc.property(anyText, anyText, fc.integer({min: 38, max: 160}), fc.boolean(), (text, name, columns, own) => {
			const frame = {columns, nameColumns: 8, myName: name};
			const entries: readonly ConversationItem[] = [
				message({text, from: name, own, delivery: own ? 'logged' : undefined}),
				message({text, own: true, delivery: 'refused', reason: name}),
				{n: 1, text, at: now},
				{kind: 'notice', key: 'n', at: now, text},
			];
			for (const entry of entries) {
				const rows = layoutItem(entry, false, frame);
				assert.ok(rows.length > 0);
				for (const row of rows) {
					assert.ok(measureRow(row) <= columns, `${measureRow(row)} > ${columns}: ${textOf(row)}`);
					assert.doesNotMatch(textOf(row), /[\p{Cc}\u202E\u2028]/u);
				}
			}
		}),
		{numRuns: 500},
	);
});

test('a time that is no time does not break the row', () => {
	assert.deepEqual(shown(message({at: Number.NaN})), [' --:--  alice   Hi']);
	assert.deepEqual(shown(message({at: 1e300})), [' --:--  alice   Hi']);
});

test('the next words of the same person in the same minute do not repeat time and name, but the first row in view does', () => {
	const history = [
		message({key: '1'}),
		message({key: '2', text: 'there'}),
		message({key: '3', at: now + 60_000}),
		message({key: '4', at: now + 60_000, from: 'bob', fromId: 'b'}),
	];
	const source = createMessageSource({history, pending: []}, {columns: 80, nameColumns: 6, myName: 'ann'});
	const first = (index: number, isFirst: boolean) => textOf(source.getRows(index, isFirst)[0] ?? []);
	assert.equal(first(1, false), '                there');
	assert.equal(first(1, true), ' 10:02  alice   there');
	assert.equal(first(2, false), ' 10:03  alice   Hi');
	assert.equal(first(3, false), ' 10:03  bob     Hi');
});

test('rows are made once for a message and a width', () => {
	const history = [message()];
	const frame = {columns: 80, nameColumns: 6, myName: 'ann'};
	const rows = createMessageSource({history, pending: []}, frame).getRows(0, false);
	assert.equal(createMessageSource({history, pending: []}, frame).getRows(0, false), rows);
	assert.notEqual(createMessageSource({history, pending: []}, {...frame, columns: 60}).getRows(0, false), rows);
});

test('the column of senders is as wide as the longest name, up to 12 columns', () => {
	const state = {history: [message({from: 'bo'})], members: [], myName: 'ann'};
	assert.equal(measureNameColumns(state, 80), 3);
	assert.equal(measureNameColumns({...state, history: [message({from: '大輔さん'})]}, 80), 8);
	assert.equal(measureNameColumns({...state, history: [message({from: 'a-very-long-name'})]}, 80), 12);
	assert.equal(measureNameColumns({...state, history: [message({from: 'a-very-long-name'})]}, 40), 8);
});

test('the header fills its row exactly, and always shows the whole state', () => {
	for (const name of scenarios) {
		const state = createScenario(name, now);
		for (let columns = 40; columns <= 200; columns++) {
			const row = layoutHeader(
				{
					...state,
					room: `${state.room ?? ''}${hostile}`,
					address: columns % 2 === 0 ? state.address : `${hostile.repeat(3)}:5000`,
				},
				columns,
				now,
			);
			assert.equal(measureRow(row), columns);
			assert.ok(textOf(row).endsWith(`${formatStatus(state, now)} `), textOf(row));
			assert.doesNotMatch(textOf(row), /[\p{Cc}\u202E]/u);
			assert.equal(textOf(row).includes('PLAIN'), state.plain);
		}
	}
});

test('the state is said in words, and counts', () => {
	const words = (status: ChatState['status']) => formatStatus({status, members: []}, now);
	assert.equal(words({status: 'open', address: '', rtt: 4.4}), '● connected 4 ms');
	assert.equal(words({status: 'open', address: '', silentSince: now - 7900}), '◐ no answer for 7 s');
	assert.equal(words({status: 'waiting', attempt: 1, retryAt: now + 2001, reason: ''}), '○ trying again in 3 s');
	assert.equal(words({status: 'waiting', attempt: 1, retryAt: now - 10, reason: ''}), '○ trying again…');
	assert.equal(words({status: 'connecting', attempt: 1}), '◌ connecting…');
	assert.equal(words({status: 'connecting', attempt: 3}), '◌ connecting… (attempt 3)');
	assert.equal(words({status: 'closed', reason: '', exitCode: 0}), '✕ closed');
	assert.equal(formatStatus(createScenario('busy', now), now), '● 4 here');
});

const situations = (): readonly HintContext[] => {
	const flags = [false, true];
	const statuses = ['starting', 'listening', 'connecting', 'open', 'waiting', 'closed'] as const;
	const kinds = ['wide', 'stacked', 'single'] as const;
	return statuses.flatMap(status =>
		kinds.flatMap(kind =>
			flags.flatMap(isDraftEmpty =>
				flags.flatMap(isScrolled =>
					flags.map((isPrompting): HintContext => ({
						status,
						kind,
						focused: 'messages',
						isDraftEmpty,
						isScrolled,
						canScroll: true,
						canChangeAddress: isPrompting,
						isPrompting,
					})),
				),
			),
		),
	);
};

test('the hints fit every width, and never lose the first', () => {
	for (const situation of situations()) {
		const hints = listHints(situation);
		for (let columns = 40; columns <= 200; columns++) {
			const row = layoutHints(hints, columns);
			assert.ok(measureRow(row) <= columns, `${columns}: ${textOf(row)}`);
			assert.ok(textOf(row).startsWith(` ${hints[0]?.key} ${hints[0]?.action}`));
		}
	}
});

test('the hints name what works right now', () => {
	const situation: HintContext = {
		status: 'open',
		kind: 'wide',
		focused: 'messages',
		isDraftEmpty: true,
		isScrolled: false,
		canScroll: true,
		canChangeAddress: false,
		isPrompting: false,
	};
	const hints = (more: Partial<HintContext>) => textOf(layoutHints(listHints({...situation, ...more}), 100)).trim();
	assert.equal(hints({}), 'Enter send · PgUp history · F2 log · F3 peers · F1 help · bye leave');
	assert.equal(
		hints({status: 'waiting', canChangeAddress: true, canScroll: false}),
		'Enter try now · F4 other address · F2 log · F3 peers · F1 help · Ctrl+C leave',
	);
	assert.equal(
		hints({isDraftEmpty: false, canScroll: false}),
		'Enter send · F2 log · F3 peers · F1 help · Alt+Enter new line · Ctrl+C clear',
	);
	assert.equal(
		hints({isScrolled: true}),
		'Enter send · End newest · PgUp history · F2 log · F3 peers · F1 help · bye leave',
	);
	assert.equal(hints({isPrompting: true}), 'Enter connect · Esc cancel');
	assert.equal(
		hints({kind: 'single', focused: 'log', canScroll: false}),
		'Enter send · Esc back · F2 peers · F3 messages · F1 help · bye leave',
	);
	assert.equal(
		hints({focused: 'log'}),
		'Enter send · Esc back · ↑↓ PgUp earlier · F2 smaller log · F3 peers · F1 help · bye leave',
	);
	assert.match(
		hints({focused: 'peers', isScrolled: true, isDraftEmpty: false}),
		/^Enter send · Esc back · PgUp more · F2 log · F3 fewer peers/,
	);
});

test('a sentence above the composer is wrapped, and what does not fit is cut visibly', () => {
	const notice = chooseBanner(
		{
			status: 'waiting',
			attempt: 1,
			retryAt: now + 3000,
			reason: 'Nobody is hosting at 127.0.0.1:5000. Is `socket-chat host` running there?',
		},
		undefined,
		undefined,
	);
	assert.ok(notice);
	assert.deepEqual(
		layoutBanner(notice, 120, now).map(row => textOf(row)),
		[' ! Nobody is hosting at 127.0.0.1:5000. Is `socket-chat host` running there? Trying again in 3 s.'],
	);
	assert.equal(countBannerRows(notice, 40), 3);
	for (let columns = 40; columns <= 200; columns++) {
		const rows = layoutBanner({...notice, sentence: hostile.repeat(columns)}, columns, now);
		assert.ok(rows.every(row => measureRow(row) <= columns));
		assert.match(textOf(rows.at(-1) ?? []), /…$/);
	}
});

test('what was refused goes before what keeps the chat from going on, and a reason stays while the next attempt is under way', () => {
	const waiting = {status: 'waiting', attempt: 1, retryAt: now, reason: 'Why.'} as const;
	assert.equal(chooseBanner(waiting, undefined, 'No such command.')?.sentence, 'No such command.');
	assert.equal(chooseBanner({status: 'connecting', attempt: 2}, 'Why.', undefined)?.sentence, 'Why. Trying again…');
	assert.equal(chooseBanner({status: 'connecting', attempt: 1}, undefined, undefined), undefined);
	assert.equal(
		chooseBanner({status: 'closed', reason: 'The host closed the room.', exitCode: 0}, undefined, undefined)?.sentence,
		'The host closed the room.',
	);
	assert.equal(chooseBanner({status: 'open', address: ''}, undefined, undefined), undefined);
});

test('no row about peers, sockets or a pane is wider than its pane', () => {
	for (const name of scenarios) {
		const state = createScenario(name, now);
		const members: readonly Member[] = [
			...state.members,
			{id: 'h', name: hostile, address: hostile, status: 'here', since: now, rtt: 1234},
		];
		const roles = {myId: state.myId, hostId: findHostId(state)};
		for (let columns = 36; columns <= 120; columns++) {
			const nameColumns = measurePeerNames(members, roles);
			const rows = [
				layoutPeerLine(members, roles, [{text: ' Peers 3 '}], columns),
				layoutTitle('Connection log', {isScrolled: true, newer: 12_345}, columns),
				...members.map(member => layoutPeer(member, roles, {columns, nameColumns, now})),
				...state.socketLog.map(item => layoutLogEntry(item, columns)),
				layoutLogEntry({verb: 'recv', detail: hostile.repeat(9), at: now, key: 0}, columns),
				...layoutWelcome({...state, history: [], pending: []}, columns),
			];
			for (const row of rows) {
				assert.ok(measureRow(row) <= columns, `${columns}: ${textOf(row)}`);
				assert.doesNotMatch(textOf(row), /[\p{Cc}\u202E]/u);
			}
		}
	}
});

test('peers say who they are, where, and since when they are away', () => {
	const state = createScenario('empty-join', now);
	const roles = {myId: state.myId, hostId: findHostId(state)};
	const nameColumns = measurePeerNames(state.members, roles);
	assert.deepEqual(
		state.members.map(member => textOf(layoutPeer(member, roles, {columns: 48, nameColumns, now})).trimEnd()),
		[' ● alice (host)  192.168.1.7:57807', ' ● ann (you)     192.168.1.20:57820  4 ms', ' ○ bob           away 12 s'],
	);
	assert.equal(
		textOf(layoutPeerLine(state.members, roles, [{text: ' Peers 2 '}], 80)),
		' Peers 2   ● alice (host)  ● ann (you)  ○ bob away',
	);
	assert.equal(
		textOf(layoutPeerLine(state.members, roles, [{text: ' Peers 2 '}], 40)),
		' Peers 2   ● alice (host)  + 2 more',
	);
});

test('a log entry stands in three columns', () => {
	assert.equal(
		textOf(layoutLogEntry({verb: 'listen', detail: '0.0.0.0:5000', at: now, key: 1}, 48)),
		' 10:02:30 listen  0.0.0.0:5000',
	);
});

test('an empty room says what to do next', () => {
	const linesOf = (state: ChatState) => layoutWelcome(state, 60).map(row => textOf(row).trim());
	const lines = (name: string) => linesOf(createScenario(name, now));
	assert.deepEqual(
		linesOf({...createScenario('empty-host', now), code: 'legal-winner-thank-year-wave', tag: 'a3f9c1'}),
		[
			'',
			'Nobody else is here yet. This code lets others in:',
			'legal-winner-thank-year-wave',
			'',
			'They join with (or "socket-chat join" alone, which finds',
			'this room as a3f9c1)',
			'socket-chat join 192.168.1.20:5000',
			'socket-chat join [fd12:3456:789a::20]:5000',
		],
	);
	assert.deepEqual(lines('empty-join'), ['', 'You are in. Say something.']);
	assert.deepEqual(lines('busy'), []);
});

test('a row is cut visibly, and its right end is kept whole', () => {
	assert.equal(textOf(cutRow([{text: 'abc'}, {text: 'def'}], 6)), 'abcdef');
	assert.equal(textOf(cutRow([{text: 'abc'}, {text: 'def'}], 5)), 'abcd…');
	assert.equal(textOf(cutRow([{text: 'abc'}, {text: 'def'}], 3)), 'ab…');
	assert.equal(textOf(spreadRow([{text: 'left'}], [{text: 'right'}], 12)), 'left   right');
	assert.equal(textOf(spreadRow([{text: 'left'}], [{text: 'right'}], 8)), 'le…right');
});

test('a line stands where a day begins, and another where the new messages begin', () => {
	const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
	const message = (key: string, time: number): ConversationItem => ({
		kind: 'message',
		key,
		at: time,
		from: 'bob',
		fromId: 'b',
		text: key,
		own: false,
	});
	const history = [message('one', at(22, 23)), message('two', at(23, 0)), message('three', at(23, 0))] as const;
	const frame = {columns: 60, nameColumns: 6, myName: 'ann'};
	const source = createMessageSource({history: history as never, pending: []}, frame);
	assert.equal(source.countRows(0), 1);
	assert.match(textOf(source.getRows(1, false)[0] ?? []), /^─+ Monday 23 November 2026 ─+$/);
	assert.match(textOf(source.getRows(1, false)[1] ?? []), / 00:00 {2}bob +two$/);
	assert.equal(source.countRows(2), 1);
	const withNews = createMessageSource({history: history as never, pending: []}, {...frame, newFrom: 'three'});
	assert.match(textOf(withNews.getRows(2, false)[0] ?? []), /^─+ new ─+$/);
	assert.match(textOf(withNews.getRows(2, false)[1] ?? []), /bob +three$/, 'it names its author again');
});

test('what is looked for is marked wherever it stands, and a message with my name stands out', () => {
	const entry: ConversationItem = {
		kind: 'message',
		key: 'k',
		at: now,
		from: 'bob',
		fromId: 'b',
		text: 'Hay, needle, hay, NEEDLE',
		own: false,
	};
	const [row = []] = layoutItem(entry, false, {columns: 80, nameColumns: 6, myName: 'ann', find: 'needle'});
	assert.deepEqual(
		row.filter(({tone}) => tone === 'match').map(({text}) => text),
		['needle', 'NEEDLE'],
	);
	const [mention = []] = layoutItem({...entry, text: 'hello Ann'}, false, {columns: 80, nameColumns: 6, myName: 'ann'});
	assert.equal(mention.at(-1)?.tone, 'mention');
	assert.match(
		textOf(layoutItem({...entry, text: '/me waves'}, false, {columns: 80, nameColumns: 6, myName: 'ann'})[0] ?? []),
		/bob +\* waves$/,
	);
});
