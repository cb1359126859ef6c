import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatState} from '../../../source/chat/state.ts';
import {layoutWelcome} from '../../../source/screen/messages/welcome.ts';
import {createScenario} from '../scenarios.ts';
import {joinSpans, now} from '../rows-fixture.ts';

test('an empty room shows how others join', () => {
	const linesOf = (state: ChatState) => layoutWelcome(state, 60).map(row => joinSpans(row).trim());
	const lines = (name: string) => linesOf(createScenario(name, now));
	assert.deepEqual(
		linesOf({...createScenario('empty-host', now), code: 'legal-winner-thank-year-wave', tag: 'a3f9c1'}),
		[
			'',
			'Waiting for others. Code:',
			'legal-winner-thank-year-wave',
			'',
			'Others run (on the same network, without the address: it',
			'is listed as a3f9c1)',
			'socket-chat join 192.168.1.20:5000',
			'socket-chat join [fd12:3456:789a::20]:5000',
		],
	);
	assert.deepEqual(lines('empty-join'), ['', 'You are in "main" with alice. Say hello.']);
	assert.deepEqual(lines('busy'), []);
});
