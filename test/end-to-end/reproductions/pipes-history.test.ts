import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {newHome, startProcess} from '../../helpers/line-process.ts';
import {
	hostCommand,
	isMessage,
	isPeer,
	joinCommand,
	runWith,
	startHost,
	startJoin,
	textsOf,
} from '../../helpers/program.ts';
import {openTerminal} from '../../helpers/terminal.ts';

const isStatus = (status: string) => (event: Readonly<Record<string, unknown>>) => event.status === status;

/** A room with this many old messages. */
const startOldRoom = async (t: TestContext, count: number, args: readonly string[] = []) => {
	const room = await startHost(t, args);
	room.host.stdin.write(Array.from({length: count}, (_, index) => `old ${index + 1}\n`).join(''));
	await room.host.waitForEvent(isMessage(`old ${count}`));
	return room;
};

test('38: a script gets what is said from its start on, and nothing older', async t => {
	const {host, port} = await startOldRoom(t, 3);
	const text = startJoin(t, port, ['--name', 'bob', '--stay']);
	const json = startJoin(t, port, ['--name', 'carol', '--stay', '--json']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	await host.waitForEvent(isPeer('joined', 'carol'));
	host.say('new');
	await text.waitForLine('alice: new');
	await json.waitForEvent(isMessage('new'));
	assert.deepEqual(text.lines(), ['alice: new']);
	assert.deepEqual(textsOf(json), ['new']);
});

test('38: what was said while the connection was lost is new, and printed once', async t => {
	const home = newHome();
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	host.say('old');
	await host.waitForEvent(isMessage('old'));
	const join = startJoin(t, port, ['--name', 'bob', '--stay', '--json']);
	await join.waitForEvent(isStatus('open'));
	host.say('before');
	await join.waitForEvent(isMessage('before'));
	join.kill('SIGSTOP');
	host.say('meanwhile 1');
	await host.waitForEvent(isMessage('meanwhile 1'));
	host.kill('SIGKILL');
	await host.exited;
	const again = startProcess(
		t,
		hostCommand('--json').map((word, index, all) => (all[index - 1] === '--port' ? String(port) : word)),
		{env: {SOCKET_CHAT_HOME: home}},
	);
	again.say('meanwhile 2');
	await again.waitForEvent(isMessage('meanwhile 2'));
	join.kill('SIGCONT');
	await join.waitForEvent(isMessage('meanwhile 2'));
	again.say('after');
	await join.waitForEvent(isMessage('after'));
	assert.deepEqual(textsOf(join), ['before', 'meanwhile 1', 'meanwhile 2', 'after']);
	assert.equal(
		join.events().some(event => 'replayed' in event),
		false,
	);
});

test('38: --history prints that many old messages, marked, and before all later ones', async t => {
	const {host, port} = await startOldRoom(t, 620);
	const json = startJoin(t, port, ['--name', 'bob', '--stay', '--json', '--history', '2']);
	await json.waitForEvent(isMessage('old 620'));
	host.say('new');
	await json.waitForEvent(isMessage('new'));
	assert.deepEqual(
		json
			.events()
			.filter(event => event.type === 'message')
			.map(event => [event.text, event.replayed]),
		[
			['old 619', true],
			['old 620', true],
			['new', undefined],
		],
	);
	const all = await runWith(t, 'mine\n', joinCommand(port, '--name', 'carol', '--history', 'all'));
	assert.equal(all.code, 0);
	assert.equal(all.lines.length, 622);
	assert.match(all.lines[0] ?? '', /^\[\d{4}-\d\d-\d\d \d\d:\d\d] alice: old 1$/);
	assert.match(all.lines[620] ?? '', /^\[.*] alice: new$/);
	assert.equal(all.lines[621], 'carol: mine');
});

test('38: a host prints its own history when asked', async t => {
	const env = {SOCKET_CHAT_HOME: newHome()};
	const run = async (input: string, ...args: readonly string[]) => {
		const host = startProcess(t, hostCommand('--hidden', ...args), {env});
		host.stdin.end(input);
		await host.exited;
		return host.lines();
	};

	assert.deepEqual(await run('one\ntwo\nbye\n'), ['alice: one', 'alice: two']);
	assert.deepEqual(await run('three\nbye\n'), ['alice: three']);
	const [first = '', ...rest] = await run('four\nbye\n', '--history', '1');
	assert.match(first, /^\[.*] alice: three$/);
	assert.deepEqual(rest, ['alice: four']);
});

test('38: --history is refused where there is none to print', async t => {
	for (const [args, sentence] of [
		[['--history', 'some'], '--history takes a number of messages, or all.'],
		[['--history', '-1'], '--history takes a number of messages, or all.'],
		[['--plain', '--history', '5'], '--history does not go with --plain: a plain text server keeps no history.'],
	] as const) {
		const join = startProcess(t, joinCommand(1, ...args));
		assert.equal((await join.exited).code, 2);
		assert.deepEqual(join.errors(), [sentence]);
	}
});

test('42: --linear reads out the last 10 old messages, or as many as --history says', async t => {
	const {host, port} = await startOldRoom(t, 30);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob', '--linear'), {rows: 40});
	await join.waitFor(/^\d{4}-\d\d-\d\d \d\d:\d\d alice: old 30$/m);
	host.say('new');
	await join.waitFor(/^\d\d:\d\d alice: new$/m);
	assert.match(join.text(), /Earlier messages:\n.* old 21\n/);
	const none = openTerminal(t, joinCommand(port, '--name', 'carol', '--linear', '--history', '0'), {rows: 40});
	await none.waitFor('You are connected.');
	host.say('newer');
	await none.waitFor('alice: newer');
	assert.doesNotMatch(none.text(), /old|Earlier/);
});
