import assert from 'node:assert/strict';
import test from 'node:test';
import {layoutComposerRule} from '../../../source/screen/panes/composer-rule.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import type {Member} from '../../../source/room/member.ts';
import {hostile, joinSpans} from '../rows-fixture.ts';

const typing = (name: string): Member => ({id: name, name, address: '', status: 'here', since: 0, isTyping: true});

const atEnd = {isScrolled: false, newer: 0, isEndKey: true};

const show = (names: readonly string[], columns: number, joint?: number, view = atEnd) =>
	joinSpans(layoutComposerRule({members: names.map(name => typing(name)), myId: 'me'}, view, {columns, joint}));

test('the line above the composer says who is typing, but not that the user is', () => {
	assert.equal(show([], 8), '────────');
	assert.equal(show(['me'], 8, 3), '───┴────');
	assert.equal(show(['bob'], 24, 20), '── bob is typing ───┴───');
	assert.equal(show(['bob', 'me', 'ada'], 34), '── bob and ada are typing ────────');
	assert.equal(show(['bob', 'ada', 'eve'], 24), '── 3 are typing ────────');
	assert.equal(show(['bob', 'ada'], 20), '── bob and ada a… ──');
	const away = {...typing('bob'), status: 'away'} as const;
	assert.equal(joinSpans(layoutComposerRule({members: [away], myId: 'me'}, atEnd, {columns: 4})), '────');
});

test('22: the line above the composer says what is below the view, and which key leads there', () => {
	const view = {isScrolled: true, newer: 2, isEndKey: true};
	assert.equal(show([], 30, 24, view), '── ↓ 2 new · End ───────┴─────');
	assert.equal(show(['bob'], 40, 2, view), '── ↓ 2 new · End ── bob is typing ──────');
	assert.equal(show(['bob'], 20, undefined, view), '── ↓ 2 new · End ───');
	assert.equal(show([], 30, undefined, {...view, newer: 0}), '── scrolled back · End ───────');
	assert.equal(show([], 30, undefined, {...view, isEndKey: false}), '── ↓ 2 new ───────────────────');
	assert.equal(show([], 8, undefined, {...view, isScrolled: false}), '────────');
});

test('the line is as wide as the window, whatever the names are', () => {
	for (let columns = 20; columns <= 200; columns++) {
		for (const names of [[hostile], [hostile.repeat(9), '日本語'.repeat(9)], ['大輔']]) {
			const row = layoutComposerRule(
				{members: names.map(name => typing(name)), myId: 'me'},
				{isScrolled: columns % 2 === 0, newer: columns, isEndKey: true},
				{columns, joint: columns - 9},
			);
			assert.equal(measureRow(row), columns);
			assert.doesNotMatch(joinSpans(row), /[\p{Cc}\u202E]/u);
		}
	}
});
