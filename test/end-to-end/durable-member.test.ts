import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import {newHome} from '../helpers/line-process.ts';
import {until} from '../helpers/until.ts';
import {isMessage, isPeer, startHost, startJoin, textsOf} from '../helpers/program.ts';
import {isAck} from '../helpers/durable-programs.ts';

const waitForOutbox = async (home: string, text: string) => {
	const outbox = path.join(home, 'members');
	const found = () => spawnSync('grep', ['-rl', text, outbox]).status === 0;
	await until(found, {describe: () => `${text} in ${outbox}`});
};

test('a client that is killed and restarted is the same member, and delivers what it had pending, once', async t => {
	const {host, port} = await startHost(t);
	const env = {SOCKET_CHAT_HOME: newHome()};
	const join = startJoin(t, port, ['--name', 'bob', '--json', '--stay'], {env});
	join.say('one');
	const first = await host.waitForEvent(isMessage('one'));
	await join.waitForEvent(isAck(1));
	host.kill('SIGSTOP');
	join.say('two');
	join.say('three');
	await waitForOutbox(env.SOCKET_CHAT_HOME, 'three');
	join.kill('SIGKILL');
	await join.exited;
	host.kill('SIGCONT');
	const again = startJoin(t, port, ['--name', 'bob', '--json', '--stay'], {env});
	again.say('four');
	const last = await host.waitForEvent(isMessage('four'));
	await again.waitForEvent(isAck(1));
	assert.equal(last.fromId, first.fromId);
	assert.deepEqual(textsOf(host), ['one', 'two', 'three', 'four']);
});

test('two clients of one user at a time are two members', async t => {
	const {host, port} = await startHost(t);
	const env = {SOCKET_CHAT_HOME: newHome()};
	const one = startJoin(t, port, ['--name', 'bob', '--stay'], {env});
	await host.waitForEvent(isPeer('joined', 'bob'));
	const two = startJoin(t, port, ['--name', 'bob', '--stay'], {env});
	await host.waitForEvent(isPeer('joined', 'bob-2'));
	one.say('from one');
	two.say('from two');
	const a = await host.waitForEvent(isMessage('from one'));
	const b = await host.waitForEvent(isMessage('from two'));
	assert.notEqual(a.fromId, b.fromId);
});
