import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
	assignColours,
	chooseAuthorTone,
	noColours,
	type AuthorColours,
} from '../../../source/screen/primitives/author-colours.ts';

const listMembers = (ids: string) => [...ids].map(id => ({id}));

/** Returns the colours after the members were these, one list after another. `m` is me. */
const follow = (lists: readonly string[], count = 3): AuthorColours => {
	let colours = noColours;
	for (const ids of lists) {
		colours = assignColours(colours, {members: listMembers(ids), myId: 'm'}, count);
	}

	return colours;
};

const show = ({members}: AuthorColours): string =>
	[...members]
		.map(([id, colour]) => `${id}${colour}`)
		.toSorted()
		.join(' ');

test('members get the colours in order of arrival, and none twice while another is free', () => {
	assert.equal(show(follow(['amb', 'ambc'])), 'a0 b1 c2');
	assert.equal(show(follow(['amb', 'am', 'amc'])), 'a0 c2', 'the colour of one that left is given last');
	assert.equal(show(follow(['abc', 'ac', 'acd'])), 'a0 c2 d1');
	assert.equal(show(follow(['abc', 'abcd'])), 'a0 b1 c2 d0', 'there are more members than colours');
});

test('a member keeps its colour: while others come and go, and when it comes back', () => {
	assert.equal(show(follow(['ab', 'b', 'bc', 'ba'])), 'a0 b1');
	assert.equal(show(follow(['ab', '', 'cba'])), 'a0 b1 c2');
	assert.equal(show(follow(['abcd', 'bcd'])), 'b1 c2 d0');
	assert.equal(show(follow(['abc', 'bc', 'bcd', 'bca'])), 'a0 b1 c2');
	assert.equal(show(follow(['abc', 'bc', 'bcd', 'bd', 'bda'])), 'a2 b1 d0', 'another has it by now');
});

test('authors who are no members have a colour, too, and the first of them the first that is free', () => {
	const members = listMembers('am');
	const colours = assignColours(noColours, {members, myId: 'm', pastIds: ['x', 'm', 'y', 'a', 'x']}, 3);
	assert.deepEqual(
		[...colours.past],
		[
			['y', 2],
			['x', 1],
		],
	);
	assert.equal(assignColours(colours, {members, myId: 'm', pastIds: ['x', 'y']}, 3), colours);
	const tones = ['author0', 'author1', 'author2'] as const;
	assert.equal(chooseAuthorTone(colours, tones, 'x'), 'author1');
	assert.equal(chooseAuthorTone(colours, tones, 'unknown'), chooseAuthorTone(noColours, tones, 'unknown'));
	assert.equal(chooseAuthorTone(noColours, [], 'x'), 'plain');
	assert.equal(assignColours(noColours, {members, myId: 'm'}, 0), noColours);
});

test('however members come and go, colours are unique while they last, stay, and are bounded', () => {
	const list = fc.uniqueArray(fc.integer({min: 0, max: 30}), {maxLength: 20});
	fc.assert(
		fc.property(fc.array(list, {maxLength: 30}), fc.integer({min: 1, max: 12}), (lists, count) => {
			let colours = noColours;
			let hasBeenFull = false;
			for (const numbers of lists) {
				const before = colours;
				const members = numbers.map(number => ({id: `member ${number}`}));
				colours = assignColours(before, {members, myId: undefined}, count);
				for (const [id, colour] of before.members) {
					assert.ok(!colours.members.has(id) || colours.members.get(id) === colour);
				}

				// A colour that was shared stays shared.
				hasBeenFull ||= numbers.length > count;
				const unique = new Set(colours.members.values()).size;
				assert.ok(hasBeenFull || unique === numbers.length);
				assert.ok(colours.past.size <= 200);
				assert.equal(assignColours(colours, {members, myId: undefined}, count), colours);
			}
		}),
	);
	let many = noColours;
	for (let n = 0; n < 1000; n++) {
		many = assignColours(many, {members: [{id: String(n)}], myId: undefined}, 12);
	}

	assert.equal(many.past.size, 200);
});
