import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {Turns} from '../../../source/net/turns/turns.ts';
import {endOfTurn} from '../../helpers/turn.ts';

/** Turns on a clock that moves only while somebody works. */
const openTurns = () => {
	const clock = {now: 0, passes: 0};
	const turns = new Turns({elapsed: () => clock.now});
	/** Records who worked until when. */
	const record: Array<{readonly name: string; readonly at: number}> = [];
	const add = (name: string) => {
		const costs: number[] = [];
		const turn = turns.add(() => {
			clock.now += costs.shift() ?? 0;
			record.push({name, at: clock.now});
			return costs.length > 0;
		});
		return {
			turn,
			costs,
			/** Gives it work: one step for each cost, in milliseconds. */
			work(...more: readonly number[]) {
				costs.push(...more);
				turn.begin();
			},
		};
	};

	return {clock, record, add};
};

const repeat = (cost: number, times: number): readonly number[] => Array.from({length: times}, () => cost);

test('one that nobody waits for works at once, and then gives the event loop back', async () => {
	const {clock, add} = openTurns();
	const one = add('one');
	one.work(0.25, 0.25);
	assert.equal(clock.now, 0.5);
	one.work(...repeat(0.5, 40));
	const before = clock.now;
	assert.ok(before <= 2, 'it has worked for one slice');
	await endOfTurn();
	assert.ok(clock.now - before <= 6, 'a pass takes about 5 ms');
	while (one.costs.length > 0) {
		await endOfTurn();
	}
});

test('one that is rarely busy works before all that are always busy', async () => {
	const {clock, record, add} = openTurns();
	for (let index = 0; index < 50; index++) {
		add('busy').work(...repeat(0.5, 200));
	}

	// Each is busy for some time before it is known as busy.
	while (record.length < 100) {
		await endOfTurn();
	}

	const rare = add('rare');
	for (let round = 0; round < 20; round++) {
		await endOfTurn();
		await endOfTurn();
		const asked = clock.now;
		rare.work(0.1);
		while (rare.costs.length > 0) {
			await endOfTurn();
		}

		const worked = record.findLast(({name}) => name === 'rare')?.at ?? 0;
		assert.ok(worked - asked < 2, `it waited for ${worked - asked} ms`);
	}
});

test('one whose work is costly works as long as the others, not as often', async () => {
	const {clock, add} = openTurns();
	const costly = add('costly');
	const cheap = add('cheap');
	costly.work(...repeat(30, 20));
	cheap.work(...repeat(0.1, 6000));
	while (costly.costs.length > 10) {
		await endOfTurn();
	}

	const used = 600 - cheap.costs.length / 10;
	assert.ok(used > clock.now / 2 - 40, `the cheap one used ${used} of ${clock.now} ms`);
});

test('what is charged later is paid with later turns', async () => {
	const {record, add} = openTurns();
	const one = add('one');
	const other = add('other');
	one.work(...repeat(1, 100));
	other.work(...repeat(1, 100));
	one.turn.charge(50);
	for (let pass = 0; pass < 10; pass++) {
		await endOfTurn();
	}

	const count = (name: string) => record.slice(0, 50).filter(each => each.name === name).length;
	assert.ok(count('other') >= 45, `${count('other')} turns of the other`);
});

test('one that stops works no more, and the others go on', async () => {
	const {add} = openTurns();
	const one = add('one');
	const other = add('other');
	one.work(...repeat(1, 10));
	other.work(...repeat(1, 10));
	one.turn.stop();
	const left = one.costs.length;
	while (other.costs.length > 0) {
		await endOfTurn();
	}

	assert.equal(one.costs.length, left);
});

test('whatever the costs, nobody waits longer than a slice of each other one and its own debt', async () => {
	const work = fc.array(fc.constantFrom(0.01, 0.3, 1, 7, 25), {minLength: 1, maxLength: 30});
	await fc.assert(
		fc.asyncProperty(fc.array(work, {minLength: 2, maxLength: 8}), async all => {
			const {record, add} = openTurns();
			const workers = all.map((costs, index) => {
				const worker = add(String(index));
				worker.work(...costs);
				return worker;
			});
			while (workers.some(({costs}) => costs.length > 0)) {
				await endOfTurn();
			}

			// At any time, two that both have work left have used the same, but for one piece each.
			const used = all.map(() => 0);
			const left = all.map(costs => costs.length);
			let before = 0;
			for (const {name, at} of record) {
				const index = Number(name);
				used[index] = (used[index] ?? 0) + at - before;
				left[index] = (left[index] ?? 0) - 1;
				before = at;
				const busy = used.filter((_, each) => (left[each] ?? 0) > 0);
				assert.ok(Math.max(...busy) - Math.min(...busy) <= 10 + 25 + 2 || busy.length === 0);
			}
		}),
		{numRuns: 50},
	);
});
