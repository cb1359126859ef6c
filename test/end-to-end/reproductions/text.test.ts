import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {emptyHome, newHome} from '../../helpers/line-process.ts';
import {isMessage, joinCommand, startHost, startJoin} from '../../helpers/program.ts';
import {open} from '../../helpers/reading.ts';
import {openTerminal, type Terminal} from '../../helpers/terminal.ts';

test('P, S, T: what is written in any script rings, is found and is shown as it is meant', async t => {
	const {host, openJoin} = await open(t);
	const bob = await openJoin();
	host.say('before');
	await bob.waitFor('before');
	bob.write('\u{1B}[O\u{1B}[200~x\u{1B}[201~');
	await bob.waitFor('› x');
	host.say('bobさん、こんにちは');
	await bob.waitFor(() => bob.raw().includes('\u{1B}]9;alice: bobさん、こんにちは\u{7}'));
	bob.write('\u{1B}[I');
	bob.press('Backspace');

	const scotland = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';
	host.say(`flag ${scotland}, Donau\u{AD}dampf\u{AD}schiff`);
	await bob.waitFor(`flag ${scotland}, Donaudampfschiff`);
	assert.ok(!bob.text().includes('\u{FFFD}'));

	host.say('zero\u{200B}width caf\u{E9} 10\u{A0}km');
	await bob.waitFor('zerowidth');
	await bob.submit('/find cafe\u{301} 10 km');
	await bob.waitFor('1 of 1');
	const {row, column} = bob.find('caf\u{E9} 10');
	assert.deepEqual(
		[-1, 0, 3, 9, 10].map(offset => bob.cell(row, column + offset).inverse),
		[false, true, true, true, false],
	);
	bob.press('Escape');
	await bob.waitFor('› type a message');
	await bob.submit('/find zerowidth');
	await bob.waitFor('1 of 1 for "zerowidth"');
});

test('H, I: /save writes what is not loaded, too, and says how many messages are where', async t => {
	const {host, openJoin} = await open(t);
	for (let n = 1; n <= 1500; n++) {
		host.say(`line ${n}`);
	}

	await host.waitForEvent(isMessage('line 1500'));
	const bob = await openJoin();
	await bob.waitFor('line 1500');
	const folder = emptyHome();
	mkdirSync(folder, {recursive: true});
	await bob.submit(`/save ${folder}/a`);
	await bob.waitFor(/Saved 1500 messages to/);
	const lines = readFileSync(path.join(folder, 'a'), 'utf8').trimEnd().split('\n');
	assert.match(lines[0] ?? '', / alice: line 1$/);
	assert.match(lines[1499] ?? '', / alice: line 1500$/);
	await bob.submit('/bell all');
	await bob.waitFor('The bell rings at every message.');
	await bob.submit('/mouse on');
	await bob.waitFor('The mouse is on.');
	await bob.submit('/theme none');
	await bob.waitFor('No colours are used.');
});

test('leaving waits for a file that is saved, or says in the end how much of it there is', async t => {
	const {host, openJoin} = await open(t);
	for (let n = 1; n <= 1500; n++) {
		host.say(`line ${n}`);
	}

	await host.waitForEvent(isMessage('line 1500'));
	const folder = emptyHome();
	mkdirSync(folder, {recursive: true});
	for (const name of ['whole', 'part']) {
		const bob = await openJoin();
		await bob.waitFor('line 1500');
		// While the host is stopped, no message is fetched.
		host.kill('SIGSTOP');
		await bob.submit(`/save ${folder}/${name}`);
		await bob.submit('bye');
		await bob.waitFor('You leave once the conversation is saved.');
		if (name === 'part') {
			await bob.submit('bye');
			assert.equal((await bob.exited).exitCode, 1);
		}

		host.kill('SIGCONT');
		assert.equal((await bob.exited).exitCode, name === 'part' ? 1 : 0);
		const count = readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n').length;
		assert.equal(count === 1500, name === 'whole', String(count));
		const saved = name === 'whole' ? 'Saved 1500 messages to' : `Saved ${count} of 1500 messages to`;
		await bob.waitFor(saved);
		await bob.waitFor('You have left.');
	}
});

test(
	'AC: no message is acknowledged once the files of its room are taken away',
	{skip: process.platform === 'win32' ? 'Windows keeps files that are open' : false},
	async t => {
		const home = newHome();
		const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
		const bob = startJoin(t, port, ['--name', 'bob', '--json', '--stay']);
		bob.say('kept');
		await bob.waitForEvent(event => event.type === 'ack' && event.n === 1);
		rmSync(path.join(home, 'rooms'), {recursive: true});
		bob.say('not kept');
		assert.equal((await host.exited).code, 1);
		assert.match(
			host.errors().at(-1) ?? '',
			/^The history file of this room was removed or moved while the room was open\./,
		);
		const waiting = await bob.waitForEvent(event => event.status === 'waiting');
		assert.equal(waiting.reason, 'The host cannot write its log to disk.');
		assert.equal(bob.events().filter(event => event.type === 'ack').length, 1);
	},
);

test('X: every piece of a long address leads to the whole of it', async t => {
	const address = `https://example.com/${'long/'.repeat(22)}end?a=(b)`;
	const {host, port} = await startHost(t);
	host.say(`see ${address}.`);
	await host.waitForEvent(isMessage(`see ${address}.`));
	const bob = openTerminal(t, joinCommand(port), {columns: 100, rows: 24, env: {VTE_VERSION: undefined}});
	await bob.waitFor('end?a=(b).');
	const links = bob
		.raw()
		.split('\u{1B}]8;id=')
		.slice(1)
		.map(part => {
			const [link = '', shown = ''] = part.split('\u{1B}');
			const [id, to] = link.split(';');
			return {id, to, shown: shown.slice(1)};
		});
	assert.ok(links.length > 2);
	assert.deepEqual(new Set(links.map(({to}) => to)), new Set([address]));
	assert.equal(new Set(links.map(({id}) => id)).size, 1);
	const shown = links.map(link => link.shown).join('');
	assert.ok(shown.startsWith(address), shown);
});

test(
	'X: a terminal that prints what it does not know is sent no link',
	{skip: process.platform === 'win32' ? 'needs env' : false},
	async t => {
		const {host, port} = await startHost(t);
		host.say('see https://example.com/x');
		const linux = openTerminal(t, ['env', 'TERM=linux', ...joinCommand(port)], {columns: 100, rows: 24});
		await linux.waitFor('https://example.com/x');
		assert.ok(!linux.raw().includes('\u{1B}]8;'));
	},
);

/** Texts of which terminals count the columns differently, in rows of their own. */
const unevenTexts = [
	'❤️ 1️⃣ ⏱️ x',
	'👍🏽 👨‍👩‍👧 🇩🇪 y',
	'\u{1FAEA} new 😀 z',
	'नमस्ते दुनिया',
	`\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} end`,
];

/**
Returns the rows in which the line between the panes, or the log beside it, is not in its place.
*/
const findShifted = (terminal: Terminal, border: number): readonly string[] =>
	Array.from({length: 20}, (_, index) => index + 1).flatMap(row => {
		const right = Array.from({length: 9}, (_, index) => terminal.cell(row, border + 1 + index).chars || ' ').join('');
		const isLog = /^ \d\d:\d\d:\d\d$/.test(right);
		const isInPlace = terminal.cell(row, border).chars === '│' && (isLog || row < 8 || right.trim() === '');
		return isInPlace ? [] : [`${row}: ${terminal.screen()[row] ?? ''}`];
	});

test('O: in a terminal that knows no wide emoji, the frame and the log keep their columns', async t => {
	const {host, port} = await startHost(t);
	const bob = openTerminal(t, joinCommand(port, '--name', 'bob'), {columns: 100, rows: 24, unicode: '6'});
	await bob.waitFor('● connected');
	for (const text of unevenTexts) {
		host.say(text);
	}

	host.say('the last');
	await bob.waitFor('the last');
	const border = bob.find('│').column;
	// The log goes on beside the texts, row by row.
	for (let n = 0; n < 8; n++) {
		host.say(`more ${n}`);
		await bob.waitFor(`more ${n}`);
		assert.deepEqual(findShifted(bob, border), []);
	}

	await bob.waitForRawMode();
	bob.press('Ctrl+L');
	await bob.waitFor('more 7');
	await bob.waitFor(() => findShifted(bob, border).length === 0);
});

test('AJ: a name that is altered, or taken, is said', async t => {
	const {port} = await startHost(t);
	const oneil = openTerminal(t, joinCommand(port, '--name', "O'Neil"), {columns: 120, rows: 24});
	await oneil.waitFor('You are ONeil here: a name holds letters, digits, spaces');
	// It has its name before it is in the room.
	await oneil.waitFor(/● connected/);
	const second = openTerminal(t, joinCommand(port, '--name', 'ONeil'), {columns: 120, rows: 24});
	await second.waitFor('ONeil is taken here: you are ONeil-2.');
	await second.waitForRawMode();
	await second.submit('/name ½');
	await second.waitFor('You are now 12: a name holds letters');
});
