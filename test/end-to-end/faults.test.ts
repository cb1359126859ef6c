import assert from 'node:assert/strict';
import test from 'node:test';
import {hostCommand} from '../helpers/program.ts';
import {connectTo} from '../helpers/raw-peer.ts';
import {openTerminal} from '../helpers/terminal.ts';

const f6 = '\u{1B}[17~';
const escape = '\u{1B}';
const right = '\u{1B}[C';
const down = '\u{1B}[B';

test('21: five authors have five colours; F6 breaks the connection that is chosen, and Esc mends it', async t => {
	const terminal = openTerminal(t, hostCommand('--plain', '--lab'), {columns: 120, rows: 30});
	const [, port] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	await terminal.waitForRawMode();
	const peers = [];
	for (let n = 1; n <= 5; n++) {
		const peer = await connectTo(t, Number(port));
		peer.send(`I am ${n}\n`);
		await terminal.waitFor(new RegExp(`nc-${n} +I am ${n}`));
		peers.push(peer);
	}

	const colours = peers.map((_, index) => {
		const {row, column} = terminal.find(`nc-${index + 1}   I am`);
		return terminal.cell(row, column).foreground;
	});
	assert.equal(new Set(colours).size, 5);
	assert.ok(
		colours.every(colour => typeof colour === 'number' && colour >= 16),
		colours.join(' '),
	);

	terminal.write(f6);
	await terminal.waitFor('[Break the connection of nc-1, ←→ another]');
	terminal.write(escape);
	await terminal.waitFor(() => !terminal.text().includes('Break the connection'));
	assert.match(terminal.screen()[0] ?? '', / LAB /);
	terminal.write(`${f6}${right}${down}`);
	await terminal.waitFor(/\[Break the connection of nc-2, [^]*› split 4 B/);
	terminal.press('Enter');
	await terminal.waitFor(/^.* LAB split 4 B nc-2 \d+ s/);
	await terminal.submit('four by four');
	await peers[1]?.waitForText('four by four');
	terminal.write(escape);
	await terminal.waitFor(/split 4 B[^]*you ended it/);
	await terminal.waitFor(() => !(terminal.screen()[0] ?? '').includes(' LAB split'));
});

test('F6 without --lab says what is missing, and leaves the draft alone', async t => {
	const terminal = openTerminal(t, hostCommand(), {columns: 100, rows: 24});
	await terminal.waitFor('● ');
	await terminal.waitForRawMode();
	terminal.write(`draft${f6}`);
	await terminal.waitFor(/--lab/);
	await terminal.waitFor('› draft');
	terminal.write(escape);
	await terminal.waitFor(() => !terminal.text().includes('--lab'));
	await terminal.waitFor('› draft');
});
