import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {createServer as createTlsServer} from 'node:tls';
import {emptyHome, newHome, startProcess, testCode, type LineProcess} from '../helpers/line-process.ts';
import {openNetwork, withoutNetworks} from '../helpers/network.ts';
import {
	hostCommand,
	isMessage,
	isPeer,
	joinCommand,
	program,
	startHost,
	startJoin,
	textsOf,
} from '../helpers/program.ts';
import {rogueFile, roguePath, serveWith} from '../helpers/server.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

const noCode = {SOCKET_CHAT_CODE: undefined};
const otherCode = 'zoo-zebra-zone-youth-yellow';

const codeOf = async (host: LineProcess, from = 0) =>
	String((await host.waitForEvent(event => event.type === 'invite', {from})).code);

/** Typed as people do: Enter on its own. */
const enter = async (terminal: Terminal, text: string) => {
	terminal.type(text);
	await terminal.waitFor(text.split(' ').at(-1) ?? '');
	terminal.type('\r');
};

test('a join is asked for the code, told which word is wrong and that a code is wrong, and comes in by four letters a word', async t => {
	const {port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob'), {env: noCode});
	await join.waitFor('Code ›');
	await join.waitFor('asks for its code');
	await join.waitForRawMode();
	await enter(join, 'legal-winner-thxx');
	await join.waitFor('Word 3 is not on the list.');
	for (let left = 'legal-winner-thxx'.length; left > 0; left--) {
		join.type('\u{7F}');
		const rest = 'legal-winner-thxx'.slice(0, left - 1);
		await join.waitFor(rest === '' ? /Code › five words/ : new RegExp(`Code › ${rest} *$`, 'm'));
	}

	await enter(join, otherCode);
	await join.waitFor('That code does not open this room. Ask the host for its code.');
	// The field hears keys once its label stands there.
	await join.waitFor('Code ›');
	join.type('lega winn than year wave');
	await join.waitFor(testCode);
	join.type('\r');
	await join.waitFor('● connected');
	join.type('\u{3}');
	assert.equal((await join.exited).exitCode, 0);
});

test('who leaves at the prompt has left, and after a wrong code was refused', async t => {
	const {port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port), {env: noCode});
	await join.waitFor('Code ›');
	await join.waitForRawMode();
	join.type('\u{3}');
	assert.equal((await join.exited).exitCode, 0);
	const wrong = openTerminal(t, joinCommand(port), {env: {SOCKET_CHAT_CODE: otherCode}});
	await wrong.waitFor('That code does not open this room.');
	await wrong.waitFor('Code ›');
	wrong.type('\u{3}');
	assert.equal((await wrong.exited).exitCode, 3);
});

test('in line mode a wrong code exits with 3, none with 2, and what was typed is named; then it is known and need not be given again', async t => {
	const {host, port} = await startHost(t);
	const env = {SOCKET_CHAT_HOME: emptyHome()};
	const wrong = startJoin(t, port, ['--name', 'bob'], {env: {...env, SOCKET_CHAT_CODE: otherCode}});
	wrong.stdin.end('lost words\n');
	assert.equal((await wrong.exited).code, 3);
	assert.deepEqual(wrong.errors().slice(-2), [
		'That code does not open this room. Ask the host for its code.',
		'Not delivered: lost words',
	]);
	const none = startJoin(t, port, ['--name', 'bob'], {env: {...env, ...noCode}});
	assert.equal((await none.exited).code, 2);
	assert.equal(none.errors().at(-1), 'This room has a code, which its host shows. Put it into SOCKET_CHAT_CODE.');
	const right = startJoin(t, port, ['--name', 'bob'], {
		env: {...env, SOCKET_CHAT_CODE: testCode.toUpperCase().replaceAll('-', ' ')},
	});
	right.end();
	assert.equal((await right.exited).code, 0);
	const known = startJoin(t, port, ['--name', 'bob'], {env: {...env, ...noCode}});
	known.end();
	assert.equal((await known.exited).code, 0);
	assert.deepEqual(textsOf(host), ['lost words']);
});

test("a join without an address enters the same user's room, with no code; a second room makes it a choice", async t => {
	const env = {SOCKET_CHAT_HOME: emptyHome(), ...noCode};
	const {host} = await startHost(t, [], {env});
	const join = startProcess(t, [...program, 'join', '--name', 'bob', '--stay'], {env});
	await host.waitForEvent(isPeer('joined', 'bob'));
	join.say('hi');
	await host.waitForEvent(isMessage('hi'));
	await startHost(t, ['--room', 'den'], {env});
	const unsure = startProcess(t, [...program, 'join'], {env});
	assert.equal((await unsure.exited).code, 2);
	assert.match(
		unsure.errors().at(-1) ?? '',
		/^Several rooms are open on this computer: den, yours, at .*; main, yours, at .*\. Say which address\.$/,
	);
	const chooser = openTerminal(t, [...program, 'join', '--name', 'carol'], {env});
	await chooser.waitFor('› den, yours, at');
	await chooser.waitForRawMode();
	chooser.type('\u{1B}[B');
	await chooser.waitFor('› main, yours, at');
	chooser.type('\r');
	await chooser.waitFor('● connected');
	await host.waitForEvent(isPeer('joined', 'carol'));
});

/** A host on a screen, and where it listens. */
const openHost = async (t: TestContext, home: string, ...args: string[]) => {
	const host = openTerminal(t, hostCommand(...args), {columns: 120, rows: 30, env: {SOCKET_CHAT_HOME: home}});
	await host.waitFor('1 here');
	await host.waitForRawMode();
	await host.waitFor(/ [a-z]+(-[a-z]+){4} /);
	return {host, port: Number(/socket-chat join 127\.0\.0\.1:(?<port>\d+)/.exec(host.text())?.groups?.port)};
};

test('who is kicked stays out, whoever stays is given the new code and comes back with it after the host was killed', async t => {
	const home = newHome();
	const {host, port} = await openHost(t, home);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	const carol = startJoin(t, port, ['--name', 'carol', '--stay', '--json']);
	await host.waitFor('3 here');
	await enter(host, '/kick BOB');
	assert.equal((await bob.exited).code, 3);
	assert.equal(bob.errors().at(-1), 'The host has removed you from the room.');
	await host.waitFor('bob was sent out.');
	const again = startJoin(t, port, ['--name', 'bob']);
	assert.equal((await again.exited).code, 3);
	assert.equal(again.errors().at(-1), 'That code does not open this room. Ask the host for its code.');
	host.kill('SIGKILL');
	await carol.waitForEvent(event => event.status === 'waiting');
	const next = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--json'], {
		env: {SOCKET_CHAT_HOME: home},
	});
	await next.waitForEvent(isPeer('joined', 'carol'));
	assert.notEqual(await codeOf(next), testCode);
	carol.say('still here');
	await next.waitForEvent(isMessage('still here'));
});

test('the host shows the code, changes it, locks the room and says who is there; a join can do none of the first', async t => {
	const {host, port} = await openHost(t, newHome());
	assert.ok(host.text().includes(`  ${testCode}`));
	const join = startJoin(t, port, ['--name', 'bob', '--stay', '--json']);
	await host.waitFor('2 here');
	await enter(host, '/who');
	await host.waitFor(/alice at 127\.0\.0\.1:\d+, bob at 127\.0\.0\.1:\d+/);
	await enter(host, '/code');
	await host.waitFor(`The code of this room: ${testCode}`);
	await enter(host, '/lock');
	await host.waitFor('The room is locked');
	const locked = startJoin(t, port, ['--name', 'carol']);
	assert.equal((await locked.exited).code, 1);
	assert.equal(locked.errors().at(-1), 'The room is locked: its host lets nobody new in.');
	await enter(host, '/lock off');
	await host.waitFor('The room is open again.');
	await enter(host, '/code new');
	await host.waitFor('The code is another one now');
	const late = startJoin(t, port, ['--name', 'dave']);
	assert.equal((await late.exited).code, 3);
	join.say('still here');
	await host.waitFor('still here');
	const other = openTerminal(t, joinCommand(port, '--name', 'eve'), {env: noCode});
	await other.waitFor('Code ›');
});

test('codes and secrets are in no log, no error, no argument and no event but invite', async t => {
	const home = emptyHome();
	const {host, port} = await startHost(t, ['--new-code'], {env: {SOCKET_CHAT_HOME: home}});
	const code = await codeOf(host);
	const memberHome = emptyHome();
	const env = {SOCKET_CHAT_HOME: memberHome, SOCKET_CHAT_CODE: code};
	const join = startJoin(t, port, ['--name', 'bob', '--stay', '--json'], {env});
	const wordy = startJoin(t, port, ['--name', 'carol', '--stay'], {env: {SOCKET_CHAT_CODE: code}});
	const wrong = startJoin(t, port, ['--name', 'eve', '--json']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	await host.waitForEvent(isPeer('joined', 'carol'));
	join.say('after');
	await host.waitForEvent(isMessage('after'));
	await wrong.exited;
	const folder = `bob 127.0.0.1:${port}`.replaceAll(' ', '%20').replaceAll(':', '%3a');
	const outbox = readFileSync(path.join(memberHome, 'members', folder, 'outbox'), 'utf8');
	const sid = /"sid":"(?<sid>[\da-f]{32})"/.exec(outbox)?.groups?.sid ?? '';
	assert.match(sid, /^[\da-f]{32}$/);
	const hostSid = readFileSync(path.join(home, 'rooms', 'main', 'host'), 'utf8').trim();
	const running = process.platform === 'linux' ? [host, join, wordy] : [];
	const told = [
		...host.lines().filter(line => !line.startsWith('{"type":"invite"')),
		...join.lines(),
		...[host, join, wordy, wrong].flatMap(each => each.errors()),
		...wrong.lines(),
		...running.map(({pid}) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
	].join('\n');
	for (const secret of [code, testCode, sid, hostSid]) {
		assert.equal(told.includes(secret), false, secret);
	}
});

test('a host with a certificate that this computer trusts, and without the key, is refused, and hears nothing', async t => {
	const rogue = createTlsServer({key: rogueFile('host.key'), cert: rogueFile('host.pem')});
	const {port, received} = await serveWith(t, rogue, 'secureConnection');
	const join = startJoin(t, port, [], {env: {NODE_EXTRA_CA_CERTS: roguePath('ca.pem')}});
	assert.equal((await join.exited).code, 3);
	assert.equal(join.errors().at(-1), 'That code does not open this room. Ask the host for its code.');
	assert.equal(received().length, 0);
});

test(
	'a join finds the rooms on its network, comes in by the code, and a hidden room is not found',
	{skip: withoutNetworks()},
	async t => {
		const network = openNetwork(t, ['host', 'join']);
		const hostAt = (name: string, ...args: string[]) =>
			openTerminal(t, network.wrap('host', [...program, 'host', '--name', name, ...args]), {columns: 120, rows: 30});
		const hidden = hostAt('hidden', '--hidden', '--port', '6000', '--room', 'den');
		await hidden.waitFor('1 here');
		const host = hostAt('alice');
		await host.waitFor('1 here');
		const tag =
			/finds this room as (?<tag>[\da-f]{6})/.exec(host.text().replaceAll(/\s*│[^\n]*\n\s*/g, ' '))?.groups?.tag ?? '';
		assert.match(tag, /^[\da-f]{6}$/, host.text());
		assert.doesNotMatch(hidden.text(), /finds this room/);
		const join = openTerminal(t, network.wrap('join', [...program, 'join', '--name', 'bob']), {
			env: noCode,
			columns: 120,
			rows: 30,
		});
		await join.waitFor(`› ${tag} at`);
		await join.waitForRawMode();
		assert.doesNotMatch(join.text(), /6000/);
		join.type('\r');
		await join.waitFor('Code ›');
		await join.waitFor('five words');
		join.type(testCode);
		await join.waitFor(/ {8}legal-winner-thank-year-wave/);
		join.type('\r');
		await join.waitFor('● connected');
		await host.waitFor('2 here');
	},
);
