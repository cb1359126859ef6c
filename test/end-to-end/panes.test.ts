import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {members, openJoinScreen} from '../helpers/hostile-screen.ts';
import {testCode} from '../helpers/line-process.ts';
import {hostCommand, startHost} from '../helpers/program.ts';
import {listenSecurely} from '../helpers/raw-peer.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

const openHost = async (t: TestContext, columns: number, rows: number): Promise<Terminal> => {
	const terminal = openTerminal(t, hostCommand(), {columns, rows});
	await terminal.waitFor('1 here');
	await terminal.waitForRawMode();
	return terminal;
};

const focusOf = (terminal: Terminal): string | undefined =>
	/\[(Messages|Connection log|Peers|Help)]/.exec(terminal.text())?.[1];

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	test(`at ${columns}×${rows} Tab, Shift+Tab, F2, F3 and Esc move between the panes, and typing goes into the draft in every pane`, async t => {
		const terminal = await openHost(t, columns, rows);
		const go = async (key: string, pane: string) => {
			terminal.press(key);
			await terminal.waitFor(() => focusOf(terminal) === pane);
		};

		assert.equal(focusOf(terminal), 'Messages');
		await go('Tab', 'Connection log');
		await go('Tab', 'Peers');
		await go('Tab', 'Messages');
		await go('Shift+Tab', 'Peers');
		await go('Shift+Tab', 'Connection log');
		await go('Escape', 'Messages');
		await go('F2', 'Connection log');
		await go('Escape', 'Messages');
		await go('F3', 'Peers');
		await go('F3', columns < 60 ? 'Connection log' : 'Messages');
		await go(columns < 60 ? 'F3' : 'F2', columns < 60 ? 'Messages' : 'Connection log');
		if (columns < 60) {
			await go('F2', 'Connection log');
		}

		terminal.type('hi');
		await terminal.waitFor('› hi');
		assert.equal(focusOf(terminal), 'Connection log');
		await go('F3', columns < 60 ? 'Messages' : 'Peers');
		await go('F1', 'Help');
		await go('Escape', columns < 60 ? 'Messages' : 'Peers');
		await terminal.waitFor('› hi');
		assert.deepEqual(terminal.cursor(), {x: 5, y: rows - 2, visible: true});
		terminal.press('Enter');
		await terminal.waitFor(/hi ✓/);
		terminal.press('Escape');
		terminal.press('Escape');
		await terminal.waitFor(() => focusOf(terminal) === 'Messages');
		assert.match(terminal.text(), /1 here/);
	});
}

test('of several keys in one read, each acts on the pane that the one before has focused', async t => {
	const terminal = await openHost(t, 100, 24);
	terminal.write('\u{1B}OQ\u{1B}[5~\u{1B}[1;5H\u{1B}ORx');
	await terminal.waitFor('› x');
	await terminal.waitFor(() => focusOf(terminal) === 'Peers');
	terminal.write('\u{7F}\t\u{1B}[Z\u{1B}[Z');
	await terminal.waitFor(() => focusOf(terminal) === 'Connection log');
});

test('more members than rows: the first and the last can be reached at any size, and the title shows the place in the list and who joined', async t => {
	const server = await listenSecurely(t, testCode);
	const {terminal, peer} = await openJoinScreen(t, server);
	peer.answerPings();
	const crowd = (count: number) => [
		...members,
		...Array.from({length: count}, (_, index) => ({
			id: `p${index}`,
			name: `peer-${index + 1}.`,
			address: `192.0.2.9:${50_000 + index}`,
			status: 'here',
		})),
	];
	peer.send({type: 'who', all: true, members: crowd(80)});
	await terminal.waitFor('Peers 82');
	for (const [columns, rows] of [
		[120, 60],
		[120, 24],
		[80, 24],
		[60, 12],
		[40, 10],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(screen => screen.length === rows && / (?:panes|bye leave)/.test(screen.at(-1) ?? ''));
		terminal.press('F3');
		await terminal.waitFor(/\[Peers] 82 {2}1-\d+ of 82/);
		assert.match(terminal.text(), /● alice \(host\)/);
		terminal.press('Ctrl+End');
		await terminal.waitFor('-82 of 82');
		await terminal.waitFor(/● peer-80\./);
		assert.doesNotMatch(terminal.text(), /● alice \(host\)/);
		terminal.press('Up');
		await terminal.waitFor('-81 of 82');
		assert.doesNotMatch(terminal.text(), /● peer-80\./);
		terminal.press('PageDown');
		await terminal.waitFor('-82 of 82');
		terminal.press('PageUp');
		await terminal.waitFor(() => !terminal.text().includes('-82 of 82'));
		terminal.press('Ctrl+Home');
		await terminal.waitFor(/\[Peers] 82 {2}1-\d+ of 82/);
		terminal.press('Escape');
		await terminal.waitFor(() => focusOf(terminal) === 'Messages');
	}

	terminal.resize(120, 24);
	terminal.press('F3');
	await terminal.waitFor(/\[Peers] 82 {2}1-15 of 82/);
	terminal.press('Down');
	await terminal.waitFor(/\[Peers] 82 {2}2-16 of 82/);
	const before = terminal.screen().slice(2, 16);
	peer.send({type: 'who', all: true, members: crowd(83)});
	await terminal.waitFor(/\[Peers] 85 {2}2-16 of 85 {2}↓ 3 new/);
	const readRight = (rows: readonly string[]) => rows.map(row => row.slice(69).replace(/ +<?\d+ ms$/, ''));
	assert.deepEqual(readRight(terminal.screen().slice(2, 16)), readRight(before));
});

test('the log holds still while entries come, counts them, and End brings it back; the messages stay where they are', async t => {
	const {host, port} = await startHost(t);
	for (let n = 1; n <= 60; n++) {
		host.say(`line ${n}.`);
	}

	const terminal = openTerminal(t, [...hostCommand().slice(0, 2), 'join', `127.0.0.1:${port}`, '--name', 'bob'], {
		columns: 80,
		rows: 24,
	});
	await terminal.waitFor('line 60.');
	await terminal.waitForRawMode();
	const submit = async (text: string) => {
		await terminal.submit(text);
		await terminal.waitFor(`${text} ✓`);
	};

	for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) {
		await submit(text);
	}

	terminal.press('PageUp');
	await terminal.waitFor(/^── scrolled back · End ─/m);
	const messages = () => terminal.screen().filter(row => /line \d+\./.test(row));
	const [first] = messages();
	terminal.press('F2');
	await terminal.waitFor('[Connection log]');
	terminal.press('Shift+Up');
	terminal.press('Ctrl+Home');
	await terminal.waitFor(/\[Connection log] {2}scrolled back/);
	await terminal.waitFor(/socket +#1 +TCP/);
	// A ping may be counted meanwhile, in its place.
	const log = () =>
		terminal
			.screen()
			.slice(terminal.find('[Connection log]').row + 1, 21)
			.filter(row => !row.includes(' · '));
	const before = log();
	host.say('a new message');
	await terminal.waitFor(/\[Connection log] {2}↓ \d+ new/);
	await terminal.waitFor(/^── ↓ 1 new ─/m);
	assert.deepEqual(log(), before);
	terminal.press('End');
	await terminal.waitFor(/\[Connection log]$/m);
	assert.match(terminal.text(), /^── ↓ 1 new ─/m);
	terminal.press('Escape');
	await terminal.waitFor('[Messages]');
	assert.ok(first !== undefined);
	terminal.press('End');
	await terminal.waitFor('a new message');
});

test('F1 and /help show the commands and then the keys, scroll if they do not fit, and close on typing', async t => {
	const terminal = await openHost(t, 120, 70);
	for (const [columns, rows] of [
		[120, 70],
		[80, 24],
		[40, 10],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(
			screen => (screen.length === rows && (screen.at(-1) ?? '').includes('bye close room')) || columns < 80,
		);
		if (columns === 40) {
			await terminal.waitFor(screen => screen.at(-1) === ' /invite · Tab panes · /log · /who');
			await terminal.submit('/help');
		} else {
			terminal.press('F1');
		}

		await terminal.waitFor('[Help]');
		await terminal.waitFor('Esc back to the chat');
		await terminal.waitFor(/^ Commands\n \/msg name text/m);
		if (rows < 60) {
			await terminal.waitFor(/\[Help] {2}1-\d+ of \d+/);
			terminal.press('Ctrl+End');
		}

		await terminal.waitFor('redraw; suspend (`fg` resumes)');
		if (rows < 60) {
			terminal.press('PageUp');
			await terminal.waitFor(() => !terminal.text().includes('redraw; suspend'));
			terminal.press('Ctrl+Home');
			await terminal.waitFor(' Commands');
			terminal.press('Down');
			await terminal.waitFor(() => !terminal.text().includes(' Commands'));
		}

		terminal.type('x');
		await terminal.waitFor('› x');
		assert.equal(focusOf(terminal), 'Messages');
		terminal.press('F1');
		await terminal.waitFor('[Help]');
		terminal.press('Ctrl+C');
		await terminal.waitFor('[Messages]');
		assert.match(terminal.text(), /› x/, 'Ctrl+C has closed the help, and no more');
		terminal.press('Ctrl+C');
		await terminal.waitFor('› type a message');
	}
});
