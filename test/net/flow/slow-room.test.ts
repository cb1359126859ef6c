import assert from 'node:assert/strict';
import test from 'node:test';
import type {LogPage} from '../../../source/room/log.ts';
import {openSlowRoom, type SlowRoom} from './slow-room.ts';

const repeat = (count: number, bytes: number) =>
	Array.from({length: count}, (_, index) => `${index} `.padEnd(bytes, 'x'));

/** The longest that a pong may wait behind what is on its way, in milliseconds. */
const longestRoundTrip = 10_000;

const histories = {
	'no history': [],
	'500 short messages': repeat(500, 60),
	'500 long messages': repeat(500, 7000),
} as const;

/** Types a line every 5 s, for half a minute. Returns the longest time until one was there. */
const typeLines = async ({link, room, passUntil}: SlowRoom) => {
	const delays: number[] = [];
	for (let round = 1; round <= 6; round++) {
		const head = () => room.log.read(room.log.head, 1)[0]?.text;
		link.send(`typed ${round}`);
		delays.push(await passUntil(() => head() === `typed ${round}`, 20_000));
		await passUntil(() => false, 5000);
	}

	return Math.max(...delays);
};

/** The link has never been lost, and never seemed to be; its pings were answered in time. */
const assertSteady = ({connections, wasSilent, roundTrips}: SlowRoom) => {
	assert.equal(connections(), 1, 'one connection');
	assert.equal(wasSilent(), false, 'an answer was never overdue');
	assert.ok(roundTrips.length > 0 && Math.max(...roundTrips) <= longestRoundTrip, roundTrips.join(', '));
};

for (const rate of [1000, 2000, 8000, 64_000, 1_000_000]) {
	for (const [name, texts] of Object.entries(histories)) {
		test(`at ${rate} B/s and with ${name}, a client stays connected and is heard within 3 s`, async () => {
			const slow = await openSlowRoom({rates: {host: rate, client: rate}, texts});
			await slow.passUntil(() => slow.statuses.at(-1)?.status === 'open', 10_000);
			const opened = slow.arrived.client;
			assert.ok((await typeLines(slow)) <= 3000);
			assertSteady(slow);
			const size = texts.length * (texts[0]?.length ?? 0);
			const expected = Math.min(size, rate * 30 * 0.7);
			assert.ok(slow.arrived.client - opened >= expected - 20_000, `${slow.arrived.client} B of ${expected}`);
			await slow.close();
		});
	}
}

test('what the host says arrives within 6 s at 2 kB/s, also while a long paste goes up', async () => {
	const slow = await openSlowRoom({rates: {host: 2000, client: 2000}});
	await slow.passUntil(() => slow.statuses.at(-1)?.status === 'open', 10_000);
	for (const text of repeat(20, 2000)) {
		slow.link.send(text);
	}

	for (let round = 1; round <= 5; round++) {
		slow.room.postNext('host', `said ${round}`);
		const delay = await slow.passUntil(() => slow.received.includes(`said ${round}`), 20_000);
		assert.ok(delay <= 6000, `${delay} ms`);
	}

	assert.notEqual(await slow.passUntil(() => slow.link.pending.length === 0, 60_000), Infinity);
	assertSteady(slow);
	await slow.close();
});

/** The number of messages in the log that the client has posted, and that it has not received. */
const countComing = ({room, received}: SlowRoom) => {
	const isOwn = (text: string) => text.startsWith('own ');
	return room.log.read(1, 1000).filter(({text}) => isOwn(text)).length - received.filter(text => isOwn(text)).length;
};

for (const [rate, bytes] of [
	[1000, 300],
	[1000, 2500],
	[8000, 1000],
	[64_000, 7000],
] as const) {
	test(`while a paste of lines of ${bytes} B goes up at ${rate} B/s, what others say comes down within 4 s and the time of the own copies ahead`, async () => {
		const slow = await openSlowRoom({rates: {host: rate, client: rate}});
		await slow.passUntil(() => slow.statuses.at(-1)?.status === 'open', 10_000);
		for (let count = 0; count * bytes < 40 * rate; count++) {
			slow.link.send(`own ${count} `.padEnd(bytes, 'y'));
		}

		for (let round = 1; round <= 12; round++) {
			// A message takes 110 B around its text.
			const longest = 4000 + (countComing(slow) * (bytes + 110) * 1000) / rate;
			slow.room.postNext('host', `said ${round}`);
			const delay = await slow.passUntil(() => slow.received.includes(`said ${round}`), 60_000);
			assert.ok(delay <= longest, `${delay} of ${longest} ms`);
			await slow.passUntil(() => false, 1500);
		}

		assert.notEqual(await slow.passUntil(() => slow.link.pending.length === 0, 60_000), Infinity);
		assertSteady(slow);
		await slow.close();
	});
}

test('one frame that takes half a minute to go up ends no connection', async () => {
	const slow = await openSlowRoom({rates: {host: 1000, client: 1000}});
	await slow.passUntil(() => slow.roundTrips.length > 0, 10_000);
	slow.link.send('\u{1}'.repeat(6000));
	assert.notEqual(await slow.passUntil(() => slow.room.log.head === 1, 60_000), Infinity);
	assertSteady(slow);
	await slow.close();
});

test('a list of 1,000 members comes down at 2 kB/s in parts, and holds up neither lines nor answers', async () => {
	const slow = await openSlowRoom({rates: {host: 2000, client: 2000}, members: 1000});
	await slow.passUntil(() => slow.statuses.at(-1)?.status === 'open', 10_000);
	assert.ok((await typeLines(slow)) <= 3000);
	assert.notEqual(await slow.passUntil(() => slow.members() > 1000, 120_000), Infinity);
	assertSteady(slow);
	await slow.close();
});

test('a page is as long as a slow link takes in a few seconds, and a client reads on from there', async () => {
	const slow = await openSlowRoom({rates: {host: 2000, client: 2000}, texts: repeat(600, 300)});
	await slow.passUntil(() => slow.received.length === 500, 200_000);
	const pages: LogPage[] = [];
	const readBefore = async (seq: number) => {
		pages.push((await slow.link.readOlder(seq)) ?? {from: 0, messages: []});
	};

	for (let from = 101; from > 80; from = pages.at(-1)?.from ?? 0) {
		const {length} = pages;
		void readBefore(from);
		const delay = await slow.passUntil(() => pages.length > length, 20_000);
		assert.ok(delay <= 5000, `a page after ${delay} ms`);
	}

	assert.ok(pages.length > 1 && pages.every(({messages}) => messages.length > 0), `${pages.length} pages`);

	assertSteady(slow);
	await slow.close();
});
