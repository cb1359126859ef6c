import assert from 'node:assert/strict';
import test from 'node:test';
import {MemoryLog, type LoggedMessage} from '../../../../source/room/log.ts';
import {LogSearch} from '../../../../source/net/host/search/log-search.ts';
import {Searcher, type FoundPage, type SearchReport} from '../../../../source/net/host/search/searcher.ts';
import {SearchTurns} from '../../../../source/net/host/search/search-turns.ts';
import {Turns} from '../../../../source/net/turns/turns.ts';
import {FakeClock} from '../../../helpers/fake-clock.ts';
import {endOfTurn} from '../../../helpers/turn.ts';
import {until} from '../../../helpers/until.ts';
import {getSeqs, openHost} from '../open-host.ts';

const createLog = async (count: number, change: (seq: number) => Partial<LoggedMessage> = () => ({})) => {
	const log = new MemoryLog('history');
	for (let seq = 1; seq <= count; seq++) {
		log.append({seq, id: 'a', n: seq, from: 'ann', ts: seq, text: `hay ${seq}`, ...change(seq)});
	}

	await until(() => log.head === count);
	return log;
};

const run = (search: LogSearch): FoundPage => {
	while (search.step()) {
		// Each step is small.
	}

	return {from: search.from, messages: search.take()};
};

test('a search of the log finds the next older message by text or author, and says how far it has come', async () => {
	const log = await createLog(1000, seq => (seq === 400 ? {text: 'A Needle'} : seq === 90 ? {from: 'Needleman'} : {}));
	const find = (before: number) => run(new LogSearch(log, {before, find: ' needle ', memberId: 'b'}));
	const first = find(5000);
	assert.deepEqual([first.from, first.messages.map(({seq}) => seq)], [400, [400]]);
	assert.deepEqual(
		find(400).messages.map(({seq}) => seq),
		[90],
	);
	assert.deepEqual(find(90), {from: 1, messages: []});
	assert.deepEqual(find(1), {from: 1, messages: []});
});

test('a search finds no private message between others', async () => {
	const log = await createLog(200, seq => (seq === 50 ? {text: 'needle', to: {id: 'c', name: 'carol'}} : {}));
	for (const [memberId, found] of [
		['a', 1],
		['c', 1],
		['b', 0],
	] as const) {
		assert.equal(run(new LogSearch(log, {before: 201, find: 'needle', memberId})).messages.length, found, memberId);
	}
});

test('one step of a search looks at few characters, however long the messages are', async () => {
	const log = await createLog(100, () => ({text: 'x'.repeat(8000)}));
	const search = new LogSearch(log, {before: 101, find: 'needle', memberId: 'b'});
	search.step();
	assert.equal(search.from, 100);
});

/** A searcher in whose clock each look takes a twentieth of a millisecond. */
const createSearcher = async (count: number, change?: (seq: number) => Partial<LoggedMessage>) => {
	const fake = new FakeClock();
	let time = 0;
	const clock = {
		now: fake.now,
		after: fake.after,
		elapsed() {
			time += 0.05;
			return time;
		},
	};
	const turns = new SearchTurns({turns: new Turns(clock), clock});
	const searcher = new Searcher({log: await createLog(count, change), turns, clock});
	/** Lets searches go on until the condition holds, or for some turns. */
	const pass = async (condition: () => boolean, turns = 2000) => {
		for (let turn = 0; turn < turns && !condition(); turn++) {
			fake.pass(20);
			await endOfTurn();
		}
	};

	return {searcher, pass};
};

test('a search that takes long is answered before it ends, and goes on from there', async () => {
	const {searcher, pass} = await createSearcher(100_000);
	const pages: FoundPage[] = [];
	searcher.findNext({before: 100_001, find: 'needle', memberId: 'b'}, page => {
		pages.push(page);
	});
	await pass(() => pages.length > 0);
	assert.equal(pages.length, 1);
	assert.ok(pages[0] && pages[0].from > 1 && pages[0].from < 100_001, `${pages[0]?.from}`);
});

test('a search of the whole log reports its first match at once, then now and then how far it has come', async () => {
	const {searcher, pass} = await createSearcher(100_000, seq => (seq % 30_000 === 0 ? {text: 'needle'} : {}));
	const reports: SearchReport[] = [];
	searcher.findAll({before: 100_001, find: 'needle', memberId: 'b', limit: 100}, report => {
		reports.push(report);
	});
	await pass(() => reports.at(-1)?.isOver === true);
	const {from = 0, messages = []} = reports[0] ?? {};
	assert.deepEqual(
		messages.map(({seq}) => seq),
		[90_000],
	);
	assert.ok(from > 89_900, `${from}`);
	assert.deepEqual(
		reports.flatMap(({messages}) => messages.map(({seq}) => seq)),
		[90_000, 60_000, 30_000],
	);
	assert.equal(reports.at(-1)?.from, 1);
	assert.ok(reports.length > 3 && reports.length < 30, `${reports.length} reports`);
});

test('a new search of the whole log ends the one before, and one that is stopped reports no more', async () => {
	const {searcher, pass} = await createSearcher(10_000);
	const reported: string[] = [];
	const findAll = (find: string) => {
		searcher.findAll({before: 10_001, find, memberId: 'b', limit: 100}, ({isOver}) => {
			reported.push(`${find} ${isOver}`);
		});
	};

	findAll('needle');
	await pass(() => false, 5);
	findAll('hay 5000');
	await pass(() => reported.includes('hay 5000 true'));
	findAll('another needle');
	await pass(() => false, 5);
	searcher.stopFindingAll();
	await pass(() => false, 50);
	assert.deepEqual(
		reported.filter(line => !line.startsWith('hay')),
		[],
	);
});

test('a host answers requests and searches in their order, and posts meanwhile; who leaves is not answered', async t => {
	const {join, room} = await openHost(t);
	const [a, b] = [await join('a', 'ann'), await join('b', 'bob')];
	for (let n = 1; n <= 300; n++) {
		a.peer.send({type: 'post', n, text: n === 20 ? 'needle' : `hay ${n}`});
	}

	await b.peer.frame('msg', ({seq}) => seq === 300);
	b.peer.send(
		{type: 'older', before: 301, limit: 1, find: 'needle'},
		{type: 'older', before: 11, limit: 2},
		{type: 'older', before: 20, limit: 1, find: 'needle'},
		{type: 'post', n: 1, text: 'meanwhile'},
	);
	await b.peer.frame('page', ({from}) => from === 20);
	await b.peer.frame('page', ({from}) => from === 9);
	await b.peer.frame('page', ({from}) => from === 1);
	await b.peer.frame('msg', ({text}) => text === 'meanwhile');
	assert.equal(getSeqs(b.peer).length, 301);
	b.peer.send({type: 'older', before: 301, limit: 1, find: 'x'.repeat(257)});
	await b.peer.frame('close', ({code}) => code === 'bad-frame');
	assert.equal(room.log.head, 301);
});
