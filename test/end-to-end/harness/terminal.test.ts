import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import process from 'node:process';
import {suite, test} from 'node:test';
import {keyBytes} from '../../helpers/terminal-keys.ts';
import {openTerminal} from '../../helpers/terminal.ts';
import {node, draw} from '../../helpers/terminal-scripts.ts';

/** Shows the bytes of all that it reads. */
const hexdump = `process.stdin.setRawMode(true).on('data', data => console.log('read ' + data.toString('hex')));`;

const hex = (text: string) => Buffer.from(text).toString('hex');

suite('a terminal', () => {
	test('shows the rows that a person would see', async t => {
		const terminal = openTerminal(t, ['bash', '-c', 'seq 1 40; printf "end  "; sleep 60'], {rows: 5, columns: 20});
		await terminal.waitFor('end');
		assert.deepEqual(terminal.screen(), ['37', '38', '39', '40', 'end']);
		assert.equal(terminal.mainScreen()[0], '1');
		assert.equal(terminal.mainScreen().length, 41);
	});

	test('knows the colours, the style and the width of a cell', async t => {
		const terminal = draw(
			t,
			'a \u001B[1;31mred\u001B[0m \u001B[7minverse\u001B[0m \u001B[38;2;1;2;255mrgb\u001B[0m \u001B[48;5;200mback\u001B[0m 漢👋.',
		);
		await terminal.waitFor('.');
		const {row, column} = terminal.find('red');
		const red = terminal.cell(row, column);
		assert.deepEqual([row, column], [0, 2]);
		assert.deepEqual(
			[red.chars, red.foreground, red.background, red.bold, red.dim, red.inverse],
			['r', 1, 'default', true, false, false],
		);
		assert.equal(terminal.cell(0, terminal.find('inverse').column).inverse, true);
		assert.equal(terminal.cell(0, terminal.find('rgb').column).foreground, '#0102ff');
		assert.equal(terminal.cell(0, terminal.find('back').column).background, 200);
		const wide = terminal.find('漢').column;
		assert.deepEqual(
			[0, 1, 2, 3, 4].map(offset => terminal.cell(0, wide + offset).width),
			[2, 0, 2, 0, 1],
		);
		assert.deepEqual(terminal.find('👋.'), {row: 0, column: wide + 2});
		assert.throws(() => terminal.cell(24, 0), RangeError);
		assert.throws(() => terminal.find('green'), /no "green" on the screen/);
	});

	test('reports where the cursor is, and whether it is visible', async t => {
		const terminal = draw(t, '\u001B[?25l\u001B[3;5Hhere');
		await terminal.waitFor('here');
		assert.deepEqual(terminal.cursor(), {x: 8, y: 2, visible: false});
		const other = draw(t, '\u001B[?25l\u001B[?25hhere');
		await other.waitFor('here');
		assert.deepEqual(other.cursor(), {x: 4, y: 0, visible: true});
	});

	test('records the title and the bell', async t => {
		const terminal = draw(t, '\u001B]2;a title\u0007\u0007\u0007done');
		await terminal.waitFor('done');
		assert.equal(terminal.title(), 'a title');
		assert.equal(terminal.bells(), 2);
	});

	test('reports its size to the program, and each new one', async t => {
		const terminal = openTerminal(
			t,
			node(
				`const say = () => console.log(process.stdout.columns + 'x' + process.stdout.rows); say(); process.stdout.on('resize', say); process.stdin.resume()`,
			),
			{columns: 100, rows: 30},
		);
		await terminal.waitFor('100x30');
		terminal.resize(40, 10);
		await terminal.waitFor('40x10');
		assert.equal(terminal.screen().length, 10);
	});

	test('distinguishes the alternate screen from the main one, and keeps both', async t => {
		const terminal = openTerminal(
			t,
			node(
				String.raw`console.log('main'); process.stdout.write('\x1b[?1049h\x1b[Hover'); process.stdin.setRawMode(true).once('data', () => { process.stdout.write('\x1b[?1049l'); process.exit(); })`,
			),
		);
		await terminal.waitFor('over');
		assert.equal(terminal.isAlternate(), true);
		assert.equal(terminal.text().includes('main'), false);
		assert.deepEqual(terminal.mainScreen(), ['main']);
		terminal.press('Enter');
		await terminal.exited;
		assert.equal(terminal.isAlternate(), false);
		assert.equal(terminal.screen()[0], 'main');
		assert.match(terminal.raw(), /\[\?1049h.*\[\?1049l/s);
	});

	test('brackets a paste if the program has requested it, and only then', async t => {
		const terminal = openTerminal(
			t,
			node(
				String.raw`${hexdump} console.log('ready'); process.stdin.once('data', () => console.log('\x1b[?2004hasked'))`,
			),
		);
		await terminal.waitFor('ready');
		assert.equal(terminal.modes().bracketedPaste, false);
		terminal.paste('a\nb');
		await terminal.waitFor(`read ${hex('a\rb')}`);
		await terminal.waitFor('asked');
		assert.equal(terminal.modes().bracketedPaste, true);
		terminal.paste('a\nb');
		await terminal.waitFor(`read ${hex('\u001B[200~a\rb\u001B[201~')}`);
	});

	test("answers the program's queries", async t => {
		const terminal = openTerminal(t, node(String.raw`${hexdump} process.stdout.write('\x1b[2;3H\x1b[6n')`));
		await terminal.waitFor(`read ${hex('\u001B[2;3R')}`);
	});

	test('gives the program a clean environment', async t => {
		process.env.CI_TEST = '1';
		process.env.NO_COLOR = '1';
		t.after(() => {
			delete process.env.CI_TEST;
			delete process.env.NO_COLOR;
		});
		const terminal = openTerminal(
			t,
			node(
				`const {TERM, LANG, CI, NO_COLOR, CI_TEST, EXTRA, HOME} = process.env; console.log(JSON.stringify({TERM, LANG, CI, NO_COLOR, CI_TEST, EXTRA, HOME}))`,
			),
			{
				env: {EXTRA: 'yes', HOME: undefined},
			},
		);
		await terminal.exited;
		assert.deepEqual(JSON.parse(terminal.screen()[0] ?? ''), {TERM: 'xterm-256color', LANG: 'C.UTF-8', EXTRA: 'yes'});
	});

	test('reports how the program ended once all its output is on the screen', async t => {
		const terminal = openTerminal(t, ['bash', '-c', 'seq 1 5000; exit 3']);
		assert.deepEqual(await terminal.exited, {exitCode: 3, signal: undefined});
		assert.equal(terminal.screen()[22], '5000');
		const other = openTerminal(t, ['sleep', '60']);
		other.kill('SIGTERM');
		assert.deepEqual(await other.exited, {exitCode: 0, signal: 'SIGTERM'});
	});

	test('loses nothing of what the program wrote last', async t => {
		for (let run = 0; run < 40; run++) {
			const terminal = openTerminal(t, ['bash', '-c', 'for i in {1..3000}; do echo "│$i│"; done']);
			await terminal.exited;
			assert.match(terminal.raw(), /│3000│\r\n$/);
			assert.doesNotMatch(terminal.raw(), /\uFFFD/);
			assert.equal(terminal.mainScreen().length, 3000);
		}
	});

	test('is killed when it is closed, and can still be read', async () => {
		const terminal = openTerminal(undefined, ['bash', '-c', 'trap "" HUP TERM; echo deaf; sleep 60']);
		await terminal.waitFor('deaf');
		await terminal.close();
		assert.equal((await terminal.exited).signal, 'SIGKILL');
		assert.equal(terminal.screen()[0], 'deaf');
		terminal.type('too late');
		terminal.kill();
		await terminal.close();
	});

	test('presses keys as xterm does', async t => {
		const expected = {
			Enter: '\r',
			Escape: '\u001B',
			Backspace: '\u007F',
			Delete: '\u001B[3~',
			Up: '\u001B[A',
			Home: '\u001B[H',
			PageUp: '\u001B[5~',
			F1: '\u001BOP',
			F12: '\u001B[24~',
			'Ctrl+C': '\u0003',
			'Ctrl+w': '\u0017',
			'Alt+Enter': '\u001B\r',
			'Alt+b': '\u001Bb',
			'Shift+Tab': '\u001B[Z',
			'Ctrl+Left': '\u001B[1;5D',
			'Alt+F2': '\u001B[1;3Q',
			'Shift+PageDown': '\u001B[6;2~',
		};
		for (const [key, bytes] of Object.entries(expected)) {
			assert.equal(keyBytes(key), bytes, key);
		}

		assert.equal(keyBytes('Up', true), '\u001BOA');
		assert.throws(() => keyBytes('Pageup'), /no bytes for the key Pageup/);
		assert.throws(() => keyBytes('Shift+Enter'), /no bytes for the key/);
		const terminal = openTerminal(t, node(String.raw`${hexdump} console.log('\x1b[?1hready')`));
		await terminal.waitFor('ready');
		terminal.press('Down');
		await terminal.waitFor(`read ${hex('\u001BOB')}`);
	});
});
