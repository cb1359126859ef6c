import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import process from 'node:process';
import test from 'node:test';
import {emptyHome} from '../../helpers/line-process.ts';
import {hostCommand, isMessage, joinCommand, program, startHost} from '../../helpers/program.ts';
import {openHost} from '../../helpers/screen-programs.ts';
import {openShell} from '../../helpers/shell.ts';
import type {Terminal} from '../../helpers/terminal.ts';
import {until} from '../../helpers/until.ts';

const quoted = (command: readonly string[]) => command.map(word => `'${word}'`).join(' ');
const skip = process.platform !== 'linux' && 'needs /proc';

/** Returns true if the program is stopped, and the shell is in the foreground. */
const isStopped = (shell: Terminal, pid: number) => {
	const {stdout} = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'});
	return stdout.startsWith('T') && shell.foreground() !== pid;
};

const stopped = async (shell: Terminal, pid: number) => {
	await until(() => isStopped(shell, pid), {describe: () => shell.text()});
};

/** Returns how often the kernel has taken the processor from the program: it grows as that runs. */
const countSwitches = (pid: number): number => {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return [...status.matchAll(/ctxt_switches:\s+(?<count>\d+)/g)].reduce(
		(sum, {groups}) => sum + Number(groups?.count),
		0,
	);
};

const isWhole = (screen: readonly string[], rows: number) =>
	screen.length === rows &&
	/ 1 here .*● listening$/.test(screen[0] ?? '') &&
	/^ \S.*(?:F1|Ctrl\+C)/.test(screen.at(-1) ?? '');

/** Waits until the screen is whole and in raw mode with all that it needs, and takes keys. */
const isBack = async (shell: Terminal, draft: string) => {
	await shell.waitFor(screen => isWhole(screen, shell.rows) && screen.join('\n').includes(`› ${draft}`));
	await until(() => {
		const {alternateScreen, bracketedPaste, focusEvents, wraparound} = shell.modes();
		return !shell.isCooked() && alternateScreen && bracketedPaste && focusEvents && !wraparound;
	});
};

const stops: Readonly<Record<string, (shell: Terminal, pid: number) => void>> = {
	'Ctrl+Z'(shell) {
		shell.press('Ctrl+Z');
	},
	SIGTSTP(_shell, pid) {
		process.kill(pid, 'SIGTSTP');
	},
	SIGSTOP(_shell, pid) {
		process.kill(pid, 'SIGSTOP');
	},
};

for (const [name, command] of [
	['bash', ['bash', '--norc', '--noprofile']],
	['dash', ['dash', '-i']],
	['zsh', ['zsh', '-f']],
	['fish', ['fish', '--no-config', '-C', String.raw`function fish_prompt; echo "\$ "; end`]],
] as const) {
	const isInstalled = spawnSync(name, ['-c', 'true']).status === 0;
	test(
		`K: in ${name}, fg brings back the whole screen after Ctrl+Z, SIGTSTP and SIGSTOP, in the window's new size`,
		{skip: skip || (!isInstalled && `needs ${name}`)},
		async t => {
			const shell = await openShell(t, {shell: command, columns: 100, rows: 24});
			shell.type(`${quoted(hostCommand())}\r`);
			await shell.waitFor('1 here');
			shell.type('draft');
			await isBack(shell, 'draft');
			let draft = 'draft';
			for (const [index, stop] of Object.values(stops).entries()) {
				const pid = shell.foreground();
				stop(shell, pid);
				await stopped(shell, pid);
				shell.resize(100 + index, 25 + index);
				// LF: after SIGSTOP, dash leaves the terminal in raw mode.
				shell.type('fg\n');
				await isBack(shell, draft);
				shell.type('!');
				draft += '!';
				await shell.waitFor(`› ${draft}`);
			}
		},
	);
}

test('K: a stopped program has given back the terminal, when it was stopped from outside as well', {skip}, async t => {
	const shell = await openShell(t, {shell: ['dash', '-i'], columns: 100, rows: 24});
	shell.type('echo stood here before\r');
	shell.type(`${quoted(hostCommand())}\r`);
	await shell.waitFor('1 here');
	const pid = shell.foreground();
	process.kill(pid, 'SIGTSTP');
	await stopped(shell, pid);
	await until(() => shell.isCooked());
	await shell.waitFor('stood here before');
	const {alternateScreen, bracketedPaste, cursorVisible, focusEvents, mouse, wraparound} = shell.modes();
	assert.deepEqual(
		{alternateScreen, bracketedPaste, cursorVisible, focusEvents, mouse, wraparound},
		{
			alternateScreen: false,
			bracketedPaste: false,
			cursorVisible: true,
			focusEvents: false,
			mouse: 'none',
			wraparound: true,
		},
	);
});

test('K: started in the background, nothing is drawn before fg', {skip}, async t => {
	const shell = await openShell(t, {columns: 100, rows: 24});
	shell.type(`${quoted(hostCommand())} &\r`);
	await shell.waitFor(/\[1] (\d+)/);
	const [, pid] = await shell.waitFor(/\[1] (\d+)/);
	await stopped(shell, Number(pid));
	assert.doesNotMatch(shell.raw(), /\[\?1049h|\[\?1004h/);
	assert.equal(shell.isCooked(), true);
	shell.type('fg\r');
	await isBack(shell, 'type');
	shell.type('typed');
	await shell.waitFor('› typed');
});

test('K: continued in the background, the program stops again and the shell keeps its terminal', {skip}, async t => {
	const shell = await openShell(t, {columns: 100, rows: 24});
	shell.type(`${quoted(hostCommand())}\r`);
	await shell.waitFor('1 here');
	const pid = shell.foreground();
	for (const stop of Object.values(stops)) {
		stop(shell, pid);
		await stopped(shell, pid);
		const before = countSwitches(pid);
		shell.type('clear; bg\r');
		await shell.waitFor(/^\[1]/m);
		// A program that has not run since is still stopped as before.
		await until(() => countSwitches(pid) > before, {describe: () => shell.text()});
		await stopped(shell, pid);
		assert.equal(shell.isCooked(), true);
		assert.doesNotMatch(shell.text(), /1 here/);
		shell.type('fg\r');
		await isBack(shell, 'type');
	}
});

test('K: a stopped program that is ended leaves the terminal to the shell', {skip}, async t => {
	const shell = await openShell(t, {columns: 100, rows: 24});
	for (const stop of Object.values(stops)) {
		shell.type(`clear; ${quoted(hostCommand())}\r`);
		await shell.waitFor('1 here');
		const pid = shell.foreground();
		stop(shell, pid);
		await stopped(shell, pid);
		shell.type('kill %1; wait; clear\r');
		await until(() => spawnSync('ps', ['-p', String(pid)]).status !== 0, {describe: () => shell.text()});
		await until(() => shell.isCooked() && !shell.isAlternate() && shell.modes().wraparound);
	}
});

test('K: where no shell can continue the program, Ctrl+Z and SIGTSTP leave it usable', {skip}, async t => {
	const {terminal} = await openHost(t, {columns: 100, rows: 24});
	for (const [index, stop] of [stops['Ctrl+Z'], stops.SIGTSTP].entries()) {
		const {length} = terminal.raw();
		stop?.(terminal, terminal.pid);
		await until(() => terminal.raw().includes('\u{1B}[?1049l', length));
		await until(() => terminal.raw().lastIndexOf('\u{1B}[?1049h') > terminal.raw().lastIndexOf('\u{1B}[?1049l'));
		terminal.type(`typed ${index} `);
		await isBack(terminal, index === 0 ? 'typed 0' : 'typed 0 typed 1');
	}
});

test('K: under a program that waits for it, as npx does, all of the job is stopped and continued', {skip}, async t => {
	const shell = await openShell(t, {columns: 100, rows: 24});
	shell.type(`sh -c '"$@"; echo "ended with $?"' sh ${quoted(hostCommand())}\r`);
	await shell.waitFor('1 here');
	const group = shell.foreground();
	const {stdout} = spawnSync('pgrep', ['-P', String(group)], {encoding: 'utf8'});
	process.kill(Number(stdout), 'SIGTSTP');
	await stopped(shell, group);
	shell.type('fg\r');
	await isBack(shell, 'type');
	process.kill(Number(stdout));
	await shell.waitFor('ended with 0');
});

for (const [name, command, text] of [
	['the prompt for the code', joinCommand, 'Code ›'],
	['the list of rooms', () => [...program, 'join'], 'type an address'],
] as const) {
	test(`K: ${name} comes back after Ctrl+Z, SIGTSTP and SIGSTOP`, {skip}, async t => {
		const {port} = await startHost(t);
		const shell = await openShell(t, {
			columns: 100,
			rows: 24,
			env: {SOCKET_CHAT_CODE: undefined, SOCKET_CHAT_HOME: emptyHome()},
		});
		shell.type(`${quoted(command(port))}\r`);
		await shell.waitFor(text);
		const pid = shell.foreground();
		for (const stop of Object.values(stops)) {
			stop(shell, pid);
			await stopped(shell, pid);
			shell.type('clear\r');
			shell.type('fg\r');
			await shell.waitFor(text);
			await until(() => !shell.isCooked() && shell.isAlternate());
		}

		shell.press('Ctrl+C');
		await until(() => shell.isCooked() && !shell.isAlternate());
	});
}

test('K: linear mode goes on after Ctrl+Z, SIGTSTP and SIGSTOP', {skip}, async t => {
	const {host, port} = await startHost(t);
	const shell = await openShell(t, {columns: 100, rows: 24});
	shell.type(`${quoted(joinCommand(port, '--linear', '--name', 'bob'))}\r`);
	await shell.waitFor('You are connected');
	const pid = shell.foreground();
	for (const [name, stop] of Object.entries(stops)) {
		stop(shell, pid);
		await stopped(shell, pid);
		shell.type('fg\r');
		await until(() => shell.foreground() === pid);
		shell.type(`after ${name}\r`);
		await host.waitForEvent(isMessage(`after ${name}`));
		host.say(`heard ${name}`);
		await shell.waitFor(`heard ${name}`);
	}
});
