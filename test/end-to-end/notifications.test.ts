import assert from 'node:assert/strict';
import test from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {interrupt} from '../helpers/screen-programs.ts';
import {program, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {open} from '../helpers/reading.ts';

test('messages to an unfocused terminal are counted in the title and marked as new, and my name rings the bell', async t => {
	const {host, openJoin} = await open(t);
	const join = await openJoin();
	host.say('before');
	await join.waitFor('before');
	join.type('x');
	await join.waitFor('› x');
	join.write('\u{1B}[O');
	join.write('\u{1B}[200~pasted\u{1B}[201~');
	await join.waitFor('› xpasted');
	host.say('while away');
	host.say('hey bob, look');
	await join.waitFor(/─ new ─/);
	await join.waitFor(() => join.title().startsWith('(2) socket-chat main'));
	assert.ok(join.raw().includes('\u{1B}]9;alice: hey bob, look\u{7}'));
	join.write('\u{1B}[I');
	await join.waitFor(() => join.title().startsWith('socket-chat main'));
	assert.match(join.text(), /─ new ─/);
	join.type('y');
	await join.waitFor(() => !join.text().includes('─ new ─'));
	assert.equal(join.text().includes('[I'), false);
});

test('in a terminal that does not report focus, the bell rings for a user who pressed no key for a minute', async t => {
	// A minute and more passes when it is asked for.
	const leap = "process.on('SIGUSR2',()=>{const now=Date.now;Date.now=()=>now()+90000})";
	const env = {
		SOCKET_CHAT_HOME: emptyHome(),
		NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(leap)}`,
	};
	const bob = openTerminal(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0', '--name', 'bob'], {
		columns: 100,
		rows: 24,
		env,
	});
	const [, port = ''] = await bob.waitFor(/listen +127\.0\.0\.1:([1-9]\d*)/);
	await bob.waitForRawMode();
	const [code = ''] = await bob.waitFor(/[a-z]+(-[a-z]+){4}/);
	const alice = startJoin(t, Number(port), ['--json', '--name', 'alice', '--stay'], {env: {SOCKET_CHAT_CODE: code}});
	await bob.waitFor('2 here');
	alice.say('bob, one');
	await bob.waitFor('bob, one');
	assert.equal(bob.bells(), 0);
	bob.kill('SIGUSR2');
	alice.say('bob, two');
	await bob.waitFor('bob, two');
	await bob.waitFor(() => bob.title().startsWith('(1) socket-chat'));
	await bob.waitFor(() => bob.bells() === 1);
	bob.type('x');
	await bob.waitFor(() => bob.title().startsWith('socket-chat'));
	alice.say('bob, three');
	await bob.waitFor('bob, three');
	assert.equal(bob.bells(), 1);
	bob.press('Ctrl+C');
	await bob.waitFor(() => !bob.text().includes('› x'));
	await interrupt(bob);
	await bob.exited;
	assert.ok(
		bob.raw().includes('\u{1B}[22;2t') && bob.raw().lastIndexOf('\u{1B}[23;2t') > bob.raw().lastIndexOf('\u{1B}]2;'),
	);
});
