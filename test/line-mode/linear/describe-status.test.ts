import assert from 'node:assert/strict';
import test from 'node:test';
import {createInitialState, type ChatState} from '../../../source/chat/state.ts';
import {describeConnection, describeStatus} from '../../../source/line-mode/linear/describe-status.ts';

const at = new Date(2026, 10, 25, 16, 30).getTime();
const member = (id: string) => ({id, name: id, address: '', status: 'here', since: 0}) as const;
const gone: ChatState = {
	...createInitialState({role: 'join', plain: false, room: 'main', myName: 'bob', address: 'h:1'}),
	myId: 'bob',
	members: [member('ada'), member('bob'), member('cy')],
	status: {status: 'waiting', attempt: 1, retryAt: at, reason: 'The host is gone.'},
	lastSeenAt: at,
};

test('a host that is gone is said with the time, what waits is counted, and nobody is said to be here', () => {
	assert.match(
		describeConnection(gone),
		/^The host is gone \(.*16:30\)\. What you type is kept and sent once you are connected\.$/,
	);
	const waiting = {...gone, pending: [{n: 1, text: 'x', at}]};
	assert.match(
		describeConnection(waiting),
		/^The host is gone \(.*16:30\)\. 1 message waits here and is sent when it is back\.$/,
	);
	assert.match(describeStatus(gone), /2 others were here at .*16:30\./);
	const back: ChatState = {...gone, lastSeenAt: undefined, status: {status: 'open', address: 'h:1'}};
	assert.match(describeStatus(back), /^You are connected\. You are bob in main at h:1\. 2 others are here\./);
});
