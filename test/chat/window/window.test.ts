import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatEvent} from '../../../source/chat/events.ts';
import {reduce} from '../../../source/chat/reducer.ts';
import {createInitialState, type ChatState} from '../../../source/chat/state.ts';
import {WindowLoader, type LoadedPage} from '../../../source/chat/window/window-loader.ts';
import type {WindowPlace} from '../../../source/chat/window/window.ts';
import type {LoggedMessage} from '../../../source/room/log.ts';

const known = {role: 'join', plain: false, room: 'r', myName: 'bob', address: 'h:1'} as const;

const createLogged = (from: number, to: number): LoggedMessage[] =>
	Array.from({length: to + 1 - from}, (_, index) => ({
		seq: from + index,
		id: 'a',
		n: from + index,
		from: 'ann',
		ts: 1000 * (from + index),
		text: `said ${from + index}`,
	}));

const say = (from: number, to: number) =>
	createLogged(from, to).map(({id, ...message}): ChatEvent => ({
		type: 'message',
		...message,
		fromId: id,
		own: false,
	}));

const place = (where: WindowPlace, from: number, to: number): ChatEvent => ({
	type: 'window',
	place: where,
	from,
	to,
	messages: createLogged(from, to),
});

const fold = (state: ChatState, events: readonly ChatEvent[], capacity = Infinity) =>
	reduce(
		state,
		events.map(event => ({...event, at: 1})),
		capacity,
	);

/** Returns what is loaded, as ranges of seqs, with `(from-to)` for the gap. */
const describe = ({history}: ChatState): string => {
	const parts: string[] = [];
	let range: number[] = [];
	const flush = () => {
		if (range.length > 0) {
			parts.push(`${range[0]}-${range.at(-1)}`);
			assert.equal(range.length, (range.at(-1) ?? 0) + 1 - (range[0] ?? 0), 'without holes');
			range = [];
		}
	};

	for (const item of history) {
		if (item.kind === 'gap') {
			flush();
			parts.push(`(${item.from}-${item.to})`);
		} else if (item.kind === 'message' && item.seq !== undefined) {
			range.push(item.seq);
		}
	}

	flush();
	return parts.join(' ');
};

const start = fold(createInitialState(known), say(1001, 1100));

test('messages around a place far back stand before the newest, with a gap between, until the newest are read', () => {
	const far = fold(start, [place('around', 200, 300)]);
	assert.equal(describe(far), '200-300 (301-1000) 1001-1100');
	assert.equal(far.oldestSeq, 200);
	const other = fold(far, [place('around', 600, 700), ...say(1101, 1101)]);
	assert.equal(describe(other), '600-700 (701-1000) 1001-1101');
	const back = fold(other, [{type: 'reading-back', isReadingBack: false}]);
	assert.equal(describe(back), '1001-1101');
	assert.equal(back.oldestSeq, 1001);
	assert.equal(describe(fold(start, [place('around', 900, 1020)])), '900-1100');
	assert.equal(describe(fold(far, [{type: 'reset'}])), '1001-1100');
});

test('a gap is filled from above and from below, and goes when nothing is missing', () => {
	const far = fold(start, [place('around', 200, 300), place('above', 301, 500), place('below', 800, 1000)]);
	assert.equal(describe(far), '200-500 (501-799) 800-1100');
	const older = fold(far, [{type: 'older', messages: createLogged(150, 199), from: 150}]);
	assert.equal(describe(older), '150-500 (501-799) 800-1100');
	const closed = fold(older, [place('above', 501, 799)]);
	assert.equal(describe(closed), '150-1100');
	for (const late of [place('above', 301, 400), place('below', 900, 1000)]) {
		assert.equal(describe(fold(far, [late])), describe(far), 'a page that comes too late changes nothing');
	}

	assert.equal(describe(fold(closed, [place('above', 501, 600)])), '150-1100');
});

test('new messages do not drop what is read far back, and what is loaded stays bounded', () => {
	let state = fold(start, [place('around', 200, 300)], 200);
	for (let seq = 1101; seq <= 3000; seq++) {
		state = fold(state, say(seq, seq), 200);
	}

	assert.match(describe(state), /^200-300 \(301-28\d\d\) 28\d\d-3000$/);
	for (let from = 301; from < 1000; from += 50) {
		state = fold(state, [place('above', from, from + 49)], 200);
	}

	assert.match(describe(state), /^801-1000 \(1001-28\d\d\) 28\d\d-3000$/);
	assert.equal(state.oldestSeq, 801);
	for (let from = 751; from > 200; from -= 50) {
		state = fold(state, [{type: 'older', messages: createLogged(from, from + 49), from}], 200);
	}

	assert.match(describe(state), /^201-400 \(401-28\d\d\) 28\d\d-3000$/);
});

test('who has scrolled far back keeps the place while others talk', () => {
	let state = fold(start, [{type: 'reading-back', isReadingBack: true}], 200);
	state = fold(state, [{type: 'older', messages: createLogged(901, 1000), from: 901}], 200);
	for (let seq = 1101; seq <= 3000; seq++) {
		state = fold(state, say(seq, seq), 200);
		assert.ok(state.history.length <= 401);
	}

	assert.match(describe(state), /^901-1100 \(1101-28\d\d\) 28\d\d-3000$/);
});

test('a place is loaded with what follows it, in as many pages as it takes', async () => {
	let state = start;
	const requests: number[] = [];
	const loader = new WindowLoader<LoggedMessage>({
		getLoaded: () => state,
		async readOlder(before) {
			requests.push(before);
			const from = Math.max(1, before - 60);
			return requests.length > 8 ? undefined : {from, messages: createLogged(from, before - 1)};
		},
		onPage(page: LoadedPage<LoggedMessage>) {
			state = fold(state, [{type: 'window', ...page}]);
		},
	});
	assert.equal(await loader.showAround(500), true);
	assert.deepEqual(requests, [601, 541]);
	assert.equal(describe(state), '481-600 (601-1000) 1001-1100');
	await Promise.all([loader.fillGap('above'), loader.fillGap('above')]);
	assert.equal(describe(state), '481-800 (801-1000) 1001-1100');
	await loader.fillGap('below');
	assert.equal(describe(state), '481-800 (801-940) 941-1100');
	assert.equal(await loader.showAround(10), false);
	assert.equal(describe(state), '481-800 (801-940) 941-1100');
});
