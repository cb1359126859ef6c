import assert from 'node:assert/strict';
import test from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {openNamespace, withoutNamespaces} from '../helpers/network-namespace.ts';
import {isMessage, program, startHost, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';
import {openHost, openJoin, say, isFrame} from '../helpers/screen-programs.ts';

test(
	'host and join without arguments talk to each other, with addresses and states in the panes',
	{skip: withoutNamespaces()},
	async t => {
		const {wrap} = openNamespace(t);
		const env = {SOCKET_CHAT_HOME: emptyHome(), SOCKET_CHAT_CODE: undefined};
		const host = openTerminal(t, wrap([...program, 'host', '--name', 'alice']), {columns: 120, rows: 40, env});
		await host.waitFor('1 here');
		await host.waitForRawMode();
		const join = openTerminal(t, wrap([...program, 'join', '--name', 'bob']), {columns: 120, rows: 40, env});
		await join.waitFor('● connected');
		await join.waitForRawMode();
		await host.waitFor('2 here');
		await say(join, 'hello from bob');
		await host.waitFor(/bob +hello from bob/);
		await join.waitFor(/bob +hello from bob ✓/);
		await say(host, 'hi from alice');
		await join.waitFor(/alice +hi from alice/);
		await host.waitFor(/alice +hi from alice ✓/);
		await host.waitFor(/● bob +127\.0\.0\.1:\d+/);
		await join.waitFor(/● alice \(host\) +127\.0\.0\.1:5000/);
		await host.waitFor(/listen +#1 +(\[::]|0\.0\.0\.0):5000/);
		await host.waitFor(/accept +#2 +127\.0\.0\.1:\d+/);
		await join.waitFor(/connect +#1 +127\.0\.0\.1:\d+ ⇄/);
		assert.ok(isFrame(host.screen(), 40), host.text());
		assert.ok(isFrame(join.screen(), 40), join.text());
		await say(host, 'bye');
		await host.waitFor('This closes the room for 1 other. Enter closes it, Esc stays.');
		host.press('Enter');
		assert.equal((await host.exited).exitCode, 0);
		await join.waitFor('✕ closed');
		join.press('Ctrl+C');
		assert.equal((await join.exited).exitCode, 0);
	},
);

test('several keys in one read all work: text and Enter together are sent', async t => {
	const {host, port} = await startHost(t);
	const join = await openJoin(t, port);
	join.write('one\rtwo\r');
	await host.waitForEvent(isMessage('one'));
	await host.waitForEvent(isMessage('two'));
	await until(() => join.modes().bracketedPaste);
	join.paste('three\nfour');
	await join.waitFor('four');
	join.press('Enter');
	await host.waitForEvent(isMessage('three\nfour'));
});

test('an unknown command keeps the draft and says so', async t => {
	const {terminal} = await openHost(t);
	terminal.type('/frobnicate now');
	await terminal.waitFor(/› \/frobnicate now/);
	terminal.press('Enter');
	await terminal.waitFor('There is no command /frobnicate.');
	assert.match(terminal.text(), /› \/frobnicate now/);
	terminal.press('Ctrl+C');
	await terminal.waitFor(screen => !screen.join('\n').includes('frobnicate'));
	assert.match(terminal.text(), /1 here/);
});

test('the screen shows members joining and leaving', async t => {
	const {terminal, port} = await openHost(t, {columns: 120, rows: 30});
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	await terminal.waitFor('bob joined');
	join.kill('SIGKILL');
	await terminal.waitFor(/bob is away/);
	await terminal.waitFor(/○ bob +away \d+ s/);
	const again = startJoin(t, port, ['--name', 'carol', '--stay']);
	await terminal.waitFor('carol joined');
	again.say('bye');
	await terminal.waitFor('carol left');
});
