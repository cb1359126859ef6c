import {Buffer} from 'node:buffer';
import test from 'node:test';
import {hostCommand} from '../helpers/program.ts';
import {testCode} from '../helpers/line-process.ts';
import {openTmux, skipWithoutTmux} from '../helpers/tmux.ts';
import {until} from '../helpers/until.ts';

test('in tmux, a host copies its invitation, draws it, and locks the room', {skip: skipWithoutTmux}, async t => {
	const terminal = openTmux(t, hostCommand(), {columns: 100, rows: 30});
	const [, port = ''] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	await terminal.waitFor('Ctrl+G copy invitation');
	terminal.press('Ctrl+G');
	await terminal.waitFor(`✓ Copied: socket-chat join 127.0.0.1:${port}, and the code.`);
	// As it comes, tmux ignores an OSC 52. What it is handed, it passes on in one of its own.
	const copied = Buffer.from(`socket-chat join 127.0.0.1:${port}\ncode: ${testCode}`).toString('base64');
	await until(() => terminal.raw().includes(copied));
	await terminal.submit('/invite qr');
	await terminal.waitFor(/\[Invitation][^]*█▀{5}█/);
	terminal.press('Escape');
	await terminal.waitFor('[Messages]');
	await terminal.submit('/lock');
	await terminal.waitFor(/1 here · locked/);
});
