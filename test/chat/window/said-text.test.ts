import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {HistoryItem} from '../../../source/chat/state.ts';
import {createMessageSource} from '../../../source/screen/messages/message-source.ts';
import {
	describeText,
	findFromEnd,
	findNextMessage,
	findSaidText,
	type Conversation,
} from '../../../source/chat/window/said-text.ts';
import {cleanText, splitMessage, type TextPart} from '../../../source/text/message.ts';
import {now} from '../../screen/rows-fixture.ts';

let keys = 0;
const message = (from: string, {text, part}: TextPart): HistoryItem => ({
	kind: 'message',
	key: `m ${++keys}`,
	at: now,
	from,
	fromId: `id-${from}`,
	text,
	own: false,
	...(part && {part}),
});
const notice: HistoryItem = {kind: 'notice', key: 'n', at: now, text: 'bob joined'};
const gap: HistoryItem = {kind: 'gap', key: 'g', at: now, from: 5, to: 9};
const converse = (items: readonly HistoryItem[]): Conversation => ({
	length: items.length,
	getItem: index => items[index],
	listParts: createMessageSource({history: items, pending: []}, {columns: 80, nameColumns: 8, myName: 'ann'}).listParts,
});

const line = fc.string({unit: fc.constantFrom('a', ' ', '\t', '日', '👩‍👩‍👧‍👦', 'ש', '\u{200F}', 'é'), maxLength: 20});

test('the parts of a text are found among what others say, and joined as the text that was said', () => {
	fc.assert(
		fc.property(
			fc.array(line, {minLength: 1, maxLength: 30}),
			fc.integer({min: 8, max: 80}),
			fc.array(fc.nat(2), {maxLength: 40}),
			(lines, bytes, between) => {
				const text = cleanText(lines.join('\n'));
				fc.pre(text !== '');
				const items: HistoryItem[] = [message('bob', {text: 'before'})];
				for (const [index, part] of splitMessage(text, bytes).entries()) {
					items.push(message('bob', part));
					const kind = between[index] ?? 0;
					if (kind > 0) {
						items.push(kind === 1 ? notice : message('cy', {text: 'meanwhile'}));
					}
				}

				items.push(message('bob', {text: 'after'}));
				const conversation = converse(items);
				for (const [index, item] of items.entries()) {
					const said = findSaidText(conversation, index);
					if (item.kind === 'message' && item.from === 'bob' && index > 0 && index < items.length - 1) {
						assert.equal(said?.text, text);
						assert.equal(said.missing, 0);
					}
				}
			},
		),
		{numRuns: 300},
	);
});

test('parts that are not loaded are counted, and parts of another text, author or recipient are not taken', () => {
	const part = (text: string, index: number, count = 3, from = 'bob') =>
		message(from, {text, part: [index, count, index === 1 ? '' : '\n']});
	const read = (items: readonly HistoryItem[], index: number) => {
		const said = findSaidText(converse(items), index);
		return said && [said.text, said.missing];
	};

	assert.deepEqual(read([part('b', 2), part('c', 3)], 1), ['b\nc', 1]);
	assert.deepEqual(read([part('a', 1), gap, part('b', 2), part('c', 3)], 2), ['b\nc', 1]);
	assert.deepEqual(read([part('a', 1), part('b', 2, 4), part('c', 3)], 1), ['b', 3]);
	assert.deepEqual(read([part('a', 1), part('b', 2, 3, 'cy')], 0), ['a', 2]);
	assert.deepEqual(read([part('a', 1), message('bob', {text: 'x'}), part('b', 2)], 0), ['a', 2]);
	assert.equal(read([notice], 0), undefined);
	assert.equal(read([gap], 0), undefined);
});

test('going from text to text passes every message and no part twice in a row; numbers count from the end', () => {
	const items = [
		message('bob', {text: '1'}),
		notice,
		message('bob', {text: 'a', part: [1, 2, '']}),
		message('bob', {text: 'b', part: [2, 2, '\n']}),
		message('cy', {text: '2'}),
		notice,
	];
	const conversation = converse(items);
	assert.equal(findNextMessage(conversation, 6, -1), 4);
	assert.equal(findNextMessage(conversation, 4, -1), 3);
	assert.equal(findNextMessage(conversation, 3, -1), 0);
	assert.equal(findNextMessage(conversation, 0, -1), undefined);
	assert.equal(findNextMessage(conversation, 0, 1), 2);
	assert.equal(findNextMessage(conversation, 2, 1), 4);
	assert.equal(findNextMessage(conversation, 4, 1), undefined);
	assert.deepEqual(
		[1, 2, 3, 4].map(n => findFromEnd(conversation, n)),
		[4, 3, 0, undefined],
	);
});

test('a line end at the end of a text adds no line to what is said of it', () => {
	for (const [text, lines] of [
		['a\nb\nc', ', 3 lines'],
		['a\nb\nc\n', ', 3 lines'],
		['a\nb\nc\n\n', ', 4 lines'],
		['a\n', ''],
	] as const) {
		const conversation = converse([message('bob', {text})]);
		const said = findSaidText(conversation, 0);
		assert.ok(said);
		assert.equal(describeText(conversation, said), `bob's message${lines}`);
	}
});
