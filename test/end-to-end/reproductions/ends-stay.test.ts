import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {openJoinScreen} from '../../helpers/hostile-screen.ts';
import {emptyHome, startProcess, testCode} from '../../helpers/line-process.ts';
import {isPeer, joinCommand, program, startHost} from '../../helpers/program.ts';
import {listenSecurely} from '../../helpers/raw-peer.ts';
import {openHost, openJoin} from '../../helpers/screen-programs.ts';
import {openShell} from '../../helpers/shell.ts';
import {temporaryFolder} from '../../storage/folder.ts';

const next = 'Scrolling, /find, /copy and /save still work, Ctrl+C leaves.';
const words = (screen: readonly string[]) => screen.join(' ').replaceAll(/\s+/g, ' ');
const says = (sentence: string) => (screen: readonly string[]) => words(screen).includes(sentence);

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	test(`3: at ${columns}×${rows} a client stays on its screen when the host closes the room, with its draft`, async t => {
		const {host, port} = await startHost(t);
		const folder = temporaryFolder(t);
		const join = await openJoin(t, port, {columns, rows, cwd: folder});
		for (let line = 1; line <= 60; line++) {
			host.say(`line ${line} of the talk`);
		}

		await join.waitFor('line 60 of the talk');
		join.type('half a thought');
		await join.waitFor('› half a thought');
		host.say('bye');
		await join.waitFor(says(`The host closed the room. ${next}`));
		assert.equal((await host.exited).code, 0);
		assert.match(join.screen()[0] ?? '', /✕ closed $|✕ closed$/);
		assert.match(join.text(), /› half a thought/);
		join.press('Enter');
		await join.waitFor(says('You are no longer in the room: nothing can be sent.'));
		assert.match(join.text(), /› half a thought/, 'what was not sent stays');
		join.press('Ctrl+C');
		await join.waitFor('› nothing can be sent any more');
		join.press('PageUp');
		await join.waitFor(screen => !screen.join('\n').includes('line 60 of'));
		await join.submit('/find line 7 of');
		await join.waitFor('line 7 of the talk');
		join.press('Escape');
		await join.waitFor('› nothing can be sent any more');
		const file = path.join(folder, 'talk.txt');
		await join.submit('/save talk.txt');
		await join.waitFor(() => existsSync(file));
		assert.match(readFileSync(file, 'utf8'), /alice: line 1 of the talk\n[^]*alice: line 60 of the talk\n/);
		await join.waitFor('› nothing can be sent any more');
		join.press('Ctrl+C');
		assert.equal((await join.exited).exitCode, 0);
		assert.match(join.mainScreen().join('\n'), /^The host closed the room\.$/m);
	});
}

test('3: a member that the host removes stays on its screen, and its exit code says so in the end', async t => {
	const {terminal: host, port} = await openHost(t, {columns: 100});
	const shell = await openShell(t, {columns: 100});
	shell.type(`${joinCommand(port, '--name', 'bob').join(' ')}; echo "ended with $?"\r`);
	await shell.waitFor('● connected');
	await shell.waitForRawMode();
	await host.submit('so far so good');
	await shell.waitFor('so far so good');
	await host.submit('/kick bob');
	await shell.waitFor(says(`The host has removed you from the room. ${next}`));
	assert.match(shell.text(), /so far so good/);
	assert.match(shell.text(), /✕ removed/);
	assert.match(shell.text(), /Peers 2 when last seen \d\d:\d\d/);
	assert.doesNotMatch(shell.text(), /●/, 'nobody is shown as present');
	// A signal ends it like a key, with the same reason.
	process.kill(shell.foreground(), 'SIGTERM');
	await shell.waitFor('ended with 3');
	assert.match(shell.text(), /^The host has removed you from the room\.$/m);
});

test('3: a member that left while the host closed the room is not kept', async t => {
	const server = await listenSecurely(t, testCode);
	const {terminal, peer} = await openJoinScreen(t, server);
	await terminal.submit('never acknowledged');
	await terminal.submit('bye');
	peer.send({type: 'close', code: 'bye', text: '', retry: false});
	assert.equal((await terminal.exited).exitCode, 1);
});

test('3: what is not delivered when the room closes is counted, printed at the end, and delivered by the next join', async t => {
	const home = emptyHome();
	const server = await listenSecurely(t, testCode);
	const {terminal, peer} = await openJoinScreen(t, server, {SOCKET_CHAT_HOME: home});
	await terminal.submit('one for later');
	await peer.frame('post');
	peer.send({type: 'close', code: 'bye', text: '', retry: false});
	await terminal.waitFor(
		says(`The host closed the room. ${next} 1 message is not delivered yet: it waits here for the next join.`),
	);
	await terminal.submit('bye');
	assert.equal((await terminal.exited).exitCode, 1);
	assert.match(words(terminal.mainScreen()), /Not acknowledged, but it may have arrived: one for later/);
	const again = await openJoinScreen(t, server, {SOCKET_CHAT_HOME: home});
	assert.equal((await again.peer.frame('post')).text, 'one for later');
});

test('3: after a new code that a client missed, its screen stays, and Enter asks for the code', async t => {
	const {host, port} = await startHost(t, ['--ephemeral'], {env: {SOCKET_CHAT_HOME: emptyHome()}});
	const {code} = await host.waitForEvent(event => event.type === 'invite');
	const join = await openJoin(t, port, {columns: 100, env: {SOCKET_CHAT_CODE: String(code)}});
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.say('the last words');
	await join.waitFor('the last words');
	host.kill('SIGKILL');
	await host.exited;
	const other = ['host', '--listen', '127.0.0.1', '--port', String(port), '--ephemeral', '--json'];
	startProcess(t, [...program, ...other], {env: {SOCKET_CHAT_HOME: emptyHome()}});
	const refusal = 'That code does not open this room. Ask the host for its code.';
	await join.waitFor(
		says(`${refusal} Scrolling, /find, /copy and /save still work, Enter asks for the code again, Ctrl+C leaves.`),
	);
	assert.match(join.text(), /the last words/);
	join.press('Enter');
	await join.waitFor('Code ›');
	assert.match(join.text(), /That code does not open this room/);
});
