import assert from 'node:assert/strict';
import test from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {isPeer, joinCommand, startHost, startJoin, textsOf} from '../helpers/program.ts';

test('bye ends a client, in upper or lower case, and the rest of the input is not sent', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob']);
	join.stdin.write('one\n BYE \ntwo\n');
	assert.equal((await join.exited).code, 1);
	await host.waitForEvent(isPeer('left', 'bob'));
	assert.deepEqual(textsOf(host), ['one']);
	assert.deepEqual(join.errors().slice(-2), ['You have left.', 'Not delivered: two']);
});

test("a host's bye closes the room for all, and all exit with 0", async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.say('/say bye');
	await join.waitForLine('alice: bye');
	host.say('bye');
	assert.equal((await host.exited).code, 0);
	assert.equal((await join.exited).code, 0);
	assert.equal(join.errors().at(-1), 'The host closed the room.');
});

test('a host continues when its input ends and when its peers leave', async t => {
	const {host, port} = await startHost(t);
	host.end();
	for (const name of ['bob', 'carol']) {
		const join = startJoin(t, port, ['--name', name]);
		join.stdin.end('hi\n');
		assert.equal((await join.exited).code, 0);
		await host.waitForEvent(isPeer('left', name));
	}

	host.kill('SIGTERM');
	assert.equal((await host.exited).code, 0);
});

test('--once ends when the last peer has left', async t => {
	const {host, port} = await startHost(t, ['--once']);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	const carol = startJoin(t, port, ['--name', 'carol', '--stay']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	await host.waitForEvent(isPeer('joined', 'carol'));
	bob.say('bye');
	await host.waitForEvent(isPeer('left', 'bob'));
	host.say('still here');
	await carol.waitForLine('alice: still here');
	carol.say('bye');
	assert.equal((await host.exited).code, 0);
	assert.equal(host.errors().at(-1), 'The last peer has left.');
});

test('--stop-on ends the room when a peer sends exactly that word, which all still see', async t => {
	const {host, port} = await startHost(t, ['--stop-on', 'halt']);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	const carol = startJoin(t, port, ['--name', 'carol', '--stay']);
	await host.waitForEvent(isPeer('joined', 'carol'));
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.say('halt');
	bob.say('halt now');
	await carol.waitForLine('bob: halt now');
	bob.say('halt');
	assert.equal((await host.exited).code, 0);
	assert.equal(host.errors().at(-1), 'bob said halt.');
	assert.equal((await carol.exited).code, 0);
	assert.ok(carol.lines().includes('bob: halt'));
});

test('Ctrl+C exits with 130, and the others see that the member left', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	join.kill('SIGINT');
	assert.equal((await join.exited).code, 130);
	await host.waitForEvent(isPeer('left', 'bob'));
	host.kill('SIGINT');
	assert.equal((await host.exited).code, 130);
});

test('a client whose first connection fails exits with 1 and the sentence', async t => {
	const {host, port} = await startHost(t);
	host.say('bye');
	await host.exited;
	const join = startJoin(t, port);
	join.say('unheard');
	assert.equal((await join.exited).code, 1);
	assert.deepEqual(join.errors().slice(-2), [
		`Nobody is hosting at 127.0.0.1:${port}. Is \`socket-chat host\` running there?`,
		'Not delivered: unheard',
	]);
});

test('undelivered text is named, and the exit code is 1', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.kill('SIGSTOP');
	join.say('lost words');
	await join.waitForError(/^send \d+ B post /);
	join.say('bye');
	assert.equal((await join.exited).code, 1);
	assert.equal(join.errors().at(-1), 'Not acknowledged, but it may have arrived: lost words');
	host.kill('SIGCONT');
});

test('closed standard output ends the program quietly', async t => {
	const {port} = await startHost(t);
	const sender = startJoin(t, port, ['--name', 'bob', '--stay']);
	const piped = startProcess(t, [
		'sh',
		'-c',
		`"$@" --stay < /dev/null | head -n 1`,
		'sh',
		...joinCommand(port, '--name', 'carol'),
	]);
	await piped.waitForError(/^recv .* welcome/);
	sender.say('one');
	await piped.waitForLine('bob: one');
	sender.say('two');
	sender.say('three');
	assert.equal((await piped.exited).code, 0);
	assert.equal(
		piped.errors().some(line => /EPIPE|at .*js:\d+/.test(line)),
		false,
	);
});
