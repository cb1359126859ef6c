import assert from 'node:assert/strict';
import test from 'node:test';
import {estimateWaiting} from '../../../source/net/flow/estimate-waiting.ts';
import {LinkRate, type Arrival} from '../../../source/net/flow/link-rate.ts';

/** Marks of 500 B that are written at 0 and handled one a second, by a clock that is 7 s ahead. */
const burst = [1, 2, 3, 4].map((second): Arrival => ({
	bytes: 500,
	startedAt: 0,
	markedAt: 0,
	at: 7000 + 1000 * second,
	now: 10_000 + 1000 * second,
}));

const empty: Arrival = {bytes: 20, startedAt: -500, markedAt: -500, at: 6500, now: -400};

test('the wait is the time beyond that of a mark that does not wait, whatever the way back takes', () => {
	const link = new LinkRate();
	assert.equal(link.add(empty, 1000).wait, 0);
	for (const [index, arrival] of burst.entries()) {
		assert.ok(Math.abs(link.add(arrival, 1000).wait - 1000 * (index + 1)) < 20);
	}
});

test('the rate is measured over the times in which the link was busy', () => {
	const link = new LinkRate();
	link.add(empty, 1000);
	const [unknown, known = 0] = burst.map(arrival => link.add(arrival, 1000).rate);
	assert.equal(unknown, undefined);
	assert.ok(Math.abs(known - 0.5) < 0.01);
	// A minute later, the same again.
	for (const [index, {at, now, ...rest}] of burst.entries()) {
		const later = {...rest, startedAt: 60_000, markedAt: 60_000, at: at + 60_000, now: now + 60_000};
		const {rate = 0} = link.add(later, 1000);
		assert.ok(Math.abs(rate - 0.5) < 0.02, `${rate} after ${index}`);
	}
});

test('a wait is at most the round trip and never negative, and a rate is finite, whatever the peer says', () => {
	const link = new LinkRate();
	for (const at of [0, 0, 2 ** 40, 0, 500, 500, 2 ** 40, 2 ** 40, 1]) {
		const {wait, rate = 0} = link.add({bytes: 1000, startedAt: 0, markedAt: 10, at, now: 300}, 1000);
		assert.ok(wait >= 0 && wait <= 290, `${wait}`);
		assert.ok(rate >= 0 && rate <= 10_000, `${rate}`);
	}
});

test('clocks that run apart by 100 ppm do not look like a link on which bytes wait', () => {
	const link = new LinkRate();
	for (let minute = 0; minute < 24 * 60; minute++) {
		const now = 60_000 * minute;
		const {wait} = link.add(
			{bytes: 20, startedAt: now, markedAt: now, at: Math.floor(now * 1.0001), now: now + 50},
			1000,
		);
		assert.ok(wait <= 10, `${wait} ms after ${minute} min`);
	}
});

test('what waits is what was written, less what the link has taken since there was something to take', () => {
	const first = {end: 1000, at: 0};
	assert.equal(estimateWaiting(first, [], 1, 5000), 0);
	assert.equal(estimateWaiting(first, [{end: 3000, at: 0}], 1, 500), 1500);
	assert.equal(
		estimateWaiting(
			first,
			[
				{end: 1100, at: 0},
				{end: 4100, at: 10_000},
			],
			1,
			11_000,
		),
		2000,
	);
	assert.equal(estimateWaiting({end: 1000, at: 2000}, [{end: 3000, at: 500}], 1, 2500), 1500);
	assert.equal(estimateWaiting({end: 1000, at: 2000}, [{end: 3000, at: 500}], 1, 1000), 2000);
});
