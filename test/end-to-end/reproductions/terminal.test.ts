import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {constants} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {temporaryFolder} from '../../storage/folder.ts';
import {hostCommand, isMessage, joinCommand, startHost} from '../../helpers/program.ts';
import {openShell} from '../../helpers/shell.ts';
import type {Terminal} from '../../helpers/terminal.ts';
import {until} from '../../helpers/until.ts';

const quoted = (command: readonly string[]) => command.map(word => `'${word}'`).join(' ');
const skip = process.platform === 'win32' && 'needs a POSIX terminal';
/** Dash does not restore what a program leaves behind. */
const dash = {shell: ['dash', '-i']};

const isRestored = (shell: Terminal) => {
	const {alternateScreen, bracketedPaste, cursorVisible, focusEvents, mouse, wraparound} = shell.modes();
	return (
		shell.isCooked() &&
		!alternateScreen &&
		!bracketedPaste &&
		cursorVisible &&
		!focusEvents &&
		mouse === 'none' &&
		wraparound
	);
};

const restored = async (shell: Terminal) => {
	await until(() => isRestored(shell), {describe: () => `${JSON.stringify(shell.modes())}\n${shell.text()}`});
};

for (const size of ['cols 65535', 'rows 0 cols 0', 'rows 1 cols 1', 'rows 65535 cols 65535']) {
	test(`AI: at ${size} a frame of limited size is drawn, and SIGTERM ends the program`, {skip}, async t => {
		const shell = await openShell(t, dash);
		const before = shell.raw().length;
		shell.type(`stty ${size}; ${quoted(hostCommand())}\r`);
		await until(() => shell.raw().includes(']2;socket-chat', before), {describe: () => shell.raw().slice(-300)});
		process.kill(shell.foreground());
		await until(() => shell.raw().includes('The room is closed.'), {describe: () => shell.raw().slice(-300)});
		await restored(shell);
		assert.ok(shell.raw().length - before < 2_000_000);
	});
}

for (const [name, command, isReady] of [
	['a chat', () => hostCommand(), '1 here'],
	['the prompt for the code', joinCommand, 'Code ›'],
] as const) {
	test(`AJ: SIGUSR1 opens no debugger in ${name} and prints nothing`, {skip}, async t => {
		const {port} = await startHost(t);
		const shell = await openShell(t, {...dash, columns: 100, env: {SOCKET_CHAT_CODE: undefined}});
		shell.type(`${quoted(command(port))}\r`);
		await shell.waitFor(isReady);
		const pid = shell.foreground();
		process.kill(pid, 'SIGUSR1');
		// A second signal comes after the first was handled, and so does the text.
		process.kill(pid, 'SIGUSR1');
		shell.type('typed');
		await shell.waitFor('› typed');
		shell.type(' more');
		await shell.waitFor('› typed more');
		assert.doesNotMatch(shell.raw(), /ebugger/);
	});
}

test('AJ: SIGUSR1 opens no debugger in a script', {skip}, async t => {
	const {host} = await startHost(t);
	host.kill('SIGUSR1');
	host.kill('SIGUSR1');
	for (const text of ['one', 'two']) {
		host.say(text);
		await host.waitForEvent(isMessage(text));
	}

	assert.equal(host.errors().join(''), '');
});

test('AJ: what Node prints to standard error waits until the screen is left', {skip}, async t => {
	const shell = await openShell(t, {...dash, columns: 100, env: {NODE_DEBUG: 'net'}});
	shell.type(`${quoted(hostCommand())}\r`);
	await shell.waitFor('1 here');
	await until(() => shell.isAlternate());
	shell.type('typed');
	await shell.waitFor('› typed');
	assert.doesNotMatch(shell.raw(), /NET \S*\d+/);
	process.kill(shell.foreground());
	await until(() => /NET \S*\d+[^]*The room is closed/.test(shell.mainScreen().join('\n')), {
		describe: () => shell.mainScreen().join('\n'),
	});
	await restored(shell);
});

for (const signal of ['SIGQUIT', 'SIGUSR2', 'SIGALRM'] as const) {
	test(`C: ${signal}, which nothing else handles, ends the program with the terminal restored`, {skip}, async t => {
		const shell = await openShell(t, {...dash, columns: 100});
		shell.type(`ulimit -c 0; ${quoted(hostCommand())}; echo "ended with $?"\r`);
		await shell.waitFor('1 here');
		process.kill(shell.foreground(), signal);
		await shell.waitFor(`ended with ${128 + constants.signals[signal]}`);
		await restored(shell);
	});
}

test('C: after an unhandled rejection the terminal is restored, with one sentence', {skip}, async t => {
	const shell = await openShell(t, {...dash, columns: 100});
	const fuse = path.join(temporaryFolder(t), 'fuse');
	const bomb = `data:text/javascript,import fs from 'node:fs';setInterval(()=>{if(fs.existsSync('${fuse}'))Promise.reject(new Error('a test says boom'))},20)`;
	const [node = '', ...rest] = hostCommand();
	shell.type(`${quoted([node, '--import', bomb, ...rest])}; echo "ended with $?"\r`.replace(`'${bomb}'`, `"${bomb}"`));
	await shell.waitFor('1 here');
	writeFileSync(fuse, '');
	await shell.waitFor('ended with 1');
	await shell.waitFor('socket-chat stopped because of an internal error: a test says boom');
	await restored(shell);
});
