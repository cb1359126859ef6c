import assert from 'node:assert/strict';
import test from 'node:test';
import type {HistoryItem} from '../../../source/chat/state.ts';
import type {Member} from '../../../source/room/member.ts';
import {createCompletionSource} from '../../../source/screen/composer/completion-source.ts';
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
	assert.deepEqual(complete('bo')?.choices, ['bobby: ', 'Bob: ', 'Bo Peep: ']);
	assert.deepEqual(complete('hi bo')?.choices, ['bobby ', 'Bob ', 'Bo Peep ']);
	assert.deepEqual(first('/kick Bo'), {text: '/kick Bob ', at: 10});
	assert.deepEqual(first('ÉL'), {text: 'élodie: ', at: 8});
	assert.deepEqual(first('hi Bo there', 5), {text: 'hi Bob  there', at: 7});
	assert.equal(complete('hi '), undefined);
	assert.equal(complete(''), undefined);
});

test('a name that fits as typed comes before one in another case, a whole name before a longer one', () => {
	const choices = (text: string, names: readonly string[]) =>
		findCompletion({text, at: text.length}, {...known, names})?.choices;
	assert.deepEqual(choices('J', ['john', 'James']), ['James: ', 'john: ']);
	assert.deepEqual(choices('j', ['James', 'john', 'Jo', 'jim']), ['john: ', 'jim: ', 'James: ', 'Jo: ']);
	assert.deepEqual(choices('hi jo', ['joanna', 'Jo', 'jo', 'JOHN']), ['jo ', 'joanna ', 'Jo ', 'JOHN ']);
	assert.deepEqual(choices('/kick A', ['ada', 'Äda', 'Ann']), ['Ann ', 'ada ']);
	assert.deepEqual(choices('Ä', ['änne', 'Ärmel', 'Anna']), ['Ärmel: ', 'änne: ']);
	assert.deepEqual(choices('A\u{308}', ['änne', 'Ärmel']), ['Ärmel: ', 'änne: ']);
	assert.deepEqual(choices('i', ['İpek', 'Işık', 'ilk']), ['ilk: ', 'İpek: ', 'Işık: ']);
});

test('a name is completed after an @, a bracket and a quotation mark, which stay', () => {
	assert.deepEqual(complete('@b')?.choices, ['@bobby ', '@Bob ', '@Bo Peep ']);
	assert.deepEqual(first('see (él'), {text: 'see (élodie ', at: 12});
	assert.deepEqual(complete('hi @')?.choices.length, 4);
	assert.equal(complete('@x'), undefined);
});

test('a command that is typed whole comes before longer ones', () => {
	const commands = [{name: 'names'}, {name: 'name'}, {name: 'nap'}];
	assert.deepEqual(findCompletion({text: '/Name', at: 5}, {...known, commands})?.choices, ['/name ', '/names ']);
	assert.deepEqual(findCompletion({text: '/na', at: 3}, {...known, commands})?.choices, ['/names ', '/name ', '/nap ']);
});

test('a command is completed by its other names, and so is what follows them', () => {
	const commands = [{name: 'who'}, {name: 'msg', aliases: ['w', 'whisper'], argumentKind: 'member'} as const];
	const choices = (text: string) => findCompletion({text, at: text.length}, {...known, commands})?.choices;
	assert.deepEqual(choices('/w'), ['/msg ', '/who ']);
	assert.deepEqual(choices('/whi'), ['/msg ']);
	assert.deepEqual(choices('/w bob'), ['bobby ', 'Bob ']);
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
	assert.deepEqual(first('/name Bo'), {text: '/name Bob ', at: 10});
	assert.deepEqual(first('//kick Bo'), {text: '//kick Bob ', at: 11});
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

test('the rows of the connection log are chosen by `all` or by a name', () => {
	const source = {...known, commands: [{name: 'log', argumentKind: 'connection'} as const]};
	const choose = (text: string) => findCompletion({text, at: text.length}, source)?.choices;
	assert.deepEqual(choose('/log a'), ['all']);
	assert.deepEqual(choose('/log bo'), ['bobby', 'Bob', 'Bo Peep']);
	assert.equal(choose('/log x'), undefined);
});

test('/let is completed with those who wait, alone', () => {
	const choices = (text: string, newcomers?: readonly string[]) => {
		const commands = [{name: 'let', argumentKind: 'newcomer'}] as const;
		return findCompletion({text, at: text.length}, {...known, commands, newcomers})?.choices;
	};

	assert.deepEqual(choices('/let ', ['newb', 'Ann Lee']), ['newb ', 'Ann Lee ']);
	assert.deepEqual(choices('/let N', ['newb', 'Ann Lee']), ['newb ']);
	assert.equal(choices('/let bo', ['newb']), undefined);
	assert.equal(choices('/let bo'), undefined);
});

test('names are those of now, recent authors first', () => {
	const member = (id: string, name: string): Member => ({id, name, address: '', status: 'here', since: 0});
	const said = (fromId: string, from: string): HistoryItem => ({
		kind: 'message',
		key: `${fromId} ${from}`,
		at: 0,
		from,
		fromId,
		text: 'x',
		own: fromId === 'me',
	});
	const source = createCompletionSource(
		{
			myId: 'me',
			members: [member('me', 'al'), member('b', 'bob'), member('e', 'evelyn'), {...member('t', 'Tom'), status: 'away'}],
			history: [said('t', 'Tweety'), said('e', 'eve'), said('gone', 'Gustav'), said('e', 'evelyn'), said('me', 'al')],
			newcomers: ['newb'],
		},
		[],
	);
	assert.deepEqual(source, {commands: [], names: ['evelyn', 'Tom', 'bob'], newcomers: ['newb']});
});
