import assert from 'node:assert/strict';
import test from 'node:test';
import {formatResult} from '../../../source/screen/bars/find-bar.tsx';
import type {FindResult} from '../../../source/screen/find/use-find.ts';

const describe = (fields: Partial<FindResult>) =>
	formatResult({
		text: 'fox',
		place: 0,
		count: 0,
		isSearching: false,
		left: 0,
		isPartial: false,
		isWaiting: false,
		hit: undefined,
		total: 50_001,
		loaded: 500,
		...fields,
	});

test('the row of a search says how many messages were looked through, and which match is shown', () => {
	assert.equal(describe({isSearching: true, left: undefined}), 'Searching for "fox"');
	assert.equal(describe({isSearching: true, left: 38_001}), 'Searching for "fox": looked through 12,000 of 50,001');
	assert.equal(describe({place: 3, count: 1017}), '3 of 1,017 for "fox"');
	assert.equal(describe({place: 3, count: 3, left: 38_001}), '3 of 3 for "fox" in the newest 12,000 of 50,001');
	const hit = {key: 'k', count: 30, fromEnd: 1};
	assert.equal(describe({place: 3, count: 4, hit}), '3 of 4 for "fox", 29 of 30 in it');
	assert.equal(describe({}), 'No match for "fox"');
});

test('the row of a search says that only what is here was searched, or that it waits for a connection', () => {
	assert.equal(describe({isPartial: true, left: 49_501}), 'No match for "fox" in the 500 messages that are here');
	assert.equal(
		describe({isPartial: true, place: 1, count: 2, left: 49_501}),
		'1 of 2 for "fox" in the 500 messages that are here',
	);
	assert.equal(describe({isSearching: true, isWaiting: true}), 'Searching for "fox" once you are connected');
});
