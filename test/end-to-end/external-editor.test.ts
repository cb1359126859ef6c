import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {hostCommand, startJoin} from '../helpers/program.ts';
import {isAtPrompt, openShell} from '../helpers/shell.ts';

/** An editor that reads keys as they are typed, as many as COUNT says; after Q it crashes. */
const script = String.raw`#!/bin/sh
stty raw -echo
printf '%s keys for %s\r\n' "$(cat "$COUNT")" "$(cat "$1")"
keys=$(head -c "$(cat "$COUNT")")
[ "$keys" = Q ] && kill -KILL $$
printf '%s' "$keys" >> "$1"
`;

test(
	'Ctrl+X Ctrl+E gives all keys to the editor, and the chat goes on and shows afterwards what was said',
	{skip: process.platform === 'win32'},
	async t => {
		const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-test-'));
		t.after(() => {
			rmSync(folder, {recursive: true});
		});
		const editor = path.join(folder, 'editor');
		writeFileSync(editor, script, {mode: 0o700});
		const temporary = path.join(folder, 'temporary');
		mkdirSync(temporary);
		const count = path.join(folder, 'count');
		const env = {VISUAL: editor, TMPDIR: temporary, COUNT: count};
		// A shell that leaves the terminal as a program has left it.
		const terminal = await openShell(t, {columns: 80, rows: 24, env, shell: ['dash', '-i']});
		terminal.type(`${hostCommand().join(' ')}\r`);
		const [, port] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
		await terminal.waitForRawMode();
		const bob = startJoin(t, Number(port), ['--name', 'bob', '--stay']);
		await terminal.waitFor('bob joined');
		terminal.type('draft');
		await terminal.waitFor('› draft');
		// Ctrl+C, Ctrl+Z and Escape are keys of the editor's as well.
		const typed = 'abc\u{3}\u{1A}\u{1B}'.repeat(20);
		writeFileSync(count, String(typed.length));
		terminal.write('\u{18}\u{5}');
		await terminal.waitFor('120 keys for draft');
		assert.equal(terminal.isAlternate(), false);
		bob.say('said meanwhile');
		for (const key of typed.slice(0, -1)) {
			terminal.write(key);
		}

		terminal.resize(70, 20);
		assert.ok(!terminal.text().includes('said meanwhile'));
		terminal.write(typed.slice(-1));
		await terminal.waitFor('said meanwhile');
		// A control character is nothing that can be sent.
		await terminal.waitFor(/^ › draft\n {3}(?:abc){20}$/m);
		assert.match(terminal.screen()[0] ?? '', /2 here .*● listening$/);
		assert.deepEqual(readdirSync(temporary), []);

		writeFileSync(count, '1');
		terminal.write('\u{18}\u{5}');
		await terminal.waitFor('1 keys for draft');
		terminal.write('Q');
		await terminal.waitFor('The editor ended with SIGKILL: the draft is as it was.');
		await terminal.waitFor(/^ › draft\n {3}(?:abc){20}$/m);
		terminal.press('Enter');
		await bob.waitForLine('alice: draft');

		writeFileSync(count, '2');
		terminal.write('\u{18}\u{5}');
		await terminal.waitFor('2 keys for');
		process.kill(terminal.foreground(), 'SIGTERM');
		await terminal.waitFor(isAtPrompt);
		assert.equal(terminal.isCooked(), true);
		assert.deepEqual(readdirSync(temporary), []);
	},
);
