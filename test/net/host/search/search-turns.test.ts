import assert from 'node:assert/strict';
import test from 'node:test';
import {Searcher} from '../../../../source/net/host/search/searcher.ts';
import {SearchTurns} from '../../../../source/net/host/search/search-turns.ts';
import {Turns} from '../../../../source/net/turns/turns.ts';
import type {LoggedMessage, RoomLog} from '../../../../source/room/log.ts';
import {FakeClock} from '../../../helpers/fake-clock.ts';
import {endOfTurn} from '../../../helpers/turn.ts';

/** Turns of searches on a clock that moves only while one works, or while a test lets time pass. */
const openTurns = () => {
	const clock = new FakeClock();
	const searchTurns = new SearchTurns({turns: new Turns(clock), clock});
	/** Records whose step it was. */
	const record: string[] = [];
	/** Adds a member whose searches never end, and whose steps take this long. */
	const add = (name: string, cost: number) =>
		searchTurns.add(() => {
			record.push(name);
			clock.pass(cost);
			return true;
		});

	/** Lets all work that may be done now. Returns whose steps it were. */
	const work = async (): Promise<readonly string[]> => {
		await endOfTurn();
		await endOfTurn();
		return record.splice(0);
	};

	return {clock, searchTurns, add, work};
};

test('two searches share one time: together they rest for as long as they work', async () => {
	const {clock, add, work} = openTurns();
	const [one, two] = [add('one', 0.5), add('two', 0.5)];
	one.wait();
	two.wait();
	assert.deepEqual(await work(), ['one', 'two', 'one', 'two']);
	assert.deepEqual(await work(), []);
	clock.pass(1.9);
	two.wait();
	assert.deepEqual(await work(), []);
	clock.pass(0.1);
	assert.deepEqual(await work(), ['one', 'two', 'one', 'two']);
});

test('the rest after a step that takes long takes as long', async () => {
	const {clock, add, work} = openTurns();
	add('one', 30).wait();
	add('two', 30).wait();
	assert.deepEqual(await work(), ['one']);
	clock.pass(29);
	assert.deepEqual(await work(), []);
	clock.pass(1);
	assert.deepEqual(await work(), ['two']);
});

test('a member that searches for the first time does not wait for those who always do', async () => {
	const {clock, add, work} = openTurns();
	for (let index = 0; index < 50; index++) {
		add('always', 0.5).wait();
	}

	for (let round = 0; round < 200; round++) {
		await work();
		clock.pass(2);
	}

	const first = add('first', 0.5);
	first.wait();
	assert.deepEqual((await work())[0], 'first');
	first.stop();
	clock.pass(2);
	assert.equal((await work()).includes('first'), false);
});

/** A log that takes this long to read, and holds nothing that is searched for. */
const createSlowLog = (clock: FakeClock, cost: number) => {
	const counts = {reads: 0};
	const log = {
		head: 1_000_000,
		read: (): readonly LoggedMessage[] => [],
		scan(before: number) {
			counts.reads++;
			clock.pass(cost);
			return {from: Math.max(1, before - 64), messages: []};
		},
	} as unknown as RoomLog;
	return {log, counts};
};

test('members that search without end, again and again, leave half of the time to everybody else', async () => {
	const {clock, searchTurns} = openTurns();
	const {log, counts} = createSlowLog(clock, 0.25);
	const searchers = Array.from({length: 50}, () => new Searcher({log, turns: searchTurns, clock}));
	const searchAll = () => {
		for (const [index, searcher] of searchers.entries()) {
			searcher.findAll({before: 1_000_001, find: 'needle', memberId: `member ${index}`}, () => undefined);
		}
	};

	for (let replaced = 0; replaced < 10; replaced++) {
		searchAll();
	}

	assert.equal(counts.reads, 0, 'a search that is replaced at once costs nothing');
	const start = clock.elapsed();
	for (let turn = 0; turn < 500; turn++) {
		searchAll();
		await endOfTurn();
		clock.pass(0.5);
	}

	const share = (counts.reads * 0.25) / (clock.elapsed() - start);
	assert.ok(share > 0.3 && share < 0.51, `searches took ${share} of the time`);
});
