import assert from 'node:assert/strict';
import test from 'node:test';
import {encodeWho, encodeWhoChange} from '../../../../source/net/presence.ts';
import {WhoSender} from '../../../../source/net/host/presence/who-sender.ts';
import {MemberList} from '../../../../source/net/client/member-list.ts';
import type {Member} from '../../../../source/room/member.ts';
import type {HostFrame} from '../../../../source/wire/frames.ts';

const createMembers = (count: number, status: Member['status'] = 'here'): readonly Member[] =>
	Array.from({length: count}, (_, index) => ({
		id: `m${index}`,
		name: `m${index}`,
		address: '127.0.0.1:1',
		status,
		since: 0,
	}));

const open = () => {
	let room = Infinity;
	const frames: Array<Extract<HostFrame, {type: 'who'}>> = [];
	const sender = new WhoSender({
		hasRoom: () => room > 0,
		channel: {
			write(line) {
				room--;
				frames.push(JSON.parse(String(line)) as Extract<HostFrame, {type: 'who'}>);
				return true;
			},
		},
		now: () => 0,
	});
	/** Returns the list that a client makes of the frames. */
	const read = () => {
		const list = new MemberList();
		const results = frames.map(frame => list.apply(frame, 0));
		return {results, members: list.list('', undefined)};
	};

	return {
		sender,
		frames,
		read,
		update(changed: readonly Member[], all: readonly Member[]) {
			sender.update({changed, lines: encodeWhoChange(changed, 0), getList: () => encodeWho(all, 0)});
		},
		setRoom(lines: number) {
			room = lines;
		},
	};
};

test('the first update sends the whole list, later ones the changes', () => {
	const {frames, update} = open();
	const [a, b, c] = createMembers(3);
	assert.ok(a && b && c);
	update([b], [a, b]);
	update([c], [a, b, c]);
	assert.deepEqual(
		frames.map(({all, members}) => [all === true, members.map(({id}) => id)]),
		[
			[true, ['m0', 'm1']],
			[false, ['m2']],
		],
	);
});

test('a list goes out part by part, and a change amid its parts is not undone by its end', () => {
	const {sender, frames, update, read, setRoom} = open();
	const members = createMembers(250);
	setRoom(1);
	update(members.slice(249), members);
	const gone = createMembers(1, 'left');
	update(gone, members.slice(1));
	assert.equal(frames.length, 1);
	setRoom(1);
	sender.catchUp();
	setRoom(Infinity);
	sender.catchUp();
	assert.deepEqual(read().results, ['partial', 'partial', 'changed', 'changed']);
	assert.deepEqual(
		read().members.map(({id}) => id),
		members.slice(1).map(({id}) => id),
	);
});

test('what does not fit waits once for each member, with its newest state, and changes keep their order', () => {
	const {sender, frames, update, read, setRoom} = open();
	const members = createMembers(3);
	update(members, members);
	setRoom(0);
	for (let rtt = 0; rtt < 1000; rtt++) {
		const changed = members.map(member => ({...member, rtt}));
		update(changed, changed);
	}

	assert.equal(frames.length, 1);
	setRoom(Infinity);
	// A change that fits must not overtake those that wait.
	update(createMembers(1, 'left'), members.slice(1));
	sender.catchUp();
	assert.equal(frames.length, 2);
	assert.deepEqual(
		read().members.map(({id, rtt}) => [id, rtt]),
		[
			['m1', 999],
			['m2', 999],
		],
	);
});

test('many changes are cut into lines that fit into a frame', () => {
	const {frames, update} = open();
	const members = createMembers(250);
	update([], []);
	update(members, members);
	assert.deepEqual(
		frames.map(frame => frame.members.length),
		[0, 100, 100, 50],
	);
});
