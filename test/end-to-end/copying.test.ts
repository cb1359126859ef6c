import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {isMessage, joinCommand, runWith, startHost} from '../helpers/program.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

/** Returns what the program has sent to the clipboard so far, decoded. */
const readCopies = (terminal: Terminal): readonly string[] =>
	terminal
		.raw()
		.split('\u{1B}]52;c;')
		.slice(1)
		.map(part => Buffer.from(part.slice(0, part.indexOf('\u{7}')), 'base64').toString('utf8'));

const limit = {timeout: 20_000};

test('what was said is copied byte for byte, also when the room has closed, and stands alone in the bare view', async t => {
	const code = Array.from({length: 300}, (_, n) => `\tif x == ${n}:\n\t\tprint("日本 👩‍👩‍👧‍👦 שלום", ${n})  `).join('\n');
	const address = `https://example.com/${'long/'.repeat(22)}end`;
	const {host, port} = await startHost(t);
	host.say('the first');
	const {code: exitCode} = await runWith(t, code, joinCommand(port, '--name', 'carol', '--paste'));
	assert.equal(exitCode, 0);
	host.say(`see ${address}`);
	await host.waitForEvent(isMessage(`see ${address}`));
	const bob = openTerminal(t, joinCommand(port, '--name', 'bob'), {
		columns: 80,
		rows: 24,
		env: {SOCKET_CHAT_HOME: emptyHome(), TMUX: undefined, STY: undefined, VTE_VERSION: undefined},
	});
	await bob.waitFor(/\/end\b/, limit);
	await bob.waitForRawMode();
	const waitForCopy = async (count: number) => {
		await bob.waitFor(() => readCopies(bob).length === count && bob.text().includes('Copied:'), limit);
		return readCopies(bob).at(-1);
	};

	// The newest message, then the code above it, which took several messages.
	bob.press('F7');
	await bob.waitFor('y copy', limit);
	bob.write('y');
	assert.equal(await waitForCopy(1), `see ${address}`);
	bob.press('F7');
	await bob.waitFor('y copy', limit);
	bob.write('\u{1B}[A');
	await bob.waitFor(rows => rows.some(row => row.startsWith('›') && row.includes('carol')), limit);
	bob.write('\r');
	assert.equal(await waitForCopy(2), code);
	await bob.submit('/copy 3', limit);
	assert.equal(await waitForCopy(3), 'the first');
	await bob.submit('/copy 99', limit);
	await bob.waitFor('There are only 3 messages', limit);
	bob.press('Ctrl+C');

	// The messages alone: what arrives moves nothing.
	bob.press('F8');
	const bare = await bob.waitFor(rows => !rows.some(row => /[│─]|Messages|type a message/.test(row)), limit);
	const at = bare.indexOf(address.slice(0, 80));
	assert.notEqual(at, -1, bare.join('\n'));
	assert.equal(bare[at - 1], 'see');
	assert.ok(bare.some(row => row.startsWith('                print("日本')));
	const links = bob
		.raw()
		.split('\u{1B}]8;id=')
		.slice(1)
		.map(part => part.split('\u{1B}')[0]);
	assert.equal(new Set(links).size, 1);
	assert.ok(links.length >= 3);
	host.say('arrived later');
	await host.waitForEvent(isMessage('arrived later'));
	assert.deepEqual(bob.screen(), bare);
	bob.press('Escape');
	await bob.waitFor('arrived later', limit);
	await bob.waitFor('Messages', limit);

	// In the smallest window, and after the end of the room.
	host.say('bye');
	await bob.waitFor('The host closed the room', limit);
	bob.resize(20, 4);
	await bob.waitFor(rows => rows.length === 4 && rows.some(row => row.endsWith(' later')), limit);
	bob.press('F7');
	await bob.waitFor('y copy · Esc back', limit);
	bob.write('c');
	await bob.waitFor(() => readCopies(bob).length === 4, limit);
	assert.equal(readCopies(bob).at(-1), 'arrived later');
});
