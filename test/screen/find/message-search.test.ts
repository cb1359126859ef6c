import assert from 'node:assert/strict';
import test from 'node:test';
import type {HistoryItem} from '../../../source/chat/state.ts';
import type {FoundPlaces, OnFound} from '../../../source/room/log.ts';
import {MessageSearch, type SearchView} from '../../../source/screen/find/message-search.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';

const createItem = (seq: number, text: string): HistoryItem => ({
	kind: 'message',
	key: `k${seq}`,
	seq,
	at: 0,
	from: 'ann',
	fromId: 'a',
	text,
	own: false,
});

/** A search in a log of 1000 messages, of which those from 901 on are loaded. */
const createSearch = (
	needles: readonly number[],
	{answer = (before: number): number | undefined => Math.max(1, before - 300), isOldHost = false} = {},
) => {
	const say = (seq: number) => (needles.includes(seq) ? `Needle ${seq}` : `hay ${seq}`);
	const history = Array.from({length: 100}, (_, index) => createItem(901 + index, say(901 + index)));
	const views: SearchView[] = [];
	const requests: number[] = [];
	const search = new MessageSearch({
		text: 'needle',
		history,
		before: 901,
		reader: {
			searchLog: () => undefined,
			async readOlder(before) {
				requests.push(before);
				const least = answer(before);
				if (least === undefined) {
					return undefined;
				}

				const found = needles.filter(seq => seq < before && seq >= least);
				const from = isOldHost ? least : Math.max(least, ...found);
				const seqs = Array.from({length: before - from}, (_, index) => from + index);
				const messages = seqs
					.filter(seq => isOldHost || seq === found.at(-1))
					.map(seq => ({seq, id: 'a', n: seq, from: 'ann', ts: 0, text: say(seq)}));
				return {from, messages};
			},
		},
		onChange(view) {
			views.push(view);
		},
		async pause() {
			// The next slice may begin at once.
		},
	});
	void search.start();
	return {
		search,
		history,
		views,
		requests,
		view: async (condition: (view: SearchView) => boolean) => until(() => views.findLast(view => condition(view))),
		last: () => views.at(-1),
	};
};

test('a search shows the newest match that is loaded, counts the others, and asks for nothing', async () => {
	const {search, views, requests, last, view} = createSearch([905, 950, 990]);
	await view(({count}) => count === 3);
	assert.deepEqual([last()?.place, last()?.shown?.key, last()?.isSearching], [3, 'k990', false]);
	search.move(-1);
	search.move(-1);
	assert.equal(last()?.place, 1);
	search.move(1);
	assert.deepEqual([last()?.place, last()?.shown?.key], [2, 'k950']);
	assert.deepEqual(requests, []);
	assert.ok(views.length < 20);
});

for (const isOldHost of [false, true]) {
	test(`a search goes on in the log ${isOldHost ? 'of a host that knows no searches' : 'page by page'}, and says how much is left`, async () => {
		const {search, requests, view, last} = createSearch([10, 20, 500], {isOldHost});
		const {place, count} = await view(({shown}) => shown?.seq === 500);
		assert.deepEqual([place, count, requests[0]], [1, 1, 901]);
		search.move(-1);
		await view(({left}) => left !== undefined && left < 400 && left > 0);
		await view(({shown}) => shown?.seq === 20);
		search.move(-1);
		await view(({shown}) => shown?.seq === 10);
		search.move(-1);
		await view(({isSearching, left}) => !isSearching && left === 0);
		assert.deepEqual([last()?.place, last()?.count], [1, 3]);
		search.move(1);
		search.move(1);
		assert.equal(last()?.shown?.seq, 500);
	});
}

test('a search that finds nothing ends, and one whose host answers nonsense, too', async () => {
	for (const answer of [(before: number) => Math.max(1, before - 300), (before: number) => before, () => 5000]) {
		const {view} = createSearch([], {answer});
		const {count} = await view(({isSearching}) => !isSearching);
		assert.equal(count, 0);
	}
});

test('a search waits for a connection that is lost, and goes on where it was', async () => {
	let isLost = true;
	const {search, requests, view, last} = createSearch([100], {
		answer: before => (isLost && before < 901 ? undefined : Math.max(1, before - 300)),
	});
	await view(({isWaiting}) => isWaiting);
	const asked = requests.length;
	isLost = false;
	search.resume();
	await view(({shown}) => shown?.seq === 100);
	assert.equal(requests[asked], requests[asked - 1]);
	assert.equal(last()?.isWaiting, false);
	const other = createSearch([100], {answer: () => undefined});
	await other.view(({isWaiting}) => isWaiting);
	other.search.stopReading();
	await other.view(({isSearching}) => !isSearching);
});

test('who goes back to a newer match is not taken to the oldest when the search ends', async () => {
	const {search, view, last} = createSearch([700, 800]);
	await view(({shown}) => shown?.seq === 800);
	search.move(-1);
	await view(({shown}) => shown?.seq === 700);
	search.move(-1);
	search.move(1);
	await endOfTurn();
	assert.equal(last()?.shown?.seq, 800);
	assert.equal(last()?.isSearching, false);
});

test('a search that is ended asks for nothing more and reports nothing more', async () => {
	const {search, requests, views, view} = createSearch([]);
	await view(({left}) => left === 900);
	search.end();
	const [asked, told] = [requests.length, views.length];
	await endOfTurn();
	await endOfTurn();
	assert.deepEqual([requests.length, views.length], [asked, told]);
});

test('messages that come during a search are searched once each', async () => {
	const {search, history, last, view} = createSearch([950]);
	await view(({count}) => count === 1);
	const more = [...history.slice(50), createItem(1001, 'hay'), createItem(1002, 'a needle')];
	search.update(more);
	search.update(more);
	search.update([...more, createItem(1003, 'another needle')]);
	assert.deepEqual([last()?.place, last()?.count], [1, 3]);
	search.move(1);
	search.move(1);
	assert.deepEqual([last()?.place, last()?.shown?.key], [3, 'k1003']);
});

/** A search whose host answers with places, as the test says. */
const createPlaceSearch = (before = 901) => {
	const {history} = createSearch([950]);
	const views: SearchView[] = [];
	const asked: number[] = [];
	let report: OnFound = () => undefined;
	let ended = 0;
	const search = new MessageSearch({
		text: 'needle',
		history,
		before,
		reader: {
			searchLog(request, onFound) {
				asked.push(request.before);
				report = onFound;
				return () => {
					ended++;
				};
			},
			readOlder: async () => undefined,
		},
		onChange(view) {
			views.push(view);
		},
	});
	return {
		search,
		asked,
		last: () => views.at(-1),
		report(found: FoundPlaces | undefined) {
			report(found);
		},
		countEnded: () => ended,
	};
};

test('a host that answers with places is asked at once, for all of them, and each is counted as it comes', async () => {
	const {search, asked, last, report} = createPlaceSearch();
	await search.start();
	assert.deepEqual([asked, last()?.shown?.key, last()?.left], [[901], 'k950', 900]);
	report({from: 400, seqs: [600, 500], isOver: false});
	assert.deepEqual([last()?.place, last()?.count, last()?.left], [3, 3, 399]);
	search.move(-1);
	search.move(-1);
	search.move(-1);
	assert.deepEqual([last()?.shown?.seq, last()?.isSearching], [500, true]);
	report({from: 1, seqs: [7], isOver: true});
	assert.deepEqual([last()?.shown?.seq, last()?.isSearching, last()?.left], [7, false, 0]);
	assert.deepEqual(asked, [901]);
});

test('after as many places as a search finds, the host is asked for more once they are wanted', async () => {
	const {search, asked, last, report} = createPlaceSearch();
	await search.start();
	report({from: 700, seqs: [800, 700], isOver: true});
	assert.deepEqual(asked, [901]);
	search.move(-1);
	search.move(-1);
	search.move(-1);
	assert.deepEqual([asked, last()?.isSearching], [[901, 700], true]);
	// A host that has come no further is not asked for ever.
	report({from: 700, seqs: [], isOver: true});
	assert.deepEqual([asked, last()?.isSearching, last()?.isPartial], [[901, 700], false, true]);
});

test('a search whose connection is lost goes on from there, and one in a closed room says that it is partial', async () => {
	const {search, asked, last, report, countEnded} = createPlaceSearch();
	await search.start();
	report({from: 400, seqs: [], isOver: false});
	report(undefined);
	assert.equal(last()?.isWaiting, true);
	search.resume();
	assert.deepEqual([asked, last()?.isWaiting], [[901, 400], false]);
	search.stopReading();
	assert.deepEqual([last()?.isPartial, last()?.isSearching, countEnded()], [true, false, 1]);
	const closed = new MessageSearch({
		text: 'needle',
		history: [],
		before: 901,
		reader: undefined,
		onChange(view) {
			assert.equal(view.isPartial || view.left === undefined, true);
		},
	});
	await closed.start();
});

test('a search that is ended is ended at the host', async () => {
	const {search, countEnded} = createPlaceSearch();
	await search.start();
	search.end();
	assert.equal(countEnded(), 1);
});
