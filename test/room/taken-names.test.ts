import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {TakenNames} from '../../source/room/taken-names.ts';
import {foldName} from '../../source/text/name.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

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

const enterAll = (wanted: readonly string[]) => {
	const names = new TakenNames();
	return wanted.map((name, index) => {
		const free = names.findFree(name, String(index));
		names.add(free, String(index));
		return free;
	});
};

test('names that look alike are told apart by a number', () => {
	const pairs = [
		['alice', '\u{430}lic\u{435}'], // Cyrillic
		['Bob', '\u{412}\u{43E}b'],
		['nikos', 'nik\u{3BF}s'], // Greek
		['Ilse', 'llse'],
		['agent 10', 'agent IO'],
		['max', '\u{FF4D}\u{FF41}\u{FF58}'], // Full width
		['ann', 'a\u{335}nn'], // A mark that terminals leave out
		['al ice', 'al\u{A0}ice'],
		['al ice', 'alice'],
		['a_b', 'a-b'],
		['sam', '\u{13DA}am'], // Cherokee
		['tom', '\u{422}\u{41E}\u{41C}'],
		['Jos\u{E9}', 'Jos\u{435}\u{301}'], // A Cyrillic letter with a mark that is drawn
		['N\u{ED}kos', 'N\u{3AF}kos'], // A Greek letter with its accent
		['Zo\u{EB}', 'Zo\u{451}'],
		['bob2', 'bob2\u{332}'],
		['\u{645}\u{62D}\u{645}\u{62F}', '\u{645}\u{62D}\u{640}\u{645}\u{62F}'], // A longer line
		['\u{639}\u{644}\u{64A}', '\u{639}\u{644}\u{6CC}'], // Arabic and Persian
		['\u{30A8}\u{30EA}', '\u{5DE5}\u{30EA}'], // Katakana, and a Chinese character
		['\u{3079}', '\u{30D9}'],
	] as const;
	for (const [name, other] of pairs) {
		const [, first = '', second = ''] = enterAll(['host', name, other]);
		assert.equal(first, name);
		assert.match(second, /-2$/, `${name} and ${other}`);
	}

	assert.deepEqual(enterAll(['host', 'Jos\u{E9}', 'Jose', 'Ren\u{E9}e', 'Renee', 'Lena', 'Lana']).slice(1), [
		'Jos\u{E9}',
		'Jose',
		'Ren\u{E9}e',
		'Renee',
		'Lena',
		'Lana',
	]);
});

test('nobody but the host, who is first, has a name that the program uses itself', () => {
	assert.deepEqual(enterAll(['Host', 'you', 'H\u{43E}st', 'SYSTEM', 'socket chat', 'here', '*', '\u{2014}', 'youri']), [
		'Host',
		'you-2',
		'H\u{43E}st-2',
		'SYSTEM-2',
		'socket chat-2',
		'here-2',
		'guest',
		'guest-2',
		'youri',
	]);
});

test('names that only resemble words of the program are left as they are, and so are all scripts', () => {
	const names = [
		'Ali',
		'Eli',
		'Allie',
		'Meher',
		'Youssef',
		'Hostetler',
		'\u{410}\u{43B}\u{438}',
		'\u{397}\u{3C1}\u{3B1}',
	];
	const more = ['\u{419}\u{43E}\u{441}\u{438}\u{444}', '\u{305F}\u{308D}\u{3046}', '\u{B098}', '\u{639}\u{644}\u{64A}'];
	const all = ['alice', ...names, ...more];
	assert.deepEqual(enterAll(all), all);
	assert.deepEqual(enterAll(['alice', 'ALI']), ['alice', 'ALI']);
	assert.deepEqual(enterAll(['alice', 'AlI', 'A11', 'prIvate', 'not1ce']).slice(1), [
		'AlI-2',
		'A11-3',
		'prIvate-2',
		'not1ce-2',
	]);
});

test('nobody but a plain peer has a name like nc-1, or one that looks like it', () => {
	assert.deepEqual(enterAll(['alice', 'nc-1', 'NC-10', 'n\u{441}-7', 'nc-l', 'nc', 'nc-x', 'nc-1-a']).slice(1), [
		'nc-1-2',
		'NC-10-2',
		'n\u{441}-7-2',
		'nc-l-3',
		'nc',
		'nc-x',
		'nc-1-a',
	]);
});

test('a name as long as it may be keeps its number, and finding a free one looks at few', () => {
	const names = new TakenNames();
	const long = 'o'.repeat(24);
	const before = new Map<string, string>();
	const time = cpuTime(() => {
		for (let index = 0; index < 2000; index++) {
			const id = String(index);
			// Each wants another name, and all look alike.
			const wanted = long.slice(index % 24) + '0'.repeat(index % 24);
			const name = names.findFree(wanted, id);
			names.add(name, id);
			before.set(id, name);
		}
	});

	assert.ok(time < 5000, `${time} ms`);
	assert.equal(new Set(before.values()).size, 2000);
	names.remove('oooooooooooooooooooooo-2');
	assert.equal(names.findFree(long, '24', before.get('24')), before.get('24'));
	assert.equal(names.findFree(long, 'new'), 'oooooooooooooooooooooo-2');
});

test('a name is free again when its lookalike has left', () => {
	const names = new TakenNames();
	names.add('bob', '1');
	names.remove('bob');
	assert.equal(names.findFree('b\u{43E}b', '2'), 'b\u{43E}b');
});
