import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {newHome} from '../helpers/line-process.ts';
import {hostCommand, joinCommand} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {joinParts, type TextPart} from '../../source/text/message.ts';

/** Code with tabs, blank lines and long lines, as a file has it: with a line end at its end. */
const file = Array.from({length: 300}, (_, index) =>
	index % 10 === 9
		? '\n'
		: `line ${index + 1}:\tif (a < ${index}) { return "e\u{301} \u{212B}"; } // ${'why '.repeat(10)}\n`,
).join('');

test('5, 14, 18: a file of 300 lines is pasted, folded, opened, read within, and saved byte for byte by the others', async t => {
	const home = newHome();
	const host = openTerminal(t, hostCommand(), {columns: 120, rows: 40, cwd: home});
	const {groups = {}} = await host.waitFor(/127\.0\.0\.1:(?<port>[1-9]\d+)/);
	const join = openTerminal(t, joinCommand(Number(groups.port), '--name', 'bob'), {columns: 40, rows: 10});
	await join.waitFor(() => join.modes().bracketedPaste);
	await host.waitFor('bob joined');

	join.paste(file);
	await join.waitFor(/^ ⋮ .*why\n {3}why why/m);
	join.press('Enter');
	await join.waitFor(/This is 300 lines, \d+ characters,/);
	join.press('Enter');
	await join.waitFor(/^ \(3\/3\) … \d+ more rows ✓$/m);
	await host.waitFor(/^ \(3\/3\) +… \d+ more rows/m);
	const [folded = ''] = await host.waitFor(/^ \d\d:\d\d {2}bob +line 1:[^]*^ \(3\/3\)/m);
	assert.ok(folded.split('\n').length <= 17, folded);

	// Open, with the first row where it was, then within the message, then folded again.
	host.press('Enter');
	await host.waitFor(screen => !screen.join('\n').includes('more rows'));
	await host.waitFor(/^ \d\d:\d\d {2}bob +line 1:/m);
	await host.waitFor('Enter fold');
	host.press('PageDown');
	host.press('PageDown');
	await host.waitFor(/^\[Messages] +\d\d:\d\d bob \(1\/3\)/m);
	host.press('Enter');
	await host.waitFor(/^ \(2\/3\) +… \d+ more rows/m);
	join.press('Enter');
	await join.waitFor(/^ bob +line 1:/m);

	await host.submit('/save all.json');
	await host.waitFor(/Saved 3 messages to/);
	const messages = readFileSync(path.join(home, 'all.json'), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as TextPart);
	assert.equal(joinParts(messages), file);
	await host.submit('/save all.txt');
	await host.waitFor('all.txt');
	const saved = readFileSync(path.join(home, 'all.txt'), 'utf8');
	assert.ok(saved.includes(` bob:\n${file.replaceAll(/^(?!$)/gm, '    ')}`));
});

test('code between fences keeps its bar on the screen, and /open and F7 open what is folded', async t => {
	const host = openTerminal(t, hostCommand(), {columns: 80, rows: 24});
	await host.waitFor(/1 here/);
	await host.waitFor(() => host.modes().bracketedPaste);
	const code = Array.from({length: 40}, (_, index) => `\tcall(${index});`).join('\n');
	host.paste(`Look:\n\`\`\`js\n${code}\n\`\`\``);
	await host.waitFor('call(39)');
	host.press('Enter');
	await host.waitFor('This is 43 lines');
	host.press('Enter');
	await host.waitFor(/│ {9}call\(9\);\n +… 30 more rows ✓/);
	await host.submit('/open');
	await host.waitFor(/Look:\n +│ js\n +│ {9}call\(0\);/);
	await host.waitFor('Enter fold');
	host.press('F7');
	await host.waitFor(/o fold/);
	host.type('o');
	await host.waitFor('o open');
	host.press('Escape');
	await host.waitFor('Enter open');
	host.press('Ctrl+S');
	await host.waitFor('Find ›');
	host.type('call(30)');
	await host.waitFor(/1 of 1 for "call\(30\)"/);
	await host.waitFor(/│ {9}call\(30\);/);
	host.press('Escape');
	await host.waitFor('Enter fold');
	await host.waitFor(/│ {9}call\(30\);/);
});
