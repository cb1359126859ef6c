import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {isCopyOf, MemoryLog, type LoggedMessage} from '../../source/room/log.ts';
import {Room} from '../../source/room/room.ts';
import type {MemberChange} from '../../source/room/roster.ts';
import {endOfTurn} from '../helpers/turn.ts';

const createRoom = () => {
	let now = 1000;
	const log = new MemoryLog('history');
	const room = new Room({name: 'main', log, now: () => now++});
	const changes: MemberChange[] = [];
	room.onMemberChange(change => {
		changes.push(change);
	});
	return {room, log, changes};
};

const enter = (room: Room, id: string, name = id) => room.enter({id, name, address: '127.0.0.1:1'});

test('a message gets the next place in the log, and is delivered only once it is durable', async () => {
	const {room, log} = createRoom();
	enter(room, 'a', 'alice');
	const seen: LoggedMessage[] = [];
	log.onDurable(({messages}) => {
		seen.push(...messages);
	});
	assert.deepEqual(room.post('a', 1, 'one'), 'accepted');
	assert.equal(log.head, 0);
	assert.equal(room.getLastNumber('a'), 0);
	assert.deepEqual(seen, []);
	await endOfTurn();
	assert.equal(log.head, 1);
	assert.equal(room.getLastNumber('a'), 1);
	assert.deepEqual(
		seen.map(({seq, id, n, from, text}) => ({seq, id, n, from, text})),
		[{seq: 1, id: 'a', n: 1, from: 'alice', text: 'one'}],
	);
});

test('a number that was used before is a duplicate, even before it is durable', () => {
	const {room} = createRoom();
	enter(room, 'a');
	room.post('a', 1, 'one');
	assert.deepEqual(room.post('a', 1, 'one'), 'duplicate');
});

test('a number above the next one is a gap, and its message is not logged', async () => {
	const {room, log} = createRoom();
	enter(room, 'a');
	assert.deepEqual(room.post('a', 2, 'two'), 'gap');
	await endOfTurn();
	assert.equal(log.head, 0);
});

test('a refusal uses up its number once it is durable, and is reported again when the message comes again', async () => {
	const {room, log} = createRoom();
	enter(room, 'a');
	const refused: string[] = [];
	log.onDurable(({refusals}) => {
		refused.push(...refusals.map(({id, n, code}) => `${id} ${n} ${code}`));
	});
	const big = 'x'.repeat(8193);
	assert.equal(room.post('a', 1, big), 'refused');
	assert.equal(room.post('a', 1, big), 'duplicate');
	assert.equal(room.getLastNumber('a'), 0);
	await endOfTurn();
	assert.deepEqual(refused, ['a 1 too-big']);
	assert.equal(room.getLastNumber('a'), 1);
	assert.deepEqual(room.post('a', 1, big), {
		id: 'a',
		n: 1,
		code: 'too-big',
		text: 'A message holds at most 8192 bytes.',
	});
	assert.equal(room.post('a', 2, ''), 'refused');
	await endOfTurn();
	assert.deepEqual(refused.slice(1), ['a 2 empty'], 'a durable refusal is not written again');
	assert.equal(room.getLastNumber('a'), 2);
	assert.equal(room.post('a', 3, 'x'.repeat(8192)), 'accepted');
	assert.equal(room.getLastNumber('a'), 2);
});

test('a text is logged as it was sent, but well-formed', async () => {
	const {room, log} = createRoom();
	enter(room, 'a');
	room.post('a', 1, 'e\u{301}');
	room.post('a', 2, '\u{D800}');
	await endOfTurn();
	assert.deepEqual(
		log.read(1, 9).map(({text}) => text),
		['e\u{301}', '\u{FFFD}'],
	);
});

test('a message is known again though an older host has changed the form of its text', () => {
	assert.equal(isCopyOf({text: '\u{E9}'}, {text: 'e\u{301}'}), true);
	assert.equal(isCopyOf({text: 'e'}, {text: 'e\u{301}'}), false);
});

test('names are unique regardless of case, and the name of a member that left is free again', () => {
	const {room} = createRoom();
	assert.equal(enter(room, 'a', 'Alice').name, 'Alice');
	assert.equal(enter(room, 'b', 'ALICE').name, 'ALICE-2');
	assert.equal(enter(room, 'c', '\u{1B}[31m').name, '31m');
	room.leave('a', 'left');
	assert.equal(enter(room, 'd', 'alice').name, 'alice');
});

test('a member that comes back keeps its name, and is announced as back', () => {
	const {room, changes} = createRoom();
	enter(room, 'a', 'alice');
	room.leave('a', 'away');
	assert.equal(enter(room, 'b', 'alice').name, 'alice-2');
	assert.equal(enter(room, 'a', 'alice').name, 'alice');
	assert.deepEqual(
		changes.map(({event, member}) => `${event} ${member.name}`),
		['joined alice', 'away alice', 'joined alice-2', 'back alice'],
	);
});

test('a member that leaves twice is announced once', () => {
	const {room, changes} = createRoom();
	enter(room, 'a');
	room.leave('a', 'left');
	room.leave('a', 'left');
	room.leave('a', 'away');
	assert.deepEqual(
		changes.map(({event}) => event),
		['joined', 'left'],
	);
});

test('a rename is announced with the name before, and later messages carry the new name', async () => {
	const {room, log, changes} = createRoom();
	enter(room, 'a', 'alice');
	room.post('a', 1, 'before');
	room.rename('a', 'anna');
	room.post('a', 2, 'after');
	await endOfTurn();
	assert.equal(changes.at(-1)?.formerly, 'alice');
	assert.deepEqual(
		log.read(1, 9).map(({from}) => from),
		['alice', 'anna'],
	);
});

test("after any posts in any order, the log has no gap, and each author's numbers rise by one", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.record({id: fc.constantFrom('a', 'b', 'c'), n: fc.integer({min: 1, max: 8}), turn: fc.boolean()})),
			async posts => {
				const {room, log} = createRoom();
				const accepted = new Map<string, number>();
				for (const {id, n, turn} of posts) {
					const last = accepted.get(id) ?? 0;
					const result = room.post(id, n, `${id}${n}`);
					assert.equal(result, n <= last ? 'duplicate' : n === last + 1 ? 'accepted' : 'gap');
					if (result === 'accepted') {
						accepted.set(id, n);
					}

					if (turn) {
						await endOfTurn();
					}
				}

				await endOfTurn();
				const messages = log.read(1, 1000);
				assert.deepEqual(
					messages.map(({seq}) => seq),
					messages.map((_, index) => index + 1),
				);
				for (const [id, last] of accepted) {
					assert.deepEqual(
						messages.filter(message => message.id === id).map(({n}) => n),
						Array.from({length: last}, (_, index) => index + 1),
					);
					assert.equal(room.getLastNumber(id), last);
				}
			},
		),
	);
});

test('typing is announced once when it begins and once when it ends, and a member that is away does not type', () => {
	const {room} = createRoom();
	enter(room, 'a');
	const announced: Array<boolean | undefined> = [];
	room.onMemberChange(({member}) => {
		announced.push(member.isTyping);
	});
	room.setTyping('a', true);
	room.setTyping('a', true);
	room.setTyping('nobody', true);
	room.setTyping('a', false);
	room.setTyping('a', true);
	room.leave('a', 'away');
	assert.deepEqual(announced, [true, false, true, false]);
});

test('a member that has closed its side is announced once, and one that is not there never', () => {
	const {room} = createRoom();
	enter(room, 'a');
	const announced: unknown[] = [];
	room.onMemberChange(({event, member}) => {
		announced.push([event, member.isHalfClosed]);
	});
	room.setHalfClosed('a');
	room.setHalfClosed('a');
	room.setHalfClosed('nobody');
	assert.deepEqual(announced, [['half-closed', true]]);
});

test('L: a member that has moved keeps its name, and its address is announced once', () => {
	const {room} = createRoom();
	enter(room, 'a');
	const announced: unknown[] = [];
	room.onMemberChange(({event, member}) => {
		announced.push([event, member.id, member.address]);
	});
	room.setAddress('a', '10.0.0.9:5000');
	room.setAddress('a', '10.0.0.9:5000');
	room.setAddress('nobody', '10.0.0.9:5000');
	assert.deepEqual(announced, [['updated', 'a', '10.0.0.9:5000']]);
});
