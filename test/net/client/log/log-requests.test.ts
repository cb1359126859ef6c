import assert from 'node:assert/strict';
import test from 'node:test';
import {LogRequests} from '../../../../source/net/client/log/log-requests.ts';
import type {FoundPlaces} from '../../../../source/room/log.ts';
import type {ClientFrame, WelcomeFrame} from '../../../../source/wire/frames.ts';
import {endOfTurn} from '../../../helpers/turn.ts';
import {welcomeFrame} from '../open-link.ts';

const createRequests = ({search = true, isWelcome = true} = {}) => {
	const sent: ClientFrame[] = [];
	const requests = new LogRequests(() => ({
		isWelcome,
		send(frame) {
			sent.push(frame);
		},
	}));
	requests.onWelcome({...welcomeFrame, type: 'welcome', search} satisfies WelcomeFrame);
	const reports: Array<FoundPlaces | undefined> = [];
	const start = (find = 'needle', before = 1000) =>
		requests.searchLog({before, find}, found => {
			reports.push(found);
		});
	return {requests, sent, reports, start};
};

test('a search reports places as they come, until the host says that it is over', () => {
	const {requests, sent, reports, start} = createRequests();
	start();
	assert.deepEqual(sent, [{type: 'search', k: 1, before: 1000, find: 'needle'}]);
	requests.receiveFound({type: 'found', k: 1, from: 500, seqs: [900, 700]});
	requests.receiveFound({type: 'found', k: 1, from: 1, seqs: [3], end: true});
	requests.receiveFound({type: 'found', k: 1, from: 1, seqs: [2], end: true});
	assert.deepEqual(reports, [
		{from: 500, seqs: [900, 700], isOver: false},
		{from: 1, seqs: [3], isOver: true},
	]);
});

test('places that were not asked for, or stand where nothing was searched, are ignored', () => {
	const {requests, reports, start} = createRequests();
	requests.receiveFound({type: 'found', k: 1, from: 1, seqs: [1]});
	start();
	requests.receiveFound({type: 'found', k: 9, from: 1, seqs: [1]});
	requests.receiveFound({type: 'found', k: 1, from: 2000, seqs: [2001]});
	requests.receiveFound({type: 'found', k: 1, from: 500, seqs: [1000, 600, 400]});
	// All the places that one search may find, and more, in one frame.
	requests.receiveFound({
		type: 'found',
		k: 1,
		from: 1,
		seqs: Array.from({length: 2000}, (_, index) => 1 + (index % 9)),
	});
	requests.receiveFound({type: 'found', k: 1, from: 1, seqs: [1]});
	assert.deepEqual(reports[0], {from: 500, seqs: [600], isOver: false});
	assert.deepEqual([reports.length, reports[1]?.isOver], [2, true]);
});

test('a new search ends the one before; one that is ended is ended at the host, once', () => {
	const {requests, sent, reports, start} = createRequests();
	const endFirst = start('a');
	const endSecond = start('b');
	endFirst?.();
	requests.receiveFound({type: 'found', k: 1, from: 1, seqs: [5], end: true});
	assert.deepEqual(reports, []);
	endSecond?.();
	endSecond?.();
	requests.receiveFound({type: 'found', k: 2, from: 1, seqs: [5], end: true});
	assert.deepEqual(reports, []);
	assert.deepEqual(
		sent.map(frame => (frame.type === 'search' ? frame.find : '')),
		['a', 'b', ''],
	);
});

test('a lost connection ends searches, and without one nothing is asked', async () => {
	const {requests, reports, start} = createRequests();
	start();
	const since = requests.findSince(5, 10);
	requests.drop();
	assert.deepEqual(reports, [undefined]);
	assert.equal(await since, undefined);
	const closed = createRequests({isWelcome: false});
	assert.equal(typeof closed.start(), 'function');
	assert.equal(await closed.requests.findSince(5, 10), undefined);
	assert.deepEqual([closed.sent, closed.reports], [[], [undefined]]);
});

test('an older host is asked for no search', () => {
	const {sent, start} = createRequests({search: false});
	assert.equal(start(), undefined);
	assert.deepEqual(sent, []);
});

test('the first message since a time is asked for, or looked for page by page at an older host', async () => {
	const {requests, sent} = createRequests();
	const [place, none] = [requests.findSince(50, 10), requests.findSince(99, 10)];
	assert.deepEqual(sent[0], {type: 'place', k: 1, ts: 50});
	requests.receivePlace({type: 'place', k: 2});
	requests.receivePlace({type: 'place', k: 1, seq: 5, ts: 51});
	assert.deepEqual([await place, await none], [{seq: 5, ts: 51}, 'none']);

	const head = 20_000;
	for (const [ts, seq] of [
		[0, 1],
		[15_000, 150],
		[1_000_050, 10_001],
		[2_000_000, 20_000],
		[2_000_001, undefined],
	] as const) {
		const older = createRequests({search: false});
		const found = older.requests.findSince(ts, head);
		let pages = 0;
		while (older.sent.length > pages) {
			const frame = older.sent[pages++];
			const before = frame?.type === 'older' ? frame.before : 1;
			const from = Math.max(1, before - 500);
			const messages = Array.from({length: before - from}, (_, index) => ({
				seq: from + index,
				id: 'a',
				n: from + index,
				from: 'ann',
				ts: 100 * (from + index),
				text: 'hay',
			}));
			older.requests.pages.receive({from, messages});
			// The next page is asked for once this one is looked at.
			await endOfTurn();
		}

		const result = await found;
		assert.equal(result === 'none' ? undefined : result?.seq, seq, `${ts}`);
		assert.ok(pages <= 12, `${pages} pages`);
	}
});
