import assert from 'node:assert/strict';
import {once} from 'node:events';
import test from 'node:test';
import {ChatBase} from '../../source/chat/chat-base.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {endOfTurn} from '../helpers/turn.ts';

class TestChat extends ChatBase {
	readonly done: string[] = [];

	constructor() {
		super(
			{role: 'join', plain: false, room: 'main', myName: 'bob', address: '127.0.0.1:5000'},
			{clock: new FakeClock(), historyCapacity: 100},
		);
		this.openQueue();
	}

	end() {
		this.store.emit({type: 'status', status: 'closed', reason: 'The end.', exitCode: 0});
		this.store.flush();
	}

	protected leaveAtOnce() {
		this.done.push('leave');
	}

	protected createRoleActions() {
		return {
			members: [{id: 'a', name: 'alice', address: '', status: 'here', since: 0} as const],
			myId: 'b',
			rename: (name: string) => {
				this.done.push(`rename ${name}`);
				return {ok: true} as const;
			},
			retry: () => {
				this.done.push('retry');
			},
		};
	}

	protected post({text}: {readonly text: string}) {
		this.done.push(`post ${text}`);
	}
}

const sending = ['hello', '/say hello', '/me waves', '/msg alice hello', '/name eve'];

test('once the chat has ended, what would be sent is refused with a sentence', () => {
	const chat = new TestChat();
	for (const line of sending) {
		assert.deepEqual(chat.submit(line), {ok: true}, line);
	}

	assert.equal(chat.done.length, sending.length);
	chat.end();
	for (const line of sending) {
		assert.deepEqual(chat.submit(line), {ok: false, text: 'You are no longer in the room: nothing can be sent.'}, line);
	}

	chat.submit('/retry');
	assert.equal(chat.done.length, sending.length);
	assert.deepEqual(chat.submit('bye'), {ok: true});
	assert.equal(chat.done.at(-1), 'leave');
});

test('a line that asks to leave is passed on to where it was typed', () => {
	for (const line of ['bye', '/quit']) {
		const chat = new TestChat();
		let requests = 0;
		chat.submit(line, [], () => {
			requests++;
		});
		assert.deepEqual([requests, chat.done], [1, []], line);
	}
});

test('leaving waits for the files that are saved, and says so; a second request does not wait', async () => {
	for (const again of ['', 'bye', 'now']) {
		const chat = new TestChat();
		const saves = new EventTarget();
		const waits = ['first', 'second'].map(async name => chat.leaving.waitFor(once(saves, name)));
		chat.submit('bye');
		saves.dispatchEvent(new Event('first'));
		await waits[0];
		assert.deepEqual([chat.done, chat.leaving.isRequested], [[], true]);
		await endOfTurn();
		assert.deepEqual(
			chat.getState().history.map(item => item.kind === 'notice' && item.text),
			['You leave once the conversation is saved. To leave at once, leave again.'],
		);
		if (again === 'bye') {
			chat.submit('bye');
		} else if (again === 'now') {
			chat.leaving.now();
		}

		assert.deepEqual(chat.done, again === '' ? [] : ['leave'], again);
		saves.dispatchEvent(new Event('second'));
		await waits[1];
		assert.deepEqual(chat.done, ['leave']);
	}
});

test('a save that has ended before holds nothing up, and one that nobody waits for ends nothing', async () => {
	const chat = new TestChat();
	await chat.leaving.waitFor(Promise.resolve());
	assert.deepEqual(chat.done, []);
	chat.submit('bye');
	assert.deepEqual(chat.done, ['leave']);
});
