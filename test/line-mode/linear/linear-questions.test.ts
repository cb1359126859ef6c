import assert from 'node:assert/strict';
import test from 'node:test';
import {createInitialState, type ChatState} from '../../../source/chat/state.ts';
import {runLine} from '../../../source/chat/commands/run-line.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {LinearQuestions} from '../../../source/line-mode/linear/linear-questions.ts';
import {everyCondition} from '../../helpers/conditions.ts';

const member = (name: string) => ({id: name, name, address: '', status: 'here', since: 0}) as const;

const open = (role: ChatState['role'], ...others: readonly string[]) => {
	const done: string[] = [];
	const clock = new FakeClock();
	const known = {role, plain: false, room: 'main', myName: 'alice', address: ''};
	const state: ChatState = {
		...createInitialState(known),
		myId: 'alice',
		members: [member('alice'), ...others.map(name => member(name))],
	};
	const leave = () => {
		done.push('left');
	};

	const questions = new LinearQuestions({
		chat: {
			getState: () => state,
			leave,
			submit(line, extra, requestLeave = leave) {
				const ignore = () => undefined;
				return runLine(
					line,
					{
						conditions: everyCondition,
						members: state.members,
						myId: 'alice',
						send(text, to) {
							done.push(to ? `to ${to.name}: ${text}` : text);
							return {ok: true};
						},
						rename: () => ({ok: true}),
						leave: requestLeave,
						retry: ignore,
						who: ignore,
						notify: ignore,
					},
					extra,
				);
			},
		},
		print(text) {
			done.push(`> ${text}`);
		},
		clock,
	});
	return {
		done,
		type(...lines: readonly string[]) {
			for (const line of lines) {
				questions.submit(line);
			}
		},
		interrupt() {
			questions.interrupt();
		},
		pass(milliseconds: number) {
			clock.pass(milliseconds);
		},
	};
};

test('bye closes the room for others after a yes only', () => {
	const {done, type} = open('host', 'bob', 'carol');
	const question = '> This closes the room for 2 others. Type yes to close it.';
	type('bye', 'no');
	assert.deepEqual(done.splice(0), [question, '> The room stays open.']);
	type('bye', 'hello', 'yes');
	assert.deepEqual(done.splice(0), [question, '> The room stays open.', 'hello', 'yes']);
	type('/quit', '');
	assert.deepEqual(done.splice(0), [question, '> The room stays open.']);
	type('bye', ' YES ');
	assert.deepEqual(done, [question, 'left']);
});

test('a host alone and a client leave unasked', () => {
	for (const {done, type, interrupt} of [open('host'), open('join', 'bob')]) {
		type('bye');
		interrupt();
		assert.deepEqual(done, ['left', 'left']);
	}
});

test('Ctrl+C closes the room for others at the second time, within 2 s', () => {
	const {done, interrupt, pass} = open('host', 'bob');
	const sentence = '> Press Ctrl+C again to close the room for 1 other.';
	interrupt();
	pass(2000);
	interrupt();
	assert.deepEqual(done, [sentence, sentence]);
	pass(1999);
	interrupt();
	pass(100);
	assert.deepEqual(done, [sentence, sentence, 'left']);
});

test('Ctrl+C that is held down does not close the room', () => {
	const {done, interrupt, pass} = open('host', 'bob');
	const sentence = '> Press Ctrl+C again to close the room for 1 other.';
	interrupt();
	interrupt();
	interrupt();
	pass(500);
	for (let repeat = 0; repeat < 40; repeat++) {
		interrupt();
		pass(30);
	}

	pass(5000);
	assert.deepEqual(done, [sentence]);
	interrupt();
	pass(400);
	interrupt();
	pass(100);
	assert.deepEqual(done, [sentence, sentence, 'left']);
});

test('what reads like a private message is sent after a yes only', () => {
	const {done, type} = open('join', 'bob');
	const question = '> This goes to everybody. Type yes to send it. Private would be: /msg bob text';
	type('msg bob secret', 'no');
	assert.deepEqual(done.splice(0), [question, '> It was not sent.']);
	type('msg bob secret', '/msg bob secret');
	assert.deepEqual(done.splice(0), [question, '> It was not sent.', 'to bob: secret']);
	type('tell bob I am late', 'yes', 'yes');
	assert.deepEqual(done, [question, 'tell bob I am late', 'yes']);
});
