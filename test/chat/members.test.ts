import assert from 'node:assert/strict';
import test from 'node:test';
import {describeMembers, describeUnread, diffMembers} from '../../source/chat/members.ts';
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
	diffMembers(before, after, {myId: 'me'}).map(
		({name, event, formerly}) => `${name} ${event}${formerly === undefined ? '' : ` ${formerly}`}`,
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

test('a member that has closed its side is an event once, also if it comes so, and is listed so', () => {
	const closed = member('nc-1', {isHalfClosed: true});
	assert.deepEqual(told([member('nc-1')], [closed]), ['nc-1 half-closed']);
	assert.deepEqual(told([], [closed]), ['nc-1 joined', 'nc-1 half-closed']);
	assert.deepEqual(told([closed], [closed]), []);
	assert.deepEqual(told([closed], []), ['nc-1 left']);
	assert.equal(describeMembers([closed]), 'nc-1 at x (has closed its side)');
});

test('what a peer that is gone may not have read is counted, with the time from which on', () => {
	const since = new Date(2026, 10, 23, 16, 31, 7).getTime();
	assert.equal(
		describeUnread({name: 'nc-1', since, count: 1}),
		'nc-1 is gone. 1 message was sent to it after it had closed its side at 16:31:07: it may not have read it.',
	);
	const many = describeUnread({name: 'nc\u{1B}-1', since, count: 2});
	assert.match(many, /^nc.*-1 is gone\. 2 messages were .* read them\.$/);
	assert.equal(many.includes('\u{1B}'), false);
});
