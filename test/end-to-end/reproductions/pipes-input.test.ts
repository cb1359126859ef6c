import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {hostCommand, isMessage, joinCommand, runWith, startHost, startJoin} from '../../helpers/program.ts';

test('Q: what follows bye is named, and the exit code is 1', async t => {
	const {host, port} = await startHost(t);
	const join = joinCommand(port, '--name', 'bob');
	const middle = await runWith(t, 'one\nbye\ntwo\n\nthree\n', join);
	assert.equal(middle.code, 1);
	assert.deepEqual(middle.lines, ['bob: one']);
	assert.deepEqual(middle.errors.slice(-3), ['You have left.', 'Not delivered: two', 'Not delivered: three']);
	const last = await runWith(t, 'four\nbye\n\n', join);
	assert.equal(last.code, 0);
	assert.equal(last.errors.at(-1), 'You have left.');
	await host.waitForEvent(isMessage('four'));
});

test("Q: what follows a host's bye is named, and the exit code is 1", async t => {
	const host = await runWith(t, 'step 1\nbye\nstep 2\n', hostCommand('--hidden'));
	assert.equal(host.code, 1);
	assert.deepEqual(host.errors.slice(-2), ['You closed the room.', 'Not delivered: step 2']);
});

test('Q: bye ends an input that stays open at once', async t => {
	const {port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob']);
	join.say('one');
	join.say('bye');
	assert.equal((await join.exited).code, 0);
});

test('Q: with --no-bye the line bye is a message', async t => {
	const {host, port} = await startHost(t);
	const join = await runWith(t, 'one\nbye\ntwo\n', joinCommand(port, '--name', 'bob', '--no-bye'));
	assert.equal(join.code, 0);
	assert.deepEqual(join.lines, ['bob: one', 'bob: bye', 'bob: two']);
	await host.waitForEvent(isMessage('two'));
});

test('Q: of many undelivered lines the first are named and the others counted', async t => {
	const {port} = await startHost(t);
	const input = `bye\n${Array.from({length: 50_000}, (_, index) => `line ${index}\n`).join('')}`;
	const {code, errors} = await runWith(t, input, joinCommand(port, '--name', 'bob'));
	assert.equal(code, 1);
	assert.equal(errors.filter(line => line.startsWith('Not delivered: ')).length, 20);
	assert.equal(errors.at(-1), 'Not delivered or not acknowledged: 49980 more.');
});

test('Q: a room that its host closes while input waits: the rest is named', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob', '--json']);
	await join.waitForEvent(event => event.status === 'open');
	join.kill('SIGSTOP');
	host.say('bye');
	await host.exited;
	join.stdin.end('too late\n');
	join.kill('SIGCONT');
	assert.equal((await join.exited).code, 1);
	assert.match(join.errors().at(-1) ?? '', /^Not .*: too late$/);
	assert.equal(join.events().at(-1)?.type, 'error');
});

test('Q: input that is not UTF-8 is sent with marks, and said', async t => {
	const {host, port} = await startHost(t);
	const input = Buffer.concat([Buffer.from('fine\ncaf'), Buffer.from([0xe9]), Buffer.from('\n')]);
	const {code, errors} = await runWith(t, input, joinCommand(port, '--name', 'bob'));
	await host.waitForEvent(isMessage('caf\u{FFFD}'));
	assert.equal(code, 1);
	assert.equal(errors.at(-1), 'Not UTF-8: 1 line of the input, first line 2. Each wrong byte was sent as \u{FFFD}.');
});
