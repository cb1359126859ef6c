import assert from 'node:assert/strict';
import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {isMessage, joinCommand, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {open} from '../helpers/reading.ts';

test('/find shows each match, goes back to what is not loaded yet, and Esc closes it', async t => {
	const {host, openJoin} = await open(t);
	for (let n = 1; n <= 1300; n++) {
		host.say(n % 600 === 10 ? `needle ${n}` : `hay ${n}`);
	}

	await host.waitForEvent(isMessage('hay 1300'));
	const join = await openJoin();
	await join.waitFor('hay 1300');
	join.type('/find NEEDLE');
	await join.waitFor('› /find NEEDLE');
	join.press('Enter');
	await join.waitFor('needle 1210');
	await join.waitFor(/3 of 3 for "NEEDLE"/);
	join.write('\u{1B}[A');
	await join.waitFor('needle 610');
	join.write('\u{1B}[A');
	await join.waitFor(/needle 10\b/);
	await join.waitFor(/1 of 3 for "NEEDLE"/);
	// There is no older match. Ctrl+S, because two arrows at once are the wheel.
	join.write('\u{13}');
	join.write('\u{1B}[B');
	await join.waitFor('needle 610');
	join.write('\u{1B}');
	await join.waitFor(() => !join.text().includes('for "NEEDLE"'));
	join.press('End');
	await join.waitFor('hay 1300');
	join.type('/find nowhere');
	await join.waitFor('› /find nowhere');
	join.press('Enter');
	await join.waitFor('No match for "nowhere"');
});

test('/msg reaches one member alone, and the host shows nothing of it', async t => {
	const {host, port, openJoin} = await open(t);
	const join = await openJoin();
	const carol = startJoin(t, port, ['--name', 'carol', '--json']);
	await join.waitFor('carol joined');
	join.type('/msg car\tsekrit one');
	await join.waitFor('› /msg carol sekrit one');
	join.press('Enter');
	await join.waitFor('» (to carol) sekrit one ✓');
	const {to, from} = await carol.waitForEvent(isMessage('sekrit one'));
	assert.deepEqual({to, from}, {to: 'carol', from: 'bob'});
	join.type('said to all');
	await join.waitFor('› said to all');
	join.press('Enter');
	await host.waitForEvent(isMessage('said to all'));
	assert.equal(host.output().includes('sekrit'), false);
	join.type('/msg nobody hi');
	await join.waitFor('› /msg nobody hi');
	join.press('Enter');
	await join.waitFor('! Nobody here is called nobody.');
});

test('/me is sent, /clear empties the view, /save writes the history once, and a wrong /bell shows its usage', async t => {
	const {host, openJoin} = await open(t);
	const join = await openJoin();
	const submit = async (line: string) => {
		join.type(line);
		await join.waitFor(`› ${line}`);
		join.press('Enter');
	};

	await submit('/me waves');
	await host.waitForEvent(isMessage('/me waves'));
	await join.waitFor('* waves ✓');
	const file = path.join(emptyHome(), '..', `transcript-${process.pid}.txt`);
	await submit(`/save ${file}`);
	await join.waitFor(() => !join.text().includes('› /save'));
	assert.match(readFileSync(file, 'utf8'), /^\S+Z bob: \/me waves\n$/);
	assert.equal((statSync(file).mode % 0o1000).toString(8), '600');
	await submit(`/save ${file}`);
	await join.waitFor('already exists. Choose another name.');
	join.press('Ctrl+C');
	await submit('/clear');
	await join.waitFor(() => !join.text().includes('* waves'));
	join.press('PageUp');
	await join.waitFor('* waves');
	await submit('/bell sometimes');
	await join.waitFor('Usage: /bell off, /bell mention or /bell all');
});

test('others see who is typing until the message is sent; typing a command is not shown', async t => {
	const {host, openJoin} = await open(t);
	const bob = await openJoin();
	const carol = openTerminal(
		t,
		joinCommand(Number(/127\.0\.0\.1:(?<port>\d+)/.exec(bob.text())?.groups?.port), '--name', 'carol'),
		{
			columns: 100,
			rows: 24,
		},
	);
	await carol.waitFor('● connected');
	await carol.waitForRawMode();
	carol.type('/wh');
	await carol.waitFor('› /wh');
	carol.press('Ctrl+C');
	carol.type('hello');
	await bob.waitFor(/carol.*writing…/);
	assert.doesNotMatch(carol.text(), /writing…/);
	carol.press('Enter');
	await host.waitForEvent(isMessage('hello'));
	await bob.waitFor(() => !bob.text().includes('writing…'));
});
