/** What is typed for one room is not sent in another one. */
import assert from 'node:assert/strict';
import test, {suite} from 'node:test';
import {otherCode} from '../../helpers/codes.ts';
import {emptyHome, newHome, putCode, startProcess, testCode} from '../../helpers/line-process.ts';
import {hostCommand, isMessage, program, textsOf} from '../../helpers/program.ts';
import {findClosedPort} from '../../helpers/server.ts';

const homeWithCode = (code: string): string => {
	const home = emptyHome();
	putCode(home, code);
	return home;
};

const openRoom = async (t: test.TestContext, port: number, home = newHome()) => {
	const command = hostCommand('--json').map(word => (word === '0' ? String(port) : word));
	const host = startProcess(t, command, {env: {SOCKET_CHAT_HOME: home}});
	await host.waitForEvent(event => event.verb === 'listen');
	return host;
};

/** Returns a function that says one line as bob, and resolves with the exit code. */
const createMember = (t: test.TestContext) => {
	const home = emptyHome();
	return async (port: number, text: string, code?: string) => {
		const client = startProcess(t, [...program, 'join', `127.0.0.1:${port}`, '--name', 'bob'], {
			env: {SOCKET_CHAT_HOME: home, SOCKET_CHAT_CODE: code},
		});
		client.stdin.end(`${text}\n`);
		return (await client.exited).code;
	};
};

suite('another room', {concurrency: 2}, () => {
	test('M: what is typed for another address does not go to the room that has the same known code', async t => {
		const [first, second] = [await findClosedPort(), await findClosedPort()];
		const say = createMember(t);
		const alice = await openRoom(t, first);
		assert.equal(await say(first, 'one', testCode), 0);
		assert.equal(await say(second, 'for the other', testCode), 1);
		assert.equal(await say(first, 'two'), 0);
		assert.deepEqual(textsOf(alice), ['one', 'two']);
		const other = await openRoom(t, second, homeWithCode(otherCode));
		assert.equal(await say(second, 'wrong code', testCode), 3);
		assert.equal(await say(second, 'right code', otherCode), 0);
		await other.waitForEvent(isMessage('right code'));
		assert.deepEqual(textsOf(other), ['for the other', 'wrong code', 'right code']);
	});

	test('M: what waits for a room that was never reached does not go to one that refuses its code', async t => {
		const [first, second] = [await findClosedPort(), await findClosedPort()];
		const say = createMember(t);
		const other = await openRoom(t, second, homeWithCode(otherCode));
		assert.equal(await say(first, 'for alice', testCode), 1);
		assert.equal(await say(second, 'a guess', testCode), 3);
		assert.equal(await say(second, 'hello', otherCode), 0);
		assert.deepEqual(textsOf(other), ['hello']);
		const alice = await openRoom(t, first);
		assert.equal(await say(first, 'hello', testCode), 0);
		assert.equal(textsOf(alice)[0], 'for alice');
	});

	test('M: a room at a new address gets once what was typed for that before it answered', async t => {
		const [first, second] = [await findClosedPort(), await findClosedPort()];
		const home = newHome();
		const say = createMember(t);
		const before = await openRoom(t, first, home);
		assert.equal(await say(first, 'one', testCode), 0);
		before.kill();
		await before.exited;
		assert.equal(await say(first, 'at the old one', testCode), 1);
		assert.equal(await say(second, 'at the new one', testCode), 1);
		const after = await openRoom(t, second, home);
		assert.equal(await say(second, 'two', testCode), 0);
		assert.deepEqual(textsOf(after).map(String).toSorted(), ['at the new one', 'at the old one', 'two']);
		assert.equal(await say(second, 'three'), 0);
		assert.equal(textsOf(after).length, 4);
	});
});
