import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatState} from '../../../source/chat/state.ts';
import {layoutHeader} from '../../../source/screen/bars/header-row.ts';
import {listHints, layoutHints, type HintContext} from '../../../source/screen/bars/hints.ts';
import {countBannerRows, chooseBanner, layoutBanner} from '../../../source/screen/bars/banner-rows.ts';
import {measureRow, type Row} from '../../../source/screen/primitives/rows.ts';
import {countPresent, formatShortStatus, formatStatus} from '../../../source/screen/primitives/status-text.ts';
import {createScenario} from '../scenarios.ts';
import {hostile, joinSpans, now, scenarios} from '../rows-fixture.ts';

/** Returns the words of the status, whole or shortened, that a header ends with. */
const findShownStatus = (row: Row, state: ChatState): string | undefined =>
	[formatStatus(state, now), formatShortStatus(state, now)].find(words => joinSpans(row).endsWith(` ${words} `));

test('the header is exactly as wide as the window, shows the status and never cuts it', () => {
	for (const name of scenarios) {
		const state = createScenario(name, now);
		for (let columns = 20; columns <= 200; columns++) {
			const row = layoutHeader(
				{
					...state,
					room: `${state.room ?? ''}${hostile}`,
					address: columns % 2 === 0 ? state.address : `${hostile.repeat(3)}:5000`,
				},
				columns,
				now,
			);
			assert.equal(measureRow(row), columns);
			assert.ok(findShownStatus(row, state), joinSpans(row));
			assert.doesNotMatch(joinSpans(row), /[\p{Cc}\u202E]/u);
			assert.equal(/PLAIN|NOT ENCRYPTED/.test(joinSpans(row)), state.plain);
		}
	}
});

test('a locked room says so at any width, and the tag is there where it fits', () => {
	const state: ChatState = {...createScenario('hosting', now), isLocked: true, tag: 'a3f9c1'};
	for (let columns = 40; columns <= 120; columns++) {
		assert.match(joinSpans(layoutHeader(state, columns, now)), /locked/, `${columns} columns`);
	}

	assert.match(joinSpans(layoutHeader(state, 120, now)), /listed as a3f9c1/);
	assert.doesNotMatch(joinSpans(layoutHeader({...state, isLocked: false}, 120, now)), /locked/);
});

test('the header shows the room, who is here, the own name and the link, and gives way in one order', () => {
	const state: ChatState = {...createScenario('crowd', now), role: 'join', room: 'main', myName: 'bob'};
	const show = (columns: number, more: Partial<ChatState> = {}) =>
		joinSpans(layoutHeader({...state, status: {status: 'open', address: '', rtt: 1}, ...more}, columns, now));
	const here = `${countPresent(state)} here`;
	const parts = (columns: number, more?: Partial<ChatState>) =>
		show(columns, more)
			.trim()
			.split(/ · | +(?=[●○◌◐✕])/);
	assert.deepEqual(parts(80), ['socket-chat', 'main', here, 'as bob', 'encrypted', '● connected 1 ms']);
	assert.deepEqual(parts(55), ['main', here, 'as bob', 'encrypted', '● connected 1 ms']);
	assert.deepEqual(parts(44), ['main', here, 'as bob', '● connected 1 ms']);
	assert.deepEqual(parts(40), ['main', here, 'as bob', '● 1 ms']);
	assert.deepEqual(parts(20), [here, '● 1 ms']);
	assert.deepEqual(parts(80, {role: 'host', status: {status: 'listening', address: ''}}), [
		'socket-chat',
		'main',
		here,
		'as bob (host)',
		'encrypted',
		'● listening',
	]);
	assert.deepEqual(parts(32, {status: {status: 'waiting', attempt: 1, retryAt: now + 3000, reason: ''}}), [
		'main',
		'as bob',
		'○ retry in 3 s',
	]);
	assert.deepEqual(parts(60, {room: undefined, address: '10.0.0.7:5000', status: {status: 'connecting', attempt: 1}}), [
		'10.0.0.7:5000',
		'as bob',
		'encrypted',
		'◌ connecting…',
	]);
	// What a narrower window drops, no wider one has dropped.
	let last = 0;
	for (let columns = 20; columns <= 200; columns++) {
		const {length} = parts(columns);
		assert.ok(length >= last, show(columns));
		last = length;
	}

	assert.match(show(40, {plain: true}), /PLAIN/);
	assert.match(show(80, {plain: true}), /NOT ENCRYPTED/);
});

test('U: a private session in a room that lets plain text in is not shown as encrypted', () => {
	for (const name of scenarios) {
		const state = createScenario(name, now);
		const show = (isPlainRoom: boolean) => joinSpans(layoutHeader({...state, isPlainRoom}, 120, now));
		assert.match(show(true), /NOT ENCRYPTED/);
		assert.equal(show(false).includes('NOT ENCRYPTED'), state.plain);
	}
});

test('the status is shown in words, and its times count', () => {
	const words = (status: ChatState['status']) => formatStatus({status}, now);
	assert.equal(words({status: 'open', address: '', rtt: 4.4}), '● connected 4 ms');
	assert.equal(words({status: 'open', address: '', silentSince: now - 7900}), '◐ no answer for 7 s');
	assert.equal(words({status: 'waiting', attempt: 1, retryAt: now + 2001, reason: ''}), '○ trying again in 3 s');
	assert.equal(words({status: 'waiting', attempt: 1, retryAt: now - 10, reason: ''}), '○ trying again…');
	assert.equal(words({status: 'connecting', attempt: 1}), '◌ connecting…');
	assert.equal(words({status: 'connecting', attempt: 3}), '◌ connecting… (attempt 3)');
	assert.equal(words({status: 'closed', reason: '', exitCode: 0}), '✕ closed');
	assert.equal(words({status: 'listening', address: ''}), '● listening');
});

const situations = (): readonly HintContext[] => {
	const flags = [false, true];
	const statuses = ['starting', 'listening', 'connecting', 'open', 'waiting', 'closed'] as const;
	const kinds = ['wide', 'stacked', 'single'] as const;
	return statuses.flatMap(status =>
		kinds.flatMap(kind =>
			flags.flatMap(isDraftEmpty =>
				flags.flatMap(isScrolled =>
					flags.map((isPrompting): HintContext => ({
						role: isPrompting ? 'join' : 'host',
						status,
						kind,
						focused: 'messages',
						isDraftEmpty,
						isScrolled,
						canScroll: true,
						canChangeAddress: isPrompting,
						isPrompting,
					})),
				),
			),
		),
	);
};

test('the hints fit every width and always include the most important', () => {
	for (const situation of situations()) {
		const hints = listHints(situation);
		for (let columns = 20; columns <= 200; columns++) {
			const row = layoutHints(hints, columns);
			assert.ok(measureRow(row) <= columns, `${columns}: ${joinSpans(row)}`);
			const lowest = Math.min(...hints.map(({rank}) => rank));
			const kept = hints.find(({rank}) => rank === lowest);
			assert.ok(joinSpans(row).includes(`${kept?.key} ${kept?.action}`));
		}
	}
});

test('the hints name the keys that work now', () => {
	const situation: HintContext = {
		role: 'join',
		status: 'open',
		kind: 'wide',
		focused: 'messages',
		isDraftEmpty: true,
		isScrolled: false,
		canScroll: true,
		canChangeAddress: false,
		isPrompting: false,
	};
	const hints = (more: Partial<HintContext>) => joinSpans(layoutHints(listHints({...situation, ...more}), 100)).trim();
	assert.equal(hints({}), 'Enter send · PgUp history · F2 log · F3 peers · F7 copy · F5 x-ray · F1 help · bye leave');
	assert.ok(hints({hasInvitation: true}).startsWith('Enter send · /invite code · '));
	assert.equal(
		hints({status: 'waiting', canChangeAddress: true, canScroll: false}),
		'Enter try now · F4 other address · F2 log · F3 peers · F7 copy · F5 x-ray · F1 help · Ctrl+C leave',
	);
	assert.equal(
		hints({isDraftEmpty: false, canScroll: false}),
		'Enter send · F2 log · F3 peers · F7 copy · F5 x-ray · F1 help · Alt+Enter new line · Ctrl+C clear',
	);
	assert.equal(
		hints({isScrolled: true}),
		'Enter send · End newest · PgUp history · F2 log · F3 peers · F5 x-ray · F1 help · bye leave',
	);
	assert.equal(hints({isPrompting: true}), 'Enter connect · Esc cancel');
	assert.equal(
		hints({kind: 'single', focused: 'log', canScroll: false}),
		'Enter send · Esc back · Tab panes · /who · F7 copy · F5 x-ray · F1 help · bye leave',
	);
	const phone = (more: Partial<HintContext>) =>
		joinSpans(layoutHints(listHints({...situation, kind: 'single', ...more}), 40)).trim();
	assert.equal(phone({}), 'Tab panes · /log · /who · bye leave');
	assert.equal(phone({role: 'host', status: 'listening'}), 'Tab panes · /log · /who');
	assert.equal(phone({role: 'host', status: 'listening', hasInvitation: true}), '/invite · Tab panes · /log · /who');
	assert.equal(phone({status: 'waiting'}), 'Enter try now · Tab panes · /log · /who');
	assert.equal(phone({isDraftEmpty: false}), 'Enter send · Ctrl+C clear');
	assert.equal(
		hints({focused: 'log'}),
		'Enter send · Esc back · ↑↓ PgUp earlier · F2 smaller log · F3 peers · F1 help · bye leave',
	);
	assert.equal(
		hints({role: 'host', status: 'listening'}),
		'Enter send · PgUp history · F2 log · F3 peers · F7 copy · F5 x-ray · F1 help · bye close room',
	);
	assert.match(
		hints({focused: 'peers', isScrolled: true, isDraftEmpty: false}),
		/^Enter send · Esc back · PgUp more · F2 log · F3 smaller peers/,
	);
});

test('the notice above the composer is wrapped, and a notice that is too long ends with …', () => {
	const notice = chooseBanner(
		{
			status: 'waiting',
			attempt: 1,
			retryAt: now + 3000,
			reason: 'Nobody is hosting at 127.0.0.1:5000. Is `socket-chat host` running there?',
		},
		undefined,
		undefined,
	);
	assert.ok(notice);
	assert.deepEqual(
		layoutBanner(notice, 120, now).map(row => joinSpans(row)),
		[' ! Nobody is hosting at 127.0.0.1:5000. Is `socket-chat host` running there? Trying again in 3 s.'],
	);
	assert.equal(countBannerRows(notice, 40), 3);
	for (let columns = 20; columns <= 200; columns++) {
		const rows = layoutBanner({...notice, sentence: hostile.repeat(columns)}, columns, now);
		assert.ok(rows.every(row => measureRow(row) <= columns));
		assert.match(joinSpans(rows.at(-1) ?? []), /…$/);
	}
});

test('a refusal takes precedence over a lost connection, whose reason stays during the next attempt', () => {
	const waiting = {status: 'waiting', attempt: 1, retryAt: now, reason: 'Why.'} as const;
	assert.equal(chooseBanner(waiting, undefined, 'No such command.')?.sentence, 'No such command.');
	assert.equal(chooseBanner({status: 'connecting', attempt: 2}, 'Why.', undefined)?.sentence, 'Why. Trying again…');
	assert.equal(chooseBanner({status: 'connecting', attempt: 1}, undefined, undefined), undefined);
	assert.equal(
		chooseBanner({status: 'closed', reason: 'The host closed the room.', exitCode: 0}, undefined, undefined)?.sentence,
		'The host closed the room.',
	);
	assert.equal(chooseBanner({status: 'open', address: ''}, undefined, undefined), undefined);
});
