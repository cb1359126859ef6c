import assert from 'node:assert/strict';
import test from 'node:test';
import {emptyHome, startProcess, testCode} from '../helpers/line-process.ts';
import {interrupt} from '../helpers/screen-programs.ts';
import {openNetwork, withoutNetworks} from '../helpers/network.ts';
import {isMessage, isPeer, joinCommand, program, startHost, startJoin, textsOf} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {noCode, enter, otherCode} from '../helpers/codes.ts';

test('a client asks for the code, reports a wrong word and a wrong code, and accepts four letters a word', async t => {
	const {port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob'), {env: noCode});
	await join.waitFor('Code ›');
	await join.waitFor("Enter the room's code");
	await join.waitForRawMode();
	await enter(join, 'legal-winner-thxx');
	await join.waitFor('"thxx" is not a code word.');
	for (let left = 'legal-winner-thxx'.length; left > 0; left--) {
		join.type('\u{7F}');
		const rest = 'legal-winner-thxx'.slice(0, left - 1);
		await join.waitFor(rest === '' ? /Code › five words/ : new RegExp(`Code › ${rest} *$`, 'm'));
	}

	await enter(join, otherCode);
	await join.waitFor('That code does not open this room. Ask the host for its code.');
	// The field receives keys once its label is drawn.
	await join.waitFor('Code ›');
	join.type('lega winn than year wave');
	await join.waitFor(testCode);
	join.type('\r');
	await join.waitFor('● connected');
	await interrupt(join);
	assert.equal((await join.exited).exitCode, 0);
});

test('leaving at the code prompt exits with 0, and with 3 after a wrong code', async t => {
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

test('in line mode a wrong code exits with 3 and names what was typed, none exits with 2, and a right code is remembered', async t => {
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
	assert.equal(
		none.errors().at(-1),
		`The room at 127.0.0.1:${port} asks for its code: set SOCKET_CHAT_CODE to the one that the host shows.`,
	);
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

test("a client without an address joins the same user's room, with no code; with a second room it asks which", async t => {
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
		/^Several rooms are open on this computer: den, yours, at .*; main, yours, at .*\. Name the address\.$/,
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

test(
	'a client finds the rooms on its network, joins by the code and knows the room again; a hidden room is not found',
	{skip: withoutNetworks()},
	async t => {
		const network = openNetwork(t, ['host', 'join']);
		const hostAt = (name: string, ...args: string[]) =>
			openTerminal(t, network.wrap('host', [...program, 'host', '--name', name, ...args]), {columns: 120, rows: 30});
		const hidden = hostAt('hidden', '--hidden', '--port', '6000', '--room', 'den');
		await hidden.waitFor('1 here');
		const host = hostAt('alice', '--announce', "Ada's laptop");
		await host.waitFor('1 here');
		const tag = /listed as (?<tag>[\da-f]{6})/.exec(host.text().replaceAll(/\s*│[^\n]*\n\s*/g, ' '))?.groups?.tag ?? '';
		assert.match(tag, /^[\da-f]{6}$/, host.text());
		await host.waitFor(`Listed as ${tag} “Ada's laptop”`);
		assert.doesNotMatch(hidden.text(), /listed as/);
		const env = {...noCode, SOCKET_CHAT_HOME: emptyHome()};
		const openJoin = () =>
			openTerminal(t, network.wrap('join', [...program, 'join', '--name', 'bob']), {env, columns: 120, rows: 30});
		const join = openJoin();
		await join.waitFor(`› ${tag} “Ada's laptop” at`);
		await join.waitFor('Names in “ ” are what hosts call themselves, unproven.');
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
		await interrupt(join);
		await join.exited;
		const again = openJoin();
		await again.waitFor("› main “Ada's laptop”, joined before, at");
		await again.waitForRawMode();
		again.type('\r');
		await again.waitFor('● connected');
	},
);
