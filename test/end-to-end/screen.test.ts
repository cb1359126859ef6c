import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {findHarm} from '../helpers/hostile.ts';
import {emptyHome, startProcess} from '../helpers/line-process.ts';
import {openNamespace, withoutNamespaces} from '../helpers/network-namespace.ts';
import {hostCommand, isMessage, joinCommand, program, startHost, startJoin} from '../helpers/program.ts';
import {openShell, openTerminal, type Terminal, type TerminalOptions} from '../helpers/terminal.ts';
import {temporaryFolder} from '../storage/folder.ts';
import {until} from '../helpers/until.ts';

const openHost = async (t: TestContext, options?: TerminalOptions) => {
	const terminal = openTerminal(t, hostCommand(), options);
	const [, port] = await terminal.waitFor(/127\.0\.0\.1:([1-9]\d*) .*1 here/);
	await terminal.waitForRawMode();
	return {terminal, port: Number(port)};
};

const openJoin = async (t: TestContext, port: number, options?: TerminalOptions) => {
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'), options);
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	return terminal;
};

const say = async (terminal: Terminal, text: string) => {
	await terminal.submit(text);
};

/** What holds of a whole frame: the header on top, the composer and the hints at the bottom. */
const isFrame = (screen: readonly string[], rows: number): boolean =>
	screen.length === rows &&
	/^ (socket-chat|host|join)/.test(screen[0] ?? '') &&
	/Enter|F2|leave/.test(screen.at(-1) ?? '') &&
	screen.at(-2)?.startsWith(' › ') === true;

test(
	'host and join with no arguments: what is typed in each appears in the other, with address and state in the panes',
	{skip: withoutNamespaces()},
	async t => {
		const {wrap} = openNamespace(t);
		const env = {SOCKET_CHAT_HOME: emptyHome(), SOCKET_CHAT_CODE: undefined};
		const host = openTerminal(t, wrap([...program, 'host', '--name', 'alice']), {columns: 120, rows: 40, env});
		await host.waitFor('1 here');
		await host.waitForRawMode();
		const join = openTerminal(t, wrap([...program, 'join', '--name', 'bob']), {columns: 120, rows: 40, env});
		await join.waitFor('● connected');
		await join.waitForRawMode();
		await host.waitFor('2 here');
		await say(join, 'hello from bob');
		await host.waitFor(/bob +hello from bob/);
		await join.waitFor(/bob +hello from bob ✓/);
		await say(host, 'hi from alice');
		await join.waitFor(/alice +hi from alice/);
		await host.waitFor(/alice +hi from alice ✓/);
		await host.waitFor(/● bob +127\.0\.0\.1:\d+/);
		await join.waitFor(/● alice \(host\) +127\.0\.0\.1:5000/);
		await host.waitFor(/listen +(\[::]|0\.0\.0\.0):5000/);
		await host.waitFor(/accept +127\.0\.0\.1:\d+/);
		await join.waitFor(/connect +127\.0\.0\.1:\d+ → 127/);
		assert.ok(isFrame(host.screen(), 40), host.text());
		assert.ok(isFrame(join.screen(), 40), join.text());
		await say(host, 'bye');
		assert.equal((await join.exited).exitCode, 0);
		assert.equal((await host.exited).exitCode, 0);
	},
);

test("a host that is killed and started again: the join's screen shows the countdown, and is back within 6 s with no key pressed", async t => {
	const {host, port} = await startHost(t);
	const join = await openJoin(t, port);
	await say(join, 'before');
	await join.waitFor(/before ✓/);
	host.kill('SIGKILL');
	await join.waitFor(/trying again in \d+ s/);
	await say(join, 'meanwhile');
	await join.waitFor(/meanwhile …/);
	await say(join, 'and more');
	const again = startProcess(t, [
		...program,
		'host',
		'--listen',
		'127.0.0.1',
		'--port',
		String(port),
		'--name',
		'alice',
		'--json',
	]);
	await again.waitForEvent(event => event.verb === 'listen');
	const started = Date.now();
	await join.waitFor('● connected', {timeout: 6000});
	assert.ok(Date.now() - started < 6000);
	await again.waitForEvent(isMessage('meanwhile'));
	await again.waitForEvent(isMessage('and more'));
	await join.waitFor(/meanwhile ✓/);
	await join.waitFor(/and more ✓/);
	await join.waitFor('History was reset');
});

test('a join that finds nobody says so, counts down, tries at once on Enter, and gets in when a room opens', async t => {
	const {host, port} = await startHost(t);
	host.say('bye');
	await host.exited;
	const join = openTerminal(t, joinCommand(port, '--name', 'bob'));
	await join.waitFor(`Nobody is hosting at 127.0.0.1:${port}. Is \`socket-chat host\``);
	await join.waitForRawMode();
	await say(join, 'typed before anybody was there');
	const again = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--json']);
	await again.waitForEvent(event => event.verb === 'listen');
	join.press('Enter');
	await join.waitFor('● connected');
	await again.waitForEvent(isMessage('typed before anybody was there'));
});

test('another address can be typed while nobody was found', async t => {
	const {port} = await startHost(t);
	const join = openTerminal(t, joinCommand(1, '--name', 'bob'));
	await join.waitFor('Nobody is hosting at 127.0.0.1:1.');
	await join.waitForRawMode();
	join.press('F4');
	// The field hears keys once its label stands there.
	await join.waitFor('Address ›');
	join.type(`127.0.0.1:${port}`);
	await join.waitFor(`127.0.0.1:${port}`);
	join.press('Enter');
	await join.waitFor('● connected');
});

test(
	'a link that has gone silent is shown as such, and what is typed stays on the screen',
	{timeout: 60_000},
	async t => {
		const {host, port} = await startHost(t);
		const join = await openJoin(t, port);
		host.kill('SIGSTOP');
		await say(join, 'is anybody there?');
		await join.waitFor(/there\? …/);
		await join.waitFor(/no answer for [67] s/);
		await join.waitFor(/trying again in|connecting/);
		assert.match(join.text(), /there\? …/);
		host.kill('SIGCONT');
		await join.waitFor('● connected', {timeout: 15_000});
		await join.waitFor(/there\? ✓/);
	},
);

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	test(`at ${columns}×${rows} every row is right, with emoji, CJK and long words, and through every resize`, async t => {
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

const ends: ReadonlyArray<{name: string; end: (terminal: Terminal) => void; sentence: string}> = [
	{
		name: 'bye',
		end(terminal) {
			terminal.type('bye');
			void terminal.waitFor(/› bye/).then(() => {
				terminal.press('Enter');
			});
		},
		sentence: 'You have closed the room.',
	},
	{
		name: 'Ctrl+C',
		end(terminal) {
			terminal.press('Ctrl+C');
		},
		sentence: 'You have closed the room.',
	},
	...(['SIGTERM', 'SIGHUP'] as const).map(signal => ({
		name: signal,
		end(terminal: Terminal) {
			process.kill(terminal.foreground(), signal);
		},
		sentence: 'The room is closed.',
	})),
];

const quoted = (command: readonly string[]) => command.map(word => `'${word}'`).join(' ');

/** Nothing of the program is left in the terminal but its farewell. */
const restored = async (shell: Terminal, sentence: string) => {
	const state = () => ({
		isAlternate: shell.isAlternate(),
		isCooked: shell.isCooked(),
		isCursorVisible: shell.cursor().visible,
		isPasteBracketed: shell.modes().bracketedPaste,
		isWrapping: shell.modes().wraparound,
		isSaid: shell.mainScreen().join('\n').includes(sentence),
	});
	const whole = {
		isAlternate: false,
		isCooked: true,
		isCursorVisible: true,
		isPasteBracketed: false,
		isWrapping: true,
		isSaid: true,
	};
	await until(() => JSON.stringify(state()) === JSON.stringify(whole), {
		describe: () => `${JSON.stringify(state())}\n${shell.text()}`,
	});
	assert.match(shell.text(), /stood here before/);
};

for (const {name, end, sentence} of ends) {
	test(`after ${name} the terminal is as it was, with a sentence on the main screen`, async t => {
		// Dash mends nothing of what a program leaves behind.
		const shell = await openShell(t, {shell: ['dash', '-i']});
		await shell.submit('echo stood here before');
		shell.type(`${quoted(hostCommand())}\r`);
		await shell.waitFor('1 here');
		await until(() => !shell.isCooked());
		assert.equal(shell.isAlternate(), true);
		end(shell);
		await restored(shell, sentence);
	});
}

test('after an error that nobody caught the terminal is as it was, with one sentence and no stack', async t => {
	const shell = await openShell(t, {shell: ['dash', '-i']});
	await shell.submit('echo stood here before');
	// A module that is loaded before the program throws into it once the test has made a file.
	const fuse = path.join(temporaryFolder(t), 'fuse');
	const bomb = `data:text/javascript,import fs from 'node:fs';setInterval(()=>{if(fs.existsSync('${fuse}'))throw new Error('a test says boom')},20)`;
	const [node = '', ...rest] = hostCommand();
	shell.type(`${quoted([node, '--import', bomb, ...rest])}; echo "ended with $?"\r`.replace(`'${bomb}'`, `"${bomb}"`));
	await shell.waitFor('1 here');
	writeFileSync(fuse, '');
	await shell.waitFor('ended with 1');
	await restored(shell, 'socket-chat has stopped because of a fault of its own: a test says boom');
	assert.doesNotMatch(shell.text(), /at .*:\d+:\d+/);
});

test('a join that ends names what was not delivered', async t => {
	const {host, port} = await startHost(t);
	const shell = await openShell(t);
	shell.type(`${quoted(joinCommand(port, '--name', 'bob'))}; echo "ended with $?"\r`);
	await shell.waitFor('● connected');
	await until(() => !shell.isCooked());
	host.kill('SIGSTOP');
	await say(shell, 'never heard');
	await shell.waitFor(/never heard …/);
	shell.press('Ctrl+C');
	await shell.waitFor('ended with 1');
	assert.match(shell.text(), /Not acknowledged, but it may have arrived: never heard/);
	host.kill('SIGCONT');
});

test('keys that come in one read all count: text and Enter together are sent', async t => {
	const {host, port} = await startHost(t);
	const join = await openJoin(t, port);
	join.write('one\rtwo\r');
	await host.waitForEvent(isMessage('one'));
	await host.waitForEvent(isMessage('two'));
	await until(() => join.modes().bracketedPaste);
	join.paste('three\nfour');
	await join.waitFor('four');
	join.press('Enter');
	await host.waitForEvent(isMessage('three\nfour'));
});

test('an unknown command keeps the draft and says so', async t => {
	const {terminal} = await openHost(t);
	terminal.type('/dance now');
	await terminal.waitFor(/› \/dance now/);
	terminal.press('Enter');
	await terminal.waitFor('There is no command /dance.');
	assert.match(terminal.text(), /› \/dance now/);
	terminal.press('Ctrl+C');
	await terminal.waitFor(screen => !screen.join('\n').includes('dance'));
	assert.match(terminal.text(), /1 here/);
});

test('who comes and goes is shown', async t => {
	const {terminal, port} = await openHost(t, {columns: 120, rows: 30});
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	await terminal.waitFor('bob joined');
	join.kill('SIGKILL');
	await terminal.waitFor(/bob is away/);
	await terminal.waitFor(/○ bob +away \d+ s/);
	const again = startJoin(t, port, ['--name', 'carol', '--stay']);
	await terminal.waitFor('carol joined');
	again.say('bye');
	await terminal.waitFor('carol left');
});

test('older pages come from the host as one scrolls up, to the very first message, and the view holds still meanwhile', async t => {
	const {host, port} = await startHost(t);
	const count = 1200;
	host.stdin.write(Array.from({length: count}, (_, index) => `message ${index + 1}.\n`).join(''));
	await host.waitForEvent(isMessage(`message ${count}.`));
	const join = await openJoin(t, port, {columns: 80, rows: 40});
	await join.waitFor(`message ${count}.`);
	const first = () => Number(/message (\d+)\./.exec(join.text())?.[1] ?? 0);
	let pages = 0;
	while (first() > 1) {
		assert.ok(pages < 200, join.text());
		pages++;
		const before = first();
		join.press('PageUp');
		// Where the next page is still on its way, the view stands until the key is pressed again.
		await join.waitFor(() => first() < before, {timeout: 1000}).catch(() => undefined);
		const numbers = [...join.text().matchAll(/message (\d+)\./g)].map(([, number]) => Number(number));
		assert.deepEqual(
			numbers,
			numbers.map((_, index) => (numbers[0] ?? 0) + index),
		);
	}

	host.say('something new');
	await join.waitFor('1 new');
	assert.equal(first(), 1);
	join.press('End');
	await join.waitFor('something new');
});
