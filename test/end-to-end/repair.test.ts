import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {childEnvironment, newHome, startProcess, testCode} from '../helpers/line-process.ts';
import {hostCommand, isMessage, joinCommand, program, startHost, startJoin, textsOf} from '../helpers/program.ts';
import {hostAgain, isAck} from '../helpers/durable-programs.ts';

const repair = (home: string, ...args: readonly string[]) => {
	const [node = '', cli = ''] = program;
	const {status, stdout, stderr} = spawnSync(node, [cli, 'repair', ...args], {
		encoding: 'utf8',
		env: childEnvironment({SOCKET_CHAT_HOME: home}),
	});
	return {status, lines: stdout.trim().split('\n'), error: stderr.trim()};
};

/** Overwrites a text in the file by zeros. */
const damage = (file: string, text: string) => {
	const bytes = readFileSync(file);
	const at = bytes.indexOf(text);
	assert.ok(at > 0);
	bytes.fill(0, at, at + Buffer.byteLength(text));
	writeFileSync(file, bytes);
};

test('a damaged history is refused, repaired by the command that is named, and goes on with its members', async t => {
	const home = newHome();
	const bobHome = newHome();
	const env = {SOCKET_CHAT_HOME: home};
	const bobEnv = {SOCKET_CHAT_HOME: bobHome, SOCKET_CHAT_CODE: testCode};
	const {host, port} = await startHost(t, [], {env});
	const bob = startJoin(t, port, ['--name', 'bob', '--json', '--history', 'all'], {env: bobEnv});
	for (let n = 1; n <= 20; n++) {
		host.say(`by alice ${n}`);
		bob.say(`by bob ${n}`);
		await bob.waitForEvent(isAck(n));
	}

	await host.waitForEvent(isMessage('by bob 20'));
	assert.deepEqual(
		{...repair(home, 'main'), lines: []},
		{
			status: 1,
			lines: [],
			error: 'The room "main" is open on this computer. Close it before its history is repaired.',
		},
	);
	host.kill('SIGKILL');
	await host.exited;
	const file = path.join(home, 'rooms', 'main', 'log');
	damage(file, 'by bob 7');
	const refused = startProcess(t, hostCommand('--json'), {env});
	assert.equal((await refused.exited).code, 1);
	assert.match(
		refused.errors().at(-1) ?? '',
		/^The history in .*log is damaged at byte \d+; the file was left as it is\. To keep what is sound, run: socket-chat repair main$/,
	);
	const {status, lines} = repair(home, 'main');
	assert.equal(status, 0);
	assert.equal(lines[0], 'The history of the room "main" was damaged. Kept: 39 messages.');
	assert.match(
		lines.join('\n'),
		/\nMissing: 1 message\.\n {2}place \d+, after .*\nBy bob: 1\.\nThe damaged file is kept as /,
	);
	assert.deepEqual(repair(home).lines[0], 'The history of the room "main" is sound: 39 messages.');

	const again = await hostAgain(t, home, port);
	bob.say('still here');
	await bob.waitForEvent(isAck(21));
	await again.waitForEvent(isMessage('still here'));
	const carol = startJoin(t, port, ['--name', 'carol', '--json', '--history', 'all'], {
		env: {SOCKET_CHAT_HOME: newHome(), SOCKET_CHAT_CODE: testCode},
	});
	await carol.waitForEvent(isMessage('still here'));
	const texts = textsOf(carol);
	assert.equal(texts.length, 40);
	assert.equal(texts.includes('by bob 7'), false);
	assert.equal(new Set(textsOf(bob)).size, textsOf(bob).length);
});

test('damaged unsent messages are refused, repaired by the command that is named, and delivered', async t => {
	const home = newHome();
	const bobHome = newHome();
	const bobEnv = {SOCKET_CHAT_HOME: bobHome, SOCKET_CHAT_CODE: testCode};
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	const bob = startJoin(t, port, ['--name', 'bob', '--json'], {env: bobEnv});
	bob.say('arrived');
	await bob.waitForEvent(isAck(1));
	host.kill('SIGKILL');
	await host.exited;
	for (let n = 1; n <= 5; n++) {
		bob.say(`waits ${n}`);
	}

	const files = () =>
		readdirSync(path.join(bobHome, 'members'), {recursive: true, encoding: 'utf8'})
			.filter(name => path.basename(name) === 'outbox')
			.map(name => path.join(bobHome, 'members', name));
	const [file = ''] = files();
	await bob.waitForEvent(event => event.type === 'queued' && event.text === 'waits 5').catch(() => undefined);
	while (!readFileSync(file, 'utf8').includes('waits 5')) {
		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}

	bob.kill('SIGTERM');
	await bob.exited;
	damage(file, 'waits 2');
	const refused = startProcess(t, joinCommand(port, '--name', 'bob', '--json'), {env: bobEnv});
	assert.equal((await refused.exited).code, 1);
	assert.match(refused.errors().at(-1) ?? '', /outbox is damaged at byte .* run: socket-chat repair$/);
	const {status, lines} = repair(bobHome);
	assert.equal(status, 0);
	assert.match(lines.join('\n'), /^The messages that wait in .*outbox were damaged\. Kept: 4\. Lost: 1 records?\.\n/);
	const again = await hostAgain(t, home, port);
	const next = startJoin(t, port, ['--name', 'bob', '--json', '--stay'], {env: bobEnv});
	await again.waitForEvent(isMessage('waits 5'));
	assert.deepEqual(textsOf(again), ['waits 1', 'waits 3', 'waits 4', 'waits 5']);
	next.kill('SIGTERM');
});

test('repair without anything to repair says so, and a room that is unknown is named', () => {
	const home = newHome();
	assert.deepEqual(repair(home), {status: 0, lines: ['There is nothing to repair.'], error: ''});
	const unknown = repair(home, 'nowhere');
	assert.equal(unknown.status, 1);
	assert.equal(unknown.error, 'There is no history of a room "nowhere" on this computer.');
	assert.equal(repair(home, 'a', 'b').status, 2);
	assert.equal(repair(home, '--plain').status, 2);
});
