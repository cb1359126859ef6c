import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {layoutJoin, type JoinContent} from '../../../source/screen/join/join-rows.ts';
import {joinSpans} from '../rows-fixture.ts';

const hints = [
	{key: 'Enter', action: 'join', rank: 0},
	{key: 'Ctrl+C', action: 'leave', rank: 1},
];
const sentence = "Enter the room's code (five words, from the host). The first four letters of each are enough.";
const codePrompt: JoinContent = {
	title: 'join 192.168.1.20:5000',
	lines: [{text: 'That code does not open this room. Ask the host for its code.', tone: 'failure'}, {text: sentence}],
	hasPrompt: true,
	preview: '        legal-winner-',
	problem: '"thxx" is not a code word. Did you mean "thank"?',
	hints,
};
const labels = Array.from({length: 12}, (_, index) => `room ${index + 1} at 192.168.1.20:5000`);
const contents = fc.record({
	title: fc.constantFrom('join', 'join [fd12:3456:789a::20]:5000'),
	lines: fc.constantFrom(codePrompt.lines, codePrompt.lines.slice(1), [{text: '日本語の文。'.repeat(9)}]),
	choices: fc.option(
		fc.nat(12).map(chosen => ({labels: [...labels, 'type an address'], chosen})),
		{nil: undefined},
	),
	hasPrompt: fc.boolean(),
	preview: fc.option(fc.constant('        legal-'), {nil: undefined}),
	problem: fc.option(fc.constantFrom('no', codePrompt.problem ?? ''), {nil: undefined}),
	hints: fc.constant(hints),
});

test('at every size the rows fit, the prompt is among them, and so is the choice that is marked', () => {
	fc.assert(
		fc.property(contents, fc.integer({min: 10, max: 140}), fc.integer({min: 1, max: 40}), (content, columns, rows) => {
			const {above, hasPrompt, below, bottom} = layoutJoin(content, columns, rows);
			const shown = [...above, ...below, ...(bottom ? [bottom] : [])];
			assert.ok(shown.length + (hasPrompt ? 1 : 0) <= rows);
			assert.equal(hasPrompt, content.hasPrompt);
			if (content.choices && !content.hasPrompt) {
				assert.equal(shown.filter(row => joinSpans(row).startsWith(' › ')).length, 1);
			}
		}),
		{numRuns: 2000},
	);
});

test('a low window keeps the prompt, then what is wrong, the hints and the reason, and drops blank rows first', () => {
	const at = (rows: number) => {
		const {above, below, bottom} = layoutJoin(codePrompt, 60, rows);
		return [
			...above.map(row => joinSpans(row).trim()),
			'>',
			...below.map(row => joinSpans(row).trim()),
			bottom && joinSpans(bottom).trim(),
		];
	};

	assert.equal(at(11).length, 11);
	assert.deepEqual(at(7), [
		'socket-chat  join 192.168.1.20:5000',
		'That code does not open this room. Ask the host for its',
		'code.',
		'>',
		'legal-winner-',
		'! "thxx" is not a code word. Did you mean "thank"?',
		'Enter join · Ctrl+C leave',
	]);
	assert.deepEqual(at(3), ['>', '! "thxx" is not a code word. Did you mean "thank"?', 'Enter join · Ctrl+C leave']);
	assert.deepEqual(at(1), ['>', undefined]);
});

test('a sentence that does not fit ends with …', () => {
	const {above} = layoutJoin({...codePrompt, lines: [{text: sentence}], problem: undefined}, 40, 6);
	assert.deepEqual(
		above.map(row => joinSpans(row).trim()),
		[
			'socket-chat  join 192.168.1.20:5000',
			"Enter the room's code (five words,",
			'from the host). The first four letters…',
		],
	);
});
