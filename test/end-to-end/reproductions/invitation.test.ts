import assert from 'node:assert/strict';
import test from 'node:test';
import {hostCommand} from '../../helpers/program.ts';
import {newHome, testCode} from '../../helpers/line-process.ts';
import {openJoin, say} from '../../helpers/screen-programs.ts';
import {openTerminal, type Terminal, type TerminalOptions} from '../../helpers/terminal.ts';

/** Opens a host, whose first frame may come before it listens. */
const openHostOn = async (t: Parameters<typeof openTerminal>[0], options: TerminalOptions) => {
	const terminal = openTerminal(t, hostCommand(), options);
	const [, port] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	await terminal.waitForRawMode();
	return {terminal, port: Number(port)};
};

const hasInvitation =
	(port: number, code: string | RegExp = testCode) =>
	(screen: readonly string[]) => {
		const text = screen.join('\n');
		return text.includes(`socket-chat join 127.0.0.1:${port}`) && text.search(code) !== -1;
	};

const leave = async (terminal: Terminal) => {
	terminal.type('bye');
	await terminal.waitFor('› bye');
	terminal.press('Enter');
	await terminal.exited;
};

test('4: a host shows how others join while its room has a history and others are in', async t => {
	const home = newHome();
	const first = await openHostOn(t, {columns: 120, rows: 30, env: {SOCKET_CHAT_HOME: home}});
	await first.terminal.waitFor(hasInvitation(first.port));
	await say(first.terminal, 'said while alone');
	await first.terminal.waitFor('said while alone ✓');
	await first.terminal.waitFor(hasInvitation(first.port));
	await leave(first.terminal);

	const second = await openHostOn(t, {columns: 80, rows: 24, env: {SOCKET_CHAT_HOME: home}});
	await second.terminal.waitFor('said while alone');
	await second.terminal.waitFor(hasInvitation(second.port));
	await openJoin(t, second.port);
	await second.terminal.waitFor('bob joined');
	await second.terminal.waitFor(hasInvitation(second.port));
	// The conversation has scrolled, and the room has been cleared from the screen.
	for (let line = 0; line < 12; line++) {
		await say(second.terminal, `line ${line}`);
	}

	await say(second.terminal, '/clear');
	await second.terminal.waitFor(hasInvitation(second.port));
});

test('4: after the code has changed, every invitation on the screen shows the new one', async t => {
	const {terminal, port} = await openHostOn(t, {columns: 120, rows: 30});
	await say(terminal, 'hello');
	await terminal.waitFor('hello ✓');
	await say(terminal, '/code new');
	const [, code = ''] = await terminal.waitFor(/New code: ([a-z]+(?:-[a-z]+){4})/);
	await terminal.waitFor(screen => hasInvitation(port, code)(screen) && !screen.join('\n').includes(testCode));
});

test('4: in a window of 40×10 the invitation can be scrolled to, asked for, and stands with the peers', async t => {
	const {terminal, port} = await openHostOn(t, {columns: 40, rows: 10});
	await terminal.waitFor(hasInvitation(port));
	for (let line = 0; line < 8; line++) {
		await say(terminal, `line ${line}`);
	}

	assert.ok(!hasInvitation(port)(terminal.screen()));
	await terminal.waitFor('/invite');
	terminal.press('PageUp');
	await terminal.waitFor('scrolled back');
	terminal.press('PageUp');
	await terminal.waitFor(hasInvitation(port));
	await say(terminal, '/invite');
	await terminal.waitFor(hasInvitation(port));
	await say(terminal, '/clear');
	terminal.press('F3');
	await terminal.waitFor('[Peers]');
	await terminal.waitFor(hasInvitation(port));
});
