import assert from 'node:assert/strict';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {parseOptions} from '../../source/config/options.ts';
import type {FoundRoom} from '../../source/discovery/found-rooms.ts';
import {createRoomProof} from '../../source/discovery/room-proof.ts';
import {saveJoinedRoom} from '../../source/storage/joined-rooms.ts';
import {explainClaims} from '../../source/targets/room-choice.ts';
import {createChoices, createRoomFinder} from '../../source/targets/room-finder.ts';
import {temporaryFolder} from '../storage/folder.ts';
import {announceOwnRoom, codes, joinOptions} from './open-rooms.ts';

/** Makes a temporary folder the state folder of this process, for one test. */
const useHome = (t: TestContext): string => {
	const home = temporaryFolder(t);
	const before = process.env.SOCKET_CHAT_HOME;
	process.env.SOCKET_CHAT_HOME = home;
	t.after(() => {
		if (before === undefined) {
			delete process.env.SOCKET_CHAT_HOME;
		} else {
			process.env.SOCKET_CHAT_HOME = before;
		}
	});
	return home;
};

const resolveText = async (address: string) => {
	const result = (await createRoomFinder(joinOptions)).resolve(address);
	return result.ok ? undefined : result.text;
};

test('a text that is no address is answered with a sentence', async t => {
	useHome(t);
	assert.equal(
		await resolveText('two words'),
		'"two words" is not an address. Use a name or an IP address, with :port if it is not 5000.',
	);
	assert.equal(
		await resolveText('[::zz]:5000'),
		'"[::zz]:5000" is not an address. Use a name or an IP address, with :port if it is not 5000.',
	);
	assert.equal(await resolveText('example.org:0'), 'A port is a whole number from 1 to 65535, not "0".');
});

test('a typed address is resolved with the code of the environment', async t => {
	useHome(t);
	const result = (await createRoomFinder({...joinOptions, code: codes.environment})).resolve(' example.org ');
	assert.ok(result.ok);
	assert.deepEqual(await result.target, {
		endpoint: {host: 'example.org', port: 5000},
		address: 'example.org:5000',
		code: codes.environment,
	});
});

test('the only own room is the first target, and where there are several the user has to choose', async t => {
	const home = useHome(t);
	assert.equal((await createRoomFinder(joinOptions)).first, undefined);
	await announceOwnRoom(t, home, 'main', 5000);
	assert.equal((await createRoomFinder(joinOptions)).first?.address, '127.0.0.1:5000');
	await announceOwnRoom(t, home, 'second', 5001);
	assert.equal((await createRoomFinder(joinOptions)).first, undefined);
});

test('a host has nothing to find', async () => {
	const finder = await createRoomFinder(parseOptions(['host'], {}, {loginName: 'alice'}));
	assert.equal(finder.first, undefined);
	assert.deepEqual(finder.resolve('127.0.0.1'), {ok: false, text: 'A host has no address to dial.'});
});

const createFound = (tag: string, host: string, rest: Partial<FoundRoom> = {}): FoundRoom => ({
	tag,
	endpoint: {host, port: 5000},
	addresses: [host],
	...rest,
});

test('own rooms are listed first, then those joined before, the last used first, then names, then tags', async t => {
	const home = temporaryFolder(t);
	const joined = [
		['a', 'older', 'den'],
		['b', 'newer', 'main, yours, at 1'],
		['c', 'unnamed', undefined],
	] as const;
	for (const [index, [letter, history, name]] of joined.entries()) {
		const room = {
			id: letter.repeat(16),
			code: codes.saved,
			history,
			name,
			addresses: [],
			usedAt: [20, 30, 10][index] ?? 0,
		};
		saveJoinedRoom(home, room);
	}

	const prove = (tag: string, history: string) => ({proof: createRoomProof(history, tag)});
	const own = {name: 'mine', endpoint: {host: '127.0.0.1', port: 6000}, code: codes.own};
	const found = [
		createFound('aaaa', '192.0.2.1'),
		createFound('bbbb', '192.0.2.2', {name: 'Zoë'}),
		createFound('cccc', '192.0.2.3', {name: "Ada's laptop"}),
		createFound('dddd', '192.0.2.4', prove('dddd', 'older')),
		createFound('eeee', '192.0.2.5', {...prove('eeee', 'newer'), name: 'desk'}),
		createFound('ffff', '192.0.2.6', prove('ffff', 'unnamed')),
		// The proof of another tag is none.
		createFound('gggg', '192.0.2.7', {...prove('dddd', 'older'), name: 'den'}),
	];
	const choices = await createChoices([own], found, joinOptions, home);
	assert.deepEqual(
		choices.map(({label}) => label),
		[
			'mine, yours, at 127.0.0.1:6000',
			'main yours at 1 “desk”, joined before, at 192.0.2.5:5000',
			'den, joined before, at 192.0.2.4:5000',
			'ffff, joined before, at 192.0.2.6:5000',
			"cccc “Ada's laptop” at 192.0.2.3:5000",
			'bbbb “Zoë” at 192.0.2.2:5000',
			'gggg “den” at 192.0.2.7:5000',
			'aaaa at 192.0.2.1:5000',
		],
	);
	assert.equal(choices[2]?.target.code, codes.saved);
	assert.equal(choices[6]?.target.code, undefined);
	assert.equal(explainClaims(choices), 'Names in “ ” are what hosts call themselves, unproven.');
	assert.equal(explainClaims(choices.filter(({hasClaim}) => !hasClaim)), undefined);
});
