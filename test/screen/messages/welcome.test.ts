import assert from 'node:assert/strict';
import test from 'node:test';
import {layoutWelcome} from '../../../source/screen/messages/welcome.ts';
import {createScenario} from '../scenarios.ts';
import {joinSpans, now} from '../rows-fixture.ts';

test('an empty room says who is there', () => {
	const lines = (name: string) => layoutWelcome(createScenario(name, now), 60).map(row => joinSpans(row).trim());
	assert.deepEqual(lines('empty-host'), ['', 'Waiting for others.']);
	assert.deepEqual(lines('empty-join'), ['', 'You are in "main" with alice. Say hello.']);
	assert.deepEqual(lines('busy'), []);
});

test('a room that is not open yet is not said to wait for others', () => {
	const starting = {...createScenario('empty-host', now), status: {status: 'starting'} as const};
	assert.deepEqual(
		layoutWelcome(starting, 60).map(row => joinSpans(row).trim()),
		['', 'Opening the room…'],
	);
});
