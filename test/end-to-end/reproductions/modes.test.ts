import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {temporaryFolder} from '../../storage/folder.ts';
import {emptyHome, newHome, testCode} from '../../helpers/line-process.ts';
import {hostCommand, isPeer, joinCommand, program, startHost} from '../../helpers/program.ts';
import {connectSecurely} from '../../helpers/raw-peer.ts';
import {openHost} from '../../helpers/screen-programs.ts';
import {isAtPrompt, openShell} from '../../helpers/shell.ts';
import {openTerminal, type Terminal} from '../../helpers/terminal.ts';
import {openTmux, skipWithoutTmux} from '../../helpers/tmux.ts';
import {until} from '../../helpers/until.ts';

const quoted = (command: readonly string[]) => command.map(word => `'${word}'`).join(' ');
const skipOnWindows = process.platform === 'win32' && 'needs a POSIX terminal';

/**
A module that is loaded before the program. Writes the terminal's settings into a file at the moment
when the program asks the terminal for something that it may answer.
*/
const watchRequests = (file: string) =>
	`data:text/javascript,${encodeURIComponent(String.raw`
		import fs from 'node:fs';
		import {spawnSync} from 'node:child_process';
		const {appendFileSync, writeSync} = fs;
		fs.writeSync = (descriptor, bytes, ...rest) => {
			const text = Buffer.from(bytes).toString();
			for (const request of ['[?1004h', '[?2004h', '[?1000h', '[?1049h', ']11;?']) {
				if (text.includes(request)) {
					const settings = spawnSync('stty', ['-a'], {stdio: [0, 'pipe', 'pipe'], encoding: 'utf8'}).stdout;
					const flags = settings.split(/[^-a-z]+/).filter(flag => /^-?(?:icanon|echo)$/.test(flag)).sort();
					appendFileSync(${JSON.stringify(file)}, request + ' ' + flags.join(' ') + '\n');
				}
			}

			return writeSync(descriptor, bytes, ...rest);
		};
	`)}`;

test(
	'2: the terminal neither echoes nor edits when the program asks it for anything, at the start and after fg',
	{skip: skipOnWindows},
	async t => {
		const file = path.join(temporaryFolder(t), 'requests');
		writeFileSync(file, '');
		const home = newHome();
		writeFileSync(path.join(home, 'settings'), 'mouse = on\n');
		const shell = await openShell(t, {columns: 120, rows: 30, env: {SOCKET_CHAT_HOME: home, COLORFGBG: undefined}});
		const [node = '', ...rest] = hostCommand();
		shell.type(`${quoted([node, '--import', watchRequests(file).replaceAll("'", '%27'), ...rest])}\r`);
		await shell.waitFor('1 here');
		const requests = () => readFileSync(file, 'utf8').trim().split('\n');
		const wanted = ['[?1004h', '[?2004h', '[?1000h', '[?1049h'];
		const areAll = (lines: readonly string[]) => wanted.every(request => lines.some(line => line.startsWith(request)));
		await until(() => areAll(requests()) && requests().some(line => line.startsWith(']11;?')), {
			describe: () => requests().join('\n'),
		});
		const {length} = requests();
		shell.press('Ctrl+Z');
		await shell.waitFor(/stopped|suspended/i);
		shell.type('fg\r');
		await until(() => areAll(requests().slice(length)), {describe: () => requests().join('\n')});
		for (const line of requests()) {
			assert.match(line, / -echo -icanon$/);
		}
	},
);

for (const escapeTime of [500, 10]) {
	test(
		`2: in tmux with focus-events on and escape-time ${escapeTime}, the first row is the header, at the start and after fg`,
		{skip: skipWithoutTmux},
		async t => {
			const env = {PS1: '$ ', ENV: undefined, HISTFILE: undefined};
			const terminal = openTmux(t, ['bash', '--norc', '--noprofile'], {
				columns: 100,
				rows: 24,
				escapeTime,
				focusEvents: true,
				env,
			});
			await terminal.waitFor(isAtPrompt);
			terminal.write('\u{1B}[I');
			terminal.type(`clear; ${quoted(hostCommand())}\r`);
			const isWhole = (screen: readonly string[]) =>
				/^ socket-chat .* 1 here .*● listening$/.test(screen[0] ?? '') && /^ .*(?:Enter|bye)/.test(screen.at(-1) ?? '');
			await terminal.waitFor(isWhole);
			terminal.type('typed');
			await terminal.waitFor(screen => isWhole(screen) && screen.join('\n').includes('› typed'));
			terminal.press('Ctrl+Z');
			await terminal.waitFor(/Stopped/);
			terminal.type('fg\r');
			await terminal.waitFor(screen => isWhole(screen) && screen.join('\n').includes('› typed'));
			terminal.type('!');
			await terminal.waitFor('› typed!');
			assert.doesNotMatch(terminal.text(), /\^\[/);
		},
	);
}

for (const [name, command, isReady] of [
	['a host on the screen', () => hostCommand(), /1 here[^]*127\.0\.0\.1:([1-9]\d*)/],
	['the prompt for the code', joinCommand, /Code ›/],
	['the list of rooms', () => [...program, 'join'], /type an address/],
	['linear mode', () => hostCommand('--linear'), /The room is open/],
] as const) {
	test(`C: ${name} ends quietly when its terminal is closed`, {skip: skipOnWindows}, async t => {
		const {port} = await startHost(t);
		const terminal = openTerminal(t, command(port), {
			columns: 120,
			rows: 30,
			env: {SOCKET_CHAT_CODE: undefined, SOCKET_CHAT_HOME: emptyHome()},
		});
		await terminal.waitFor(isReady);
		terminal.hangUp();
		assert.deepEqual(await terminal.exited, {exitCode: 0, signal: undefined});
	});
}

test('C: the others are told when the terminal of a host is closed', {skip: skipOnWindows}, async t => {
	const {terminal, port} = await openHost(t, {columns: 120, rows: 30});
	// In this process: a child process would keep the terminal open.
	const peer = await connectSecurely(t, port, testCode);
	peer.send({type: 'hello', v: 1, sid: 'a'.repeat(32), since: 0, name: 'bob'});
	await terminal.waitFor('2 here');
	terminal.hangUp();
	await peer.frame('close');
	assert.deepEqual(await terminal.exited, {exitCode: 0, signal: undefined});
});

test('C: the others are told when the terminal of a client is closed', {skip: skipOnWindows}, async t => {
	const {host, port} = await startHost(t);
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'), {columns: 120, rows: 30});
	await terminal.waitFor('● connected');
	terminal.hangUp();
	await host.waitForEvent(isPeer('left', 'bob'));
	assert.deepEqual(await terminal.exited, {exitCode: 0, signal: undefined});
});

const saidIn = async (terminal: Terminal, sentence: string) => {
	await terminal.waitFor(screen => screen.includes(sentence) && isAtPrompt(screen));
	assert.equal(terminal.isAlternate(), true, 'tmux itself is on the alternate screen');
};

for (const [name, leave, sentence] of [
	['bye', async (terminal: Terminal) => terminal.submit('bye'), 'You closed the room.'],
	['SIGTERM', async () => undefined, 'The room is closed.'],
] as const) {
	test(
		`Z: without an alternate screen, the last words after ${name} stand alone in their row`,
		{skip: skipWithoutTmux},
		async t => {
			const terminal = openTmux(t, ['bash', '--norc', '--noprofile'], {
				columns: 100,
				rows: 24,
				config: ['setw -g alternate-screen off'],
				env: {PS1: '$ ', ENV: undefined, HISTFILE: undefined},
			});
			await terminal.waitFor(isAtPrompt);
			const pid = path.join(temporaryFolder(t), 'pid');
			terminal.type(`sh -c 'echo $$ > ${pid}; exec "$@"' sh ${quoted(hostCommand())}\r`);
			await terminal.waitFor(/1 here[\s\S]*bye/);
			await leave(terminal);
			if (name === 'SIGTERM') {
				process.kill(Number(readFileSync(pid, 'utf8')));
			}

			await saidIn(terminal, sentence);
		},
	);
}
