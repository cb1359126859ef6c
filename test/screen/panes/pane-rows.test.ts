import assert from 'node:assert/strict';
import test from 'node:test';
import type {Member} from '../../../source/room/member.ts';
import {layoutTitle} from '../../../source/screen/layout/pane-title.ts';
import {
	findHostId,
	fitsPeerLine,
	layoutPeerLine,
	measurePeerNames,
	layoutPeer,
} from '../../../source/screen/panes/peer-rows.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import {layoutWelcome} from '../../../source/screen/messages/welcome.ts';
import {createScenario} from '../scenarios.ts';
import {hostile, joinSpans, now, scenarios} from '../rows-fixture.ts';

test('no row of the peers or a title is wider than its pane or contains control characters', () => {
	for (const name of scenarios) {
		const state = createScenario(name, now);
		const members: readonly Member[] = [
			...state.members,
			{id: 'h', name: hostile, address: hostile, status: 'here', since: now, rtt: 1234},
			{id: 'c', name: hostile, address: hostile, status: 'here', since: now, isHalfClosed: true},
		];
		const roles = {myId: state.myId, hostId: findHostId(state)};
		for (let columns = 20; columns <= 120; columns++) {
			const nameColumns = measurePeerNames(members, roles);
			const rows = [
				layoutPeerLine(members, roles, [{text: ' Peers 3 '}], columns),
				layoutTitle('Connection log', {isScrolled: true, newer: 12_345}, columns),
				...members.map(member => layoutPeer(member, roles, {columns, nameColumns, now})),
				...layoutWelcome({...state, history: [], pending: []}, columns),
			];
			for (const row of rows) {
				assert.ok(measureRow(row) <= columns, `${columns}: ${joinSpans(row)}`);
				assert.doesNotMatch(joinSpans(row), /[\p{Cc}\u202E]/u);
			}
		}
	}
});

test('a peer is shown with its role, its address, and how long it has been away', () => {
	const state = createScenario('empty-join', now);
	const roles = {myId: state.myId, hostId: findHostId(state)};
	const nameColumns = measurePeerNames(state.members, roles);
	assert.deepEqual(
		state.members.map(member => joinSpans(layoutPeer(member, roles, {columns: 48, nameColumns, now})).trimEnd()),
		[' ● alice (host)  192.168.1.7:57807', ' ● ann (you)     192.168.1.20:57820  4 ms', ' ○ bob           away 12 s'],
	);
	assert.equal(
		joinSpans(layoutPeerLine(state.members, roles, [{text: ' Peers 2 '}], 80)),
		' Peers 2   ● alice (host)  ● ann (you)  ○ bob away',
	);
	assert.equal(
		joinSpans(layoutPeerLine(state.members, roles, [{text: ' Peers 2 '}], 40)),
		' Peers 2   ● alice (host)  + 2 more',
	);
});

test('while the host is gone, nobody is shown as present, and no round trip', () => {
	const state = createScenario('empty-join', now);
	const roles = {myId: state.myId, hostId: findHostId(state), isGone: true};
	const members = state.members.map(member => ({...member, isTyping: true, rtt: 4}));
	const nameColumns = measurePeerNames(members, roles);
	const rows = members.map(member => layoutPeer(member, roles, {columns: 48, nameColumns, now}));
	assert.deepEqual(
		rows.map(row => joinSpans(row).trimEnd()),
		[' ○ alice (host)  192.168.1.7:57807', ' ○ ann (you)     192.168.1.20:57820', ' ○ bob           away 12 s'],
	);
	assert.ok(rows.flat().every(({text, tone}) => text.trim() === '' || tone === 'quiet' || tone === 'away'));
	assert.equal(
		joinSpans(layoutPeerLine(members, roles, [{text: ' Peers 2 '}], 80)),
		' Peers 2   ○ alice (host)  ○ ann (you)  ○ bob away',
	);
});

test('a peer that has closed its side is shown so', () => {
	const roles = {myId: 'a', hostId: 'a'};
	const member: Member = {
		id: 'p',
		name: 'nc-1',
		address: '127.0.0.1:42408',
		status: 'here',
		since: now,
		isHalfClosed: true,
	};
	const layout = (columns: number) => joinSpans(layoutPeer(member, roles, {columns, nameColumns: 4, now})).trimEnd();
	assert.equal(layout(46), ' ◐ nc-1  127.0.0.1:42408  has closed its side');
	assert.equal(layout(38), ' ◐ nc-1  …:42408  has closed its side');
	assert.equal(layout(29), ' ◐ nc-1  has closed its side');
	assert.equal(
		joinSpans(layoutPeerLine([member], roles, [{text: ' Peers 1 '}], 80)),
		' Peers 1   ◐ nc-1 …:42408 closed its side',
	);
});

test('an address that does not fit keeps its port, and a name that only resembles one is cut at its end', () => {
	const roles = {myId: 'a', hostId: 'a'};
	const layout = (name: string, address: string, columns: number) => {
		const member: Member = {id: 'p', name, address, status: 'here', since: now};
		return joinSpans(layoutPeer(member, roles, {columns, nameColumns: 4, now})).trimEnd();
	};

	assert.equal(layout('nc-1', '127.0.0.1:42408', 25), ' ● nc-1  127.0.0.1:42408');
	assert.equal(layout('nc-1', '127.0.0.1:42408', 23), ' ● nc-1  …:42408');
	assert.equal(layout('nc-1', '[2001:db8::7:1:2:3%eth0]:42408', 23), ' ● nc-1  …:42408');
	assert.equal(layout('nc-1', 'bob at home: 42408', 23), ' ● nc-1  bob at home:…');
	assert.equal(layout('192.168.100.100:5000', '', 40), ' ● …:5000');
	for (const hostile of ['host: hi, all of you :1', 'a'.repeat(30) + ':5000', '127.0.0.1: pay now :5000']) {
		assert.match(layout(hostile, '', 40), /^ ● .{15}…$/);
		assert.ok(layout(hostile, '', 40).startsWith(` ● ${hostile.slice(0, 15)}`));
	}
});

test('members fit on one row if there is room for one who writes', () => {
	const create = (name: string, more: Partial<Member> = {}): Member => ({
		id: name,
		name,
		address: '',
		status: 'here',
		since: now,
		...more,
	});
	const fits = (columns: number, bob: Partial<Member> = {}) =>
		fitsPeerLine(
			{role: 'host', plain: false, myId: 'alice', members: [create('alice'), create('bob', bob), create('carol')]},
			columns,
		);
	// " Peers 3 writing…  ● alice (you, host)  ● bob  ● carol"
	for (const bob of [{}, {isTyping: true}]) {
		assert.ok(fits(55, bob));
		assert.ok(!fits(54, bob));
	}

	assert.ok(!fits(55, {status: 'away'}));
});

test('the row of peers shows the ports of plain peers where all fit with them', () => {
	const create = (name: string, address: string): Member => ({id: name, name, address, status: 'here', since: now});
	const members = [create('alice', '127.0.0.1:5000'), create('nc-1', '127.0.0.1:42408'), create('nc-2', '[::1]:42410')];
	const layout = (columns: number) =>
		joinSpans(layoutPeerLine(members, {myId: 'alice', hostId: 'alice'}, [{text: ' Peers 3'}], columns));
	assert.equal(layout(80), ' Peers 3  ● alice (you, host)  ● nc-1 …:42408  ● nc-2 …:42410');
	assert.equal(layout(50), ' Peers 3  ● alice (you, host)  ● nc-1  ● nc-2');
	assert.equal(layout(40), ' Peers 3  ● alice (you, host)  + 2 more');
});
