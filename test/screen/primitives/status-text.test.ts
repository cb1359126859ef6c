import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatState} from '../../../source/chat/state.ts';
import {describeEnd, describeUndelivered} from '../../../source/screen/primitives/status-text.ts';
import {createScenario} from '../scenarios.ts';

const closed: ChatState = {
	...createScenario('closed', 0),
	status: {status: 'closed', reason: 'The host closed the room.', exitCode: 0, isByHost: true},
};
const next = 'Scrolling, /find, /copy and /save still work, Ctrl+C leaves.';

test('an end by the host says what one can do, and an end by the user does not', () => {
	assert.equal(describeEnd(closed), `The host closed the room. ${next}`);
	const own = {status: 'closed', reason: 'You have left.', exitCode: 0} as const;
	assert.equal(describeEnd({...closed, status: own}), 'You have left.');
	assert.equal(describeEnd({...closed, hasBeenOpen: false}), 'The host closed the room.');
	assert.equal(describeEnd(createScenario('busy', 0)), undefined);
});

test('an end by a wrong code offers to enter another', () => {
	const status = {status: 'closed', reason: 'No.', exitCode: 3, needsCode: 'wrong'} as const;
	assert.equal(
		describeEnd({...closed, status}),
		'No. Scrolling, /find, /copy and /save still work, Enter asks for the code again, Ctrl+C leaves.',
	);
});

test('messages that are not delivered are counted; a host has none, and a plain peer keeps none', () => {
	const pending = [{n: 1, text: 'x', at: 0}];
	const waits = '1 message is not delivered yet: it waits here for the next join.';
	assert.equal(describeUndelivered({...closed, pending}), waits);
	assert.equal(describeEnd({...closed, pending}), `The host closed the room. ${next} ${waits}`);
	assert.equal(describeUndelivered({...closed, pending: []}), '');
	assert.equal(describeUndelivered({...closed, pending, role: 'host'}), '');
	assert.equal(describeUndelivered({...closed, pending, plain: true}), '1 message is not sent yet, and would be lost.');
});
