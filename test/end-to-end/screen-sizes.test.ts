import assert from 'node:assert/strict';
import test from 'node:test';
import {findHarm} from '../helpers/hostile.ts';
import {startJoin} from '../helpers/program.ts';
import {openHost, say, isFrame} from '../helpers/screen-programs.ts';

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	test(`at ${columns}×${rows} every row is drawn right, with emoji, CJK and long words, and through every resize`, async t => {
		const {terminal, port} = await openHost(t, {columns, rows});
		const join = startJoin(t, port, ['--name', 'bob', '--stay']);
		for (const text of [
			'日本語のテキスト',
			'👍🏽 👩‍👩‍👧 🇩🇪 é',
			'مرحبا',
			'x'.repeat(200),
			'\u{1B}[2J\u{7}\u{202E}hostile',
			'the last line',
		]) {
			join.say(text);
		}

		await terminal.waitFor(screen => isFrame(screen, rows) && screen.join('\n').includes('the last line'));
		for (const [width, height] of [
			[80, 24],
			[40, 10],
			[120, 40],
			[61, 17],
			[columns, rows],
		] as const) {
			terminal.resize(width, height);
			await terminal.waitFor(screen => isFrame(screen, height) && screen.join('\n').includes('the last line'));
		}

		const text = terminal.text();
		assert.equal(findHarm(text), undefined);
		if (rows >= 24) {
			assert.match(text, /日本語のテキスト/);
			assert.match(text, /␛\[2J␇.hostile/);
		}

		await say(terminal, 'typed 日本');
		await join.waitForLine('alice: typed 日本');
	});
}
