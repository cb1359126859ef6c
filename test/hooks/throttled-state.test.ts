import assert from 'node:assert/strict';
import test from 'node:test';
import {throttleState, type ThrottledState} from '../../source/hooks/throttled-state.ts';
import {createInitialState, type ChatState} from '../../source/chat/state.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

const createChat = () => {
	const clock = new FakeClock();
	const listeners = new Set<() => void>();
	let state: ChatState = createInitialState({role: 'join', plain: false, room: 'main', myName: 'ann', address: 'x'});
	const view = throttleState(
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
	const notify = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		clock,
		view,
		listeners,
		say(text: string) {
			state = {...state, pending: [{n: 1, text, at: clock.now()}]};
			notify();
		},
		change(made: number, status: ChatState['status'] = state.status) {
			state = {...state, keyCount: made, status};
			notify();
		},
	};
};

test('an occasional change is shown at once', () => {
	const {clock, view, change} = createChat();
	const seen: number[] = [];
	view.subscribe(() => {
		seen.push(view.getState().keyCount);
	});
	for (let made = 1; made <= 20; made++) {
		change(made);
		assert.equal(seen.at(-1), made);
		clock.pass(100);
	}
});

test('a constantly changing state is shown ten times a second, and its last change soon after', () => {
	const {clock, view, change} = createChat();
	const seen: number[] = [];
	view.subscribe(() => {
		seen.push(view.getState().keyCount);
	});
	for (let made = 1; made <= 2000; made++) {
		change(made);
		clock.pass(1);
	}

	assert.ok(seen.length >= 20 && seen.length <= 27, `shown ${seen.length} times in 2 s`);
	clock.pass(100);
	assert.equal(seen.at(-1), 2000);
});

test('during a flood, a typing user sees it four times a second, and their own messages at once', () => {
	const {clock, view, change, say} = createChat();
	const seen: number[] = [];
	view.subscribe(() => {
		seen.push(view.getState().keyCount);
	});
	for (let made = 1; made <= 2000; made++) {
		if (made % 100 === 0) {
			view.onKeyPress();
		}

		change(made);
		clock.pass(1);
	}

	assert.ok(seen.length >= 8 && seen.length <= 17, `shown ${seen.length} times in 2 s`);
	say('hi');
	assert.equal(view.getState().pending.length, 1);
	clock.pass(250);
	assert.equal(seen.at(-1), 2000);
});

test('the first keys after a busy minute do not hold up the screen', () => {
	const {clock, view, change} = createChat();
	view.subscribe(() => undefined);
	for (let made = 1; made <= 6000; made++) {
		change(made);
		clock.pass(10);
	}

	for (let made = 6001; made <= 6003; made++) {
		view.onKeyPress();
		change(made);
		clock.pass(250);
		assert.equal(view.getState().keyCount, made);
	}
});

test('a typing user sees an occasional change at once', () => {
	const {clock, view, change} = createChat();
	for (let made = 1; made <= 20; made++) {
		view.subscribe(() => undefined);
		view.onKeyPress();
		change(made);
		assert.equal(view.getState().keyCount, made);
		clock.pass(250);
	}
});

test('between two notifications the state stays the same, and an unsubscribed listener gets none', () => {
	const {clock, view, change, listeners} = createChat();
	let told = 0;
	const stop = view.subscribe(() => {
		told++;
	});
	for (let made = 1; made <= 10; made++) {
		change(made);
	}

	assert.equal(told, 5);
	assert.equal(view.getState().keyCount, 5);
	assert.equal(view.getState(), view.getState());
	stop();
	clock.pass(1000);
	assert.equal(told, 5);
	assert.equal(listeners.size, 0);
});

test('a new status is shown at once, also during a flood', () => {
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
	assert.equal(view.getState().keyCount, 11);
});

/** Returns a function that reports how often the state was shown since. */
const countShowings = (view: ThrottledState): (() => number) => {
	let told = 0;
	view.subscribe(() => {
		told++;
	});
	return () => told;
};

const open = (rtt: number, silentSince?: number): ChatState['status'] => ({
	status: 'open',
	address: 'x',
	rtt,
	silentSince,
});

test('heartbeats are shown with the next other change, or half a minute later', () => {
	const {clock, view, change} = createChat();
	change(1, open(3));
	const told = countShowings(view);
	for (let second = 0; second < 60; second += 5) {
		change(1, open(3 + (second % 3)));
		clock.pass(5000);
	}

	assert.equal(told(), 2);
	change(1, open(4));
	change(2);
	assert.equal(told(), 3);
	assert.deepEqual(view.getState().status, open(4));
	clock.pass(40_000);
	assert.equal(told(), 3);
});

test('a link that becomes slower or silent is shown at once', () => {
	const {clock, view, change} = createChat();
	change(1, open(3));
	const told = countShowings(view);
	change(1, open(4));
	change(1, open(40));
	assert.equal(told(), 1);
	clock.pass(1000);
	change(1, open(40, clock.now()));
	assert.equal(told(), 2);
	change(1, open(40));
	assert.equal(told(), 3);
});
