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

test('saving says how far it has got, now and then, what was saved once it is, or at once why not', async () => {
	const {told, done: shown, run} = open();
	let now = 0;
	const save = createSave(
		(file, onProgress) => {
			if (file === 'taken') {
				return {ok: false, text: 'No.'};
			}

			for (now of [10, 299, 300, 301, 650]) {
				onProgress(now, 1000);
			}

			return {ok: true, done: Promise.resolve({text: `Saved to ${file}.`, isComplete: true})};
		},
		text => {
			shown.push(text ?? 'over');
		},
		{interval: 300, elapsed: () => now},
	);
	assert.deepEqual(run(save, ' '), {ok: false, text: 'Usage: /save file'});
	assert.deepEqual(run(save, 'taken'), {ok: false, text: 'No.'});
	assert.deepEqual(run(save, ' a b.txt '), {ok: true});
	await Promise.resolve();
	assert.deepEqual(told, ['Saved to a b.txt.']);
	assert.deepEqual(shown, ['Saving… 300 of 1000', 'Saving… 650 of 1000', 'over']);
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
