import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {newHome} from '../../helpers/line-process.ts';
import {hostCommand, isMessage, isPeer, joinCommand, startHost, startJoin} from '../../helpers/program.ts';
import {openTerminal, type Terminal} from '../../helpers/terminal.ts';

const openScreen = async (t: TestContext, command: readonly string[]): Promise<Terminal> => {
	const terminal = openTerminal(t, command, {columns: 100});
	await terminal.waitFor(/1 here|● connected/);
	await terminal.waitFor(() => terminal.modes().bracketedPaste);
	return terminal;
};

/** Presses keys one by one, each after what the one before has drawn. */
const pressAndSee = async (terminal: Terminal, steps: ReadonlyArray<readonly [string, string]>) => {
	for (const [key, shown] of steps) {
		terminal.write(key);
		await terminal.waitFor(screen => screen.includes(` › ${shown}`.trimEnd()));
	}
};

const up = '\u{1B}[A';
const down = '\u{1B}[B';

test('AE: an edited line of the history stays edited until something is sent, with an undo of its own', async t => {
	const terminal = await openScreen(t, hostCommand());
	for (const text of ['one', 'two', 'three']) {
		terminal.type(text);
		await terminal.waitFor(`› ${text}`);
		terminal.press('Enter');
		await terminal.waitFor(`${text} ✓`);
	}

	await pressAndSee(terminal, [
		['unsent', 'unsent'],
		[up, 'three'],
		[' edited', 'three edited'],
		[up, 'two'],
		['\u{15}2', '2'],
		[down, 'three edited'],
		[down, 'unsent'],
		[up, 'three edited'],
		[up, '2'],
		['\u{1F}', 'type a message'],
		['\u{1F}', 'two'],
		[down, 'three edited'],
		['\u{1F}', 'three'],
		[' sent', 'three sent'],
	]);
	terminal.press('Enter');
	await terminal.waitFor('three sent ✓');
	await pressAndSee(terminal, [
		[up, 'three sent'],
		[up, 'three'],
		[up, 'two'],
	]);
});

test('AF: Tab completes the name that fits as typed before one in another case', async t => {
	const {host, port} = await startHost(t);
	for (const name of ['john', 'James']) {
		startJoin(t, port, ['--name', name, '--stay']);
		await host.waitForEvent(isPeer('joined', name));
	}

	const join = await openScreen(t, joinCommand(port, '--name', 'bob'));
	await pressAndSee(join, [
		['J\t', 'James:'],
		['\t', 'john:'],
		['\u{3}hi @j\t', 'hi @john'],
	]);
});

test('R: what is pasted arrives with its slashes, spaces and line ends; only a typed //name loses one', async t => {
	const {host, port} = await startHost(t);
	const join = await openScreen(t, joinCommand(port, '--name', 'bob'));
	for (const text of [
		'// a comment',
		'//comment',
		'/* c */',
		'/usr/bin/env node',
		'/etc',
		'/usr\n/bin',
		'\tif (a) {\n\n\t\t// b\n\t}\n',
		'//one\n//two',
	]) {
		const {length} = host.events();
		join.paste(text);
		await join.waitFor(text.trim().split('\n').at(-1)?.trim() ?? '');
		join.press('Enter');
		await host.waitForEvent(isMessage(text), {from: length});
		await join.waitFor('› type a message');
	}

	// Recalled, it is sent again as it was.
	await pressAndSee(join, [['\u{15}//name', '//name']]);
	join.press('Enter');
	await host.waitForEvent(isMessage('/name'));
	assert.equal(host.events().filter(isMessage('//name')).length, 0);
	join.paste('//again');
	await join.waitFor('› //again');
	join.press('Enter');
	await host.waitForEvent(isMessage('//again'));
	await join.waitFor('› type a message');
	const {length} = host.events();
	await pressAndSee(join, [[up, '//again']]);
	join.press('Enter');
	await host.waitForEvent(isMessage('//again'), {from: length});
});

test('5: a long paste is cut between lines, its parts are marked, and joined they are the paste', async t => {
	const {host, port} = await startHost(t);
	const join = await openScreen(t, joinCommand(port, '--name', 'bob'));
	const text = Array.from({length: 300}, (_, index) => `line ${index + 1} of ${'x'.repeat(50)}`).join('\n');
	join.paste(text);
	await join.waitFor('line 300 of');
	join.press('Enter');
	await join.waitFor('This is 300 lines');
	join.press('Enter');
	await host.waitForEvent(({type, part}) => type === 'message' && Array.isArray(part) && part[0] === part[1]);
	const messages = host.events().filter(({type}) => type === 'message');
	assert.equal(messages.length, 3);
	assert.equal(messages.map(message => message.text).join('\n'), text);
	assert.deepEqual(
		messages.map(({part}) => part),
		messages.map((_, index) => [index + 1, messages.length, index === 0 ? '' : '\n']),
	);
	join.resize(160, 100);
	await join.waitFor(/^ \(3\/3\) +… \d+ more rows ✓/m);
});

test('5: a part keeps its place over a restart of the host, and a line that is too long is cut within', async t => {
	const home = {SOCKET_CHAT_HOME: newHome()};
	const first = await startHost(t, [], {env: home});
	const text = `${'short line\n'.repeat(900)}${'long '.repeat(2000)}`;
	const writer = await openScreen(t, joinCommand(first.port, '--name', 'bob'));
	writer.paste(text);
	await writer.waitFor('long long');
	writer.press('Enter');
	await writer.waitFor('This is 901 lines');
	writer.press('Enter');
	await first.host.waitForEvent(({type, part}) => type === 'message' && Array.isArray(part) && part[0] === part[1]);
	first.host.kill('SIGTERM');
	await first.host.exited;
	const {port} = await startHost(t, [], {env: home});
	const reader = startJoin(t, port, ['--name', 'carol', '--json', '--stay', '--history', 'all']);
	await reader.waitForEvent(({type, part}) => type === 'message' && Array.isArray(part) && part[0] === part[1]);
	const parts = reader.events().filter(({part}) => Array.isArray(part)) as Array<{text: string; part: string[]}>;
	assert.equal(parts.map(({text: piece, part}) => part[2] + piece).join(''), text);
	assert.ok(parts.some(({part}) => part[0] !== '1' && part[2] === ''));
});
