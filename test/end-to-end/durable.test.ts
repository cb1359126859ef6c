import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {emptyHome, newHome, putCode, startProcess, testCode} from '../helpers/line-process.ts';
import {connectSecurely} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';
import {isMessage, isPeer, program, startHost, startJoin, textsOf} from '../helpers/program.ts';

const hostAgain = async (t: TestContext, home: string, port: number) => {
	const host = startProcess(
		t,
		[...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--name', 'alice', '--json'],
		{
			env: {SOCKET_CHAT_HOME: home},
		},
	);
	await host.waitForEvent(event => event.verb === 'listen');
	return host;
};

const isAck = (n: number) => (event: Readonly<Record<string, unknown>>) => event.type === 'ack' && event.n === n;

const waitForOutbox = async (home: string, text: string) => {
	const outbox = path.join(home, 'members');
	const found = () => spawnSync('grep', ['-rl', text, outbox]).status === 0;
	await until(found, {describe: () => `${text} in ${outbox}`});
};

test('a host that is killed and started again has its room: a member goes on from its cursor, and what it typed meanwhile is there once', async t => {
	const home = newHome();
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	const join = startJoin(t, port, ['--name', 'bob', '--json', '--stay']);
	for (let n = 1; n <= 5; n++) {
		join.say(`before ${n}`);
	}

	await join.waitForEvent(isAck(5));
	host.kill('SIGKILL');
	await join.waitForEvent(event => event.status === 'waiting');
	join.say('meanwhile 1');
	join.say('meanwhile 2');
	const again = await hostAgain(t, home, port);
	await join.waitForEvent(isAck(7));
	again.say('welcome back');
	await join.waitForEvent(isMessage('welcome back'));
	assert.deepEqual(textsOf(join), [
		...[1, 2, 3, 4, 5].map(n => `before ${n}`),
		'meanwhile 1',
		'meanwhile 2',
		'welcome back',
	]);
	assert.equal(
		join.events().some(event => event.code === 'history-reset'),
		false,
	);
	assert.deepEqual(
		join
			.events()
			.filter(event => event.type === 'message')
			.map(event => event.seq),
		[1, 2, 3, 4, 5, 6, 7, 8],
	);
	const newcomer = startJoin(t, port, ['--name', 'carol', '--json', '--stay']);
	await newcomer.waitForEvent(isMessage('welcome back'));
	assert.equal(textsOf(newcomer).length, 8);
});

test('a join that is killed and started again is the same member, and still delivers what it had typed, once', async t => {
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

test('two runs of one member at a time are two members', async t => {
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

test('a room that is open is refused to a second host, with a sentence and exit 1, and is free again when the first was killed', async t => {
	const home = newHome();
	const env = {SOCKET_CHAT_HOME: home};
	const {host} = await startHost(t, ['--room', 'den'], {env});
	const second = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0', '--room', 'den'], {env});
	assert.equal((await second.exited).code, 1);
	assert.equal(second.errors().at(-1), 'The room "den" is already open on this computer.');
	const other = await startHost(t, ['--room', 'other'], {env});
	assert.ok(other.port > 0);
	host.kill('SIGKILL');
	await host.exited;
	await startHost(t, ['--room', 'den'], {env});
});

test('--ephemeral keeps nothing on disk', async t => {
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

test('a history that is damaged is refused with a sentence, and left as it is', async t => {
	const home = newHome();
	const env = {SOCKET_CHAT_HOME: home};
	const {host} = await startHost(t, [], {env});
	for (let n = 1; n <= 20; n++) {
		host.say(`message ${n}`);
	}

	await host.waitForEvent(isMessage('message 20'));
	host.say('bye');
	await host.exited;
	const file = path.join(home, 'rooms', 'main', 'log');
	const bytes = readFileSync(file);
	const middle = Math.floor(bytes.length / 2);
	bytes.writeUInt8(bytes.readUInt8(middle) === 0x41 ? 0x42 : 0x41, middle);
	writeFileSync(file, bytes);
	const again = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0'], {env});
	assert.equal((await again.exited).code, 1);
	assert.match(
		again.errors().at(-1) ?? '',
		/^The history in .*log is damaged at byte \d+; the file was left as it is\.$/,
	);
	assert.deepEqual(readFileSync(file), bytes);
});

test('a history that is changed on the disk while the room is open ends the room, with a sentence, and is shown to nobody', async t => {
	const home = newHome();
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	for (let n = 1; n <= 2600; n++) {
		host.say(`n ${n}`);
	}

	await host.waitForEvent(isMessage('n 2600'));
	const file = path.join(home, 'rooms', 'main', 'log');
	const bytes = readFileSync(file);
	const place = bytes.indexOf('n 100"');
	bytes.writeUInt8(0x4e, place);
	writeFileSync(file, bytes);
	const peer = await connectSecurely(t, port, testCode);
	peer.send({type: 'hello', v: 1, sid: 'a'.repeat(32), since: 0, name: 'bob'});
	await peer.frame('welcome');
	peer.send({type: 'older', before: 200, limit: 150});
	const close = await peer.frame('close');
	assert.equal(close.code, 'disk');
	assert.equal(peer.text.includes('N 100"'), false);
	assert.equal((await host.exited).code, 1);
	assert.match(
		host.errors().at(-1) ?? '',
		/^Something has changed the history of this room on the disk while it was open\./,
	);
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
	'a disk that is full stops the room, says so to all, and loses nothing that was acknowledged',
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
		assert.match(host.errors().at(-1) ?? '', /^The log of this room cannot be written \(ENOSPC\)\./);
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

test('a newcomer to a long room is sent the last 500 messages, one who was away all that it missed', async t => {
	const env = {SOCKET_CHAT_HOME: newHome()};
	const {host, port} = await startHost(t, [], {env});
	const bob = startJoin(t, port, ['--name', 'bob', '--json', '--stay']);
	host.say('first');
	await bob.waitForEvent(isMessage('first'));
	bob.kill('SIGSTOP');
	for (let n = 1; n <= 700; n++) {
		host.say(`n ${n}`);
	}

	await host.waitForEvent(isMessage('n 700'));
	const carol = startJoin(t, port, ['--name', 'carol', '--json', '--stay']);
	await carol.waitForEvent(isMessage('n 700'));
	assert.equal(textsOf(carol).length, 500);
	assert.equal(textsOf(carol)[0], 'n 201');
	bob.kill('SIGCONT');
	await bob.waitForEvent(isMessage('n 700'));
	assert.equal(textsOf(bob).length, 701);
});

test('where nothing can be kept, a host says so and ends with 1, and a join says so and talks', async t => {
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
