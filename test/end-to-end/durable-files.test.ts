import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, statSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import test from 'node:test';
import {emptyHome, newHome, putCode, startProcess} from '../helpers/line-process.ts';
import {isMessage, program, startHost, startJoin, textsOf} from '../helpers/program.ts';
import {hostAgain, isAck} from '../helpers/durable-programs.ts';

test('--ephemeral writes nothing to disk', async t => {
	const home = emptyHome();
	const {host} = await startHost(t, ['--ephemeral'], {env: {SOCKET_CHAT_HOME: home}});
	host.say('gone with the wind');
	await host.waitForEvent(isMessage('gone with the wind'));
	assert.throws(() => statSync(home), /ENOENT/);
});

test('files are readable for their user only', async t => {
	const home = newHome();
	const env = {SOCKET_CHAT_HOME: home};
	const {host, port} = await startHost(t, [], {env});
	const join = startJoin(t, port, ['--name', 'bob'], {env});
	join.stdin.end('hi\n');
	await join.exited;
	await host.waitForEvent(isMessage('hi'));
	const {stdout} = spawnSync('find', [home, '(', '-type', 'f', '-o', '-type', 'd', ')', '-printf', '%y %m %P\n'], {
		encoding: 'utf8',
	});
	const lines = stdout.trim().split('\n');
	assert.ok(lines.some(line => line.endsWith('outbox')) && lines.some(line => line.endsWith('log')));
	for (const line of lines) {
		assert.match(line, /^(d 700|f 600) /);
	}
});

test('a state folder that others can write to is refused by both, with a sentence that names the way out', async t => {
	const home = newHome();
	const {port} = await startHost(t);
	mkdirSync(home, {recursive: true});
	chmodSync(home, 0o777);
	const env = {SOCKET_CHAT_HOME: home};
	const host = startProcess(t, [...program, 'host', '--port', '0'], {env});
	const join = startJoin(t, port, ['--name', 'bob'], {env});
	join.stdin.end('hi\n');
	for (const each of [host, join]) {
		assert.equal((await each.exited).code, 1);
		assert.ok(each.errors().join('\n').includes(`Others can write to ${home}`), each.errors().join('\n'));
	}

	chmodSync(home, 0o755);
	const {host: second} = await startHost(t, [], {env});
	second.say('mine');
	await second.waitForEvent(isMessage('mine'));
});

const mount = (folder: string, size: string, ...options: readonly string[]) =>
	spawnSync('mount', ['-t', 'tmpfs', '-o', [`size=${size}`, ...options].join(','), 'tmpfs', folder]).status === 0;

const canMount = () => {
	const folder = newHome();
	mkdirSync(folder, {recursive: true});
	const isMounted = mount(folder, '64k');
	if (isMounted) {
		spawnSync('umount', [folder]);
	}

	return isMounted;
};

const withoutMounts =
	process.platform === 'linux' && process.getuid?.() === 0 && canMount()
		? false
		: 'needs root on Linux, to mount a small tmpfs';

test(
	'a full disk stops the room, is reported to all, and loses nothing that was acknowledged',
	{skip: withoutMounts},
	async t => {
		const home = newHome();
		mkdirSync(home, {recursive: true});
		assert.ok(mount(home, '128k'));
		putCode(home);
		t.after(() => {
			spawnSync('umount', ['-l', home]);
		});
		const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
		const join = startJoin(t, port, ['--name', 'bob', '--json', '--stay']);
		const count = 60;
		for (let n = 1; n <= count; n++) {
			join.say(`${n} ${'x'.repeat(4000)}`);
			if (n <= 5) {
				await join.waitForEvent(isAck(n));
			}
		}

		assert.equal((await host.exited).code, 1);
		assert.match(host.errors().at(-1) ?? '', /^The history of this room cannot be saved \(ENOSPC\)\./);
		const waiting = await join.waitForEvent(event => event.status === 'waiting');
		assert.equal(waiting.reason, 'The host cannot write its log to disk.');
		const acked = join.events().filter(event => event.type === 'ack').length;
		assert.ok(acked >= 5 && acked < count);
		assert.ok(mount(home, '4m', 'remount'));
		const again = await hostAgain(t, home, port);
		await join.waitForEvent(isAck(count));
		again.say('done');
		await join.waitForEvent(isMessage('done'));
		assert.deepEqual(
			textsOf(join).map(text => String(text).split(' ')[0]),
			[...Array.from({length: count}, (_, index) => String(index + 1)), 'done'],
		);
	},
);

test('with an unusable state folder a host says so and exits with 1, and a client says so and talks', async t => {
	const file = emptyHome();
	writeFileSync(file, 'not a folder');
	const env = {SOCKET_CHAT_HOME: file};
	const {host, port} = await startHost(t);
	const refused = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0'], {env});
	assert.equal((await refused.exited).code, 1);
	assert.match(
		refused.errors().at(-1) ?? '',
		/^The files in .* cannot be used \(ENOTDIR\)\. SOCKET_CHAT_HOME can name another place\.$/,
	);
	const join = startJoin(t, port, ['--name', 'bob'], {env});
	join.stdin.end('hi\n');
	assert.equal((await join.exited).code, 0);
	await host.waitForEvent(isMessage('hi'));
	assert.ok(join.errors().some(line => line.endsWith('What you type lasts as long as this program.')));
});
