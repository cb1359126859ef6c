import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatState} from '../../../source/chat/state.ts';
import type {MemberStatus} from '../../../source/room/member.ts';
import type {Question} from '../../../source/screen/question/question.ts';
import {chooseDraftQuestion, createLeaveRequests} from '../../../source/screen/question/questions.ts';
import {createScenario} from '../scenarios.ts';

const now = 1_700_000_000_000;

const withOthers = (name: string, ...others: readonly MemberStatus[]): ChatState => {
	const state = createScenario(name, now);
	const me = {id: state.myId ?? '', name: state.myName, address: '', status: 'here', since: now} as const;
	return {
		...state,
		pending: [],
		members: [me, ...others.map((status, index) => ({...me, id: `${index}`, name: `other ${index}`, status}))],
	};
};

/** Leaves, and returns what is asked, or `left`. */
const leave = (state: ChatState, way: 'byLine' | 'byKey'): Question | 'left' => {
	let result: Question | 'left' | undefined;
	createLeaveRequests({
		getState: () => state,
		ask(question) {
			result = question;
		},
		onLeave() {
			result = 'left';
		},
	})[way]();
	return result ?? assert.fail('nothing happened');
};

const describe = (result: Question | 'left', state: ChatState) => (result === 'left' ? result : result.describe(state));

test('the sentence about closing counts the others, and stays true while members come and go', () => {
	const sentence = (...others: readonly MemberStatus[]) => {
		const state = withOthers('empty-host', ...others);
		return describe(leave(withOthers('empty-host', 'here'), 'byLine'), state);
	};

	assert.equal(sentence('here'), 'This closes the room for 1 other. Enter closes it, Esc stays.');
	assert.equal(sentence('here', 'here'), 'This closes the room for 2 others. Enter closes it, Esc stays.');
	assert.equal(
		sentence('here', 'away'),
		'This closes the room for 1 other and 1 who is away. Enter closes it, Esc stays.',
	);
	assert.equal(sentence('away', 'away'), 'This closes the room for 2 who are away. Enter closes it, Esc stays.');
	assert.equal(sentence(), 'This closes the room. Enter closes it, Esc stays.');
});

test('bye asks a host with others in it, also if their connection is lost; a host alone and a client just leave', () => {
	assert.equal(leave(withOthers('empty-host'), 'byLine'), 'left');
	assert.notEqual(leave(withOthers('empty-host', 'away'), 'byLine'), 'left');
	assert.equal(leave(withOthers('empty-join', 'here'), 'byLine'), 'left');
});

test('Ctrl+C asks for another one and says what it does', () => {
	const sentence = (state: ChatState) => describe(leave(state, 'byKey'), state);
	assert.equal(sentence(withOthers('empty-host')), 'Press Ctrl+C again to close the room.');
	assert.equal(
		sentence(withOthers('empty-host', 'here', 'here', 'here')),
		'Press Ctrl+C again to close the room for 3 others.',
	);
	const join = withOthers('empty-join', 'here');
	assert.equal(sentence(join), 'Press Ctrl+C again to leave.');
	const pending = [1, 2].map(n => ({n, text: 'waits', at: now}));
	assert.equal(
		sentence({...join, pending: pending.slice(1)}),
		'Press Ctrl+C again to leave. 1 message is not delivered yet: it waits here for the next join.',
	);
	assert.equal(
		sentence({...join, pending}),
		'Press Ctrl+C again to leave. 2 messages are not delivered yet: they wait here for the next join.',
	);
	assert.equal(
		sentence({...join, plain: true, pending}),
		'Press Ctrl+C again to leave. 2 messages are not sent yet, and would be lost.',
	);
});

test('Ctrl+C leaves at once before there is a connection, and after the end', () => {
	for (const scenario of ['waiting', 'connecting', 'closed']) {
		assert.equal(leave(createScenario(scenario, now), 'byKey'), 'left', scenario);
	}

	assert.notEqual(leave(createScenario('lost', now), 'byKey'), 'left');
});

/** Returns what is asked before a draft is sent, and what Tab makes of the draft. */
const askAbout = (text: string, more: Partial<ChatState> = {}) => {
	const state = {...createScenario('busy', now), ...more};
	const drafts: string[] = [];
	const question = chooseDraftQuestion(text, state, {
		onYes: () => undefined,
		onPrivate(draft) {
			drafts.push(draft);
		},
	});
	question?.onTab?.();
	return {sentence: question?.describe(state), draft: drafts[0]};
};

test('a text that reads like a private message is asked about, and Tab makes it one', () => {
	assert.deepEqual(askAbout('Msg @BOB: the password\nis x'), {
		sentence: 'This goes to everybody. Enter sends it, Esc goes back, Tab makes it /msg bob.',
		draft: '/msg bob the password\nis x',
	});
	assert.equal(askAbout('msg nobody-here x').sentence, undefined);
	assert.equal(askAbout('msg bob x', {role: 'join', plain: true}).sentence, undefined);
	const long = 'msg bob ' + 'x\n'.repeat(50);
	assert.match(askAbout(long).sentence ?? '', /^This goes to everybody\./, 'a paste is asked about once');
});

test('a draft of many lines or characters is asked about, a shorter one is not', () => {
	const ask = (text: string) => askAbout(text).sentence;
	assert.equal(ask('a\n'.repeat(8)), undefined);
	assert.equal(ask('a\n'.repeat(9)), 'This is 9 lines, 18 characters. Enter sends it, Ctrl+C clears it.');
	assert.equal(ask('x'.repeat(4000)), undefined);
	assert.match(ask('x'.repeat(4001)) ?? '', /^This is 1 line, 4001 characters\./);
	assert.match(ask('x'.repeat(8193)) ?? '', /^This is 1 line, 8193 characters, in 2 parts\./);
});
