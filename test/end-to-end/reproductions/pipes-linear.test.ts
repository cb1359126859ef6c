import assert from 'node:assert/strict';
import test from 'node:test';
import {isMessage, joinCommand, startHost} from '../../helpers/program.ts';
import {isAtPrompt, openShell} from '../../helpers/shell.ts';
import {openTerminal} from '../../helpers/terminal.ts';

test('AH: a message that arrives while one types has a row of its own, and what was typed is repeated', async t => {
	const {host, port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob', '--linear'));
	await join.waitFor('You are connected.');
	join.type('half a sen');
	await join.waitFor(/^half a sen$/m);
	host.say('good morning');
	await join.waitFor(/^half a sen\n\d\d:\d\d alice: good morning\nhalf a sen$/m);
	join.type('xx');
	join.press('Backspace');
	join.press('Backspace');
	join.type('tence');
	join.press('Enter');
	await host.waitForEvent(isMessage('half a sentence'));
	await join.waitFor(/good morning\nhalf a sentence$/m);
});

test('AH: a reason that is printed while one types leaves the rest of the line whole', async t => {
	const {host, port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob', '--linear'));
	await join.waitFor('You are connected.');
	join.type('unfinished');
	await join.waitFor(/^unfinished$/m);
	host.say('bye');
	await join.waitFor(/^unfinished\nThe host closed the room\.$/m);
	assert.equal((await join.exited).exitCode, 0);
});

test('AH: Ctrl+Z and fg, Ctrl+C and Ctrl+D do what they do on any terminal', async t => {
	const {host, port} = await startHost(t);
	const shell = await openShell(t, {env: {RUN: joinCommand(port, '--name', 'bob', '--linear').join(' ')}, rows: 40});
	shell.type('$RUN\r');
	await shell.waitFor('You are connected.');
	shell.type('kept');
	await shell.waitFor(/^kept$/m);
	shell.press('Ctrl+Z');
	await shell.waitFor(isAtPrompt);
	assert.ok(shell.isCooked());
	shell.type('fg\r');
	await shell.waitFor(/^kept$[^]*^kept$/m);
	shell.press('Enter');
	await host.waitForEvent(isMessage('kept'));
	shell.press('Ctrl+D');
	await shell.waitFor('You have left.');
	await shell.waitFor(isAtPrompt);
	assert.ok(shell.isCooked());
	shell.type('clear; $RUN\r');
	await shell.waitFor('You are connected.');
	shell.press('Ctrl+C');
	await shell.waitFor('You have left.');
	await shell.waitFor(isAtPrompt);
	assert.ok(shell.isCooked());
});
