import assert from 'node:assert/strict';
import test from 'node:test';
import {Newcomers} from '../../source/net/host/admission/newcomers.ts';
import {CodeRotation} from '../../source/chat/code-rotation.ts';
import {createHostActions} from '../../source/chat/moderation.ts';
import {MemoryLog} from '../../source/room/log.ts';
import {Room} from '../../source/room/room.ts';
import {until} from '../helpers/until.ts';

test('nobody gets in from before a member is removed until the new code is out', async () => {
	const room = new Room({name: 'main', log: new MemoryLog('history'), now: Date.now});
	room.enter({id: 'host', name: 'alice', address: ''});
	room.enter({id: '1', name: 'bob', address: ''});
	const calls: string[] = [];
	const record = (name: string) => () => {
		calls.push(name);
	};

	const host = {
		awaitCodeChange: record('nobody gets in'),
		kick: record('removed'),
		announceCode: record('new code'),
		cancelCodeChange: record('old code'),
		newcomers: new Newcomers(),
	};
	const codeRotation = new CodeRotation({
		code: 'old',
		createCode: () => 'new',
		deriveKey: async () => new Uint8Array(32),
		save: record('saved'),
	});
	const actions = createHostActions({
		room,
		host,
		hostId: 'host',
		codeRotation,
		onLock: record('locked'),
		onNewcomers: record('newcomers'),
		onCodeChange: record('shown'),
		notify: record('said'),
	});
	assert.ok(actions.kick('bob').ok);
	await until(() => calls.includes('new code'));
	// The host sees the new code before anybody else has it.
	assert.deepEqual(calls, ['nobody gets in', 'removed', 'saved', 'shown', 'said', 'new code']);
});

test('the names of those who wait at a locked room are known as they change', () => {
	const newcomers = new Newcomers();
	const shown: Array<readonly string[]> = [];
	const ignore = () => undefined;
	const actions = createHostActions({
		room: new Room({name: 'main', log: new MemoryLog('history'), now: Date.now}),
		host: {awaitCodeChange: ignore, kick: ignore, announceCode: ignore, cancelCodeChange: ignore, newcomers},
		hostId: 'host',
		codeRotation: new CodeRotation({
			code: 'old',
			createCode: () => 'new',
			deriveKey: async () => new Uint8Array(32),
			save: ignore,
		}),
		onLock: ignore,
		onNewcomers(names) {
			shown.push(names);
		},
		onCodeChange: ignore,
		notify: ignore,
	});
	actions.lock(true);
	newcomers.admits('1', 'ada', 'x');
	newcomers.admits('2', 'newb', 'y');
	newcomers.admits('2', 'newb', 'y');
	actions.let('ada');
	actions.let('nobody');
	actions.lock(false);
	assert.deepEqual(shown, [[], ['ada'], ['ada', 'newb'], ['newb'], []]);
});
