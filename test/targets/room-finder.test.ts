import assert from 'node:assert/strict';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {parseOptions} from '../../source/config/options.ts';
import {createRoomFinder} from '../../source/targets/room-finder.ts';
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
