import assert from 'node:assert/strict';
import test from 'node:test';
import {findTarget, resolveTarget} from '../../source/targets/join-target.ts';
import {saveJoinedRoom} from '../../source/storage/joined-rooms.ts';
import {temporaryFolder} from '../storage/folder.ts';
import {announceOwnRoom, codes, joinOptions} from './open-rooms.ts';

const endpoint = {host: '127.0.0.1', port: 5000};
const address = '127.0.0.1:5000';

test('the code of the environment comes before that of an own room, and that before the saved one', async t => {
	const home = temporaryFolder(t);
	const resolveCode = async (code?: string) => (await resolveTarget(endpoint, {code, plain: false}, home)).code;
	assert.equal(await resolveCode(), undefined);
	saveJoinedRoom(home, {id: 'a'.repeat(16), code: codes.saved, addresses: [address], usedAt: 1});
	assert.equal(await resolveCode(), codes.saved);
	await announceOwnRoom(t, home, 'main', 5000);
	assert.equal(await resolveCode(), codes.own);
	assert.equal(await resolveCode(codes.environment), codes.environment);
});

test('the code of an own room is not used for another port or another computer', async t => {
	const home = temporaryFolder(t);
	await announceOwnRoom(t, home, 'main', 5000);
	for (const other of [
		{host: '127.0.0.1', port: 5001},
		{host: '192.0.2.1', port: 5000},
	]) {
		const {code} = await resolveTarget(other, joinOptions, home);
		assert.equal(code, undefined);
	}
});

test('a plain target has no code', async t => {
	const home = temporaryFolder(t);
	saveJoinedRoom(home, {id: 'a'.repeat(16), code: codes.saved, addresses: [address], usedAt: 1});
	assert.deepEqual(await resolveTarget(endpoint, {code: codes.environment, plain: true}, home), {
		endpoint,
		address,
		code: undefined,
	});
	assert.deepEqual(await findTarget({...joinOptions, plain: true}, home), {
		target: {endpoint, address, code: undefined, isAnyOwn: true},
		choices: [],
	});
});

test('the address of the options is the target, although a room is open', async t => {
	const home = temporaryFolder(t);
	await announceOwnRoom(t, home, 'main', 5000);
	const other = {host: '192.0.2.1', port: 6000};
	assert.deepEqual(await findTarget({...joinOptions, endpoint: other}, home), {
		target: {endpoint: other, address: '192.0.2.1:6000', code: undefined},
		choices: [],
	});
});

test('without an address, the only own room is the target, and none or several are a choice', async t => {
	const home = temporaryFolder(t);
	assert.deepEqual(await findTarget(joinOptions, home), {choices: []});
	await announceOwnRoom(t, home, 'main', 5000);
	const main = {name: 'main', endpoint, code: codes.own};
	assert.deepEqual(await findTarget(joinOptions, home), {
		target: {endpoint, address, code: codes.own},
		choices: [main],
	});
	await announceOwnRoom(t, home, 'second', 5001);
	const second = {name: 'second', endpoint: {host: '127.0.0.1', port: 5001}, code: codes.own};
	assert.deepEqual(await findTarget(joinOptions, home), {choices: [main, second]});
});
