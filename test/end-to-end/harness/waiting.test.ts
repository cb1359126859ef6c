import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openTerminal} from '../../helpers/terminal.ts';
import {until} from '../../helpers/until.ts';
import {node, draw} from '../../helpers/terminal-scripts.ts';

suite('waiting for a screen', () => {
	test('that never comes fails with the present screen and the last bytes', async t => {
		const terminal = draw(t, 'something \u001B[1melse');
		await terminal.waitFor('something else');
		await assert.rejects(terminal.waitFor('what I want', {timeout: 50}), ({message, stack}: Error) => {
			assert.match(message, /^Waited 50 ms: no "what I want" on the screen of/);
			assert.match(message, /^\|something else$/m);
			assert.match(message, /last bytes: ".*\\u001b\[1melse"/);
			assert.match(stack ?? '', /waiting\.test\.ts/);
			return true;
		});
	});

	test('fails at once when the program has ended without it', async t => {
		const terminal = openTerminal(t, ['bash', '-c', 'echo sorry; exit 2']);
		await assert.rejects(terminal.waitFor('welcome'), /^Error: The program ended \(2\): no "welcome"[^]*\|sorry/);
		await terminal.waitFor('sorry');
	});

	test('accepts a text, a pattern whose groups it returns, and a function', async t => {
		const terminal = draw(t, 'listening on 127.0.0.1:5000\r\nready');
		const [, port] = await terminal.waitFor(/:(\d{2,5})\b/g);
		assert.equal(port, '5000');
		const screen = await terminal.waitFor(rows => rows[1] === 'ready');
		assert.equal(screen[0], 'listening on 127.0.0.1:5000');
	});

	test('ignores half a frame', async t => {
		const terminal = openTerminal(
			t,
			node(
				String.raw`process.stdin.setRawMode(true).once('data', () => console.log(' a frame\x1b[?2026l')); process.stdout.write('\x1b[?2026hhalf')`,
			),
		);
		await until(() => terminal.raw().includes('half'));
		const seen = terminal.waitFor('half');
		terminal.press('Enter');
		assert.equal((await seen)[0], 'half a frame');
	});
});

suite('until', () => {
	test('returns the value of the condition, or fails with a description', async () => {
		let count = 0;
		assert.equal(await until(() => ++count === 3 && 'three', {every: 1}), 'three');
		await assert.rejects(
			until(() => false, {timeout: 20, describe: () => `count was ${count}`}),
			/^Error: Waited 20 ms: count was 3$/,
		);
	});
});
