import assert from 'node:assert/strict';
import test from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {hostCommand, isMessage, isPeer, startHost, startJoin, textsOf} from '../helpers/program.ts';

test('lines piped into a client become messages, in order, and it exits with 0 once all are acknowledged', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob']);
	const count = 3000;
	join.stdin.end(Array.from({length: count}, (_, index) => `line ${index}`).join('\n'));
	assert.deepEqual(await join.exited, {code: 0, signal: undefined});
	await host.waitForEvent(isPeer('left', 'bob'));
	const expected = Array.from({length: count}, (_, index) => `line ${index}`);
	assert.deepEqual(textsOf(host), expected);
	assert.deepEqual(
		join.lines(),
		expected.map(line => `bob: ${line}`),
	);
});

test('standard output has only messages, standard error the connection log', async t => {
	const host = startProcess(t, hostCommand());
	const listening = await host.waitForError(/^listen 127\.0\.0\.1:\d+$/);
	const port = Number(listening.split(':')[1]);
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	join.say('hello');
	await host.waitForLine('bob: hello');
	host.say('hi bob');
	await join.waitForLine('alice: hi bob');
	await host.waitForLine('alice: hi bob');
	assert.deepEqual(host.lines(), ['bob: hello', 'alice: hi bob']);
	assert.deepEqual(join.lines(), ['bob: hello', 'alice: hi bob']);
	for (const chat of [host, join]) {
		for (const line of chat.errors()) {
			assert.match(line, /^(socket|bind|listen|accept|connect|secure|hello|send|recv|ping|invite|code) \S/);
		}
	}
});

test('three clients and a host talk, and all see the same messages in the same order', async t => {
	const {host, port} = await startHost(t);
	const joins = ['bob', 'carol', 'dave'].map(name => startJoin(t, port, ['--name', name, '--json']));
	for (const name of ['bob', 'carol', 'dave']) {
		await host.waitForEvent(isPeer('joined', name));
	}

	for (let round = 0; round < 20; round++) {
		for (const [index, join] of joins.entries()) {
			join.say(`${index} ${round}`);
		}

		host.say(`host ${round}`);
	}

	const everybody = [host, ...joins];
	const messages = async (chat: (typeof everybody)[number]) => {
		await chat.waitForEvent(event => event.type === 'message' && event.seq === 80);
		return chat
			.events()
			.filter(event => event.type === 'message')
			.map(event => [event.seq, event.from, event.text]);
	};

	const expected = await messages(host);
	assert.deepEqual(
		expected.map(([seq]) => seq),
		Array.from({length: 80}, (_, index) => index + 1),
	);
	for (const join of joins) {
		assert.deepEqual(await messages(join), expected);
	}
});

test('--json prints one object a line, with a type and a time', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob', '--json']);
	join.say('hi');
	await join.waitForEvent(event => event.type === 'ack' && event.n === 1 && event.seq === 1);
	join.say('bye');
	assert.equal((await join.exited).code, 0);
	await host.waitForEvent(isPeer('left', 'bob'));
	for (const event of [...host.events(), ...join.events()]) {
		assert.equal(typeof event.type, 'string');
		assert.match(String(event.at), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	}

	const invite = host.events().find(({type}) => type === 'invite');
	assert.deepEqual(invite?.addresses, [`127.0.0.1:${port}`]);
	const statuses = join
		.events()
		.filter(({type}) => type === 'status')
		.map(({status}) => status);
	assert.deepEqual(statuses, ['connecting', 'open', 'closed']);
	const message = join.events().find(({type}) => type === 'message');
	assert.deepEqual(
		{...message, at: 0, fromId: 0},
		{type: 'message', seq: 1, from: 'bob', fromId: 0, text: 'hi', own: true, at: 0},
	);
});

test('a name that is taken gets a number', async t => {
	const {host, port} = await startHost(t);
	startJoin(t, port, ['--name', 'Alice', '--stay']);
	const joined = await host.waitForEvent(isPeer('joined'));
	assert.equal(joined.name, 'Alice-2');
});

test('a client finds a killed and restarted host within 6 s, and what was typed meanwhile arrives once', async t => {
	const {host, port} = await startHost(t);
	const join = startJoin(t, port, ['--name', 'bob', '--json']);
	join.say('before');
	await join.waitForEvent(event => event.type === 'ack');
	host.kill('SIGKILL');
	await join.waitForEvent(event => event.status === 'waiting');
	for (const line of ['one', 'two', 'three']) {
		join.say(line);
	}

	const again = startProcess(
		t,
		[...hostCommand('--json'), '--port', String(port)].filter(
			(word, index, all) => !(word === '0' || (word === '--port' && all[index + 1] === '0')),
		),
	);
	const started = Date.now();
	await again.waitForEvent(isMessage('three'));
	assert.ok(Date.now() - started < 6000);
	assert.deepEqual(textsOf(again), ['one', 'two', 'three']);
	await join.waitForEvent(event => event.type === 'ack' && event.n === 4);
	assert.ok(join.events().some(event => event.type === 'error' && event.code === 'history-reset'));
});
