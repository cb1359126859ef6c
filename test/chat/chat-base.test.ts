import assert from 'node:assert/strict';
import test from 'node:test';
import {ChatBase} from '../../source/chat/chat-base.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

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

	leave() {
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
