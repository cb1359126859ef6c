import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {suite} from 'node:test';
import {isAck} from '../../helpers/durable-programs.ts';
import {emptyHome, newHome, startProcess, testCode, type Environment} from '../../helpers/line-process.ts';
import {hostCommand, isMessage, isPeer, program, startHost, textsOf} from '../../helpers/program.ts';
import {until} from '../../helpers/until.ts';

const join = (address: string, ...args: readonly string[]) => [
	...program,
	'join',
	address,
	'--name',
	'bob',
	'--json',
	...args,
];

/** The state folder of a member without any code, which is given only where the test says so. */
const memberEnv = () => ({SOCKET_CHAT_HOME: emptyHome(), SOCKET_CHAT_CODE: undefined});
const withCode = (env: Environment, code = testCode) => ({...env, SOCKET_CHAT_CODE: code});

/** Waits until a message is on disk. */
const waitForOutbox = async (home: string, text: string) => {
	const members = path.join(home, 'members');
	await until(() => spawnSync('grep', ['-rlq', text, members]).status === 0, {describe: () => `${text} in ${members}`});
};

const codeIn = (home: string) => readFileSync(path.join(home, 'rooms', 'main', 'code'), 'utf8').trim();

suite('who one is', {concurrency: 2}, () => {
	test('M: a room is the same by each way to write its address: no code is asked for, and the member is the same', async t => {
		const host = startProcess(
			t,
			hostCommand('--json').map(word => (word === '127.0.0.1' ? '::' : word)),
		);
		const {port} = await host.waitForEvent(event => event.verb === 'listen');
		const env = memberEnv();
		const send = async (address: string, its: Environment) => {
			const client = startProcess(t, join(`${address}:${String(port)}`), {env: its});
			client.say(`by ${address}`);
			client.end();
			assert.deepEqual(await client.exited, {code: 0, signal: undefined});
			return host.waitForEvent(isMessage(`by ${address}`));
		};

		const {fromId} = await send('localhost', withCode(env));
		for (const address of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'LOCALHOST', 'localhost.']) {
			// One after another: at the same time they would be several members.
			const message = await send(address, env);
			assert.deepEqual([message.fromId, message.from], [fromId, 'bob'], address);
		}
	});

	test('M: what waits was typed for the room: it is delivered by another address, once and in order', async t => {
		const {host, port} = await startHost(t);
		const env = memberEnv();
		const first = startProcess(t, join(`localhost:${port}`, '--stay'), {env: withCode(env)});
		first.say('one');
		await first.waitForEvent(isAck(1));
		host.kill('SIGSTOP');
		first.say('two');
		first.say('three');
		await waitForOutbox(env.SOCKET_CHAT_HOME, 'three');
		first.kill('SIGKILL');
		await first.exited;
		host.kill('SIGCONT');
		const second = startProcess(t, join(`127.0.0.1:${port}`, '--stay'), {env});
		second.say('four');
		await host.waitForEvent(isMessage('four'));
		assert.deepEqual(textsOf(host), ['one', 'two', 'three', 'four']);
		assert.equal(host.events().some(isPeer('joined', 'bob-2')), false);
	});

	test('M: another room at the old address gets nothing of what waits, also with the same code', async t => {
		const home = newHome();
		const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
		const env = memberEnv();
		const first = startProcess(t, join(`127.0.0.1:${port}`, '--stay'), {env: withCode(env)});
		await first.waitForEvent(event => event.status === 'open');
		host.kill('SIGKILL');
		await first.waitForEvent(event => event.status === 'waiting');
		first.say('for alice');
		first.kill('SIGTERM');
		await first.exited;

		const openAgain = async (folder: string) => {
			const command = hostCommand('--json').map(word => (word === '0' ? String(port) : word));
			const again = startProcess(t, command, {env: {SOCKET_CHAT_HOME: folder}});
			await again.waitForEvent(event => event.verb === 'listen');
			return again;
		};

		const other = await openAgain(newHome());
		const stranger = startProcess(t, join(`127.0.0.1:${port}`, '--stay'), {env});
		stranger.say('for the other');
		await other.waitForEvent(isMessage('for the other'));
		assert.deepEqual(textsOf(other), ['for the other']);
		stranger.kill('SIGTERM');
		await stranger.exited;
		other.kill('SIGKILL');
		await other.exited;

		const again = await openAgain(home);
		startProcess(t, join(`127.0.0.1:${port}`, '--stay'), {env: withCode(env)});
		await again.waitForEvent(isMessage('for alice'));
		assert.deepEqual(textsOf(again), ['for alice']);
	});

	test('M: a room whose code has changed meanwhile, and its port, has the same member, and gets what waits', async t => {
		const home = newHome();
		const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
		const env = memberEnv();
		const first = startProcess(t, join(`127.0.0.1:${port}`, '--stay'), {env: withCode(env)});
		first.say('before');
		const before = await host.waitForEvent(isMessage('before'));
		await first.waitForEvent(isAck(1));
		host.kill('SIGKILL');
		await first.waitForEvent(event => event.status === 'waiting');
		first.say('waits');
		first.kill('SIGTERM');
		await first.exited;
		const again = await startHost(t, ['--new-code'], {env: {SOCKET_CHAT_HOME: home}});
		assert.notEqual(codeIn(home), testCode);
		const second = startProcess(t, join(`localhost:${again.port}`, '--stay'), {env: withCode(env, codeIn(home))});
		second.say('after');
		const after = await again.host.waitForEvent(isMessage('after'));
		assert.equal(after.fromId, before.fromId);
		assert.deepEqual(textsOf(again.host), ['waits', 'after']);
		assert.equal(again.host.events().some(isPeer('joined', 'bob-2')), false);
	});

	test('M: what an earlier version kept under the address is found, and what waits there arrives', async t => {
		const {host, port} = await startHost(t);
		const env = memberEnv();
		const first = startProcess(t, join(`localhost:${port}`, '--stay'), {env: withCode(env)});
		first.say('before');
		const before = await host.waitForEvent(isMessage('before'));
		await first.waitForEvent(isAck(1));
		host.kill('SIGSTOP');
		first.say('waits');
		await waitForOutbox(env.SOCKET_CHAT_HOME, 'waits');
		first.kill('SIGKILL');
		await first.exited;
		host.kill('SIGCONT');

		// The layout of earlier versions.
		const members = path.join(env.SOCKET_CHAT_HOME, 'members');
		const old = emptyHome();
		const address = `localhost%3a${port}`;
		mkdirSync(path.join(old, 'codes'), {recursive: true});
		mkdirSync(path.join(old, 'members', `bob%20${address}`), {recursive: true});
		writeFileSync(path.join(old, 'codes', address), `${testCode}\n`);
		const [room = ''] = readdirSync(members);
		renameSync(path.join(members, room, '1%20bob', 'outbox'), path.join(old, 'members', `bob%20${address}`, 'outbox'));

		const second = startProcess(t, join(`127.0.0.1:${port}`, '--stay'), {env: {...env, SOCKET_CHAT_HOME: old}});
		second.say('after');
		const after = await host.waitForEvent(isMessage('after'));
		assert.equal(after.fromId, before.fromId);
		assert.deepEqual(textsOf(host), ['before', 'waits', 'after']);
	});
});
