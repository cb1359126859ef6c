import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {hostCommand, joinCommand, startHost} from '../helpers/program.ts';
import type {Colour} from '../helpers/emulated-screen.ts';
import {isAtPrompt, openShell} from '../helpers/shell.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

const question = '\u{1B}]11;?\u{1B}\\';
const white = 'rgb:ffff/ffff/ffff';
const black = 'rgb:0000/0000/0000';
const answer = (colour: string, end = '\u{1B}\\') => `\u{1B}]11;${colour}${end}`;
const numbers = {red: 1, green: 2, yellow: 3, blue: 4, magenta: 5, cyan: 6, grey: 8};

const open = async (
	t: TestContext,
	{settings = '', env = {}}: {readonly settings?: string; readonly env?: Record<string, string>} = {},
) => {
	const home = emptyHome();
	mkdirSync(home, {recursive: true});
	const file = path.join(home, 'settings');
	writeFileSync(file, settings);
	const host = openTerminal(t, hostCommand(), {
		columns: 120,
		rows: 24,
		env: {COLORFGBG: undefined, SOCKET_CHAT_HOME: home, ...env},
	});
	await host.waitFor('│ Connection log');
	await host.waitFor('bind listen');
	await host.waitForRawMode();
	const colourOf = (text: string): Colour => {
		const {row, column} = host.find(text);
		return host.cell(row, column).foreground;
	};

	return {host, file, colourOf};
};

const isAsked = (terminal: Terminal) => terminal.raw().includes(question);
const colours = (terminal: Terminal): ReadonlySet<Colour> => {
	const found = new Set<Colour>();
	for (let row = 0; row < terminal.rows; row++) {
		for (let column = 0; column < terminal.columns; column++) {
			found.add(terminal.cell(row, column).foreground);
		}
	}

	return found;
};

test('a terminal that reports its background gets colours for it, at once and everywhere, and its answer is not typed', async t => {
	const {host, colourOf} = await open(t);
	await host.waitFor(() => isAsked(host));
	assert.equal(colourOf('bind'), numbers.cyan);
	host.write(`hel${answer(white)}lo`);
	await host.waitFor('› hello');
	await host.waitFor(() => colourOf('bind') === numbers.blue);
	assert.equal(colourOf('›'), numbers.blue);
	assert.equal(colourOf('│'), numbers.grey);
	assert.equal(host.cell(host.find('│').row, host.find('│').column).dim, false);
	assert.deepEqual(
		[...colours(host)].filter(colour =>
			['default', numbers.blue, numbers.magenta, numbers.red, numbers.grey].every(known => known !== colour),
		),
		[],
	);
});

test('an answer that comes late, in pieces, among keys, changes the colours and nothing else', async t => {
	const {host, colourOf} = await open(t);
	await host.waitFor(() => isAsked(host));
	host.type('a');
	await host.waitFor('› a');
	host.write('\u{1B}');
	await host.waitFor('› a');
	host.write(']11;rgb:ff');
	host.write('ff/ffff/ff');
	host.write('ff\u{7}b');
	await host.waitFor('› ab');
	await host.waitFor(() => colourOf('bind') === numbers.blue);
});

test('without an answer all keys work, Escape and Alt too', async t => {
	const {host} = await open(t);
	await host.waitFor(() => isAsked(host));
	host.press('F1');
	await host.waitFor('[Help]');
	host.press('Escape');
	await host.waitFor(() => !host.text().includes('[Help]'));
	host.type('one two');
	await host.waitFor('› one two');
	host.press('Alt+b');
	host.type('x');
	await host.waitFor('› one xtwo');
	host.write('\u{1B}[D\u{1B}');
	host.write('[D');
	host.type('y');
	await host.waitFor('› oney xtwo');
});

test('/theme repaints the screen, is saved, and queries the terminal only if it has to', async t => {
	const {host, file, colourOf} = await open(t, {settings: 'theme = dark\n'});
	assert.equal(isAsked(host), false);
	assert.equal(colourOf('bind'), numbers.cyan);
	const drawIn = async (theme: string, colour: Colour) => {
		await host.submit(`/theme ${theme}`);
		await host.waitFor(() => colourOf('bind') === colour);
		await host.waitFor(() => readFileSync(file, 'utf8') === `theme = ${theme}\n`);
	};

	await drawIn('light', numbers.blue);
	await drawIn('none', 'default');
	assert.deepEqual([...colours(host)], ['default']);
	assert.equal(isAsked(host), false);
	await drawIn('auto', numbers.cyan);
	await host.waitFor(() => isAsked(host));
	host.write(answer(white));
	await host.waitFor(() => colourOf('bind') === numbers.blue);
	await host.submit('/theme pink');
	await host.waitFor('Usage: /theme auto, /theme dark, /theme light or /theme none');
});

test('with NO_COLOR nothing is queried and nothing coloured, until a theme is chosen', async t => {
	const {host, colourOf} = await open(t, {env: {NO_COLOR: '1'}});
	assert.deepEqual([...colours(host)], ['default']);
	await host.submit('/theme dark');
	await host.waitFor(() => colourOf('bind') === numbers.cyan);
	await host.submit('/theme auto');
	await host.waitFor(() => colours(host).size === 1);
	assert.equal(isAsked(host), false);
	const named = await open(t, {settings: 'theme = light\n', env: {NO_COLOR: '1'}});
	assert.equal(named.colourOf('bind'), numbers.blue);
});

test('COLORFGBG sets the background until the terminal reports it', async t => {
	const {host, colourOf} = await open(t, {env: {COLORFGBG: '0;15'}});
	assert.equal(colourOf('bind'), numbers.blue);
	host.write(answer(black, '\u{7}'));
	await host.waitFor(() => colourOf('bind') === numbers.cyan);
});

test('the prompt for the code and the list of rooms are drawn in the theme, and keep the answer out of what is typed', async t => {
	const {port} = await startHost(t, ['--hidden']);
	for (const command of [joinCommand(port), joinCommand(port).slice(0, -1)]) {
		const join = openTerminal(t, command, {
			columns: 80,
			rows: 24,
			env: {COLORFGBG: undefined, SOCKET_CHAT_CODE: undefined, SOCKET_CHAT_HOME: emptyHome()},
		});
		await join.waitFor('socket-chat  join');
		await join.waitForRawMode();
		await join.waitFor(() => isAsked(join));
		if (command.length < joinCommand(port).length) {
			join.press('Enter');
		}

		const [label = ''] = await join.waitFor(/(Code|Address) ›/);
		const {row, column} = join.find(label);
		assert.equal(join.cell(row, column).foreground, numbers.cyan);
		join.write(`aban${answer(white)}don`);
		await join.waitFor(/› abandon/);
		await join.waitFor(() => join.cell(row, column).foreground === numbers.blue);
		assert.doesNotMatch(join.text(), /rgb|11;/);
	}
});

test('an answer that comes after the end is not typed into the shell', async t => {
	const shell = await openShell(t, {
		columns: 120,
		rows: 24,
		env: {COLORFGBG: undefined, SOCKET_CHAT_HOME: emptyHome()},
	});
	shell.type(`${hostCommand().join(' ')}\r`);
	await shell.waitFor(() => isAsked(shell));
	await shell.waitFor(() => shell.isAlternate());
	// A signal ends it at once, while the answer is still awaited.
	process.kill(shell.foreground(), 'SIGTERM');
	await shell.waitFor(() => !shell.isAlternate());
	shell.write(answer(black));
	await shell.waitFor(isAtPrompt);
	assert.equal(shell.isCooked(), true);
	assert.doesNotMatch(shell.mainScreen().join('\n'), /rgb|11;/);
});
