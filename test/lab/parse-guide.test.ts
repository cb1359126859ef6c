import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {parseGuide} from './parse-guide.ts';
import {toPattern} from './run-block.ts';

const fence = '```';

test('blocks, steps and programs are read with their lines', () => {
	const {exercises, programs} = parseGuide(`# Lab

## 7. Reset

${fence}python reset.py
print()
${fence}

${fence}lab lan
# in words
room$ socket-chat host
room<< ^listen
room^D
${fence}

## Other things

${fence}lab
room$ true
${fence}
`);
	assert.deepEqual([...programs], [['reset.py', 'print()\n']]);
	assert.equal(exercises.length, 1);
	assert.deepEqual(exercises[0]?.blocks, [
		{
			lineNumber: 9,
			computer: 'lan',
			steps: [
				{lineNumber: 11, terminal: 'room', operator: '$', text: 'socket-chat host'},
				{lineNumber: 12, terminal: 'room', operator: '<<', text: '^listen'},
				{lineNumber: 13, terminal: 'room', operator: '^', text: 'D'},
			],
		},
	]);
});

test('a line that is no step is named', () => {
	assert.throws(() => parseGuide(`## 1. A\n${fence}lab\nroom says hello\n${fence}\n`), /Line 3 is not a step/);
	assert.throws(() => parseGuide(`## 1. A\n${fence}lab moon\n${fence}\n`), /Line 2: there is no computer "moon"/);
	assert.throws(() => parseGuide(`## 1. A\n${fence}lab\n`), /Line 2: the block has no end/);
});

test('what a line has captured stands literally in later patterns', () => {
	const captured = new Map([['here', '127.0.0.1:5']]);
	assert.match('at 127.0.0.1:5', toPattern(String.raw`at \k<here>$`, captured));
	assert.doesNotMatch('at 127x0.0.1:5', toPattern(String.raw`at \k<here>$`, captured));
	assert.match('5 5', toPattern(String.raw`(?<n>\d) \k<n>`, captured));
});

test('each exercise of docs/lab.md says what to do, what to see, why, and what to hand in', () => {
	const {exercises} = parseGuide(readFileSync(path.resolve(import.meta.dirname, '../../docs/lab.md'), 'utf8'));
	for (const {number, text, blocks} of exercises) {
		const parts = [...text.matchAll(/^\*\*(?<name>Do|See|Why|Hand in)\.\*\*/gm)].map(({groups}) => groups?.name);
		assert.deepEqual(parts, ['Do', 'See', 'Why', 'Hand in'], `exercise ${number}`);
		assert.ok(blocks.length > 0, `exercise ${number}`);
	}
});
