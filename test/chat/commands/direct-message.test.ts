import assert from 'node:assert/strict';
import test from 'node:test';
import {readDirectMessage} from '../../../source/chat/commands/direct-message.ts';
import type {Member} from '../../../source/room/member.ts';

const member = (id: string, name: string): Member => ({id, name, address: '127.0.0.1:1', status: 'here', since: 0});

const members = [
	member('me', 'alice'),
	member('b', 'bob'),
	member('b2', 'Bob the builder'),
	member('l', 'Ada  Lovelace'.replace('  ', ' ')),
	member('p', '127.0.0.1:57822'),
];

const read = (argument: string) => readDirectMessage(argument, members, 'me');

test('a private message goes to the member whose name it begins with, in any case, with its text unchanged', () => {
	assert.deepEqual(read('BOB hi  there\n two'), {ok: true, to: {id: 'b', name: 'bob'}, text: 'hi  there\n two'});
	assert.deepEqual(read('ada lovelace  indented'), {ok: true, to: {id: 'l', name: 'Ada Lovelace'}, text: ' indented'});
	assert.deepEqual(read('127.0.0.1:57822 hi'), {ok: true, to: {id: 'p', name: '127.0.0.1:57822'}, text: 'hi'});
});

test('of several names that fit, the longest is the recipient', () => {
	assert.deepEqual(read('bob the builder can fix it'), {
		ok: true,
		to: {id: 'b2', name: 'Bob the builder'},
		text: 'can fix it',
	});
	assert.deepEqual(read('bob the plumber'), {ok: true, to: {id: 'b', name: 'bob'}, text: 'the plumber'});
});

test('a message without a recipient is refused with the reason', () => {
	for (const [argument, why] of [
		['', /Usage: \/msg name text/],
		['bob', /What do you say to bob\?/],
		['bob  ', /What do you say to bob\?/],
		['bobby hi', /Nobody here is called bobby\./],
		['alice hi', /That is you/],
	] as const) {
		const result = read(argument);
		assert.equal(result.ok, false, argument);
		assert.match(result.text, why);
	}

	assert.equal(readDirectMessage('bob hi', undefined, 'me').ok, false);
});
