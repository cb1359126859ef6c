import assert from 'node:assert/strict';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {program, startHost, startJoin, isPeer, isMessage, hostCommand} from '../helpers/program.ts';
import {openShell} from '../helpers/shell.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

const openHost = async (t: TestContext): Promise<Terminal> => {
	const terminal = openTerminal(t, hostCommand(), {columns: 100, rows: 24});
	await terminal.waitFor('1 here');
	await terminal.waitForRawMode();
	return terminal;
};

const submit = async (terminal: Terminal, text: string) => {
	terminal.type(text);
	await terminal.waitFor(`› ${text}`);
	terminal.press('Enter');
	await terminal.waitFor(new RegExp(`${text} ✓`));
};

test('↑ brings back sent messages and keeps the draft, and the wheel scrolls instead', async t => {
	const terminal = await openHost(t);
	for (const text of ['first', 'second', 'third']) {
		await submit(terminal, text);
	}

	terminal.type('unsent');
	await terminal.waitFor('› unsent');
	terminal.write('\u{1B}[A');
	await terminal.waitFor('› third');
	terminal.write('\u{1B}[A');
	await terminal.waitFor('› second');
	terminal.write('\u{1B}[B');
	await terminal.waitFor('› third');
	terminal.write('\u{1B}[B');
	await terminal.waitFor('› unsent');
	terminal.write('\u{1B}[A\u{1B}[A\u{1B}[A');
	terminal.type('!');
	await terminal.waitFor('› unsent!');
});

test('Tab completes commands and names, goes round, and shows the choices', async t => {
	const {host, port} = await startHost(t);
	for (const name of ['bob', 'bobby']) {
		startJoin(t, port, ['--name', name, '--stay']);
		await host.waitForEvent(isPeer('joined', name));
	}

	const terminal = openTerminal(t, [...program, 'join', `127.0.0.1:${port}`, '--name', 'carol'], {
		columns: 100,
		rows: 24,
	});
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	terminal.type('bo\t');
	await terminal.waitFor('› bob:');
	await terminal.waitFor(/^ bob: bobby: *$/m);
	terminal.type('\t');
	await terminal.waitFor('› bobby:');
	terminal.type('hi');
	await terminal.waitFor('› bobby: hi');
	terminal.press('Enter');
	await host.waitForEvent(isMessage('bobby: hi'));
	terminal.type('/wh\t');
	await terminal.waitFor('› /who');
	terminal.press('Enter');
	await terminal.waitFor(/alice at 127\.0\.0\.1:\d+/);
});

test('a large paste is one draft, and is sent only after a second Enter', async t => {
	const terminal = await openHost(t);
	const text = Array.from({length: 12}, (_, index) => `line ${index + 1}`).join('\n');
	terminal.write(`\u{1B}[200~${text}\u{1B}[201~`);
	await terminal.waitFor('line 12');
	terminal.press('Enter');
	await terminal.waitFor(/This is 12 lines, \d+ characters\. Enter sends it, Ctrl\+C clears it\./);
	terminal.press('Enter');
	await terminal.waitFor('line 12 ✓');
});

test(
	'Ctrl+Z gives the terminal back, and fg brings the chat back whole, draft and all',
	{skip: process.platform === 'win32'},
	async t => {
		const shell = await openShell(t, {columns: 100, rows: 24});
		shell.type(`${hostCommand().join(' ')}\r`);
		await shell.waitFor('1 here');
		await shell.waitForRawMode();
		await submit(shell, 'before');
		shell.type('draft');
		await shell.waitFor('› draft');
		shell.write('\u{1A}');
		await shell.waitFor(/stopped|suspended/i);
		assert.equal(shell.text().includes('› draft'), false);
		shell.type('fg\r');
		await shell.waitFor('› draft');
		await shell.waitFor('before ✓');
		await shell.waitFor('1 here');
		shell.type('!');
		await shell.waitFor('› draft!');
	},
);

test(
	'Ctrl+L draws all of the screen anew, also on a machine that stands still meanwhile',
	{skip: process.platform === 'win32'},
	async t => {
		const terminal = await openHost(t);
		await submit(terminal, 'before');
		const before = terminal.screen();
		// Which timers are due first when it goes on is not the same each time.
		for (let time = 0; time < 8; time++) {
			const {length} = terminal.raw();
			terminal.press('Ctrl+L');
			await until(() => terminal.raw().includes('\u{1B}[2J', length), {every: 2});
			terminal.kill('SIGSTOP');
			await new Promise(resolve => {
				setTimeout(resolve, 300);
			});
			terminal.kill('SIGCONT');
			await terminal.waitFor(screen => screen.join('\n') === before.join('\n'));
		}
	},
);
