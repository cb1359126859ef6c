import assert from 'node:assert/strict';
import test from 'node:test';
import type {Chat} from '../../../source/chat/chat.ts';
import {Leaving} from '../../../source/chat/commands/closing.ts';
import type {SaveReport} from '../../../source/chat/commands/types.ts';
import {Saves} from '../../../source/cli/files/saves.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {createSavedChat} from './saved-chat.ts';

const part: SaveReport = {text: 'Saved 3 of 10 messages to f.', isComplete: false};
const whole: SaveReport = {text: 'Saved 10 messages to g.', isComplete: true};

/** Returns a chat that ends some files, and the files that it is saved to. */
const open = () => {
	const left: string[] = [];
	const leaving = new Leaving({
		leave() {
			left.push('left');
		},
		notify(text) {
			left.push(text);
		},
	});
	const chat: Pick<Chat, 'getState' | 'leaving'> = {getState: createSavedChat([]).getState, leaving};
	const ends = new Map<string, (report: SaveReport) => void>();
	const saves = new Saves(file =>
		file === 'taken'
			? {ok: false, text: 'No.'}
			: {
					ok: true,
					done: new Promise(resolve => {
						ends.set(file, resolve);
					}),
				},
	);
	// Saving reads nothing else of the chat.
	const save = (file: string) => saves.save(file, chat as Chat, () => undefined);
	return {leaving, left, ends, saves, save};
};

test('leaving waits for each file, and what is in it is told in the end', async () => {
	const {leaving, left, ends, saves, save} = open();
	assert.deepEqual(save('taken'), {ok: false, text: 'No.'});
	save('early');
	ends.get('early')?.(whole);
	await endOfTurn();
	save('f');
	save('g');
	leaving.request();
	ends.get('f')?.(part);
	await endOfTurn();
	assert.deepEqual(left, ['You leave once the conversation is saved. To leave at once, leave again.']);
	ends.get('g')?.(whole);
	await endOfTurn();
	assert.equal(left.at(-1), 'left');
	assert.deepEqual(await saves.end(), [part, whole]);
});

test('who leaves at once is still told what was saved', async () => {
	for (const leave of ['twice', 'now'] as const) {
		const {leaving, left, ends, saves, save} = open();
		save('f');
		if (leave === 'now') {
			leaving.now();
		} else {
			leaving.request();
			leaving.request();
		}

		assert.equal(left.at(-1), 'left');
		const end = saves.end();
		ends.get('f')?.(part);
		assert.deepEqual(await end, [part]);
	}
});

test('what was said before the user leaves is not said again', async () => {
	const {leaving, left, ends, saves, save} = open();
	save('f');
	ends.get('f')?.(part);
	await endOfTurn();
	leaving.request();
	assert.deepEqual(left, ['left']);
	assert.deepEqual(await saves.end(), []);
});
