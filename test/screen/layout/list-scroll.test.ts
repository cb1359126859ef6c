import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
	findFirstInView,
	countNewerInList,
	scrollListTo,
	type ListScroll,
} from '../../../source/screen/layout/list-scroll.ts';

const listOf = (keys: readonly string[]) => ({length: keys.length, getKey: (index: number) => keys[index] ?? ''});
const numbered = (count: number) => listOf(Array.from({length: count}, (_, index) => `k${index}`));

test('a list shows its first items, can be scrolled to its last, and never beyond', () => {
	fc.assert(
		fc.property(
			fc.nat(60),
			fc.integer({min: 1, max: 20}),
			fc.array(fc.integer({min: -30, max: 30}), {maxLength: 12}),
			(count, rows, moves) => {
				const list = numbered(count);
				let scroll: ListScroll;
				let first = 0;
				for (const delta of moves) {
					scroll = scrollListTo(list, scroll, rows, findFirstInView(list, scroll, rows) + delta);
					first = Math.max(0, Math.min(first + delta, count - rows));
					assert.equal(findFirstInView(list, scroll, rows), first);
					assert.equal(scroll === undefined, first === 0);
				}
			},
		),
		{numRuns: 1000},
	);
});

test('a scrolled list holds still while items come and go, and counts the new ones', () => {
	const before = listOf([...'abcdefghij']);
	const scroll = scrollListTo(before, undefined, 3, 4);
	assert.equal(findFirstInView(before, scroll, 3), 4);
	assert.equal(countNewerInList(before, scroll), 0);
	const more = listOf([...'abcdefghijkl']);
	assert.equal(findFirstInView(more, scroll, 3), 4);
	assert.equal(countNewerInList(more, scroll), 2);
	assert.equal(findFirstInView(listOf([...'bcdefghij']), scroll, 3), 3, 'one above has gone');
	assert.equal(findFirstInView(listOf([...'abcd']), scroll, 3), 1, 'as far as the list goes');
	assert.equal(countNewerInList(before, undefined), 0);
});

test('the view stays full when its height changes', () => {
	const list = numbered(10);
	const scroll = scrollListTo(list, undefined, 3, 7);
	assert.equal(findFirstInView(list, scroll, 8), 2);
	assert.equal(findFirstInView(list, scroll, 20), 0);
});
