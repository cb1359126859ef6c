import assert from 'node:assert/strict';
import {mkdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {hostCommand, joinCommand, startHost} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {temporaryFolder} from '../storage/folder.ts';

const openHost = async (t: TestContext, cwd?: string) => {
	const host = openTerminal(t, hostCommand(), {
		columns: 120,
		rows: 24,
		cwd,
		env: {SOCKET_CHAT_HOME: emptyHome(), HOME: cwd},
	});
	await host.waitFor('listen');
	await host.waitForRawMode();
	return host;
};

const lastRow = (screen: readonly string[]) => screen.findLast(row => row !== '') ?? '';

test('Tab completes the path of /save: folders lead on, Tab goes round, and the file that is named is written', async t => {
	const folder = temporaryFolder(t);
	mkdirSync(path.join(folder, 'my chats'));
	for (const name of ['one two.txt', 'one.txt', '.hidden', 'evil\u{1B}[2J', '\u{202E}exe']) {
		writeFileSync(path.join(folder, 'my chats', name), '');
	}

	const host = await openHost(t, folder);
	host.type('/save m');
	await host.waitFor('› /save m');
	host.press('Tab');
	await host.waitFor('› /save my chats/');
	host.press('Tab');
	await host.waitFor('› /save my chats/one two.txt');
	assert.match(lastRow(host.screen()), /^ one two\.txt one\.txt \S+exe$/);
	host.press('Tab');
	await host.waitFor('› /save my chats/one.txt');
	host.press('Tab');
	await host.waitFor(/› \/save my chats\/.exe$/m);
	host.press('Shift+Tab');
	host.press('Shift+Tab');
	host.press('Shift+Tab');
	await host.waitFor(/› \/save my chats\/.exe$/m);
	host.press('Enter');
	await host.waitFor('already exists. Choose another name.');
	host.press('Ctrl+C');
	await host.submit('/save ~/my chats/three.txt');
	await host.waitFor(() => !host.text().includes('› /save'));
	assert.equal(statSync(path.join(folder, 'my chats', 'three.txt')).isFile(), true);
	host.type('/save ~/my chats/t');
	await host.waitFor('› /save ~/my chats/t');
	host.press('Tab');
	await host.waitFor('› /save ~/my chats/three.txt');
});

test('Tabs and keys in one read complete what they complete one by one, and a late answer overwrites nothing', async t => {
	const folder = temporaryFolder(t);
	for (const name of ['alpha', 'beta', 'gamma']) {
		writeFileSync(path.join(folder, name), '');
	}

	mkdirSync(path.join(folder, 'folder'));
	writeFileSync(path.join(folder, 'folder', 'one'), '');
	writeFileSync(path.join(folder, 'folder', 'two'), '');
	const host = await openHost(t, folder);
	host.type('/save ');
	await host.waitFor('› /save');
	host.write('\t\t\t');
	await host.waitFor('› /save folder/');
	host.press('Tab');
	await host.waitFor('› /save gamma');
	host.press('Ctrl+C');
	await host.waitFor(() => !host.text().includes('gamma'));
	host.type('/save b\tx');
	await host.waitFor('› /save bx');
	host.type('y');
	await host.waitFor('› /save bxy');
	host.press('Ctrl+C');
	host.write('/save fo\t\t\t');
	await host.waitFor('› /save folder/two');
	host.press('Ctrl+C');
	host.type('/save b');
	await host.waitFor(/› \/save b$/m);
	host.write('\t\u{1B}[200~z\u{1B}[201~');
	await host.waitFor('› /save bz');
	host.type('y');
	await host.waitFor('› /save bzy');
});

test('Tab completes what else a command takes, and a name elsewhere', async t => {
	const {port} = await startHost(t);
	const host = await openHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'carol'), {
		columns: 100,
		rows: 24,
		env: {SOCKET_CHAT_HOME: emptyHome()},
	});
	await join.waitFor('● connected');
	await join.waitForRawMode();
	join.type('hi al\t');
	await join.waitFor('› hi alice');
	join.press('Ctrl+C');
	join.type('/theme ');
	await join.waitFor('› /theme');
	join.press('Tab');
	await join.waitFor('› /theme auto');
	assert.equal(lastRow(join.screen()), ' auto dark light none');
	join.press('Tab');
	await join.waitFor('› /theme dark');
	host.type('/lo');
	await host.waitFor('› /lo');
	host.press('Tab');
	await host.waitFor(/› \/log$/m);
	host.press('Ctrl+C');
	host.type('/lo');
	await host.waitFor(/^ › \/log .* show all of it, or one peer$/m);
	host.press('Down');
	await host.waitFor(/^ › \/lock$/m);
	host.press('Tab');
	host.type('o');
	await host.waitFor('› /lock o');
	host.press('Tab');
	await host.waitFor('› /lock off');
});
