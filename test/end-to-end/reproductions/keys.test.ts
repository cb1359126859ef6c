import assert from 'node:assert/strict';
import {setTimeout as pass} from 'node:timers/promises';
import test, {type TestContext} from 'node:test';
import {isMessage, isPeer, joinCommand, startHost, startJoin, textsOf} from '../../helpers/program.ts';
import {openTerminal, type Terminal, type TerminalOptions} from '../../helpers/terminal.ts';
import {openTmux, skipWithoutTmux} from '../../helpers/tmux.ts';

/** A host, bob and carol in line mode, and ada on a screen. */
const openRoom = async (t: TestContext, open: (command: readonly string[]) => Terminal) => {
	const {host, port} = await startHost(t);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay', '--json']);
	const carol = startJoin(t, port, ['--name', 'carol', '--stay', '--json']);
	const ada = open(joinCommand(port, '--name', 'ada'));
	await ada.waitFor('Peers 4');
	return {host, bob, carol, ada};
};

/** A host in line mode, and ada alone on a screen. */
const openOnScreen = async (t: TestContext, options?: TerminalOptions) => {
	const {host, port} = await startHost(t);
	const ada = openTerminal(t, joinCommand(port, '--name', 'ada'), {columns: 100, ...options});
	await ada.waitFor('● connected');
	await ada.waitForRawMode();
	return {host, ada};
};

/** Sends what is typed, and checks who receives it. */
const sendToBobAlone = async ({host, bob, carol, ada}: Awaited<ReturnType<typeof openRoom>>) => {
	ada.press('Enter');
	await bob.waitForEvent(isMessage('my secret'));
	await ada.submit('for all');
	await host.waitForEvent(isMessage('for all'));
	await carol.waitForEvent(isMessage('for all'));
	for (const other of [host, carol]) {
		assert.deepEqual(textsOf(other), ['for all']);
	}
};

for (const escapeTime of [500, 10]) {
	for (const focusEvents of [false, true]) {
		const name = `1: in tmux (escape-time ${escapeTime}, focus-events ${focusEvents ? 'on' : 'off'}) Esc and at once /msg bob is for bob alone, and hello? is whole`;
		test(name, {skip: skipWithoutTmux}, async t => {
			const room = await openRoom(t, command =>
				openTmux(t, command, {columns: 100, rows: 30, escapeTime, focusEvents}),
			);
			const {host, ada} = room;
			ada.press('F1');
			await ada.waitFor('[Help]');
			ada.press('Escape');
			ada.type('/msg bob my secret');
			await ada.waitFor('› /msg bob my secret');
			assert.ok(!ada.text().includes('[Help]'));
			await sendToBobAlone(room);
			// Letters that Alt has a meaning for are no exception.
			for (const text of ['hello?', 'bob, hello', '[1] one', 'Please']) {
				ada.press('Escape');
				ada.type(text);
				await ada.waitFor(`› ${text}`);
				ada.press('Enter');
				await host.waitForEvent(isMessage(text));
			}
		});
	}
}

test('1: Esc and /msg bob in one read is for bob alone', async t => {
	const room = await openRoom(t, command => openTerminal(t, command, {columns: 100}));
	await room.ada.waitForRawMode();
	room.ada.press('F1');
	await room.ada.waitFor('[Help]');
	room.ada.write('\u{1B}/msg bob my secret');
	await room.ada.waitFor('› /msg bob my secret');
	await sendToBobAlone(room);
});

test('1: with --linear, too, Esc and /msg bob is for bob alone', async t => {
	const {host, port} = await startHost(t);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay', '--json']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	const ada = openTerminal(t, joinCommand(port, '--name', 'ada', '--linear'), {columns: 100});
	await host.waitForEvent(isPeer('joined', 'ada'));
	await ada.waitFor('You are connected.');
	ada.press('Escape');
	ada.type('/msg bob my secret');
	await ada.waitFor('/msg bob my secret');
	ada.press('Enter');
	await bob.waitForEvent(isMessage('my secret'));
	ada.type('for all');
	await ada.waitFor('for all');
	ada.press('Enter');
	await host.waitForEvent(isMessage('for all'));
	assert.deepEqual(textsOf(host), ['for all']);
});

test('Y: answers that nobody asked for are not typed, and what is typed around them is', async t => {
	const {ada, host} = await openOnScreen(t);
	const st = '\u{1B}\\';
	const answers = [
		`\u{1B}P>|XTerm(390)${st}`,
		'\u{1B}]52;c;c2VjcmV0\u{7}',
		`\u{1B}_Gi=31;OK${st}`,
		'\u{1B}[?64;1;2c',
		'\u{1B}[24;80R',
		'\u{1B}[?2026;2$y',
		'\u{9B}?0u',
	];
	ada.write(answers.map((answer, index) => `${answer}${index}`).join(''));
	await ada.waitFor('› 0123456');
	ada.press('Enter');
	await host.waitForEvent(isMessage('0123456'));
});

test('AG: over SSH, a key torn by 80 ms is that key', async t => {
	const {ada} = await openOnScreen(t, {env: {SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22'}});
	ada.write('one');
	await ada.waitFor('› one');
	ada.write('\u{1B}');
	await pass(80);
	ada.write('\rtwo');
	await ada.waitFor(/› one *│?.*\n +two/);
	ada.write('\u{1B}[');
	await pass(300);
	ada.write('Dx');
	await ada.waitFor(/\n +twxo/);
});

test('E: the wheel as arrows at the newest message, or up from an empty composer, recalls nothing', async t => {
	const {ada, host} = await openOnScreen(t, {rows: 16});
	for (const text of ['first sent', 'second sent', 'third sent']) {
		await ada.submit(text);
		await ada.waitFor(`${text} ✓`);
	}

	host.stdin.write(Array.from({length: 40}, (_, index) => `line ${index}.\n`).join(''));
	await ada.waitFor('line 39.');
	for (const arrow of ['\u{1B}OB', '\u{1B}[B']) {
		for (const count of [1, 3, 5, 9]) {
			ada.write(arrow.repeat(count));
			ada.write('x');
			await ada.waitFor(/› x\s/);
			ada.write('\u{7F}');
			await ada.waitFor('type a message');
		}
	}

	ada.write('\u{1B}OA'.repeat(3));
	await ada.waitFor('scrolled back');
	assert.match(ada.text(), /› type a message/);
	ada.write('\u{1B}OB'.repeat(3));
	await ada.waitFor(screen => !screen.join('\n').includes('scrolled back'));
	assert.match(ada.text(), /› type a message/);
	// One arrow is the key.
	ada.press('Up');
	await ada.waitFor('› third sent');
	ada.write('\u{1B}OB'.repeat(3));
	ada.press('End');
	ada.type('!');
	await ada.waitFor('› third sent!');
});
