import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {suite, test} from 'node:test';
import {isAtPrompt, openShell} from '../../helpers/shell.ts';
import {openTerminal} from '../../helpers/terminal.ts';
import {commandFor} from '../../helpers/type-script.ts';
import {fixture} from '../../helpers/terminal-scripts.ts';

suite('a shell', () => {
	test('shows what a program leaves behind', async t => {
		const shell = await openShell(t);
		assert.equal(shell.isCooked(), true);
		const before = shell.modes();
		await shell.submit(commandFor(fixture('ink-echo.tsx')).join(' '));
		await shell.waitFor('80 × 24');
		await shell.waitForRawMode();
		assert.equal(shell.sttyState().icanon, false);
		assert.equal(shell.isCooked(), false);
		assert.notEqual(shell.foreground(), shell.pid);
		await shell.waitFor(() => shell.modes().bracketedPaste);
		assert.equal(shell.isAlternate(), true);
		shell.press('Escape');
		await shell.waitFor(isAtPrompt);
		assert.deepEqual(shell.mainScreen().slice(-2), ['Farewell.', '$']);
		assert.equal(shell.isCooked(), true);
		assert.deepEqual(shell.modes(), before);
		assert.equal(shell.foreground(), shell.pid);
	});

	test(
		'shows a terminal that was left raw, if the shell does not mend it',
		{skip: spawnSync('dash', ['-c', 'true']).status !== 0 && 'needs dash'},
		async t => {
			const shell = await openShell(t, {shell: ['dash', '-i']});
			await shell.submit(
				`${process.execPath} -e "process.stdin.setRawMode(true); console.log('r' + 'aw'); setInterval(() => {}, 1000)"`,
			);
			await shell.waitFor(/^raw$/m);
			process.kill(shell.foreground(), 'SIGKILL');
			await shell.waitFor('Killed');
			await shell.waitFor(isAtPrompt);
			assert.equal(shell.isCooked(), false);
			assert.equal(shell.sttyState().echo, false);
		},
	);
});

suite('an Ink program', () => {
	test('is typed into, pasted into, and resized', async t => {
		const terminal = openTerminal(t, commandFor(fixture('ink-echo.tsx')), {
			columns: 60,
			rows: 8,
		});
		await terminal.waitFor('60 × 8');
		await terminal.waitForRawMode();
		assert.equal(terminal.isAlternate(), true);
		assert.deepEqual([terminal.cell(0, 0).foreground, terminal.cell(0, 0).bold], [2, true]);
		terminal.type('hé漢');
		await terminal.waitFor('› hé漢');
		terminal.press('Enter');
		await terminal.waitFor(/^sent hé漢$/m);
		await terminal.submit('second');
		await terminal.submit('second');
		await terminal.waitFor(/^sent second\nsent second$/m);
		await terminal.waitFor(screen => screen.at(-1) === '›');
		assert.deepEqual(terminal.cursor(), {x: 2, y: 7, visible: true});
		await terminal.waitFor(() => terminal.modes().bracketedPaste);
		terminal.paste('two\nlines');
		await terminal.waitFor(/sent pasted "two\\[rn]lines"/);
		terminal.resize(30, 6);
		await terminal.waitFor('30 × 6');
		terminal.press('Escape');
		assert.deepEqual(await terminal.exited, {exitCode: 0, signal: undefined});
		assert.equal(terminal.isAlternate(), false);
		assert.equal(terminal.modes().bracketedPaste, false);
		assert.equal(terminal.cursor().visible, true);
		assert.deepEqual(terminal.mainScreen(), ['Farewell.']);
	});
});
