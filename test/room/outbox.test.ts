import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {Outbox, type OutboxJournal, type SavedOutbox} from '../../source/room/outbox.ts';

/** Creates an outbox that has been welcomed in the room r. */
const createOutbox = () => {
	const outbox = new Outbox();
	outbox.onWelcome('r', 0, false);
	return outbox;
};

const drain = (outbox: Outbox): Array<[number, string]> => {
	const all: Array<[number, string]> = [];
	for (let next = outbox.takeNext(); next; next = outbox.takeNext()) {
		all.push([next.wireN, next.entry.text]);
	}

	return all;
};

test('a connection sends each message once, in order', () => {
	const outbox = createOutbox();
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

test('a new connection sends all messages that the host does not have', () => {
	const outbox = createOutbox();
	for (const text of ['a', 'b', 'c']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.onWelcome('r', 1, false);
	assert.deepEqual(drain(outbox), [
		[2, 'b'],
		[3, 'c'],
	]);
});

test('a settled message is not sent again, and is settled once', () => {
	const outbox = createOutbox();
	outbox.add('a');
	outbox.add('b');
	drain(outbox);
	assert.deepEqual(outbox.settle(1), {n: 1, text: 'a'});
	assert.equal(outbox.settle(1), undefined);
	outbox.onWelcome('r', 1, false);
	assert.deepEqual(drain(outbox), [[2, 'b']]);
});

test('a host that has lost its history gets new numbers, and numbers within this run stay the same', () => {
	const outbox = createOutbox();
	for (const text of ['a', 'b', 'c', 'd']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.settle(1);
	outbox.settle(2);
	outbox.onWelcome('another', 0, false);
	assert.deepEqual(drain(outbox), [
		[1, 'c'],
		[2, 'd'],
	]);
	assert.deepEqual(outbox.settle(1), {n: 3, text: 'c'});
	outbox.add('e');
	assert.deepEqual(drain(outbox), [[3, 'e']]);
});

test('a refused message leaves no gap in the numbers for a new host', () => {
	const outbox = createOutbox();
	for (const text of ['a', 'b', 'c']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.settle(2);
	outbox.onWelcome('another', 0, false);
	assert.deepEqual(drain(outbox), [
		[1, 'a'],
		[2, 'c'],
	]);
});

test('a room whose log is an older copy gets the waiting messages under the numbers that follow its own', () => {
	const outbox = new Outbox({saved: {room: 'r', last: 10, entries: [{wireN: 10, text: 'typed before'}]}});
	outbox.add('typed now');
	assert.equal(outbox.onWelcome('r', 5, false), true, 'the room lacks what it had acknowledged');
	assert.deepEqual(drain(outbox), [
		[6, 'typed before'],
		[7, 'typed now'],
	]);
});

test('an outbox that is an older copy uses no number again, and posts nothing again before the log was read', () => {
	const outbox = new Outbox({saved: {room: 'r', last: 5, entries: [{wireN: 5, text: 'typed before'}]}});
	outbox.add('typed now');
	assert.equal(outbox.onWelcome('r', 9, false), false, 'the room lacks nothing');
	assert.deepEqual(drain(outbox), [[10, 'typed now']]);
	assert.deepEqual(
		outbox.unconfirmed.map(({wireN}) => wireN),
		[5],
	);
	outbox.requeue(5);
	assert.deepEqual(drain(outbox), [[11, 'typed before']]);
});

test('a reset to an older log of the same room posts nothing again that this log may hold', () => {
	const outbox = createOutbox();
	for (const text of ['a', 'b', 'c']) {
		outbox.add(text);
	}

	drain(outbox);
	outbox.onWelcome('r', 2, true);
	assert.deepEqual(drain(outbox), [[3, 'c']]);
	assert.equal(outbox.unconfirmed.length, 2);
});

/** Creates a disk that has a change once it is synced, and only synced changes after a crash. */
const createDisk = () => {
	let saved: SavedOutbox = {room: undefined, last: 0, entries: []};
	let waiting: Array<{readonly write: () => void; readonly onDurable: () => void; readonly room: string | undefined}> =
		[];
	let isFailed = false;
	const enqueue = (write: () => void, onDurable: () => void = () => undefined, room?: string) => {
		if (isFailed) {
			onDurable();
		} else {
			waiting.push({write, onDurable, room});
		}
	};

	const journal: OutboxJournal = {
		add(wireN, message, onDurable) {
			enqueue(() => {
				saved = {...saved, last: wireN, entries: [...saved.entries, {wireN, ...message}]};
			}, onDurable);
		},
		settle(wireN) {
			enqueue(() => {
				saved = {...saved, entries: saved.entries.filter(entry => entry.wireN !== wireN)};
			});
		},
		replace(next, onDurable) {
			enqueue(
				() => {
					saved = next;
				},
				onDurable,
				next.room,
			);
		},
	};
	return {
		journal,
		/** Whether it has saved one room and waits to save another. */
		get isBetweenRooms() {
			return saved.room !== undefined && waiting.some(({room}) => room !== undefined && room !== saved.room);
		},
		get isFailed() {
			return isFailed;
		},
		/** Makes the first `count` waiting changes durable. */
		sync(count: number) {
			for (const {write, onDurable} of waiting.splice(0, count)) {
				write();
				onDurable();
			}
		},
		/** Saves no more changes. */
		fail() {
			isFailed = true;
			for (const {onDurable} of waiting.splice(0)) {
				onDurable();
			}
		},
		crash() {
			waiting = [];
			return saved;
		},
	};
};

test('no message is sent before the journal has it', () => {
	const disk = createDisk();
	const outbox = new Outbox({journal: disk.journal});
	outbox.onWelcome('r', 0, false);
	outbox.add('a');
	assert.deepEqual(drain(outbox), []);
	disk.sync(9);
	assert.deepEqual(drain(outbox), [[1, 'a']]);
});

test('after a renumbering no message is sent before the journal has the new numbers', () => {
	const disk = createDisk();
	const outbox = new Outbox({journal: disk.journal});
	outbox.onWelcome('r', 0, false);
	outbox.add('a');
	outbox.onWelcome('another', 0, false);
	disk.sync(2);
	assert.deepEqual(drain(outbox), []);
	disk.sync(1);
	assert.deepEqual(drain(outbox), [[1, 'a']]);
});

test('after any lost connections, crashes and lost histories, each saved message is in the log once, in order', () => {
	const step = fc.oneof(
		{weight: 4, arbitrary: fc.constant({type: 'type'} as const)},
		{weight: 4, arbitrary: fc.record({type: fc.constant('exchange' as const), posts: fc.nat(5), acks: fc.nat(5)})},
		{weight: 4, arbitrary: fc.record({type: fc.constant('sync' as const), count: fc.nat(5)})},
		fc.constant({type: 'cut'} as const),
		fc.record({type: fc.constant('crash' as const), early: fc.nat(2)}),
		fc.constant({type: 'forget'} as const),
		fc.constant({type: 'refuse'} as const),
		fc.constant({type: 'fail'} as const),
	);
	fc.assert(
		fc.property(fc.array(step, {maxLength: 80}), steps => {
			let disk = createDisk();
			let outbox = new Outbox({journal: disk.journal});
			let rooms = 0;
			/** The host's messages by number, with those that it has refused. */
			let log: Array<{readonly text: string; readonly isRefused: boolean}> = [];
			/** How many of them the host has acknowledged on this connection. */
			let acked = 0;
			const inLog: string[] = [];
			const lost = new Set<string>();
			let typed = 0;
			const connect = (hasLostHistory = false) => {
				acked = log.length;
				outbox.onWelcome(`room ${rooms}`, log.length, hasLostHistory);
			};

			let hasFailed = false;
			let isRequeued = false;
			/**
			The room settles the messages that it has received. After a disk has failed and the
			program has crashed, a message may have the number of another one: then it is sent again
			under the next number, as `OwnCopies` does, behind what was typed since.
			*/
			const confirm = () => {
				for (const {wireN, entry} of outbox.unconfirmed) {
					const isOther = entry.text !== log[wireN - 1]?.text;
					assert.ok(hasFailed || !isOther, 'settled as another message');
					if (isOther) {
						isRequeued = true;
						outbox.requeue(wireN);
					} else {
						outbox.settle(wireN);
					}
				}
			};

			const exchange = (posts: number, acks: number, isRefusing = false) => {
				for (let index = 0; index < posts; index++) {
					const next = outbox.takeNext();
					if (!next) {
						break;
					}

					const {wireN, entry} = next;
					assert.ok(wireN <= log.length + 1, 'a gap');
					if (wireN > log.length) {
						log.push({text: entry.text, isRefused: isRefusing});
						inLog.push(entry.text);
					} else {
						assert.equal(entry.text, log[wireN - 1]?.text, 'another message under the same number');
					}
				}

				for (let index = 0; index < acks && acked < log.length; index++) {
					acked++;
					outbox.settle(acked);
				}
			};

			const reconnect = () => {
				connect();
				confirm();
			};

			connect();
			for (const each of steps) {
				switch (each.type) {
					case 'type': {
						typed++;
						outbox.add(String(typed));
						break;
					}

					case 'sync': {
						disk.sync(each.count);
						break;
					}

					case 'exchange': {
						exchange(each.posts, each.acks);
						break;
					}

					case 'refuse': {
						exchange(1, 1, true);
						break;
					}

					case 'cut': {
						reconnect();
						break;
					}

					case 'crash': {
						const before = outbox.entries.map(({text}) => text);
						const saved = disk.crash();
						const kept = new Set(saved.entries.map(({text}) => text));
						for (const text of before.filter(each => !kept.has(each))) {
							lost.add(text);
						}

						disk = createDisk();
						disk.journal.replace(saved, () => undefined);
						disk.sync(1);
						outbox = new Outbox({saved, journal: disk.journal});
						for (let early = 0; early < each.early; early++) {
							typed++;
							outbox.add(String(typed));
						}

						reconnect();
						break;
					}

					case 'fail': {
						// As in 'forget' below.
						if (!disk.isBetweenRooms) {
							disk.fail();
							hasFailed = true;
						}

						break;
					}

					case 'forget': {
						if (disk.isFailed) {
							// Then the room of the numbers on the disk is unknown.
							break;
						}

						// Acknowledged messages are lost with the history. All others go to the new
						// room.
						rooms++;
						log = [];
						connect();
						break;
					}
				}
			}

			disk.sync(1000);
			exchange(1000, 0);
			reconnect();
			disk.sync(1000);
			exchange(1000, 1000);
			assert.equal(outbox.size, 0);
			const missing = Array.from({length: typed}, (_, index) => String(index + 1)).filter(
				text => !inLog.includes(text),
			);
			assert.deepEqual(
				missing.filter(text => !lost.has(text)),
				[],
			);
			const present = log.filter(({isRefused}) => !isRefused).map(({text}) => Number(text));
			const once = [...new Set(present)];
			assert.deepEqual(present, isRequeued ? once : once.toSorted((a, b) => a - b), 'once and in order');
		}),
		{numRuns: 2000},
	);
});

test('M: an outbox that becomes another member’s sends what that one left first, and takes along what may move', () => {
	const outbox = new Outbox({saved: {room: 'old', last: 3, entries: [{wireN: 3, text: 'for the old room'}]}});
	outbox.add('typed now');
	const {found, left} = outbox.adopt(
		{saved: {room: 'new', last: 6, entries: [{wireN: 6, text: 'left there'}]}},
		({n}) => n > 0,
	);
	assert.deepEqual(
		[found, left].map(list => list.map(({text}) => text)),
		[['left there'], ['for the old room']],
	);
	assert.equal(new Set(outbox.entries.map(({n}) => n)).size, 2);
	outbox.onWelcome('new', 5, false);
	const sent = [outbox.takeNext(), outbox.takeNext(), outbox.takeNext()];
	assert.deepEqual(
		sent.map(next => next && [next.wireN, next.entry.text]),
		[[6, 'left there'], [7, 'typed now'], undefined],
	);
});
