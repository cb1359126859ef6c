import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {createServer} from 'node:net';
import process from 'node:process';
import {suite, test, type TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import {startProcess} from './line-process.ts';
import {canUseNamespaces, inNamespace, openNamespace, withoutNamespaces} from './network-namespace.ts';
import {terminalToSvg} from './svg.ts';
import {isAtPrompt, keyBytes, openShell, openTerminal} from './terminal.ts';
import {until} from './until.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const node = (script: string) => [process.execPath, '-e', script];

/** Draws something and stays; ends when a key is pressed. */
const draw = (t: TestContext, output: string) =>
	openTerminal(
		t,
		node(
			`process.stdout.write(${JSON.stringify(output)}); process.stdin.setRawMode(true).once('data', () => process.exit())`,
		),
	);

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

	test('knows where the cursor is, and whether it is to be seen', async t => {
		const terminal = draw(t, '\u001B[?25l\u001B[3;5Hhere');
		await terminal.waitFor('here');
		assert.deepEqual(terminal.cursor(), {x: 8, y: 2, visible: false});
		const other = draw(t, '\u001B[?25l\u001B[?25hhere');
		await other.waitFor('here');
		assert.deepEqual(other.cursor(), {x: 4, y: 0, visible: true});
	});

	test('hears the title and the bell', async t => {
		const terminal = draw(t, '\u001B]2;a title\u0007\u0007\u0007done');
		await terminal.waitFor('done');
		assert.equal(terminal.title(), 'a title');
		assert.equal(terminal.bells(), 2);
	});

	test('tells the program its size, and each new one', async t => {
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

	test('knows the alternate screen from the main one, and keeps what stands on that', async t => {
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

	test('brackets a paste when the program has asked for it, and only then', async t => {
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

	test('answers what the program asks of it', async t => {
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

	test('tells how the program ended, when all its output is on the screen', async t => {
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

	test('is killed when it is closed, and stays to be read', async () => {
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

suite('waiting for a screen', () => {
	test('that never comes shows the screen there is, and the last bytes', async t => {
		const terminal = draw(t, 'something \u001B[1melse');
		await terminal.waitFor('something else');
		await assert.rejects(terminal.waitFor('what I want', {timeout: 50}), ({message, stack}: Error) => {
			assert.match(message, /^Waited 50 ms: no "what I want" on the screen of/);
			assert.match(message, /^\|something else$/m);
			assert.match(message, /last bytes: ".*\\u001b\[1melse"/);
			assert.match(stack ?? '', /terminal\.test\.ts/);
			return true;
		});
	});

	test('fails at once when the program has ended without it', async t => {
		const terminal = openTerminal(t, ['bash', '-c', 'echo sorry; exit 2']);
		await assert.rejects(terminal.waitFor('welcome'), /^Error: The program ended \(2\): no "welcome"[^]*\|sorry/);
		await terminal.waitFor('sorry');
	});

	test('takes a text, a pattern that gives its groups, and a function', async t => {
		const terminal = draw(t, 'listening on 127.0.0.1:5000\r\nready');
		const [, port] = await terminal.waitFor(/:(\d{2,5})\b/g);
		assert.equal(port, '5000');
		const screen = await terminal.waitFor(rows => rows[1] === 'ready');
		assert.equal(screen[0], 'listening on 127.0.0.1:5000');
	});

	test('does not look at half a frame', async t => {
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

suite('a shell', () => {
	test('shows what a program leaves behind', async t => {
		const shell = await openShell(t);
		assert.equal(shell.isCooked(), true);
		const before = shell.modes();
		await shell.submit(`${process.execPath} --import tsx ${fixture('ink-echo.tsx')}`);
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
		const terminal = openTerminal(t, [process.execPath, '--import', 'tsx', fixture('ink-echo.tsx')], {
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

suite('a program on pipes', () => {
	test('is read line by line, and its last line counts when it has ended', async t => {
		const program = startProcess(t, [
			'bash',
			'-c',
			'read a; echo "got $a"; echo oops >&2; read b; printf "then $b"; exit 4',
		]);
		program.say('one');
		assert.equal(await program.waitForLine(/^got/), 'got one');
		assert.equal(await program.waitForError('oops'), 'oops');
		program.say('two');
		assert.deepEqual(await program.exited, {code: 4, signal: undefined});
		assert.deepEqual(program.lines(), ['got one', 'then two']);
		assert.deepEqual(program.errors(), ['oops']);
		await assert.rejects(program.waitForLine('three'), /^Error: bash ended \(4\): no three from[^]*then two[^]*oops/);
	});

	test('gives events when it writes JSON', async t => {
		const program = startProcess(
			t,
			node(
				`console.log('{"type":"log","verb":"listen","port":5000}'); process.stdin.on('data', () => console.log('{"type":"log","verb":"accept"}')).on('end', () => console.log('no JSON'))`,
			),
		);
		const {port} = await program.waitForEvent(({verb}) => verb === 'listen');
		assert.equal(port, 5000);
		program.stdin.write('x');
		await program.waitForEvent(({type}) => type === 'log', {from: 1});
		assert.equal(program.events().length, 2);
		program.end();
		await program.exited;
		assert.throws(() => program.events(), /Not a JSON object on standard output: "no JSON"/);
	});

	test('that cannot be started says so', async t => {
		const program = startProcess(t, ['/nowhere/program']);
		await assert.rejects(program.waitForLine('x'), /could not be started/);
		await assert.rejects(program.exited, /ENOENT/);
	});

	test('is killed when it is closed, alone', async () => {
		const program = startProcess(undefined, ['bash', '-c', 'trap "" TERM; sleep 30 & echo $!; wait']);
		const sleeper = Number(await program.waitForLine(/\d/));
		await program.close();
		process.kill(sleeper, 'SIGKILL');
	});
});

suite('a network namespace', {skip: withoutNamespaces()}, () => {
	test('of one program has a loopback on which no port is taken', async t => {
		const server = createServer().listen(5000, '127.0.0.1');
		server.on('error', () => undefined);
		t.after(() => server.close());
		const program = startProcess(
			t,
			inNamespace(node(`require('net').createServer().listen(5000, '127.0.0.1', () => console.log('listening'))`)),
		);
		await program.waitForLine('listening');
		program.kill();
		assert.deepEqual(await program.exited, {code: undefined, signal: 'SIGTERM'});
	});

	test('of several lets the two programs of the lab sheet talk, again and again', async t => {
		assert.equal(canUseNamespaces(), true);
		const network = openNamespace(t);
		const server = startProcess(t, network.wrap(['python3', fixture('lab-server-forever.py')]));
		for (let round = 1; round <= 2; round++) {
			await until(() => server.lines().filter(line => line.startsWith('Waiting')).length === round);
			const client = startProcess(t, network.wrap(['python3', fixture('lab-client.py')]));
			client.say(`Hi ${round}`);
			await server.waitForLine(`Client: Hi ${round}`);
			server.say('Hello');
			await client.waitForLine('Server: Hello');
			client.say('bye');
			assert.deepEqual(await client.exited, {code: 0, signal: undefined});
		}
	});

	test('is gone after the test', () => {
		const network = openNamespace(undefined);
		const names = () => spawnSync('ip', ['netns', 'list'], {encoding: 'utf8'}).stdout;
		assert.match(names(), new RegExp(network.name));
		network.close();
		network.close();
		assert.doesNotMatch(names(), new RegExp(network.name));
	});

	test('lets the single lab server answer until bye', async t => {
		const network = openNamespace(t);
		const server = startProcess(t, network.wrap(['python3', fixture('lab-server.py')]));
		await server.waitForLine('Waiting');
		const client = startProcess(t, network.wrap(['python3', fixture('twenty-lines.py')]));
		client.say('Hi');
		await server.waitForLine('Client: Hi');
		server.say('Hello');
		client.end();
		await server.waitForLine(/^Client: bye/);
		server.end();
		await client.waitForLine('Hello');
		await client.exited;
	});
});

suite('a picture', () => {
	test('draws runs of one style as text on its columns, and borders as lines', async t => {
		const terminal = draw(
			t,
			'\u001B[?25l┌─┐ a <b> & "c"\u001B[31m red\u001B[0m \u001B[7mback\u001B[0m 漢x \u001B[2;1mfaint',
		);
		await terminal.waitFor('faint');
		const svg = terminalToSvg(terminal, {title: 'a & b'});
		assert.match(svg, /<title>a &amp; b<\/title>/);
		assert.match(
			svg,
			/<text x="49.6" y="61.5" textLength="92.4"[^>]*fill="#d8dee9">a &lt;b&gt; &amp; &quot;c&quot;<\/text>/,
		);
		assert.match(svg, /fill="#e06c75">red<\/text>/);
		assert.match(svg, /<rect [^>]*fill="#d8dee9"[^>]*>\n<text [^>]*fill="#14171f">back<\/text>/);
		assert.match(svg, /textLength="16.8"[^>]*>漢<\/text>/);
		assert.match(svg, /font-weight="700" opacity="0.6">faint<\/text>/);
		assert.equal(svg.match(/<path /g)?.length, 3);
		assert.doesNotMatch(svg, /[┌─┐]/);
	});
});

suite('until', () => {
	test('gives what the condition gives, and says what there was instead', async () => {
		let count = 0;
		assert.equal(await until(() => ++count === 3 && 'three', {every: 1}), 'three');
		await assert.rejects(
			until(() => false, {timeout: 20, describe: () => `count was ${count}`}),
			/^Error: Waited 20 ms: count was 3$/,
		);
	});
});
