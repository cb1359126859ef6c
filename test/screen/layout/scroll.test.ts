import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {computeNextChangeDelay} from '../../../source/screen/primitives/use-now.ts';
import {
	countNewer,
	holdScroll,
	keepItem,
	scrollBy,
	scrollIntoView,
	sliceView,
	type RowSource,
	type Scroll,
} from '../../../source/screen/layout/scroll.ts';

const sourceOf = (
	heights: readonly number[],
	keys: readonly string[] = heights.map((_, index) => `k${index}`),
): RowSource => ({
	length: heights.length,
	getKey: index => keys[index] ?? '',
	countRows: index => heights[index] ?? 1,
});

const rowsIn = (source: RowSource, scroll: Scroll, viewRows: number): readonly string[] =>
	sliceView(source, scroll, viewRows).flatMap(({index, from, to}) =>
		Array.from({length: to - from}, (_, offset) => `${source.getKey(index)}:${from + offset}`),
	);

const allRows = (source: RowSource): readonly string[] => rowsIn(source, undefined, 1_000_000);

test('scrolling shows the same rows as scrolling a flat list of rows', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 1, max: 9}), {minLength: 1, maxLength: 30}),
			fc.integer({min: 1, max: 12}),
			fc.array(fc.integer({min: -15, max: 15}), {maxLength: 12}),
			(heights, viewRows, moves) => {
				const source = sourceOf(heights);
				const rows = allRows(source);
				let scroll: Scroll;
				let end = rows.length;
				for (const delta of moves) {
					scroll = scrollBy(source, scroll, viewRows, delta);
					end = Math.min(rows.length, Math.max(Math.min(viewRows, rows.length), end + delta));
					assert.deepEqual(rowsIn(source, scroll, viewRows), rows.slice(Math.max(0, end - viewRows), end));
					assert.equal(scroll === undefined, end === rows.length);
				}
			},
		),
		{numRuns: 1000},
	);
});

test('an item keeps its first row in its place when it gets more or fewer rows, or comes to the top', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 1, max: 20}), {minLength: 1, maxLength: 20}),
			fc.integer({min: 1, max: 12}),
			fc.record({up: fc.nat({max: 200}), which: fc.nat(), height: fc.integer({min: 1, max: 40})}),
			(heights, viewRows, {up, which, height}) => {
				const before = sourceOf(heights);
				const index = which % heights.length;
				const after = sourceOf(heights.map((rows, at) => (at === index ? height : rows)));
				const scroll = scrollBy(before, undefined, viewRows, -up);
				const shown = rowsIn(before, scroll, viewRows);
				const kept = rowsIn(after, keepItem({before, after}, scroll, viewRows, index), viewRows);
				const [wasAt = -1, isAt = -1] = [shown, kept].map(rows => rows.indexOf(`k${index}:0`));
				const all = allRows(after);
				assert.equal(kept.length, Math.min(viewRows, all.length));
				assert.notEqual(isAt, -1);
				// Only the ends of the list move it.
				if (kept[0] !== all[0] && kept.at(-1) !== all.at(-1)) {
					assert.equal(isAt, wasAt === -1 ? 0 : kept.length - shown.length + wasAt);
				}
			},
		),
		{numRuns: 1000},
	);
});

test('a scrolled view holds still while items arrive, and counts them', () => {
	const before = sourceOf([1, 2, 3, 1, 1, 2]);
	const scroll = scrollBy(before, undefined, 3, -2);
	const seen = rowsIn(before, scroll, 3);
	const after = sourceOf([1, 2, 3, 1, 1, 2, 4, 1]);
	assert.deepEqual(rowsIn(after, scroll, 3), seen);
	assert.equal(countNewer(before, scroll), 0);
	assert.equal(countNewer(after, scroll), 2);
	assert.equal(countNewer(after, undefined), 0);
});

test('a scrolled view keeps its place when older items are loaded', () => {
	const scroll = scrollBy(sourceOf([1, 1, 1, 1], ['a', 'b', 'c', 'd']), undefined, 2, -1);
	const older = sourceOf([1, 1, 1, 1, 1, 1], ['y', 'z', 'a', 'b', 'c', 'd']);
	assert.deepEqual(rowsIn(older, scroll, 2), ['b:0', 'c:0']);
	assert.equal(countNewer(older, scroll), 0);
});

test('a pending message that is acknowledged under another key keeps its place', () => {
	const scroll = scrollBy(sourceOf([1, 1, 1, 1], ['a', 'b', 'pending 1', 'pending 2']), undefined, 2, -1);
	assert.deepEqual(rowsIn(sourceOf([1, 1, 1, 1], ['a', 'b', 'message 3', 'pending 2']), scroll, 2), [
		'b:0',
		'message 3:0',
	]);
});

test('the view stays full when the width changes or items are removed', () => {
	const scroll = scrollBy(sourceOf([5, 5, 5]), undefined, 4, -100);
	assert.deepEqual(rowsIn(sourceOf([1, 1, 1]), scroll, 3), ['k0:0', 'k1:0', 'k2:0']);
	assert.deepEqual(rowsIn(sourceOf([]), scroll, 3), []);
	assert.equal(scrollBy(sourceOf([]), undefined, 3, -1), undefined);
});

test('only items near the view are measured', () => {
	let measured = 0;
	const source: RowSource = {
		length: 100_000,
		getKey: String,
		countRows() {
			measured++;
			return 1;
		},
	};
	const scroll = scrollBy(source, undefined, 40, -40);
	sliceView(source, scroll, 40);
	assert.ok(measured < 1000, String(measured));
});

test('a count changes when a whole period has passed', () => {
	assert.equal(computeNextChangeDelay(10_000, 9700, 1000), 700);
	assert.equal(computeNextChangeDelay(10_000, 13_300, 1000), 300);
	assert.equal(computeNextChangeDelay(10_000, 10_000, 1000), 1000);
	assert.equal(computeNextChangeDelay(9999.5, 10_000, 1000), 1);
});

test('scrolling into view shows all of an item, or its beginning, and moves nothing that is in view', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 1, max: 9}), {minLength: 1, maxLength: 30}),
			fc.integer({min: 1, max: 12}),
			fc.integer({min: -100, max: 0}),
			fc.nat(),
			(heights, viewRows, delta, wanted) => {
				const source = sourceOf(heights);
				const index = wanted % heights.length;
				const before = scrollBy(source, undefined, viewRows, delta);
				const after = scrollIntoView(source, before, viewRows, [index, index]);
				const shown = rowsIn(source, after, viewRows);
				const rows = allRows(source).filter(row => row.startsWith(`k${index}:`));
				const visible = shown.filter(row => rows.includes(row));
				assert.deepEqual(visible, rows.slice(0, viewRows));
				if (rows.every(row => rowsIn(source, before, viewRows).includes(row))) {
					assert.equal(after, before);
				}
			},
		),
		{numRuns: 1000},
	);
});

test('a view that is held at the bottom does not follow what arrives', () => {
	const before = sourceOf([2, 3, 1]);
	const held = holdScroll(before, undefined);
	assert.deepEqual(rowsIn(before, held, 3), rowsIn(before, undefined, 3));
	assert.deepEqual(rowsIn(sourceOf([2, 3, 1, 5]), held, 3), rowsIn(before, undefined, 3));
	assert.equal(holdScroll(sourceOf([]), undefined), undefined);
});
