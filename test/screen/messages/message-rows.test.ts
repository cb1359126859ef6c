import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {HistoryItem} from '../../../source/chat/state.ts';
import {layoutItem} from '../../../source/screen/messages/message-rows.ts';
import {isContinued} from '../../../source/screen/messages/dividers.ts';
import {measureNameColumns} from '../../../source/screen/messages/name-column.ts';
import type {ConversationItem} from '../../../source/screen/messages/conversation-item.ts';
import {canShowLinks} from '../../../source/screen/primitives/hyperlinks.ts';
import {createMessageSource} from '../../../source/screen/messages/message-source.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import {hostile, joinSpans, now} from '../rows-fixture.ts';

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
	layoutItem(entry, isContinuation, {columns, nameColumns: 6, myName: 'ann'}).map(row => joinSpans(row));

const anyText = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 300}),
	fc.string({unit: 'binary', maxLength: 60}),
	fc.constantFrom(hostile, '', '\n\n', ' ', '日本語'.repeat(40), '👩‍👩‍👧‍👦'.repeat(20), 'a'.repeat(400)),
);

test('a line says how many messages are not shown between a place far back and the newest', () => {
	const [row = ''] = shown({kind: 'gap', key: 'g', at: now, from: 11, to: 1010});
	assert.match(row, /^─+ 1000 messages are not shown here ─+$/);
	assert.match(shown({kind: 'gap', key: 'g', at: now, from: 11, to: 11})[0] ?? '', /─ 1 message is not shown here ─/);
});

test('a message is shown with its time and its sender', () => {
	assert.deepEqual(shown(message()), [' 10:02  alice   Hi']);
	assert.deepEqual(shown(message(), 80, true), ['                Hi']);
	assert.deepEqual(shown(message({text: 'one\ntwo'})), [' 10:02  alice   one', '                two']);
});

test('below 56 columns the time is left out', () => {
	assert.deepEqual(shown(message(), 40), [' alice  Hi']);
	assert.deepEqual(shown({kind: 'notice', key: 'n', at: now, text: 'bob joined'}, 40), [' — bob joined']);
});

test('a notice has its time', () => {
	assert.deepEqual(shown({kind: 'notice', key: 'n', at: now, text: 'bob joined'}), [' 10:02  — bob joined']);
});

test('my own message shows its delivery as a mark, and the reason if it was refused', () => {
	const own = {own: true, from: 'ann', fromId: 'me'} as const;
	assert.deepEqual(shown(message({...own, delivery: 'logged'})), [' 10:02  ann     Hi ✓']);
	assert.deepEqual(shown(message({...own, delivery: 'sent'})), [' 10:02  ann     Hi →']);
	assert.deepEqual(shown({n: 1, text: 'Hi', at: now}), [' 10:02  ann     Hi …']);
	assert.deepEqual(shown(message({...own, delivery: 'refused', reason: 'Too long.'})), [
		' 10:02  ann     Hi ! Too long.',
	]);
});

test('a private message is marked beside each of its rows, outside the text, and is never grouped with others', () => {
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

test('a part of a long text is marked beside the text: below its name, or beside the first row of a continuation', () => {
	const part = message({text: 'one\ntwo\nthree', part: [2, 3, '\n']});
	assert.deepEqual(shown(part), [' 10:02  alice   one', ' (2/3)          two', '                three']);
	assert.deepEqual(shown(part, 80, true), [' (2/3)          one', '                two', '                three']);
	assert.deepEqual(shown(message({text: 'one', part: [3, 3, '']})), [' 10:02  alice   one', ' (3/3)          ']);
	assert.deepEqual(shown({...part, text: 'one'}, 40, true), [' (2/3)  one']);
	const narrow = layoutItem(part, true, {columns: 40, nameColumns: 3, myName: 'ann'}).map(row => joinSpans(row));
	assert.deepEqual(narrow, [' 2/3 one', '     two', '     three']);
});

test('the delivery mark is never alone on a row, and nothing moves when it changes', () => {
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

test('no row of a message is wider than its pane or contains control characters', () => {
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
					assert.ok(measureRow(row) <= columns, `${measureRow(row)} > ${columns}: ${joinSpans(row)}`);
					assert.doesNotMatch(joinSpans(row), /[\p{Cc}\u202E\u2028]/u);
				}
			}
		}),
		{numRuns: 500},
	);
});

test('an invalid time is shown as --:--', () => {
	assert.deepEqual(shown(message({at: Number.NaN})), [' --:--  alice   Hi']);
	assert.deepEqual(shown(message({at: 1e300})), [' --:--  alice   Hi']);
});

test('consecutive messages of one person in one minute show time and name once, and the first row in view shows them again', () => {
	const history = [
		message({key: '1'}),
		message({key: '2', text: 'there'}),
		message({key: '3', at: now + 60_000}),
		message({key: '4', at: now + 60_000, from: 'bob', fromId: 'b'}),
	];
	const source = createMessageSource({history, pending: []}, {columns: 80, nameColumns: 6, myName: 'ann'});
	const first = (index: number, isFirst: boolean) => joinSpans(source.getRows(index, isFirst)[0] ?? []);
	assert.equal(first(1, false), '                there');
	assert.equal(first(1, true), ' 10:02  alice   there');
	assert.equal(first(2, false), ' 10:03  alice   Hi');
	assert.equal(first(3, false), ' 10:03  bob     Hi');
});

test('the rows of a message are cached for each width', () => {
	const history = [message()];
	const frame = {columns: 80, nameColumns: 6, myName: 'ann'};
	const rows = createMessageSource({history, pending: []}, frame).getRows(0, false);
	assert.equal(createMessageSource({history, pending: []}, frame).getRows(0, false), rows);
	assert.notEqual(createMessageSource({history, pending: []}, {...frame, columns: 60}).getRows(0, false), rows);
});

test('the sender column is as wide as the longest name, up to 12 columns', () => {
	const state = {history: [message({from: 'bo'})], members: [], myName: 'ann'};
	assert.equal(measureNameColumns(state, 80), 3);
	assert.equal(measureNameColumns({...state, history: [message({from: '大輔さん'})]}, 80), 8);
	assert.equal(measureNameColumns({...state, history: [message({from: 'a-very-long-name'})]}, 80), 12);
	assert.equal(measureNameColumns({...state, history: [message({from: 'a-very-long-name'})]}, 40), 8);
});

test('a divider marks the beginning of a day, and another the first new message', () => {
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
	assert.match(joinSpans(source.getRows(1, false)[0] ?? []), /^─+ Monday 23 November 2026 ─+$/);
	assert.match(joinSpans(source.getRows(1, false)[1] ?? []), / 00:00 {2}bob +two$/);
	assert.equal(source.countRows(2), 1);
	const withNews = createMessageSource({history: history as never, pending: []}, {...frame, newFrom: 'three'});
	assert.match(joinSpans(withNews.getRows(2, false)[0] ?? []), /^─+ new ─+$/);
	assert.match(joinSpans(withNews.getRows(2, false)[1] ?? []), /bob +three$/, 'it names its author again');
});

test('11: a view that begins on another day than today says which, and where today begins stands Today', () => {
	const at = (day: number) => new Date(2026, 10, day, 12).getTime();
	const history = [
		message({key: '1', at: at(25)}),
		message({key: '2', at: at(25)}),
		message({key: '3', at: at(28)}),
		message({key: '4', at: at(29)}),
		message({key: '5', at: at(29)}),
	];
	const frame = {columns: 60, nameColumns: 6, myName: 'ann', today: 'Sunday 29 November 2026'};
	const source = createMessageSource({history, pending: []}, frame);
	const rules = history.map((_, index) => /^─+ (.+?) ─+$/.exec(joinSpans(source.getRows(index, false)[0] ?? []))?.[1]);
	assert.deepEqual(rules, ['Wednesday 25 November 2026', undefined, 'Saturday 28 November 2026', 'Today', undefined]);
	assert.equal(source.getDay(0, 0), undefined, 'the row itself says it');
	assert.equal(source.getDay(0, 1), at(25));
	assert.equal(source.getDay(1, 0), at(25));
	assert.equal(source.getDay(4, 0), undefined, 'it is today');
	const tomorrow = createMessageSource({history, pending: []}, {...frame, today: 'Monday 30 November 2026'});
	assert.match(joinSpans(tomorrow.getRows(3, false)[0] ?? []), /─ Sunday 29 November 2026 ─/);
	assert.equal(tomorrow.getDay(4, 0), at(29));
	const first = createMessageSource({history: history.slice(3), pending: []}, frame);
	assert.equal(first.countRows(0), 1, 'what begins today needs no date');
});

test('X: each piece of a wrapped address, found or not, holds the whole address, and nothing else does', () => {
	const entry: ConversationItem = {
		kind: 'message',
		key: 'k',
		at: now,
		from: 'bob',
		fromId: 'b',
		text: 'see https://example.com/one/two/three/four, ok',
		own: false,
	};
	const rows = layoutItem(entry, false, {columns: 40, nameColumns: 6, myName: 'ann', find: 'one'});
	const pieces = rows.flat().filter(({link}) => link !== undefined);
	assert.equal(pieces.map(({text}) => text).join(''), 'https://example.com/one/two/three/four');
	assert.deepEqual(new Set(pieces.map(({link}) => link)), new Set(['https://example.com/one/two/three/four']));
	assert.deepEqual(
		pieces.filter(({tone}) => tone === 'match').map(({text}) => text),
		['one'],
	);
});

test('X: links are left out where a terminal prints what it does not know, or may', () => {
	for (const env of [
		{},
		{TERM: 'linux'},
		{TERM: 'dumb'},
		{TERM: 'vt220'},
		{TERM: 'eterm-color'},
		{TERM: 'screen-256color'},
		{TERM: 'xterm-256color', VTE_VERSION: '4800'},
	]) {
		assert.equal(canShowLinks(env), false, JSON.stringify(env));
	}

	for (const env of [
		{TERM: 'xterm'},
		{TERM: 'tmux-256color', TMUX: 'x'},
		{TERM: 'screen', TMUX: 'x'},
		{TERM: 'xterm-256color', VTE_VERSION: '7600'},
		{TERM: 'xterm-kitty'},
	]) {
		assert.equal(canShowLinks(env), true, JSON.stringify(env));
	}
});

test('each match of a search is highlighted, and so is a message with my name', () => {
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
		joinSpans(layoutItem({...entry, text: '/me waves'}, false, {columns: 80, nameColumns: 6, myName: 'ann'})[0] ?? []),
		/bob +\* waves$/,
	);
});

test('an address in a notice is a link on each of its rows', () => {
	const address = `https://example.com/${'long/'.repeat(12)}end`;
	const notice: HistoryItem = {kind: 'notice', key: 'n', at: now, text: `See ${address} for more.`};
	const links = layoutItem(notice, false, {columns: 40, nameColumns: 6, myName: 'ann'})
		.flat()
		.filter(({link}) => link !== undefined);
	assert.ok(links.length > 1);
	assert.equal(links.map(({text}) => text).join(''), address);
	assert.deepEqual(new Set(links.map(({link}) => link)), new Set([address]));
});
