import assert from 'node:assert/strict';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openTerminal, type Terminal, type TerminalOptions} from '../helpers/terminal.ts';
import {interrupt} from '../helpers/screen-programs.ts';
import {commandFor} from '../helpers/type-script.ts';

const start = Date.now();
const fixture = commandFor(path.join(import.meta.dirname, '../screen/fixture.tsx'));

const open = async (
	t: TestContext,
	scenario: string,
	{now = start, ...options}: TerminalOptions & {readonly now?: number} = {},
): Promise<Terminal> => {
	const terminal = openTerminal(t, [...fixture, scenario, String(now)], {
		columns: 100,
		rows: 24,
		...options,
	});
	await terminal.waitFor(/›|larger/);
	await terminal.waitForRawMode();
	await terminal.waitFor(() => terminal.modes().bracketedPaste);
	return terminal;
};

/** Returns the calls that the screen made, which the fixture prints when it ends. */
const asked = async (terminal: Terminal): Promise<string[]> => {
	await terminal.exited;
	return terminal.mainScreen();
};

/**
Returns the rows of the window cell by cell: the emulator keeps what a smaller window no longer
shows.
*/
const cells = (terminal: Terminal): string[] =>
	Array.from({length: terminal.rows}, (_, row) =>
		Array.from({length: terminal.columns}, (__, column) => {
			const {chars, width} = terminal.cell(row, column);
			return width === 0 ? '' : chars || ' ';
		})
			.join('')
			.trimEnd()
			.replaceAll(/\d+ s\b/g, 'N s'),
	);

const last = (terminal: Terminal, rows: number): string => terminal.screen().slice(-rows).join('\n');

test('11: above messages of an earlier day stands their date, in the title or over the first of them', async t => {
	const now = new Date(2026, 2, 4, 12).getTime();
	const full = await open(t, 'busy', {now, columns: 40, rows: 10});
	assert.match(full.screen()[1] ?? '', /^\[Messages] {2}Wed 4 Mar {2}11:59 ann$/);
	const short = await open(t, 'plain', {now, rows: 40});
	assert.match(short.text(), /^─+ Wednesday 4 March 2026 ─+/m);
	assert.match(short.screen()[1] ?? '', /^\[Messages] +│/);
	const wide = await open(t, 'scrolling', {now});
	assert.match(wide.screen()[1] ?? '', /^\[Messages] {2}Wednesday 4 March 2026 .*│/);
});

test('several keys in one read all work, Enter among them', async t => {
	const terminal = await open(t, 'empty-host');
	terminal.write('one\rtwo\u{7F}\u{7F}\u{7F}three\u{1}>\u{5}<\r\u{1B}[Dx\rbye\r');
	await terminal.waitFor('/say bye');
	terminal.write('bye\r');
	const submitted = ['one', '>three<', 'x', '/say bye', 'bye'];
	assert.deepEqual(
		await asked(terminal),
		submitted.map(line => `submit ${JSON.stringify(line)}`),
	);
});

test('a paste of several lines is one draft, and Enter sends it as one message', async t => {
	const terminal = await open(t, 'empty-host');
	terminal.paste('first line\nsecond line\n\tthird');
	await terminal.waitFor(/ › first line\n {3}second line\n {7}third/);
	terminal.press('Enter');
	await terminal.waitFor('third ✓');
	terminal.write('bye\r');
	assert.deepEqual(await asked(terminal), [String.raw`submit "first line\nsecond line\n\tthird"`, 'submit "bye"']);
});

test('the terminal’s own cursor is where the next character will be inserted', async t => {
	const terminal = await open(t, 'empty-host', {columns: 40, rows: 12});
	assert.deepEqual(terminal.cursor(), {x: 3, y: 10, visible: true});
	terminal.type('日本 e\u{301}');
	await terminal.waitFor('日本 e\u{301}');
	assert.deepEqual(terminal.cursor(), {x: 9, y: 10, visible: true});
	terminal.press('Left');
	terminal.press('Left');
	terminal.press('Left');
	await terminal.waitFor(() => terminal.cursor().x === 5);
	terminal.press('Alt+Enter');
	await terminal.waitFor(() => terminal.cursor().x === 3 && terminal.cursor().y === 10);
	terminal.press('Up');
	await terminal.waitFor(() => terminal.cursor().y === 9);
});

test('Ctrl+C clears the draft, with an empty one a second leaves, and the terminal is as it was', async t => {
	const terminal = await open(t, 'empty-host');
	assert.equal(terminal.modes().wraparound, false);
	terminal.type('not to be sent');
	await terminal.waitFor('not to be sent');
	terminal.press('Ctrl+C');
	await terminal.waitFor('type a message');
	terminal.press('Ctrl+D');
	terminal.press('Tab');
	await interrupt(terminal);
	assert.deepEqual(await asked(terminal), ['leave']);
	const {alternateScreen, bracketedPaste, cursorVisible, wraparound} = terminal.modes();
	assert.deepEqual(
		{alternateScreen, bracketedPaste, cursorVisible, wraparound},
		{alternateScreen: false, bracketedPaste: false, cursorVisible: true, wraparound: true},
	);
});

test('a refused line stays in the draft, with the reason above it until the next key', async t => {
	const terminal = await open(t, 'empty-host');
	terminal.type('no');
	await terminal.waitFor('› no');
	terminal.press('Enter');
	await terminal.waitFor(/ ! That is no command\. Try \/help\.\n › no/);
	terminal.press('Backspace');
	await terminal.waitFor(() => !terminal.text().includes('That is no command'));
	assert.match(last(terminal, 2), /^ › n$/m);
});

test('a scrolled view holds still and counts what arrives, and End returns to the newest', async t => {
	const terminal = await open(t, 'arriving', {rows: 20});
	terminal.press('PageUp');
	await terminal.waitFor(/↓ \d+ new/);
	const pane = () =>
		terminal
			.screen()
			.slice(2, 17)
			.map(row => row.slice(0, 60));
	const before = pane();
	const [, count = ''] = await terminal.waitFor(/↓ (\d+) new/);
	await terminal.waitFor(() => Number(/↓ (\d+) new/.exec(terminal.text())?.[1]) > Number(count) + 2);
	assert.deepEqual(pane(), before);
	terminal.press('End');
	await terminal.waitFor(() => !/↓ \d+ new/.test(terminal.text()));
	await terminal.waitFor(/news \d+[^\n]*\n─/);
});

test('the arrows, and so the mouse’s wheel, scroll when the draft has no row to move to', async t => {
	const terminal = await open(t, 'scrolling', {rows: 20});
	terminal.write('\u{1B}[A\u{1B}[A\u{1B}[A');
	await terminal.waitFor('scrolled back');
	terminal.write('\u{1B}[B\u{1B}[B\u{1B}[B');
	await terminal.waitFor(() => !terminal.text().includes('scrolled back'));
});

test('a lost connection shows the reason and counts down to the next attempt', async t => {
	const terminal = openTerminal(t, [...fixture, 'waiting'], {
		columns: 120,
		rows: 24,
	});
	await terminal.waitForRawMode();
	const [, from = ''] = await terminal.waitFor(/○ trying again in (\d) s/);
	await terminal.waitFor(`○ trying again in ${Number(from) - 1} s`);
	await terminal.waitFor(`there? Trying again in ${Number(from) - 2} s.`);
	terminal.press('Enter');
	await terminal.waitFor('◌ connecting… (attempt 4)');
	assert.match(terminal.text(), / ! Nobody is hosting at 127\.0\.0\.1:5000\..* Trying again…$/m);
	terminal.type('later');
	await terminal.waitFor('later');
	terminal.press('Enter');
	await terminal.waitFor('later …');
	terminal.press('Ctrl+C');
	assert.deepEqual(await asked(terminal), ['retry', 'submit "later"', 'leave']);
});

test('F4 asks for another address as long as the room was never reached', async t => {
	const terminal = await open(t, 'waiting', {columns: 80});
	terminal.press('F4');
	await terminal.waitFor('Address ›');
	terminal.type('not one');
	await terminal.waitFor('Address › not one');
	assert.deepEqual(terminal.cursor(), {x: 18, y: terminal.find('Address ›').row, visible: true});
	terminal.press('Enter');
	await terminal.waitFor('`not one` is no address.');
	terminal.press('Escape');
	await terminal.waitFor(/^ › /m);
	terminal.press('F4');
	await terminal.waitFor('Address ›');
	terminal.type('10.0.0.7:5001\r');
	await terminal.waitFor(' 10.0.0.7:5001 · ');
	terminal.press('Ctrl+C');
	assert.deepEqual(await asked(terminal), ['address not one', 'address 10.0.0.7:5001', 'leave']);
});

test('F2 cycles through the panes if only one fits, and enlarges the log if more do', async t => {
	const terminal = await open(t, 'busy', {columns: 40, rows: 12});
	for (const title of [/^\[Connection log]/m, /^\[Peers] 4/m, /^\[Messages]/m]) {
		terminal.press('F2');
		await terminal.waitFor(title);
	}

	terminal.resize(120, 24);
	await terminal.waitFor(/│ Connection log/);
	const before = terminal.find('│').column;
	terminal.press('F2');
	await terminal.waitFor('smaller log');
	assert.match(terminal.text(), /│\[Connection log]/);
	assert.ok(terminal.find('│').column < before);
});

test('a resized window shows the same as one that had that size from the start', async t => {
	const terminal = await open(t, 'lost', {columns: 120, rows: 40});
	for (const [columns, rows] of [
		[80, 24],
		[40, 10],
		[110, 30],
		[61, 30],
		[30, 8],
		[45, 45],
		[150, 20],
	] as const) {
		terminal.resize(columns, rows);
		const fresh = await open(t, 'lost', {columns, rows});
		const isSame = () => cells(terminal).join('\n') === cells(fresh).join('\n');
		await terminal.waitFor(isSame, {timeout: 3000}).catch(() => undefined);
		assert.deepEqual(cells(terminal), cells(fresh), `${columns}×${rows}`);
		assert.deepEqual(terminal.cursor(), fresh.cursor(), `${columns}×${rows}`);
		await fresh.close();
	}
});

test('below 20×4 one sentence asks for a larger window', async t => {
	const terminal = await open(t, 'busy', {columns: 19, rows: 24});
	assert.equal(terminal.text().trim(), 'Make this window\nlarger (20×4)');
	terminal.resize(20, 4);
	await terminal.waitFor('type a message');
});

test('a row that the terminal draws wider than it was measured moves no other row', async t => {
	const terminal = await open(t, 'busy', {columns: 120, rows: 40});
	await terminal.waitFor('Emoji:');
	assert.match(terminal.screen()[0] ?? '', /^ socket-chat · main · /);
	assert.match(terminal.screen().at(-1) ?? '', /^ Enter send/);
});

test('with NO_COLOR there is no colour, and the marks still show the status', async t => {
	const terminal = await open(t, 'busy', {columns: 120, env: {NO_COLOR: '1'}});
	for (let row = 0; row < terminal.rows; row++) {
		for (let column = 0; column < terminal.columns; column++) {
			const {foreground, background} = terminal.cell(row, column);
			assert.deepEqual([foreground, background], ['default', 'default']);
		}
	}

	assert.match(terminal.text(), /Far too long !\s[^]*A message holds at most 8192 bytes\./);
	assert.match(terminal.text(), /○ bob/);
});

test('a peer’s control characters do not reach the terminal', async t => {
	const terminal = await open(t, 'busy', {columns: 120, rows: 40});
	await terminal.waitFor('bad ␛[31mred␛[0m');
	assert.equal(terminal.bells(), 0);
	assert.notEqual(terminal.cell(terminal.find('red␛').row, terminal.find('red␛').column).foreground, 1);
});
