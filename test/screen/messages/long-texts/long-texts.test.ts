import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {HistoryItem} from '../../../../source/chat/state.ts';
import type {RowOptions} from '../../../../source/screen/messages/message-rows.ts';
import {createMessageSource, type MessageSource} from '../../../../source/screen/messages/message-source.ts';
import {measureRow} from '../../../../source/screen/primitives/rows.ts';
import {splitMessage} from '../../../../source/text/message.ts';
import {cpuTime} from '../../../helpers/cpu-time.ts';
import {hostile, joinSpans, now} from '../../rows-fixture.ts';

type Message = Extract<HistoryItem, {kind: 'message'}>;

const createMessage = (text: string, more: Partial<Message> = {}): Message => ({
	kind: 'message',
	key: 'k',
	at: now,
	from: 'alice',
	fromId: 'a',
	text,
	own: false,
	...more,
});

/** The messages that a text is sent in. */
const createParts = (text: string): readonly Message[] =>
	splitMessage(text).map(({text: piece, part}, index) => createMessage(piece, {key: `part ${index}`, part}));

const options: RowOptions = {columns: 80, nameColumns: 6, myName: 'ann'};

const createSource = (history: readonly HistoryItem[], more: Partial<RowOptions> = {}): MessageSource =>
	createMessageSource({history, pending: []}, {...options, ...more});

/** The rows of an item without time and name. */
const textRows = (source: MessageSource, index = 0): readonly string[] =>
	source.getRows(index, false).map(row => joinSpans(row).slice(16));

const countLines = (lines: number): string => Array.from({length: lines}, (_, index) => `line ${index + 1}`).join('\n');

const anyLongText = fc
	.array(
		fc.oneof(
			fc.string({unit: 'grapheme', maxLength: 100}),
			fc.string({unit: 'binary', maxLength: 20}),
			fc.constantFrom('', '```', '```ts', '\tx\ty', '日本語'.repeat(9), hostile, 'word '.repeat(30)),
		),
		{minLength: 1, maxLength: 60},
	)
	.map(lines => lines.join('\n'));

test('a message of more than 30 rows is folded to 12 and the number of the others', () => {
	const source = createSource([createMessage(countLines(300)), createMessage(countLines(30))]);
	const rows = textRows(source);
	assert.deepEqual(rows, [...countLines(12).split('\n'), '… 288 more rows']);
	assert.equal(source.getFold(0), 'folded');
	assert.equal(source.getRows(1, true).length, 30);
	assert.equal(source.getFold(1), undefined);
	const open = createSource([createMessage(countLines(300))], {opened: new Set(['k'])});
	assert.equal(open.countRows(0), 300);
	assert.equal(open.getFold(0), 'open');
});

test('the mark of an own message follows the number', () => {
	const own = createMessage(countLines(300), {own: true, delivery: 'logged'});
	assert.equal(textRows(createSource([own])).at(-1), '… 288 more rows ✓');
	const refused = {...own, delivery: 'refused', reason: 'No.'} as const;
	assert.equal(textRows(createSource([refused])).at(-1), '… 288 more rows ! No.');
});

test('at any width, the rows that are shown and those that are counted are the rows of the opened text', () => {
	fc.assert(
		fc.property(anyLongText, fc.integer({min: 24, max: 120}), (text, columns) => {
			const folded = createSource([createMessage(text)], {columns});
			const open = createSource([createMessage(text)], {columns, opened: new Set(['k'])});
			const rows = folded.getRows(0, true);
			const all = open.getRows(0, true);
			for (const row of [...rows, ...all]) {
				assert.ok(measureRow(row) <= columns);
			}

			if (all.length > 30) {
				const hidden = Number(/… (?<hidden>\d+)/.exec(joinSpans(rows.at(-1) ?? []))?.groups?.hidden);
				assert.equal(rows.length - 1 + hidden, all.length);
				assert.deepEqual(rows.slice(0, -1), all.slice(0, 12));
			} else {
				assert.deepEqual(rows, all);
			}
		}),
		{numRuns: 300},
	);
});

test('a further part of a long text is folded to the number of its rows, and all parts open together', () => {
	const history = createParts(countLines(3000));
	const source = createSource(history);
	assert.equal(history.length, 4);
	assert.match(joinSpans(source.getRows(1, false)[0] ?? []), /^ \(2\/4\) +… \d+ more rows$/);
	assert.deepEqual(
		history.map((_, index) => source.countRows(index)),
		[13, 1, 1, 1],
	);
	assert.deepEqual(source.listParts(2), [0, 1, 2, 3]);
	const said = createMessage('meanwhile', {from: 'bob', fromId: 'b', key: 'said'});
	const withOther = createSource([...history.slice(0, 2), said, ...history.slice(2)]);
	assert.deepEqual(withOther.listParts(3), [0, 1, 3, 4]);
	assert.equal(withOther.countRows(3), 13, 'after the words of another it is shown as the first part is');
});

test('a message that contains what is searched for is open where that would be hidden', () => {
	const history = [createMessage(countLines(300))];
	assert.equal(createSource(history, {find: 'line 250'}).countRows(0), 300);
	assert.equal(createSource(history, {find: 'line 250'}).getFold(0), 'open');
	const shown = createSource([createMessage(`found here\n${countLines(300)}`)], {find: 'found here'});
	assert.equal(shown.countRows(0), 13);
	assert.equal(shown.getFold(0), 'folded');
	assert.equal(createSource(history, {find: 'line 300000'}).countRows(0), 13);
});

test('code between fences has a bar, is broken at the edge, and the fences are left out', () => {
	const code = `${'x '.repeat(30)}end`;
	const text = `See:\n\`\`\`ts\n  ${code}\n\n\tone\n\`\`\`\nand ${'word '.repeat(12)}after`;
	assert.deepEqual(textRows(createSource([createMessage(text)])), [
		'See:',
		'│ ts',
		`│ ${`  ${code}`.slice(0, 61)}`,
		`│ ${`  ${code}`.slice(61)}`,
		'│ ',
		'│         one',
		`and ${'word '.repeat(11)}word`,
		'after',
	]);
});

test('what is no fence is text, and a text of fences alone is shown as it is', () => {
	const show = (text: string) => textRows(createSource([createMessage(text)]));
	assert.deepEqual(show('```x``` and ```y```'), ['```x``` and ```y```']);
	assert.deepEqual(show('    ```\nx'), ['    ```', 'x']);
	assert.deepEqual(show('```'), ['```']);
	assert.deepEqual(show('```\n```\n'), ['```', '```', '']);
	assert.deepEqual(show('````\n```\nx\n````\ny'), ['│ ```', '│ x', 'y']);
});

test('a private message may begin with code', () => {
	const to = {id: 'me', name: 'ann'};
	assert.deepEqual(textRows(createSource([createMessage('```\nx', {to})])), ['(to you)', '│ x']);
});

test('code goes on in the next part of a text, also if another has spoken meanwhile', () => {
	const parts = createParts(`\`\`\`\n${countLines(1200)}\n\`\`\`\nafter`);
	const said = createMessage('meanwhile', {from: 'bob', fromId: 'b', key: 'said'});
	assert.equal(parts.length, 2);
	const opened = new Set(parts.map(({key}) => key));
	for (const history of [parts, [...parts.slice(0, 1), said, ...parts.slice(1)]]) {
		const rows = textRows(createSource(history, {opened}), history.length - 1);
		assert.match(rows.at(0) ?? '', /^│ line \d+$/);
		assert.deepEqual(rows.slice(-2), ['│ line 1200', 'after']);
	}
});

test('a tab goes on at the next tab stop: 8 columns apart, 4 in a narrow pane', () => {
	const table = createMessage('a\tb\nabcdefg\tc\n日本\td');
	assert.deepEqual(textRows(createSource([table])), ['a       b', 'abcdefg c', '日本    d']);
	assert.deepEqual(
		createSource([table], {columns: 40})
			.getRows(0, false)
			.map(row => joinSpans(row).slice(8)),
		['a   b', 'abcdefg c', '日本    d'],
	);
});

test('a view that begins within a message says whose it is', () => {
	const part = [2, 3, '\n'] as const;
	const source = createSource([createMessage(countLines(20), {part})]);
	assert.deepEqual(source.getOrigin(0, 5), {text: '10:02 alice (2/3)', tone: 'quiet'});
	assert.equal(source.getOrigin(0, 0), undefined);
	const day = 86_400_000;
	const withDay = createSource([createMessage('Hi', {at: now - day}), createMessage(countLines(20), {key: 'b'})]);
	assert.equal(withDay.getOrigin(1, 1), undefined, 'the row below the date names the author');
	assert.deepEqual(withDay.getOrigin(1, 2), {text: '10:02 alice', tone: 'quiet'});
});

test('whatever one message holds, its rows are laid out and counted in no time', () => {
	const texts = [
		'\n'.repeat(8192),
		'\t'.repeat(8192),
		'a\n'.repeat(4096),
		'a\t'.repeat(4096),
		'`'.repeat(8192),
		'```\n'.repeat(2048),
		`\`\`\`\n${'\t'.repeat(8188)}`,
		`\`\`\`\n${'é'.repeat(4090)}`,
		'http://a.b\n'.repeat(744),
		'\u0301'.repeat(4096),
		'👩‍👩‍👧‍👦'.repeat(327),
	];
	for (const text of texts) {
		for (const columns of [24, 80]) {
			for (const more of [{}, {opened: new Set(['k'])}, {find: 'a'}]) {
				const took = cpuTime(() => {
					const source = createSource([createMessage(text)], {columns, ...more});
					source.countRows(0);
					source.getFold(0);
				});
				assert.ok(took < 500, `${JSON.stringify(text.slice(0, 8))} at ${columns}: ${Math.round(took)} ms`);
			}
		}
	}
});

test('a chain of parts of any length costs each part a bounded look back', () => {
	const history = Array.from({length: 5000}, (_, index) =>
		createMessage('```\nx', {key: `k${index}`, part: [index + 1, 1_000_000, '\n']}),
	);
	const source = createSource(history);
	const took = cpuTime(() => {
		for (let index = 4900; index < 5000; index++) {
			source.countRows(index);
		}
	});
	assert.ok(took < 1000, `${took} ms`);
});
