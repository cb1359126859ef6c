import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {connectTo} from '../helpers/raw-peer.ts';
import {hostCommand, joinCommand, startHost} from '../helpers/program.ts';
import {openShell} from '../helpers/shell.ts';
import type {Terminal} from '../helpers/terminal.ts';
import {temporaryFolder} from '../storage/folder.ts';
import {until} from '../helpers/until.ts';
import {interrupt, say} from '../helpers/screen-programs.ts';

const ends: ReadonlyArray<{name: string; end: (terminal: Terminal) => void; sentence: string}> = [
	{
		name: 'bye',
		end(terminal) {
			terminal.type('bye');
			void terminal.waitFor(/› bye/).then(() => {
				terminal.press('Enter');
			});
		},
		sentence: 'You closed the room.',
	},
	{
		name: 'Ctrl+C',
		end(terminal) {
			void interrupt(terminal);
		},
		sentence: 'You closed the room.',
	},
	...(['SIGTERM', 'SIGHUP'] as const).map(signal => ({
		name: signal,
		end(terminal: Terminal) {
			process.kill(terminal.foreground(), signal);
		},
		sentence: 'The room is closed.',
	})),
];

const quoted = (command: readonly string[]) => command.map(word => `'${word}'`).join(' ');

/** Waits until nothing of the program is left in the terminal but its last sentence. */
const restored = async (shell: Terminal, sentence: string) => {
	const state = () => ({
		isAlternate: shell.isAlternate(),
		isCooked: shell.isCooked(),
		isCursorVisible: shell.cursor().visible,
		isPasteBracketed: shell.modes().bracketedPaste,
		isWrapping: shell.modes().wraparound,
		isSaid: shell.mainScreen().join('\n').includes(sentence),
	});
	const whole = {
		isAlternate: false,
		isCooked: true,
		isCursorVisible: true,
		isPasteBracketed: false,
		isWrapping: true,
		isSaid: true,
	};
	await until(() => JSON.stringify(state()) === JSON.stringify(whole), {
		describe: () => `${JSON.stringify(state())}\n${shell.text()}`,
	});
	assert.match(shell.text(), /stood here before/);
};

for (const {name, end, sentence} of ends) {
	test(`after ${name} the terminal is restored, with a sentence on the main screen`, async t => {
		// Dash does not restore what a program leaves behind.
		const shell = await openShell(t, {shell: ['dash', '-i']});
		await shell.submit('echo stood here before');
		shell.type(`${quoted(hostCommand())}\r`);
		await shell.waitFor('1 here');
		await until(() => !shell.isCooked());
		assert.equal(shell.isAlternate(), true);
		end(shell);
		await restored(shell, sentence);
	});
}

test('after an uncaught error the terminal is restored, with one sentence and no stack', async t => {
	const shell = await openShell(t, {shell: ['dash', '-i']});
	await shell.submit('echo stood here before');
	// A module that is loaded before the program throws into it once the test has made a file.
	const fuse = path.join(temporaryFolder(t), 'fuse');
	const bomb = `data:text/javascript,import fs from 'node:fs';setInterval(()=>{if(fs.existsSync('${fuse}'))throw new Error('a test says boom')},20)`;
	const [node = '', ...rest] = hostCommand();
	shell.type(`${quoted([node, '--import', bomb, ...rest])}; echo "ended with $?"\r`.replace(`'${bomb}'`, `"${bomb}"`));
	await shell.waitFor('1 here');
	writeFileSync(fuse, '');
	await shell.waitFor('ended with 1');
	await restored(shell, 'socket-chat stopped because of an internal error: a test says boom');
	assert.doesNotMatch(shell.text(), /at .*:\d+:\d+/);
});

test('a client that ends names what was not delivered', async t => {
	const {host, port} = await startHost(t);
	const shell = await openShell(t);
	shell.type(`${quoted(joinCommand(port, '--name', 'bob'))}; echo "ended with $?"\r`);
	await shell.waitFor('● connected');
	await until(() => !shell.isCooked());
	host.kill('SIGSTOP');
	await say(shell, 'never heard');
	await shell.waitFor(/never heard …/);
	await interrupt(shell);
	await shell.waitFor('ended with 1');
	assert.match(shell.text(), /Not acknowledged, but it may have arrived: never heard/);
	host.kill('SIGCONT');
});

test('after a screen is left, what its sockets did at the end stands on the terminal, then the reason', async t => {
	const shell = await openShell(t, {shell: ['dash', '-i']});
	shell.type(`${quoted(hostCommand('--plain'))}\r`);
	const [, port] = await shell.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	await until(() => !shell.isCooked());
	const peer = await connectTo(t, Number(port));
	const {localPort} = peer.socket;
	peer.send('hi\n');
	await shell.waitFor(/nc-1.* hi/);
	peer.socket.on('end', () => {
		peer.socket.end();
	});
	await say(shell, 'bye');
	await shell.waitFor('This closes the room for 1 other.');
	shell.press('Enter');
	await until(() => shell.mainScreen().join('\n').includes('You closed the room.'));
	const end = shell.mainScreen().join('\n');
	const verbs = [...end.matchAll(/^\d\d:\d\d:\d\d\.\d{3} (#\d (?:bye|shutdown|end|close)) /gm)].map(([, verb]) => verb);
	assert.deepEqual(
		verbs.filter(verb => verb !== '#1 close'),
		['#2 bye', '#2 shutdown', '#2 end', '#2 close'],
	);
	assert.ok(verbs.includes('#1 close'));
	assert.match(end, new RegExp(String.raw`#2 close .*127\.0\.0\.1:${localPort}`));
	assert.ok(end.indexOf('#2 close') < end.indexOf('You closed the room.'));
});
