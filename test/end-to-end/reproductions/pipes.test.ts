import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {emptyHome, startProcess, type LineProcess} from '../../helpers/line-process.ts';
import {hostCommand, isMessage, isPeer, joinCommand, program, startHost, startJoin} from '../../helpers/program.ts';
import {openShell} from '../../helpers/shell.ts';
import {startUnread} from '../../helpers/unread-process.ts';
import {until} from '../../helpers/until.ts';

/** Where a parent's signals can be read, and /dev/full is. */
const needsLinux = {skip: process.platform !== 'linux' && 'needs Linux'};

/** More than any pipe or socket takes before it is read. */
const lineCount = 2000;
const long = 'x'.repeat(900);

/** A client with much output that nobody reads, in a room that has ended. */
const startUnreadClient = async (t: TestContext) => {
	const {host, port} = await startHost(t);
	const join = startUnread(t, joinCommand(port, '--name', 'bob', '--stay', '--json'));
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.stdin.write(Array.from({length: lineCount}, (_, index) => `${index} ${long}\n`).join(''));
	await host.waitForEvent(isMessage(`${lineCount - 1} ${long}`));
	return {host, join};
};

test('A: a reader that starts late gets all output, after the room has ended', async t => {
	const {host, join} = await startUnreadClient(t);
	host.say('bye');
	await join.waitForError('The host closed the room.');
	// Longer than a program would wait that does not wait for its reader.
	await delay(1500);
	assert.ok(join.isRunning());
	const output = await join.readAll();
	const texts = output.split('\n').filter(line => line.includes('"type":"message"'));
	assert.equal(texts.length, lineCount);
	assert.equal(await join.exited, 0);
});

test('A: a signal ends a program whose output is not read, with a sentence and a code', async t => {
	const {host, join} = await startUnreadClient(t);
	host.say('bye');
	await join.waitForError('The host closed the room.');
	await until(() => {
		join.kill('SIGINT');
		return !join.isRunning();
	});
	assert.equal(await join.exited, 130);
	assert.match(join.errors(), /\nNot read from standard output, and lost: \d+ bytes\.\n$/);
});

test('A: one signal is enough to end a program whose output is not read', async t => {
	const {join} = await startUnreadClient(t);
	join.kill('SIGTERM');
	assert.equal(await join.exited, 1);
	assert.match(join.errors(), /\nNot read from standard output, and lost: \d+ bytes\.\n$/);
});

test('A: a reader that goes away ends the wait for it, quietly', async t => {
	const {host, join} = await startUnreadClient(t);
	host.say('bye');
	await join.waitForError('The host closed the room.');
	join.closeOutput();
	assert.equal(await join.exited, 0);
	assert.doesNotMatch(join.errors(), /EPIPE/);
});

test('A: a full disk under standard output is said, and the exit code is 1', needsLinux, async t => {
	const {port} = await startHost(t);
	const run = (script: string, ...command: readonly string[]) =>
		startProcess(t, ['sh', '-c', script, 'sh', ...command]);
	const full = 'Standard output cannot be written: the disk is full.';
	const version = run('exec "$@" > /dev/full', ...program, '--version');
	assert.equal((await version.exited).code, 1);
	assert.deepEqual(version.errors(), [full]);
	const join = run('exec "$@" > /dev/full', ...joinCommand(port, '--name', 'bob', '--stay'));
	join.say('hello');
	assert.equal((await join.exited).code, 1);
	assert.ok(join.errors().includes(full));
});

test('A: help that is read only in part ends quietly', async t => {
	for (const page of [['--help'], ['help', 'join']]) {
		const help = startProcess(t, [
			'bash',
			'-o',
			'pipefail',
			'-c',
			'"$@" | head -c 1; exit',
			'bash',
			...program,
			...page,
		]);
		assert.equal((await help.exited).code, 0);
		assert.deepEqual(help.errors(), []);
	}
});

test('B: a host goes on when nobody reads its standard error any more', async t => {
	const host = startUnread(t, hostCommand('--plain', '--stop-on', 'halt'));
	await host.waitForError('\ncode ');
	const port = Number(/^listen 127\.0\.0\.1:(\d+)$/m.exec(host.errors())?.[1]);
	host.closeErrors();
	for (let count = 0; count < 3; count++) {
		const socket = connect(port, '127.0.0.1').resume();
		socket.end();
		await new Promise(resolve => {
			socket.on('close', resolve);
		});
	}

	const output = host.readAll();
	const join = startJoin(t, port, ['--name', 'bob']);
	join.stdin.end('halt\n');
	assert.equal((await join.exited).code, 0);
	assert.match(await output, /^bob: halt$/m);
	assert.equal(await host.exited, 0);
});

test('B: a client whose output and log go to the same reader ends quietly with it', async t => {
	const {host, port} = await startHost(t);
	const join = startProcess(t, [
		'bash',
		'-o',
		'pipefail',
		'-c',
		'"$@" --stay 2>&1 < /dev/null | head -n 1',
		'bash',
		...joinCommand(port, '--name', 'bob'),
	]);
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.say('one');
	host.say('two');
	assert.equal((await join.exited).code, 0);
	assert.deepEqual(join.errors(), []);
});

for (const [closed, script] of [
	['standard error', 'exec "$@" 2>&-'],
	['standard output', 'exec "$@" >&-'],
	['both', 'exec "$@" >&- 2>&-'],
] as const) {
	test(`B: a client started with ${closed} closed sends its input, and exits with 0`, async t => {
		const {host, port} = await startHost(t);
		const join = startProcess(t, ['sh', '-c', script, 'sh', ...joinCommand(port, '--name', 'bob')]);
		join.stdin.end('hello\n');
		assert.equal((await join.exited).code, 0);
		await host.waitForEvent(isMessage('hello'));
	});
}

test('B: without standard input a client has nothing to send, and a host stays', async t => {
	const {host, port} = await startHost(t, ['--stop-on', 'halt']);
	const join = startProcess(t, ['sh', '-c', 'exec "$@" <&-', 'sh', ...joinCommand(port, '--name', 'bob')]);
	assert.equal((await join.exited).code, 0);
	await host.waitForEvent(isPeer('left', 'bob'));
});

/** Runs `"$@"` with the script's input, and prints its process id. */
const inBackground = '"$@" <&3 & echo "pid $!"; wait';

const readPid = async (parent: LineProcess): Promise<number> =>
	Number(/\d+/.exec(await parent.waitForLine(/^pid \d+$/))?.[0]);

for (const [how, signal, start] of [
	["trap '' HUP", 'SIGHUP', ['sh', '-c', `exec 3<&0; trap '' HUP; ${inBackground}`]],
	["trap '' TERM", 'SIGTERM', ['sh', '-c', `exec 3<&0; trap '' TERM; ${inBackground}`]],
	["trap '' INT", 'SIGINT', ['bash', '-c', `exec 3<&0; trap '' INT; ${inBackground}`]],
	['nohup', 'SIGHUP', ['bash', '-c', `exec 3<&0; nohup ${inBackground}`]],
] as const) {
	test(`D: a client started with ${how} goes on at ${signal}`, needsLinux, async t => {
		const {host, port} = await startHost(t);
		const parent = startProcess(t, [...start, 'sh', ...joinCommand(port, '--name', 'bob', '--stay')]);
		const pid = await readPid(parent);
		await host.waitForEvent(isPeer('joined', 'bob'));
		process.kill(pid, signal);
		for (const text of ['one', 'two', 'three']) {
			parent.say(text);
			await host.waitForEvent(isMessage(text));
		}

		parent.say('bye');
		await parent.exited;
		assert.deepEqual(parent.errors().slice(-1), ['You have left.']);
	});
}

for (const signal of ['SIGHUP', 'SIGTERM'] as const) {
	test(`D: ${signal} ends a client in a pipe that was not started to ignore it`, async t => {
		const {host, port} = await startHost(t);
		const join = startJoin(t, port, ['--name', 'bob', '--stay']);
		await host.waitForEvent(isPeer('joined', 'bob'));
		join.kill(signal);
		assert.equal((await join.exited).code, 0);
	});
}

for (const name of ['bash', 'dash']) {
	test(`D: a host that ${name} started with nohup outlives its terminal`, needsLinux, async t => {
		const folder = emptyHome();
		mkdirSync(folder, {recursive: true});
		const log = path.join(folder, 'log');
		const shell = await openShell(t, {
			shell: name === 'bash' ? ['bash', '--norc', '--noprofile', '--noediting'] : ['dash', '-i'],
			env: {RUN: hostCommand('--hidden').join(' '), LOG: log, PID: path.join(folder, 'pid')},
			columns: 120,
		});
		shell.type('nohup $RUN < /dev/null > "$LOG" 2>&1 & echo $! > "$PID"\r');
		const port = await until(
			() => existsSync(log) && /^listen 127\.0\.0\.1:(\d+)\n/m.exec(readFileSync(log, 'utf8'))?.[1],
		);
		const pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
		t.after(() => {
			process.kill(pid, 'SIGTERM');
		});
		// What a shell does when its window is closed: it sends SIGHUP to its jobs, and ends.
		shell.kill('SIGHUP');
		await shell.exited;
		process.kill(pid, 'SIGHUP');
		const join = startJoin(t, Number(port), ['--name', 'bob']);
		join.stdin.end('hello\n');
		assert.equal((await join.exited).code, 0, join.errors().join('\n'));
	});
}
