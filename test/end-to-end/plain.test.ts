import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {openNamespace, withHostsFile, withoutHostsFiles, withoutNamespaces} from '../helpers/network-namespace.ts';
import {isMessage, isPeer, joinCommand, program, startHost, startJoin, textsOf} from '../helpers/program.ts';
import {connectTo, listenRaw} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';

const fixture = (name: string) => path.resolve(import.meta.dirname, '../fixtures', name);
const has = (command: string, ...args: readonly string[]) =>
	spawnSync(command, args, {stdio: 'ignore', timeout: 5000}).error === undefined;
const withoutNetcat = !has('nc', '-h') && 'needs nc';
const withoutPython = !has('python3', '--version') && 'needs python3';
const withoutLab = withoutPython || withoutNamespaces();

test(String.raw`printf 'hi\n' | nc shows hi, and replies reach nc until it closes`, {skip: withoutNetcat}, async t => {
	const {host, port} = await startHost(t, ['--plain']);
	const netcat = startProcess(t, ['nc', '127.0.0.1', String(port)]);
	netcat.stdin.end('hi\n');
	const message = await host.waitForEvent(isMessage('hi'));
	assert.equal(message.from, 'nc-1');
	host.say('hello nc');
	await netcat.waitForLine('hello nc');
	assert.equal(netcat.output(), 'hello nc\n');
	host.say('bye');
	assert.equal((await host.exited).code, 0);
	await netcat.exited;
});

test('nc receives messages without sending anything', {skip: withoutNetcat}, async t => {
	const {host, port} = await startHost(t, ['--plain']);
	const netcat = startProcess(t, ['nc', '127.0.0.1', String(port)]);
	await host.waitForEvent(isPeer('joined'));
	host.say('anybody there?');
	await netcat.waitForLine('anybody there?');
	netcat.say('bye');
	await host.waitForEvent(isPeer('left'));
	netcat.end();
	assert.equal((await netcat.exited).code, 0);
});

test('a plain peer, a client and the host talk in one room', {skip: withoutNetcat}, async t => {
	const {host, port} = await startHost(t, ['--plain']);
	const netcat = startProcess(t, ['nc', '127.0.0.1', String(port)]);
	netcat.say('from nc');
	await host.waitForEvent(isMessage('from nc'));
	const join = startJoin(t, port, ['--name', 'bob', '--stay']);
	join.say('from bob');
	await netcat.waitForLine('bob: from bob');
	netcat.say('naïve 日本語');
	await join.waitForLine(/^nc-1: naïve 日本語$/);
	assert.equal(netcat.output(), 'bob: from bob\n');
});

test('a web page cannot speak in a plain room, nor end it by --stop-on', async t => {
	const {host, port} = await startHost(t, ['--plain', '--stop-on', 'exit']);
	const at = `http://127.0.0.1:${port}/`;
	const signal = AbortSignal.timeout(20_000);
	const answers = [
		fetch(at, {method: 'POST', mode: 'no-cors', body: 'exit\nexit\n', signal}),
		fetch(at, {method: 'OPTIONS', headers: {origin: 'https://example.org'}, signal}),
		fetch(`${at}${'x'.repeat(12_000)}`, {method: 'exit', signal}),
	];
	assert.deepEqual(
		(await Promise.all(answers)).map(({status}) => status),
		[400, 400, 400],
	);
	const peer = await connectTo(t, port);
	peer.send('GET lost / HTTP\n');
	await host.waitForEvent(isMessage('GET lost / HTTP'));
	assert.deepEqual(textsOf(host), ['GET lost / HTTP']);
	peer.send('exit\n');
	assert.equal((await host.exited).code, 0);
});

test('--once ends also when the last plain peer has closed its connection', {skip: withoutPython}, async t => {
	const {host, port} = await startHost(t, ['--plain', '--once']);
	const python = startProcess(t, [
		'python3',
		'-c',
		`import socket; s = socket.create_connection(('127.0.0.1', ${port})); s.send(b'hi'); s.close()`,
	]);
	assert.equal((await python.exited).code, 0);
	await host.waitForEvent(isMessage('hi'));
	assert.equal((await host.exited).code, 0);
});

test("the readme's twenty-line program talks to a plain room", {skip: withoutPython}, async t => {
	const {host, port} = await startHost(t, ['--plain']);
	const python = startProcess(t, ['python3', fixture('twenty-lines.py'), '127.0.0.1', String(port)]);
	python.say('hi from Python');
	await host.waitForEvent(isMessage('hi from Python'));
	host.say('hello Python');
	await python.waitForLine('hello Python');
	python.end();
	await host.waitForEvent(isPeer('left'));
	assert.equal((await python.exited).code, 0);
});

test(
	"the lab's client, unchanged, holds a dialogue of ten messages with a host on port 5000",
	{skip: withoutLab},
	async t => {
		const {wrap} = openNamespace(t);
		const host = startProcess(t, wrap([...program, 'host', '--plain', '--json', '--name', 'teacher']));
		await host.waitForEvent(event => event.verb === 'listen' && event.port === 5000);
		const client = startProcess(t, wrap(['python3', fixture('lab-client.py')]));
		await client.waitForLine('Connected to port 5000');
		for (let turn = 1; turn <= 5; turn++) {
			client.say(`question ${turn}`);
			await host.waitForEvent(isMessage(`question ${turn}`));
			host.say(`answer ${turn}`);
			await client.waitForLine(`Server: answer ${turn}`);
		}

		await host.waitForEvent(isMessage('answer 5'));
		assert.equal(textsOf(host).length, 10);
		client.say('bye');
		await host.waitForEvent(isPeer('left'));
		assert.equal((await client.exited).code, 0);
		assert.deepEqual(
			client.lines().slice(1),
			[1, 2, 3, 4, 5].map(turn => `Server: answer ${turn}`),
		);
	},
);

/** Runs a program of the lab with the computer's own name instead of an address. */
const runByOwnName = (name: string) => [
	'python3',
	'-uc',
	`exec(open(${JSON.stringify(fixture(name))}).read().replace("'127.0.0.1'", 'socket.gethostname()'))`,
];

test(
	'where the hosts file has 127.0.1.1 for the own name, the programs of the lab find each other by it, in both roles',
	{skip: withoutPython || withoutHostsFiles()},
	async t => {
		const {wrap} = openNamespace(t);
		const hosts = '127.0.0.1 localhost\n127.0.1.1 student\n';
		const start = (command: readonly string[]) => startProcess(t, wrap(withHostsFile('student', hosts, command)));
		const host = start([...program, 'host', '--plain', '--name', 'teacher', '--ephemeral']);
		await host.waitForError('invite socket-chat join 127.0.0.1:5000');
		const client = start(runByOwnName('lab-client.py'));
		client.say('question');
		await host.waitForLine('nc-1: question');
		host.say('answer');
		await client.waitForLine('Server: answer');
		client.say('bye');
		await client.exited;
		host.say('bye');
		assert.equal((await host.exited).code, 0);
		assert.deepEqual(
			host.errors().filter(line => /^(socket|bind|listen) /.test(line)),
			[
				'socket TCP',
				'bind 127.0.0.1:5000',
				'listen 127.0.0.1:5000',
				'socket TCP',
				"bind 127.0.1.1:5000 (your computer's name student is 127.0.1.1)",
				'listen 127.0.1.1:5000',
			],
		);

		const server = start(runByOwnName('lab-server.py'));
		await server.waitForLine('Waiting for a client on port 5000');
		const join = start([...program, 'join', '--plain', '--json', '--name', 'bob']);
		join.say('question');
		await server.waitForLine('Client: question');
		server.say('answer');
		await join.waitForEvent(isMessage('answer'));
		join.say('bye');
		assert.equal((await join.exited).code, 0);
		await server.exited;
	},
);

for (const [server, ends] of [
	['lab-server.py', true],
	['lab-server-forever.py', false],
] as const) {
	test(`the lab's server (${server}), unchanged, talks to a client on port 5000`, {skip: withoutLab}, async t => {
		const {wrap} = openNamespace(t);
		const python = startProcess(t, wrap(['python3', fixture(server)]));
		await python.waitForLine('Waiting for a client on port 5000');
		const join = startProcess(t, wrap([...program, 'join', '--plain', '--json']));
		await join.waitForEvent(event => event.status === 'open');
		for (let turn = 1; turn <= 5; turn++) {
			join.say(`question ${turn}`);
			await python.waitForLine(`Client: question ${turn}`);
			python.say(`answer ${turn}`);
			await join.waitForEvent(isMessage(`answer ${turn}`));
		}

		join.say('/say bye');
		if (ends) {
			assert.equal((await python.exited).code, 0);
			await join.waitForEvent(event => event.status === 'waiting');
			join.kill('SIGTERM');
			await join.exited;
		} else {
			await join.waitForEvent(event => event.status === 'waiting');
			await join.waitForEvent(event => event.status === 'open', {from: join.events().length});
			join.say('bye');
			assert.equal((await join.exited).code, 0);
			await until(() => python.lines().filter(line => line.startsWith('Waiting')).length === 3);
			python.kill();
		}
	});
}

test('a plain client sends its input, ends its side, prints what still arrives, and exits with 0', async t => {
	const server = await listenRaw(t);
	const join = startJoin(t, server.port, ['--plain', '--name', 'bob']);
	join.stdin.end('question\n');
	const peer = await server.peer(0);
	await peer.ended();
	assert.equal(peer.text, 'question\n');
	peer.socket.end('answer');
	assert.equal((await join.exited).code, 0);
	assert.deepEqual(join.lines(), ['bob: question', `127.0.0.1:${server.port}: answer`]);
});

test('bye in the input of a plain client is not sent: it closes the connection', async t => {
	const server = await listenRaw(t);
	const join = startJoin(t, server.port, ['--plain', '--eol', 'crlf']);
	join.stdin.write('one\nbye\ntwo\n');
	const peer = await server.peer(0);
	await peer.ended();
	peer.socket.end();
	assert.equal((await join.exited).code, 1);
	assert.equal(join.errors().at(-1), 'Not delivered: two');
	assert.equal(peer.text, 'one\r\n');
});

test('a room without --plain tells a plain peer what it is, in one line', {skip: withoutNetcat}, async t => {
	const {port} = await startHost(t);
	const netcat = startProcess(t, ['nc', '127.0.0.1', String(port)]);
	netcat.say('hello?');
	await netcat.waitForLine('This is a private room of socket-chat.');
	netcat.end();
	await netcat.exited;
	assert.equal(netcat.lines().length, 1);
});

test('a client that connects to something else than a room says so and exits with 1', async t => {
	const server = await listenRaw(t);
	const join = startJoin(t, server.port);
	(await server.peer(0)).send('220 mail.example ESMTP\r\n');
	assert.equal((await join.exited).code, 1);
	assert.match(
		join.errors().at(-1) ?? '',
		/^.* answered, but it is not a private socket-chat room\. For plain text, use --plain\.$/,
	);
	assert.equal(joinCommand(1).length, 4);
});
