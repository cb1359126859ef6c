import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {isMessage, joinCommand, program, startHost, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

const open = async (t: TestContext) => {
	const {host, port} = await startHost(t);
	const home = emptyHome();
	const openJoin = async () => {
		const join = openTerminal(t, joinCommand(port, '--name', 'bob'), {
			columns: 100,
			rows: 24,
			env: {SOCKET_CHAT_HOME: home},
		});
		await join.waitFor('● connected');
		await join.waitForRawMode();
		return join;
	};

	return {host, port, openJoin};
};

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
	await join.waitFor(/1 of 1 for NEEDLE/);
	join.write('\u{1B}[A');
	await join.waitFor('needle 610');
	join.write('\u{1B}[A');
	await join.waitFor(/needle 10\b/);
	await join.waitFor(/1 of 3 for NEEDLE/);
	join.write('\u{1B}[A');
	await join.waitFor(/1 of 3 for NEEDLE/);
	join.write('\u{1B}[B');
	await join.waitFor('needle 610');
	join.write('\u{1B}');
	await join.waitFor(() => !join.text().includes('for NEEDLE'));
	join.press('End');
	await join.waitFor('hay 1300');
	join.type('/find nowhere');
	await join.waitFor('› /find nowhere');
	join.press('Enter');
	await join.waitFor('not found for nowhere');
});

test('/msg reaches one member alone, and the host shows nothing of it', async t => {
	const {host, port, openJoin} = await open(t);
	const join = await openJoin();
	const carol = startJoin(t, port, ['--name', 'carol', '--json']);
	await join.waitFor('carol joined');
	join.type('/msg car\tsecret one');
	await join.waitFor('› /msg carol secret one');
	join.press('Enter');
	await join.waitFor('» (to carol) secret one ✓');
	const {to, from} = await carol.waitForEvent(isMessage('secret one'));
	assert.deepEqual({to, from}, {to: 'carol', from: 'bob'});
	join.type('said to all');
	await join.waitFor('› said to all');
	join.press('Enter');
	await host.waitForEvent(isMessage('said to all'));
	assert.equal(host.output().includes('secret'), false);
	join.type('/msg nobody hi');
	await join.waitFor('› /msg nobody hi');
	join.press('Enter');
	await join.waitFor('! Nobody here is called nobody.');
});

test('what comes while the terminal has not the focus is counted in the title, marked as new, and rings at my name', async t => {
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

test('where the terminal tells nothing of its focus, whoever has pressed no key for a minute is called', async t => {
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
	bob.press('Ctrl+C');
	await bob.exited;
	assert.ok(
		bob.raw().includes('\u{1B}[22;2t') && bob.raw().lastIndexOf('\u{1B}[23;2t') > bob.raw().lastIndexOf('\u{1B}]2;'),
	);
});

test('/me, /clear, /log and /save do what they say', async t => {
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
	await join.waitFor('is there already. Say another name.');
	join.press('Ctrl+C');
	await submit('/clear');
	await join.waitFor(() => !join.text().includes('* waves'));
	join.press('PageUp');
	await join.waitFor('* waves');
	await submit('/bell sometimes');
	await join.waitFor('When? /bell off, /bell mention or /bell all');
});

test('settings hold from the beginning, a wrong line is named and the file left as it is, and /bell is kept', async t => {
	const home = emptyHome();
	mkdirSync(home, {recursive: true});
	const file = path.join(home, 'settings');
	writeFileSync(file, '# mine\nname = Ada\nhide = log, peers\n');
	const env = {SOCKET_CHAT_HOME: home};
	const openHost = async () => {
		const host = openTerminal(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0'], {
			columns: 120,
			rows: 24,
			env,
		});
		await host.waitFor('1 here');
		await host.waitForRawMode();
		return host;
	};

	const host = await openHost();
	assert.doesNotMatch(host.text(), /Connection log|Peers/);
	host.write('\u{1B}OQ');
	await host.waitFor('Connection log');
	host.type('/bell all');
	await host.waitFor('› /bell all');
	host.press('Enter');
	await host.waitFor(() => readFileSync(file, 'utf8') === '# mine\nname = Ada\nhide = log, peers\nbell = all\n');
	host.type('hello');
	await host.waitFor('› hello');
	host.press('Enter');
	await host.waitFor(/Ada +hello ✓/);
	host.press('Ctrl+C');
	await host.exited;
	writeFileSync(file, 'bell = loud\n');
	const again = await openHost();
	await again.waitFor('settings, line 1: bell is off, mention or all.');
	again.type('/bell off');
	await again.waitFor('› /bell off');
	again.press('Enter');
	await again.waitFor('It holds until you leave, and is not kept:');
	assert.equal(readFileSync(file, 'utf8'), 'bell = loud\n');
});

test('who is writing is shown to the others until it is sent, and a command is for nobody', async t => {
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
