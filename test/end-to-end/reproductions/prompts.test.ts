import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {emptyHome, testCode} from '../../helpers/line-process.ts';
import {joinCommand, program, startHost} from '../../helpers/program.ts';
import {openTerminal, type Terminal, type TerminalOptions} from '../../helpers/terminal.ts';

const openCodePrompt = async (t: TestContext, port: number, options: TerminalOptions = {}): Promise<Terminal> => {
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'), {
		...options,
		env: {SOCKET_CHAT_CODE: undefined, SOCKET_CHAT_HOME: emptyHome()},
	});
	await terminal.waitFor('›');
	await terminal.waitFor(() => terminal.modes().bracketedPaste);
	return terminal;
};

const openChooser = async (t: TestContext): Promise<Terminal> => {
	const terminal = openTerminal(t, [...program, 'join', '--name', 'bob'], {
		columns: 100,
		env: {SOCKET_CHAT_HOME: emptyHome()},
	});
	await terminal.waitFor('type an address');
	await terminal.waitFor(() => terminal.modes().bracketedPaste);
	return terminal;
};

test('N: the editing keys of the composer work in the code prompt, every key of a burst counts, and none types a letter', async t => {
	const {port} = await startHost(t);
	const join = await openCodePrompt(t, port);
	join.type('wrong words');
	await join.waitFor('› wrong words');
	join.write('\u{15}');
	await join.waitFor('› five words');
	// Ctrl with each letter that moves, cuts, or means nothing in a field.
	join.write('two \u{1}one \u{5}\u{2}\u{6}\u{C}\u{E}\u{10}\u{11}\u{12}\u{13}\u{16}\u{18}three');
	await join.waitFor(/› one two three *$/m);
	join.write('\u{1B}b\u{1B}d\u{17}\u{19}\u{1F}\u{1F}');
	await join.waitFor(/› one two three *$/m);
	join.write('\u{1B}[H\u{1B}[3~\u{1B}[C\u{B}');
	await join.waitFor(/› n *$/m);
	assert.deepEqual(join.cursor(), {x: 9, y: join.screen().findIndex(row => row.includes('›')), visible: true});
	join.write('x'.repeat(48));
	await join.waitFor(/› nx{48} *$/m);
	join.write('\u{7F}'.repeat(48));
	await join.waitFor(/› n *$/m);
	join.write('日👩‍👩‍👧e\u{301}\u{7F}\u{7F}');
	await join.waitFor(/› n日 *$/m);
	join.write(`\u{15}${testCode}\r`);
	await join.waitFor('● connected');
});

test('N: the address prompt of the chat edits alike, and takes what is typed and pasted right after F4', async t => {
	const join = openTerminal(t, joinCommand(1, '--name', 'bob'), {columns: 100});
	await join.waitFor('F4 other address');
	await join.waitFor(() => join.modes().bracketedPaste);
	join.write('\u{1B}OSxyz\u{15}10.0.0.7:500\u{1B}[D\u{1B}[D\u{8}9');
	await join.waitFor(/Address › 10\.0\.0\.7:900 *$/m);
	join.write('\u{5}\u{15}');
	join.paste('one\ntwo\n');
	await join.waitFor(/Address › one two *$/m);
});

test('V: the first character of an address opens the prompt for it, with the keys that follow in the same read', async t => {
	const {port} = await startHost(t);
	const join = await openChooser(t);
	join.write(`127.0.0.1:${port}9\u{7F}`);
	await join.waitFor(new RegExp(String.raw`Address › 127\.0\.0\.1:${port} *$`, 'm'));
	join.press('Enter');
	await join.waitFor('● connected');
});

test('V: keys that are no text leave the list, a paste opens the prompt with the address in the line, and Escape goes back', async t => {
	const join = await openChooser(t);
	join.write('\u{7F}\u{15}\u{17} \u{1}');
	join.paste('  socket-chat join 10.1.2.3:77\nfoo');
	await join.waitFor(/Address › socket-chat join 10\.1\.2\.3:77 foo *$/m);
	join.press('Escape');
	await join.waitFor(screen => !screen.join('\n').includes('Address'));
	join.type('h');
	await join.waitFor(/Address › h *$/m);
});

test('W: in a low window a prompt drops whole rows, and prints no row over another', async t => {
	const {port} = await startHost(t);
	for (const columns of [40, 60]) {
		const join = await openCodePrompt(t, port, {columns, rows: 30});
		join.type('legal winner thxx ');
		const high = new Set(await join.waitFor('"thxx" is not a code word.'));
		for (const rows of [10, 8, 6, 4, 3]) {
			join.resize(columns, rows);
			await join.waitFor(
				screen =>
					screen.length === rows &&
					screen.some(row => row.includes('› legal winner thxx')) &&
					screen.some(row => row.includes('! "thxx" is not')) &&
					screen.every(row => high.has(row) || /^ \S.*…$/.test(row)),
			);
		}
	}
});

test('AD: the line with the code is pasted whole, also with the command that joins', async t => {
	const {port} = await startHost(t);
	const join = await openCodePrompt(t, port);
	join.paste(`code ${testCode}\n`);
	await join.waitFor(new RegExp(`^ +${testCode} *$`, 'm'));
	join.press('Enter');
	await join.waitFor('● connected');
	const chooser = await openChooser(t);
	chooser.paste(`$ npx socket-chat join 127.0.0.1:${port}\ncode “${testCode.toUpperCase()}”.\n`);
	await chooser.waitFor('Address › $ npx socket-chat join');
	chooser.press('Enter');
	await chooser.waitFor('● connected');
});
