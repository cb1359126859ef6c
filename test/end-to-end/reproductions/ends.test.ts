import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {newHome} from '../../helpers/line-process.ts';
import {hostCommand, isMessage, startHost, startJoin} from '../../helpers/program.ts';
import {interrupt, openHost, openJoin} from '../../helpers/screen-programs.ts';
import {openTmux, skipWithoutTmux} from '../../helpers/tmux.ts';
import type {Terminal} from '../../helpers/terminal.ts';

const closing = (others: string) => `This closes the room for ${others}. Enter closes it, Esc stays.`;

/** Joins the screen's words, which a narrow window wraps. */
const words = (screen: readonly string[]) => screen.join(' ').replaceAll(/\s+/g, ' ');
const says = (sentence: string) => (screen: readonly string[]) => words(screen).includes(sentence);

const joinTwo = async (t: TestContext, terminal: Terminal, port: number) => {
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	const carol = startJoin(t, port, ['--name', 'carol', '--stay']);
	await terminal.waitFor('3 here');
	return {bob, carol};
};

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	test(`3: at ${columns}×${rows} bye asks a host with others in; Esc stays, and Enter closes the room`, async t => {
		const {terminal, port} = await openHost(t, {columns, rows});
		const {bob, carol} = await joinTwo(t, terminal, port);
		await terminal.submit('bye');
		await terminal.waitFor(says(closing('2 others')));
		assert.match(terminal.screen().at(-1) ?? '', /^ Enter close room · Esc stay/);
		terminal.press('Escape');
		await terminal.waitFor(screen => !words(screen).includes('This closes'));
		assert.match(terminal.screen().at(-1) ?? '', columns === 40 ? /Tab panes/ : /bye close room$/);
		await terminal.submit('still here');
		await bob.waitForLine('alice: still here');
		await terminal.submit('/quit');
		await terminal.waitFor(says(closing('2 others')));
		terminal.press('Enter');
		assert.equal((await terminal.exited).exitCode, 0);
		assert.equal((await bob.exited).code, 0);
		await carol.exited;
		assert.equal(carol.errors().at(-1), 'The host closed the room.');
	});
}

test('3: the question counts those who are in it now', async t => {
	const {terminal, port} = await openHost(t);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	await terminal.waitFor('2 here');
	await terminal.submit('bye');
	await terminal.waitFor(closing('1 other'));
	const carol = startJoin(t, port, ['--name', 'carol', '--stay']);
	await terminal.waitFor(closing('2 others'));
	bob.say('bye');
	await terminal.waitFor(closing('1 other'));
	carol.say('bye');
	await terminal.waitFor('This closes the room. Enter closes it, Esc stays.');
	terminal.press('Enter');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('3: keys that come in one read with bye do not close the room', async t => {
	const {terminal, port} = await openHost(t);
	const {bob} = await joinTwo(t, terminal, port);
	terminal.write('bye\rhello\r');
	await bob.waitForLine('alice: bye');
	await bob.waitForLine('alice: hello');
	terminal.write('bye\r\r\r');
	await terminal.waitFor(closing('2 others'));
	terminal.write('\r\r');
	terminal.resize(90, 20);
	await terminal.waitFor(closing('2 others'));
	// A window that is too small does not show the question, so nothing answers it.
	terminal.resize(19, 8);
	await terminal.waitFor(/Make this window\s+larger/);
	terminal.press('Enter');
	terminal.resize(80, 24);
	await terminal.waitFor(closing('2 others'));
	bob.say('and still here');
	await terminal.waitFor('and still here');
	terminal.press('Enter');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('3: Ctrl+C with an empty draft closes the room at the second time only, however often it comes at once', async t => {
	const {terminal, port} = await openHost(t);
	const {bob} = await joinTwo(t, terminal, port);
	terminal.write('\u{3}\u{3}\u{3}');
	await terminal.waitFor('Press Ctrl+C again to close the room for 2 others.');
	assert.match(terminal.screen().at(-1) ?? '', /^ Ctrl\+C close room · Esc stay/);
	terminal.press('Escape');
	await terminal.waitFor(/bye close room/);
	terminal.type('a draft');
	await terminal.waitFor('› a draft');
	terminal.write('\u{3}\u{3}\u{3}');
	await terminal.waitFor('› type a message');
	terminal.write('\u{1F}');
	await terminal.waitFor('› a draft');
	bob.say('still here');
	await terminal.waitFor('still here');
	terminal.press('Ctrl+C');
	await terminal.waitFor('› type a message');
	await interrupt(terminal);
	assert.equal((await terminal.exited).exitCode, 0);
	await bob.exited;
	assert.equal(bob.errors().at(-1), 'The host closed the room.');
});

test('3: a client’s second Ctrl+C must come within 2 s, and the first says what is not delivered', async t => {
	const {host, port} = await startHost(t);
	const env = {SOCKET_CHAT_HOME: newHome()};
	const join = await openJoin(t, port, {columns: 100, env});
	join.press('Ctrl+C');
	await join.waitFor('Press Ctrl+C again to leave.');
	await join.waitFor(/bye leave/);
	host.kill('SIGSTOP');
	await join.submit('one');
	await join.submit('two');
	await join.waitFor(/two …/);
	join.press('Ctrl+C');
	await join.waitFor(
		says('Press Ctrl+C again to leave. 2 messages are not delivered yet: they wait here for the next join.'),
	);
	join.press('Ctrl+C');
	assert.equal((await join.exited).exitCode, 1);
	host.kill('SIGCONT');
	await openJoin(t, port, {env});
	await host.waitForEvent(isMessage('two'));
});

test('3: in tmux bye asks, Esc stays, and Ctrl+C twice closes the room', {skip: skipWithoutTmux}, async t => {
	const terminal = openTmux(t, hostCommand());
	const [, port] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	const {bob} = await joinTwo(t, terminal, Number(port));
	await terminal.submit('bye');
	await terminal.waitFor(closing('2 others'));
	terminal.press('Escape');
	await terminal.waitFor(/bye close room/);
	terminal.press('Ctrl+C');
	await terminal.waitFor('Press Ctrl+C again to close the room for 2 others.');
	terminal.press('Ctrl+C');
	assert.equal((await bob.exited).code, 0);
});
