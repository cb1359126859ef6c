import assert from 'node:assert/strict';
import {connect} from 'node:net';
import test, {type TestContext} from 'node:test';
import {createRuler} from '../helpers/hostile-screen.ts';
import {findHarm} from '../helpers/hostile.ts';
import {hostCommand, startJoin} from '../helpers/program.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

/** Text of many scripts, with what a terminal may draw otherwise than it is counted. */
const texts = [
	'日本語のテキストは一文字が二桁で、折り返しは偶数桁',
	'👩‍👩‍👧‍👦 🇫🇷🇩🇪 👋🏽👍🏿 ❤️ 🏳️‍🌈 1️⃣',
	'e\u{301}a\u{308}\u{323} Z\u{351}\u{36B}\u{343}\u{36A} क्षि กำ',
	'שלום לכולם, مرحبا بالعالم and back',
	'x'.repeat(130),
	'한국어와 emoji 🎉 mixed 中文, ends here',
] as const;

/** Names that a member may have. */
const names = ['大輔さん日本語の名前', 'עדי־שלום', 'مرحبا', 'Zo\u{308}e\u{301}', '한국어이름'];

type Size = readonly [columns: number, rows: number];

/** The bottom row; windows of 40 columns have no room for Enter. */
const hints = /^ (?:Enter send|\/invite) ·/;

const isDrawnOtherwise = createRuler();

/**
The lines between the panes stand where they do, and nothing has moved the frame. Where the terminal
draws a text in other columns than it is counted with, what is right of it in its own row is moved,
and nothing else.
*/
const checkFrame = async (terminal: Terminal, [columns, rows]: Size) => {
	// No half of a frame.
	const screen = await terminal.waitFor(() => true);
	assert.equal(screen.length, rows);
	assert.equal(findHarm(terminal.text().replaceAll(/[\u200C\u200D]/gu, '')), undefined);
	assert.match(screen[0] ?? '', /^ (socket-chat|main) ·/, terminal.text());
	assert.match(screen.at(-1) ?? '', hints, terminal.text());
	if (columns < 100) {
		return;
	}

	const separator = terminal.find('│').column;
	const end = screen.findIndex(row => row.startsWith('─'));
	const seen = screen.slice(1, end).map((line, index) => ({line, chars: terminal.cell(index + 1, separator).chars}));
	for (const {line, chars} of seen) {
		if (!(await isDrawnOtherwise(line))) {
			assert.equal(chars, '│', `this row is as wide as its panes: ${line}`);
		}
	}
};

/** A plain peer that has sent all of them, so that the log quotes its bytes. */
const sendPlain = async (t: TestContext, port: number, lines: readonly string[]) => {
	const socket = connect({port, host: '127.0.0.1'});
	t.after(() => {
		socket.destroy();
	});
	socket.on('error', () => undefined);
	await new Promise(resolve => {
		socket.write(lines.map(line => `${line}\n`).join(''), resolve);
	});
};

for (const size of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	const [columns, rows] = size;
	test(`at ${columns}×${rows} text of all scripts stays within its pane: in messages, names, the log's quotes and the draft`, async t => {
		const terminal = openTerminal(t, hostCommand('--plain'), {columns: 120, rows: 40});
		await terminal.waitFor('1 here');
		await terminal.waitForRawMode();
		const port = Number(/127\.0\.0\.1:(?<port>\d+)/.exec(terminal.text())?.groups?.port ?? 0);
		terminal.resize(columns, rows);
		await terminal.waitFor(screen => screen.length === rows && hints.test(screen.at(-1) ?? ''));
		for (const name of names) {
			const join = startJoin(t, port, ['--name', name, '--stay']);
			join.say('here I am.');
			await terminal.waitFor('here I am.');
		}

		for (const text of texts) {
			await sendPlain(t, port, [text]);
			await checkFrame(terminal, size);
		}

		await sendPlain(t, port, ['the last line.']);
		await terminal.waitFor('the last line.');
		await checkFrame(terminal, size);
		for (const key of ['F2', 'Ctrl+Home', 'Ctrl+End', 'F3', 'Ctrl+End', 'Escape', 'PageUp', 'Ctrl+Home', 'Ctrl+End']) {
			const {length} = terminal.raw();
			terminal.press(key);
			await terminal.waitFor(() => terminal.raw().length > length || key === 'Ctrl+End' || key === 'Ctrl+Home');
			await checkFrame(terminal, size);
		}

		for (const text of texts) {
			terminal.type(text);
			const end = [...text].slice(-4).join('');
			await terminal.waitFor(() => terminal.screen().slice(-7).join('\n').includes(end) || rows === 10);
			await checkFrame(terminal, size);
			assert.ok(terminal.cursor().x < columns && terminal.cursor().y >= rows - 6);
			terminal.press('Ctrl+C');
			await terminal.waitFor('› type a message');
		}
	});
}
