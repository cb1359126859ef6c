import assert from 'node:assert/strict';
import test from 'node:test';
import {diffMembers} from '../../source/chat/members.ts';
import type {Member} from '../../source/room/member.ts';

const member = (id: string, fields: Partial<Member> = {}): Member => ({
	id,
	name: id,
	address: 'x',
	status: 'here',
	since: 0,
	...fields,
});
const told = (before: readonly Member[], after: readonly Member[]) =>
	diffMembers(before, after, 'me').map(event =>
		event.type === 'peer'
			? `${event.name} ${event.event}${event.formerly === undefined ? '' : ` ${event.formerly}`}`
			: event.type,
	);

test('members who join, leave, go away, come back or are renamed become events, the user does not', () => {
	const before = [
		member('me'),
		member('stays'),
		member('leaves'),
		member('dozes'),
		member('wakes', {status: 'away'}),
		member('old', {name: 'Old'}),
	];
	const after = [
		member('me', {name: 'Me'}),
		member('stays', {since: 5}),
		member('dozes', {status: 'away'}),
		member('wakes'),
		member('old', {name: 'New'}),
		member('new'),
	];
	assert.deepEqual(told(before, after), ['dozes away', 'wakes back', 'New renamed Old', 'new joined', 'leaves left']);
	assert.deepEqual(told([member('me')], []), []);
});
