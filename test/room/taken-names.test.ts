import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {TakenNames} from '../../source/room/taken-names.ts';
import {foldName} from '../../source/text/name.ts';

test('a name that is free again is given to the next who wants it, and no other number is tried twice', () => {
	const names = new TakenNames();
	const enter = (id: string) => {
		const name = names.findFree('guest', id);
		names.add(name, id);
		return name;
	};

	assert.deepEqual(['a', 'b', 'c', 'd'].map(enter), ['guest', 'guest-2', 'guest-3', 'guest-4']);
	names.remove('guest-3');
	names.remove('guest-2');
	assert.deepEqual(['e', 'f', 'g'].map(enter), ['guest-2', 'guest-3', 'guest-5']);
	assert.equal(names.findFree('GUEST', 'f', 'guest-3'), 'guest-3');
	names.remove('guest');
	assert.equal(names.findFree('guest', 'f', 'guest-3'), 'guest');
});

test('names stay unique, and a wanted name is given where it is free, whoever comes, goes and renames', () => {
	const wanted = fc.constantFrom('a', 'A', 'a-2', 'b', 'long name of 22 columns', 'ﬀ', 'ff', '', '-2');
	const step = fc.record({id: fc.constantFrom('1', '2', '3', '4', '5', '6'), wanted, isLeaving: fc.boolean()});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 40}), steps => {
			const names = new TakenNames();
			const current = new Map<string, string>();
			for (const {id, wanted, isLeaving} of steps) {
				const before = current.get(id);
				const name = isLeaving ? undefined : names.findFree(wanted, id, before);
				const others = new Set([...current].filter(([other]) => other !== id).map(([, other]) => foldName(other)));
				if (before !== undefined) {
					names.remove(before);
					current.delete(id);
				}

				if (name !== undefined) {
					assert.equal(others.has(foldName(name)), false);
					assert.ok(foldName(name) === foldName(wanted) || wanted === '' || others.has(foldName(wanted)), name);
					names.add(name, id);
					current.set(id, name);
				}
			}
		}),
	);
});
