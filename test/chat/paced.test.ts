import assert from 'node:assert/strict';
import test from 'node:test';
import {paced} from '../../source/chat/paced.ts';
import {initialState, type ChatState} from '../../source/chat/state.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

const createChat = () => {
	const clock = new FakeClock();
	const listeners = new Set<() => void>();
	let state: ChatState = initialState({role: 'join', plain: false, room: 'main', myName: 'ann', address: 'x'});
	const view = paced(
		{
			getState: () => state,
			subscribe(listener) {
				listeners.add(listener);
				return () => {
					listeners.delete(listener);
				};
			},
		},
		clock,
	);
	return {
		clock,
		view,
		listeners,
		change(made: number, status: ChatState['status'] = state.status) {
			state = {...state, made, status};
			for (const listener of listeners) {
				listener();
			}
		},
	};
};

test('what changes now and then is shown at once', () => {
	const {clock, view, change} = createChat();
	const seen: number[] = [];
	view.subscribe(() => {
		seen.push(view.getState().made);
	});
	for (let made = 1; made <= 20; made++) {
		change(made);
		assert.equal(seen.at(-1), made);
		clock.pass(50);
	}
});

test('of what changes all the time, the newest is shown twenty times a second, and the last change soon after it', () => {
	const {clock, view, change} = createChat();
	const seen: number[] = [];
	view.subscribe(() => {
		seen.push(view.getState().made);
	});
	for (let made = 1; made <= 2000; made++) {
		change(made);
		clock.pass(1);
	}

	assert.ok(seen.length >= 40 && seen.length <= 47, `shown ${seen.length} times in 2 s`);
	clock.pass(50);
	assert.equal(seen.at(-1), 2000);
});

test('between two showings the state stays the same, and one who no longer looks is told nothing', () => {
	const {clock, view, change, listeners} = createChat();
	let told = 0;
	const stop = view.subscribe(() => {
		told++;
	});
	for (let made = 1; made <= 10; made++) {
		change(made);
	}

	assert.equal(told, 5);
	assert.equal(view.getState().made, 5);
	assert.equal(view.getState(), view.getState());
	stop();
	clock.pass(1000);
	assert.equal(told, 5);
	assert.equal(listeners.size, 0);
});

test('how the link is doing is shown at once, also in a flood', () => {
	const {view, change} = createChat();
	const seen: string[] = [];
	view.subscribe(() => {
		seen.push(view.getState().status.status);
	});
	for (let made = 1; made <= 10; made++) {
		change(made);
	}

	change(11, {status: 'closed', reason: 'The end.', exitCode: 0});
	assert.equal(seen.at(-1), 'closed');
	assert.equal(view.getState().made, 11);
});
