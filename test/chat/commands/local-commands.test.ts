import assert from 'node:assert/strict';
import test from 'node:test';
import {createChoice, createFind, createSave, type LocalCommand} from '../../../source/chat/commands/local-commands.ts';
import type {Actions} from '../../../source/chat/commands/types.ts';

const open = () => {
	const told: string[] = [];
	const done: string[] = [];
	const actions: Pick<Actions, 'notify'> = {
		notify(text) {
			told.push(text);
		},
	};
	return {told, done, run: (run: LocalCommand, argument: string) => run(actions, argument)};
};

test('a choice is made and said, and anything else shows the words', () => {
	const {told, done, run} = open();
	const mouse = createChoice('mouse', {on: 'The mouse is on.', off: 'The mouse is off.'}, word => {
		done.push(word);
	});
	assert.deepEqual(run(mouse, ' ON '), {ok: true});
	assert.deepEqual(run(mouse, 'off'), {ok: true});
	assert.deepEqual(done, ['on', 'off']);
	assert.deepEqual(told, ['The mouse is on.', 'The mouse is off.']);
	for (const argument of ['', 'loud', 'toString', 'on off']) {
		assert.deepEqual(run(mouse, argument), {ok: false, text: 'Usage: /mouse on or /mouse off'});
	}

	const bell = createChoice('bell', {off: '', mention: '', all: ''}, () => undefined);
	assert.deepEqual(run(bell, ''), {ok: false, text: 'Usage: /bell off, /bell mention or /bell all'});
});

test('saving says what was saved once it is, or at once why not', async () => {
	const {told, run} = open();
	const save = createSave(file =>
		file === 'taken' ? {ok: false, text: 'No.'} : {ok: true, done: Promise.resolve(`Saved to ${file}.`)},
	);
	assert.deepEqual(run(save, ' '), {ok: false, text: 'Usage: /save file'});
	assert.deepEqual(run(save, 'taken'), {ok: false, text: 'No.'});
	assert.deepEqual(run(save, ' a b.txt '), {ok: true});
	await Promise.resolve();
	assert.deepEqual(told, ['Saved to a b.txt.']);
});

test('a search needs a text', () => {
	const {done, run} = open();
	const find = createFind(text => {
		done.push(text);
		return {ok: true};
	});
	assert.deepEqual(run(find, ' \u{200B}'), {ok: false, text: 'Usage: /find text'});
	assert.deepEqual(run(find, ' word '), {ok: true});
	assert.deepEqual(done, ['word']);
});
