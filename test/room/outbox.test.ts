import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {Outbox} from '../../source/room/outbox.ts';

const drain = (outbox: Outbox): Array<[number, string]> => {
	const all: Array<[number, string]> = [];
	for (let next = outbox.next(); next; next = outbox.next()) {
		all.push([next.wireN, next.entry.text]);
	}

	return all;
};

test('each message is handed to a connection once, in order', () => {
	const outbox = new Outbox();
	outbox.add('a');
	outbox.add('b');
	assert.deepEqual(drain(outbox), [
		[1, 'a'],
		[2, 'b'],
	]);
	outbox.add('c');
	assert.deepEqual(drain(outbox), [[3, 'c']]);
	assert.equal(outbox.size, 3);
});

test('a new connection is handed all that the host does not have', () => {
	const outbox = new Outbox();
	for (const text of ['a', 'b', 'c']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.rewind(1);
	assert.deepEqual(drain(outbox), [
		[2, 'b'],
		[3, 'c'],
	]);
});

test('a settled message is not handed over again, and is settled once', () => {
	const outbox = new Outbox();
	outbox.add('a');
	outbox.add('b');
	drain(outbox);
	assert.deepEqual(outbox.settle(1), {n: 1, text: 'a'});
	assert.equal(outbox.settle(1), undefined);
	outbox.rewind(0);
	assert.deepEqual(drain(outbox), [[2, 'b']]);
});

test('a host that has forgotten me is told its own numbers, and my count stays mine', () => {
	const outbox = new Outbox();
	for (const text of ['a', 'b', 'c', 'd']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.settle(1);
	outbox.settle(2);
	outbox.restart(0);
	assert.deepEqual(drain(outbox), [
		[1, 'c'],
		[2, 'd'],
	]);
	assert.deepEqual(outbox.settle(1), {n: 3, text: 'c'});
	outbox.add('e');
	assert.deepEqual(drain(outbox), [[3, 'e']]);
});

test('a message that was refused leaves no gap in the numbers that a new host is told', () => {
	const outbox = new Outbox();
	for (const text of ['a', 'b', 'c']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.settle(2);
	outbox.restart(0);
	assert.deepEqual(drain(outbox), [
		[1, 'a'],
		[2, 'c'],
	]);
});

test('through any cuts, losses and restarts of the host, what was typed is in the log once and in order', () => {
	const step = fc.oneof(
		fc.constant({type: 'type'} as const),
		fc.record({type: fc.constant('exchange' as const), posts: fc.nat(5), acks: fc.nat(5)}),
		fc.constant({type: 'cut'} as const),
		fc.constant({type: 'forget'} as const),
	);
	fc.assert(
		fc.property(fc.array(step, {maxLength: 60}), steps => {
			const outbox = new Outbox();
			/** The host: texts by number, and how many of them it has acknowledged on this connection. */
			let log: string[] = [];
			let acked = 0;
			const kept: string[] = [];
			const settled: number[] = [];
			let typed = 0;
			const exchange = (posts: number, acks: number) => {
				for (let index = 0; index < posts; index++) {
					const next = outbox.next();
					if (!next) {
						break;
					}

					assert.ok(next.wireN <= log.length + 1, 'a gap');
					if (next.wireN === log.length + 1) {
						log.push(next.entry.text);
					}
				}

				for (let index = 0; index < acks && acked < log.length; index++) {
					acked++;
					const entry = outbox.settle(acked);
					if (entry) {
						settled.push(entry.n);
						kept.push(entry.text);
					}
				}
			};

			for (const each of steps) {
				switch (each.type) {
					case 'type': {
						typed++;
						assert.equal(outbox.add(String(typed)).n, typed);

						break;
					}

					case 'exchange': {
						exchange(each.posts, each.acks);

						break;
					}

					case 'cut': {
						outbox.rewind(log.length);

						break;
					}

					default: {
						log = [];
						acked = 0;
						outbox.restart(0);
					}
				}
			}

			exchange(1000, 1000);
			const expected = Array.from({length: typed}, (_, index) => index + 1);
			assert.deepEqual(settled, expected);
			assert.deepEqual(kept, expected.map(String));
			assert.equal(outbox.size, 0);
		}),
	);
});
