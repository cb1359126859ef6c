import assert from 'node:assert/strict';
import test from 'node:test';
import {
	applyCompletion,
	findCompletion,
	findPathArgument,
	type CompletionSource,
} from '../../../source/screen/composer/completion.ts';

const known: CompletionSource = {
	commands: [
		{name: 'help'},
		{name: 'name'},
		{name: 'kick', argumentKind: 'member'},
		{name: 'bell', argumentKind: ['off', 'all']},
		{name: 'save', argumentKind: 'file'},
	],
	names: ['Bob', 'bobby', 'Bo Peep', 'élodie'],
};
const complete = (text: string, at = text.length) => findCompletion({text, at}, known);
const first = (text: string, at = text.length) => {
	const completion = complete(text, at);
	return completion && applyCompletion({text, at}, completion, completion.choices[0] ?? '');
};

test('a command is completed after a slash at the beginning, and nowhere else', () => {
	assert.deepEqual(complete('/'), {start: 0, end: 1, choices: ['/help ', '/name ', '/kick ', '/bell ', '/save ']});
	assert.deepEqual(first('/H'), {text: '/help ', at: 6});
	assert.equal(complete('/x'), undefined);
	assert.equal(complete('see /h'), undefined);
});

test('a name is completed in upper and lower case, with a colon at the beginning of a message', () => {
	assert.deepEqual(complete('bo')?.choices, ['Bob: ', 'bobby: ', 'Bo Peep: ']);
	assert.deepEqual(complete('hi bo')?.choices, ['Bob ', 'bobby ', 'Bo Peep ']);
	assert.deepEqual(first('/kick bo'), {text: '/kick Bob ', at: 10});
	assert.deepEqual(first('ÉL'), {text: 'élodie: ', at: 8});
	assert.deepEqual(first('hi bo there', 5), {text: 'hi Bob  there', at: 7});
	assert.equal(complete('hi '), undefined);
	assert.equal(complete(''), undefined);
});

test('an argument is completed to what its command takes: a member, whose name may have spaces, or one of its words', () => {
	assert.deepEqual(complete('/kick ')?.choices, ['Bob ', 'bobby ', 'Bo Peep ', 'élodie ']);
	assert.deepEqual(first('/kick bo p'), {text: '/kick Bo Peep ', at: 14});
	assert.deepEqual(first('/KICK  él'), {text: '/KICK  élodie ', at: 14});
	assert.equal(complete('/kick Bob '), undefined);
	assert.deepEqual(complete('/bell ')?.choices, ['off', 'all']);
	assert.deepEqual(first('/bell O'), {text: '/bell off', at: 9});
	assert.equal(complete('/bell x'), undefined);
	assert.equal(complete('/help '), undefined);
	assert.deepEqual(first('/name bo'), {text: '/name Bob ', at: 10});
	assert.deepEqual(first('//kick bo'), {text: '//kick Bob ', at: 11});
});

test('a path is found only after a command that takes one, and reaches to the cursor', () => {
	const path = (text: string, at = text.length) => findPathArgument({text, at}, known.commands);
	assert.deepEqual(path('/save my fi', 11), {kind: 'file', typed: 'my fi', start: 6});
	assert.deepEqual(path('/save  ~/a b/c and', 14), {kind: 'file', typed: '~/a b/c', start: 7});
	assert.deepEqual(path('/save '), {kind: 'file', typed: '', start: 6});
	for (const text of ['/save', 'save x', '/kick x', '//save x', 'see /save x', '/nothing x']) {
		assert.equal(path(text), undefined, text);
	}
});
