import assert from 'node:assert/strict';
import test from 'node:test';
import {completed, completionsOf} from '../../source/screen/completion.ts';

const known = {commands: ['help', 'name', 'kick'], names: ['Bob', 'bobby', 'élodie']};
const complete = (text: string, at = text.length) => completionsOf({text, at}, known);
const first = (text: string, at = text.length) => {
	const completion = complete(text, at);
	return completion && completed({text, at}, completion, completion.choices[0] ?? '');
};

test('a slash at the beginning completes a command, and nothing else does', () => {
	assert.deepEqual(complete('/'), {start: 0, end: 1, choices: ['/help ', '/name ', '/kick ']});
	assert.deepEqual(first('/H'), {text: '/help ', at: 6});
	assert.equal(complete('/x'), undefined);
	assert.equal(complete('see /h'), undefined);
});

test('a name is completed in any case, with a colon where the message begins with it', () => {
	assert.deepEqual(complete('bo')?.choices, ['Bob: ', 'bobby: ']);
	assert.deepEqual(complete('hi bo')?.choices, ['Bob ', 'bobby ']);
	assert.deepEqual(first('/kick bo'), {text: '/kick Bob ', at: 10});
	assert.deepEqual(first('ÉL'), {text: 'élodie: ', at: 8});
	assert.deepEqual(first('hi bo there', 5), {text: 'hi Bob  there', at: 7});
	assert.equal(complete('hi '), undefined);
	assert.equal(complete(''), undefined);
});
