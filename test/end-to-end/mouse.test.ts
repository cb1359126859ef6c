import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {interrupt} from '../helpers/screen-programs.ts';
import {hostCommand, isMessage, joinCommand, startHost} from '../helpers/program.ts';
import {openShell} from '../helpers/shell.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

const wheel = (delta: -1 | 1, x: number, y: number) => `\u{1B}[<${delta === -1 ? 64 : 65};${x + 1};${y + 1}M`;
const click = (x: number, y: number) => `\u{1B}[<0;${x + 1};${y + 1}M\u{1B}[<0;${x + 1};${y + 1}m`;

/** A home whose settings have the mouse on. */
const homeWithMouse = (): string => {
	const home = emptyHome();
	mkdirSync(home, {recursive: true});
	writeFileSync(path.join(home, 'settings'), 'mouse = on\n');
	return home;
};

const openJoin = async (t: TestContext, columns: number, rows: number) => {
	const {host, port} = await startHost(t);
	for (let n = 1; n <= 80; n++) {
		host.say(`line ${n}.`);
	}

	await host.waitForEvent(isMessage('line 80.'));
	const home = homeWithMouse();
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'), {columns, rows, env: {SOCKET_CHAT_HOME: home}});
	await terminal.waitFor('line 80.');
	await terminal.waitForRawMode();
	await until(() => terminal.modes().mouse === 'vt200');
	return {host, terminal};
};

test('the mouse belongs to the terminal until /mouse on, which is saved, and again after /mouse off', async t => {
	const home = emptyHome();
	const open = async (): Promise<Terminal> => {
		const terminal = openTerminal(t, hostCommand(), {columns: 100, rows: 24, env: {SOCKET_CHAT_HOME: home}});
		await terminal.waitFor('1 here');
		await terminal.waitForRawMode();
		return terminal;
	};

	const settings = () => readFileSync(path.join(home, 'settings'), 'utf8');
	const terminal = await open();
	assert.equal(terminal.modes().mouse, 'none');
	await terminal.submit('/mouse on');
	await until(() => terminal.modes().mouse === 'vt200');
	assert.ok(terminal.raw().includes('\u{1B}[?1006h'));
	assert.equal(settings(), 'mouse = on\n');
	await terminal.submit('/mouse sometimes');
	await terminal.waitFor('Usage: /mouse on or /mouse off');
	terminal.press('Ctrl+C');
	await terminal.waitFor('› type a message');
	await interrupt(terminal);
	await terminal.exited;
	assert.equal(terminal.modes().mouse, 'none');
	const again = await open();
	await until(() => again.modes().mouse === 'vt200');
	await again.submit('/mouse off');
	await until(() => again.modes().mouse === 'none');
	assert.equal(settings(), 'mouse = off\n');
	again.write(`${wheel(-1, 3, 3)}a${click(80, 5)}b`);
	await again.waitFor('› ab');
	assert.match(again.text(), /\[Messages]/, 'a report that nobody has asked for is nothing');
});

test('the wheel scrolls what is under it, a click gives a pane the focus or places the cursor, and no report is typed', async t => {
	const {terminal} = await openJoin(t, 120, 12);
	const log = terminal.find('Connection log');
	terminal.write(wheel(-1, log.column + 3, log.row + 2));
	await terminal.waitFor(/ Connection log {2}scrolled back/);
	assert.match(terminal.text(), /\[Messages] +│/);
	terminal.write(wheel(-1, 3, 5) + wheel(-1, 3, 5));
	await terminal.waitFor(/^── scrolled back · End ─/m);
	await terminal.waitFor(() => terminal.text().includes('line 74.') && !terminal.text().includes('line 75.'));
	terminal.write(wheel(1, log.column + 3, log.row + 2));
	await terminal.waitFor(/ Connection log$/m);
	terminal.write(click(log.column, log.row));
	await terminal.waitFor('[Connection log]');
	const peers = terminal.find(' Peers');
	terminal.write(click(peers.column + 2, peers.row + 1));
	await terminal.waitFor('[Peers]');
	terminal.type('draft 日本 end');
	await terminal.waitFor('› draft 日本 end');
	const {row} = terminal.find('› draft');
	terminal.write(click(3 + 'draft '.length + 3, row));
	await until(() => terminal.cursor().x === 3 + 'draft '.length + 2);
	terminal.write(click(90, row));
	await until(() => terminal.cursor().x === 3 + 'draft 日本 end'.length + 2);
	terminal.write(click(1, row));
	await until(() => terminal.cursor().x === 3);
	terminal.write(click(3, 3));
	await terminal.waitFor('[Messages]');
	terminal.write(wheel(1, 60, 0) + wheel(1, 60, 0));
	await terminal.waitFor('line 80.');
	terminal.press('F1');
	await terminal.waitFor(/\[Help] {2}1-/);
	terminal.write(wheel(1, 3, 5));
	await terminal.waitFor(/\[Help] {2}4-/);
	terminal.press('Escape');
	await terminal.waitFor('[Messages]');
	assert.match(terminal.text(), /› draft 日本 end\n/);
});

test('reports cut in two at each place, many in one read, and among keys all work, and nothing of them is typed', async t => {
	const {terminal} = await openJoin(t, 80, 24);
	const report = wheel(-1, 5, 8);
	const top = () => Number(/line (\d+)\./.exec(terminal.text())?.[1]);
	let before = top();
	for (let cut = 1; cut < report.length; cut++) {
		terminal.write(report.slice(0, cut));
		// The other half comes in a read of its own.
		await new Promise(resolve => {
			setTimeout(resolve, 60);
		});
		terminal.write(report.slice(cut));
		const wanted = before - 3;
		await terminal.waitFor(() => top() === wanted);
		before = wanted;
	}

	terminal.write(`a${wheel(1, 5, 8).repeat(5)}b${wheel(-1, 5, 8).repeat(3)}c\u{7F}\u{1B}[Dd`);
	await terminal.waitFor('› adb');
	await terminal.waitFor(() => top() === before + 6);
});

test('the wheel that comes as arrows still scrolls while the mouse is the terminal’s', async t => {
	const {terminal} = await openJoin(t, 80, 24);
	await terminal.submit('/mouse off');
	await until(() => terminal.modes().mouse === 'none');
	terminal.write('\u{1B}[A\u{1B}[A\u{1B}[A');
	await terminal.waitFor(/^── scrolled back · End ─/m);
	assert.match(terminal.text(), /› type a message/);
});

const ends: ReadonlyArray<{name: string; end: (shell: Terminal) => void}> = [
	{
		name: 'bye',
		end(shell) {
			shell.write('bye\r');
		},
	},
	{
		name: 'Ctrl+C',
		end(shell) {
			void interrupt(shell);
		},
	},
	...(['SIGTERM', 'SIGHUP'] as const).map(signal => ({
		name: signal,
		end(shell: Terminal) {
			process.kill(shell.foreground(), signal);
		},
	})),
];

const quoted = (command: readonly string[]) => command.map(word => `'${word}'`).join(' ');

const isOff = (shell: Terminal) => {
	const {mouse, focusEvents, alternateScreen} = shell.modes();
	return mouse === 'none' && !focusEvents && !alternateScreen && shell.isCooked();
};

for (const {name, end} of ends) {
	test(`after ${name} the mouse is the terminal’s again`, async t => {
		const shell = await openShell(t, {shell: ['dash', '-i'], env: {SOCKET_CHAT_HOME: homeWithMouse()}});
		shell.type(`${quoted(hostCommand())}\r`);
		await shell.waitFor('1 here');
		await until(() => shell.modes().mouse === 'vt200' && !shell.isCooked());
		end(shell);
		await until(() => isOff(shell), {describe: () => JSON.stringify(shell.modes())});
	});
}

test('… and after an uncaught error', async t => {
	const shell = await openShell(t, {shell: ['dash', '-i'], env: {SOCKET_CHAT_HOME: homeWithMouse()}});
	const bomb = `data:text/javascript,process.on('SIGUSR2',()=>{throw new Error('a test says boom')})`;
	const [node = '', ...rest] = hostCommand();
	shell.type(`${quoted([node, '--import', bomb, ...rest])}\r`.replace(`'${bomb}'`, `"${bomb}"`));
	await shell.waitFor('1 here');
	await until(() => shell.modes().mouse === 'vt200' && !shell.isCooked());
	process.kill(shell.foreground(), 'SIGUSR2');
	await shell.waitFor('a test says boom');
	await until(() => isOff(shell), {describe: () => JSON.stringify(shell.modes())});
});

test('Ctrl+Z releases the mouse, and fg captures it again', {skip: process.platform === 'win32'}, async t => {
	const shell = await openShell(t, {columns: 100, rows: 24, env: {SOCKET_CHAT_HOME: homeWithMouse()}});
	shell.type(`${quoted(hostCommand())}\r`);
	await shell.waitFor('1 here');
	await until(() => shell.modes().mouse === 'vt200' && !shell.isCooked());
	shell.type('draft');
	await shell.waitFor('› draft');
	shell.press('Ctrl+Z');
	await shell.waitFor(/stopped|suspended/i);
	await until(() => isOff(shell), {describe: () => JSON.stringify(shell.modes())});
	shell.type('fg\r');
	await shell.waitFor('› draft');
	await until(() => shell.modes().mouse === 'vt200' && shell.modes().focusEvents);
	shell.write(click(80, 2));
	await shell.waitFor('[Peers]');
});
