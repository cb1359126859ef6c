import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {interrupt} from '../helpers/screen-programs.ts';
import {program} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

test('settings apply from the start, a wrong line is reported and the file left unchanged, and /bell is saved', async t => {
	const home = emptyHome();
	mkdirSync(home, {recursive: true});
	const file = path.join(home, 'settings');
	writeFileSync(file, '# mine\nname = Ada\nhide = log, peers\n');
	const env = {SOCKET_CHAT_HOME: home};
	const openHost = async () => {
		const host = openTerminal(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0'], {
			columns: 120,
			rows: 24,
			env,
		});
		await host.waitFor('1 here');
		await host.waitForRawMode();
		return host;
	};

	const host = await openHost();
	assert.doesNotMatch(host.text(), /Connection log|Peers/);
	host.write('\u{1B}OQ');
	await host.waitFor('Connection log');
	host.type('/bell all');
	await host.waitFor('› /bell all');
	host.press('Enter');
	await host.waitFor(() => readFileSync(file, 'utf8') === '# mine\nname = Ada\nhide = log, peers\nbell = all\n');
	host.type('hello');
	await host.waitFor('› hello');
	host.press('Enter');
	await host.waitFor(/Ada +hello ✓/);
	await interrupt(host);
	await host.exited;
	writeFileSync(file, 'bell = loud\n');
	const again = await openHost();
	await again.waitFor('settings, line 1: bell must be off, mention or all.');
	again.type('/bell off');
	await again.waitFor('› /bell off');
	again.press('Enter');
	await again.waitFor('This holds until you leave. It was not saved:');
	assert.equal(readFileSync(file, 'utf8'), 'bell = loud\n');
});
