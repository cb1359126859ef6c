import assert from 'node:assert/strict';
import test from 'node:test';
import {describeAlteredName} from '../../../source/config/flags.ts';
import {describeOwnName, describeUnansweredRename, type RoomView} from '../../../source/chat/presence/own-name.ts';

test('a name that the room has chosen is said: taken, altered, or another one', () => {
	assert.equal(describeOwnName({name: 'bob-2', wanted: 'bob'}, 'bob', true), 'bob is taken here: you are bob-2.');
	assert.equal(describeOwnName({name: 'rob', wanted: 'bob'}, 'bob', true), 'You are rob here.');
	assert.equal(describeOwnName({name: 'ada-2', wanted: 'ada'}, 'bob', false), 'ada is taken here: you are ada-2.');
	assert.equal(describeOwnName({name: 'Cyrus', wanted: 'Cyrus'}, 'bob', false), 'You are now Cyrus.');
	assert.equal(describeOwnName({name: 'bob-2', wanted: 'bob'}, 'bob-2', false), undefined);
	const long = 'a-name-that-takes-24-cols';
	assert.equal(
		describeOwnName({name: 'a-name-that-takes-24-c-2', wanted: long}, long, true),
		'a-name-that-takes-24-col is taken here: you are a-name-that-takes-24-c-2.',
	);
});

test('a name that is not all that was asked for is said with the reason, as --name does', () => {
	const rule = 'a name holds letters, digits, spaces and _ . -, at most 24 columns of them.';
	const asked = 'Maximilian-von-und-zu-Hohenlohe';
	const name = 'Maximilian-von-und-zu-Ho';
	assert.equal(describeOwnName({name, wanted: asked}, 'bob', false), `You are now ${name}: ${rule}`);
	assert.equal(describeOwnName({name: 'Cyrus', wanted: 'Cyrus 🚀'}, 'bob', false), `You are now Cyrus: ${rule}`);
	assert.equal(describeAlteredName(asked, name), `You are ${name} here: ${rule}`);
	const view: RoomView = {id: 'b', name, isConnected: true, members: []};
	assert.equal(describeUnansweredRename(asked, view), `You are ${name} already: ${rule}`);
	assert.equal(
		describeUnansweredRename(asked, {...view, isConnected: false}),
		`You are ${name} once you are connected: ${rule}`,
	);
});

test('a rename that the room does not answer is answered here', () => {
	const view: RoomView = {
		id: 'b',
		name: 'ada-2',
		isConnected: true,
		members: [
			{id: 'a', name: 'Ada', address: '', status: 'here', since: 0},
			{id: 'b', name: 'ada-2', address: '', status: 'here', since: 0},
		],
	};
	assert.equal(describeUnansweredRename('bob', view), undefined);
	assert.equal(describeUnansweredRename('ada', view), 'ada is taken here: you are ada-2.');
	assert.equal(describeUnansweredRename(' ada-2 ', view), 'You are ada-2 already.');
	assert.equal(describeUnansweredRename('ad', view), undefined);
	assert.equal(describeUnansweredRename('bob', {...view, isConnected: false}), 'You are bob once you are connected.');
});
