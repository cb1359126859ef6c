import assert from 'node:assert/strict';
import test from 'node:test';
import {layoutTypingRule} from '../../../source/screen/panes/typing-rule.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import type {Member} from '../../../source/room/member.ts';
import {hostile, joinSpans} from '../rows-fixture.ts';

const typing = (name: string): Member => ({id: name, name, address: '', status: 'here', since: 0, isTyping: true});

const show = (names: readonly string[], columns: number, joint?: number) =>
	joinSpans(layoutTypingRule({members: names.map(name => typing(name)), myId: 'me'}, columns, joint));

test('the line above the composer says who is typing, but not that the user is', () => {
	assert.equal(show([], 8), '────────');
	assert.equal(show(['me'], 8, 3), '───┴────');
	assert.equal(show(['bob'], 24, 20), '── bob is typing ───┴───');
	assert.equal(show(['bob', 'me', 'ada'], 34), '── bob and ada are typing ────────');
	assert.equal(show(['bob', 'ada', 'eve'], 24), '── 3 are typing ────────');
	assert.equal(show(['bob', 'ada'], 20), '── bob and ada a… ──');
	const away = {...typing('bob'), status: 'away'} as const;
	assert.equal(joinSpans(layoutTypingRule({members: [away], myId: 'me'}, 4, undefined)), '────');
});

test('the line is as wide as the window, whatever the names are', () => {
	for (let columns = 20; columns <= 200; columns++) {
		for (const names of [[hostile], [hostile.repeat(9), '日本語'.repeat(9)], ['大輔']]) {
			const row = layoutTypingRule({members: names.map(name => typing(name)), myId: 'me'}, columns, columns - 9);
			assert.equal(measureRow(row), columns);
			assert.doesNotMatch(joinSpans(row), /[\p{Cc}\u202E]/u);
		}
	}
});
