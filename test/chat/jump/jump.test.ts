import assert from 'node:assert/strict';
import test from 'node:test';
import {findPlace} from '../../../source/chat/jump/find-place.ts';
import {parseJump, type JumpTarget} from '../../../source/chat/jump/parse-jump.ts';

const now = new Date(2026, 10, 25, 14, 30).getTime();
const at = (day: number, hour = 0, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

test('a date, a day by its word, a time or a number says where to go; anything else does not', () => {
	for (const [argument, from, to, words] of [
		['2026-11-20', at(20), at(21), 'Friday 20 November 2026'],
		['2026-11-20 9:05', at(20, 9, 5), at(21), 'Friday 20 November 2026 from 09:05 on'],
		['2026-11-20T09:05', at(20, 9, 5), at(21), 'Friday 20 November 2026 from 09:05 on'],
		['today', at(25), at(26), 'Wednesday 25 November 2026'],
		['Yesterday', at(24), at(25), 'Tuesday 24 November 2026'],
		['yesterday 23:59', at(24, 23, 59), at(25), 'Tuesday 24 November 2026 from 23:59 on'],
		['14:00', at(25, 14), at(26), 'Wednesday 25 November 2026 from 14:00 on'],
		// Of a time that is to come, the one of yesterday is meant.
		['15:00', at(24, 15), at(25), 'Tuesday 24 November 2026 from 15:00 on'],
	] as const) {
		assert.deepEqual(parseJump(argument, now), {kind: 'time', from, to, words}, argument);
	}

	assert.deepEqual(parseJump(' #1200 ', now), {kind: 'number', seq: 1200});
	assert.deepEqual(parseJump('7', now), {kind: 'number', seq: 7});
	for (const wrong of ['', ' ', '0', '-1', '2026-02-30', '2026-13-01', '24:00', '9:5', 'tomorrow', '2026-11-20 x']) {
		assert.equal(parseJump(wrong, now), undefined, wrong);
	}
});

const message = (seq: number, ts: number) => ({kind: 'message', seq, at: ts});
const day = parseJump('2026-11-20', now)!;
const loaded = {history: [{kind: 'notice', at: 0}, message(501, at(21)), message(502, at(22))], oldestSeq: 501};

const find = async (target: JumpTarget, since?: {seq: number; ts: number} | 'none', state = loaded) =>
	findPlace(target, {getState: () => state, findSince: async () => since});

test('the first message of a day is found in the log, or it is said that there is none that day', async () => {
	assert.deepEqual(await find(day, {seq: 17, ts: at(20, 8)}), {seq: 17});
	assert.deepEqual(await find(day, {seq: 18, ts: at(22)}), {
		text: 'Nothing was said on Friday 20 November 2026. The next message is of Sunday 22 November 2026.',
	});
	assert.deepEqual(await find(day, 'none'), {text: 'Nothing was said on Friday 20 November 2026, or since then.'});
});

test('where the log cannot be read, what is loaded is looked at', async () => {
	assert.deepEqual(await find(parseJump('2026-11-22', now)!), {seq: 502});
	assert.deepEqual(await find(parseJump('2026-11-24', now)!), {
		text: 'Nothing was said on Tuesday 24 November 2026, or since then.',
	});
	assert.deepEqual(await find(day), {text: 'The messages that are here begin on 2026-11-21 00:00.'});
	assert.deepEqual(await find(day, undefined, {...loaded, oldestSeq: 1}), {
		text: 'Nothing was said on Friday 20 November 2026. The next message is of Saturday 21 November 2026.',
	});
});

test('a number that no message has is answered with the last one', async () => {
	assert.deepEqual(await find({kind: 'number', seq: 3}, 'none'), {seq: 3});
	assert.deepEqual(await find({kind: 'number', seq: 503}), {text: 'There is no message 503: the last one is 502.'});
	assert.deepEqual(await find({kind: 'number', seq: 1}, undefined, {history: [], oldestSeq: 1}), {
		text: 'Nothing was said yet.',
	});
});

test('where the log cannot be read, a number that is not loaded is answered with those that are', async () => {
	const number = (seq: number): JumpTarget => ({kind: 'number', seq});
	assert.deepEqual(await find(number(501)), {seq: 501});
	assert.deepEqual(await find(number(3)), {
		text: 'Message 3 can be read while you are connected. Only the messages from 501 on are here.',
	});
	const gap = {kind: 'gap', key: 'gap', at: 0, from: 12, to: 500};
	const parted = {history: [message(11, at(20)), gap, ...loaded.history], oldestSeq: 10};
	assert.deepEqual(await find(number(11), undefined, parted), {seq: 11});
	assert.deepEqual(await find(number(12), undefined, parted), {
		text: 'Message 12 can be read while you are connected. Only the messages 10 to 11, and those from 501 on, are here.',
	});
});
