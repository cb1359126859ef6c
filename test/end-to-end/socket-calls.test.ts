import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {describe, test, type TestContext} from 'node:test';
import type {JsonEvent} from '../helpers/line-process.ts';
import {hostCommand, joinCommand, program, startJoin} from '../helpers/program.ts';
import {startTraced, withoutStrace, type SocketCall, type TracedProgram} from '../helpers/traced-program.ts';

type Row = SocketCall & {readonly wireBytes?: number; readonly detail?: string};

/** The rows that stand for calls, or for bytes that calls have moved. */
const verbs = new Set('socket bind listen accept connect secure send recv shutdown end reset close'.split(' '));

const toRow = (event: JsonEvent): Row[] =>
	event.type === 'log' && verbs.has(String(event.verb)) ? [event as unknown as Row] : [];

const readRows = (traced: TracedProgram): Row[] => traced.events().flatMap(event => toRow(event));

/** The code of a row `close` says why the connection has ended: the call itself does not fail. */
const format = ({verb, connection, bytes, code}: SocketCall): string =>
	[`#${connection}`, verb, bytes, verb === 'close' ? undefined : code].filter(part => part !== undefined).join(' ');

/** Each row is one call, with its bytes and its error, in the order of the calls. */
const assertPlain = (traced: TracedProgram, beginning: readonly string[]) => {
	const rows = readRows(traced).map(row => format(row));
	assert.deepEqual(
		rows,
		traced.readCalls().map(call => format(call)),
	);
	assert.deepEqual(rows.slice(0, beginning.length), beginning);
};

const lifeVerbs = new Set(['socket', 'bind', 'listen', 'accept', 'connect', 'shutdown', 'reset', 'close']);

const getDirection = ({verb, detail = ''}: Row): 'in' | 'out' | undefined => {
	if (verb === 'send' || verb === 'shutdown' || detail.includes('handshake to')) {
		return 'out';
	}

	return verb === 'recv' || verb === 'end' || detail.includes('handshake from') ? 'in' : undefined;
};

/** Returns how many of the first calls have moved exactly so many bytes together; 0 if none. */
const sumsUp = (moved: readonly number[], wanted: number): number => {
	let sum = 0;
	const index = moved.findIndex(bytes => {
		sum += bytes;
		return sum >= wanted;
	});
	return sum === wanted ? index + 1 : 0;
};

/**
Finds the calls of each row, in order. Returns the bytes of those that no row stands for. Throws for
a row that stands for none.
*/
const findUnlogged = (wanted: readonly number[], moved: readonly number[]): number[] => {
	const unlogged: number[] = [];
	let rest = moved;
	for (const wireBytes of wanted) {
		let count = sumsUp(rest, wireBytes);
		while (count === 0 && rest.length > 0) {
			unlogged.push(...rest.slice(0, 1));
			rest = rest.slice(1);
			count = sumsUp(rest, wireBytes);
		}

		assert.ok(count > 0, `a row of ${wireBytes} B is in its place none of the calls ${moved.join(', ')}`);
		rest = rest.slice(count);
	}

	return [...unlogged, ...rest];
};

/** Whether a TLS record of this size may be a ping or its answer. */
const isHeartbeat = (bytes: number): boolean => bytes >= 40 && bytes <= 58;

/**
The calls that make and end sockets are compared exactly. Of those that move bytes, each row's
`wireBytes` must be the sum of one or more calls that follow each other, and the rows of one
direction must be in the order of the calls. Calls that no row stands for must have the size of a
heartbeat, which has no row.

What cannot be compared: the order of the two directions, as a row of the handshake stands for calls
of both; the bytes of a row whose record came in the same read() as another one, which has no
`wireBytes`; and the FIN after close_notify, which Node need not read.
*/
const assertPrivate = (traced: TracedProgram) => {
	const [rows, calls] = [readRows(traced), traced.readCalls()];
	const pickLife = (all: readonly SocketCall[]) =>
		all.filter(({verb}) => lifeVerbs.has(verb)).map(call => format({...call, bytes: undefined}));
	assert.deepEqual(pickLife(rows), pickLife(calls));
	for (const connection of new Set(rows.map(row => row.connection))) {
		for (const direction of ['in', 'out'] as const) {
			const pick = (all: readonly Row[]) =>
				all.filter(row => row.connection === connection && getDirection(row) === direction);
			const unlogged = findUnlogged(
				pick(rows).flatMap(({wireBytes}) => wireBytes ?? []),
				pick(calls).flatMap(({bytes}) => bytes ?? []),
			);
			const wrong = unlogged.filter(bytes => !isHeartbeat(bytes));
			assert.deepEqual(wrong, [], `calls of #${connection} without a row, ${direction}`);
		}
	}
};

/** Waits for a row of a socket. `part`: of what it says, or the error's code. */
const waitForRow = async (traced: TracedProgram, verb: string, connection: number, part = '') =>
	traced.waitForEvent(
		event =>
			event.verb === verb &&
			event.connection === connection &&
			`${String(event.detail)} ${String(event.code)}`.includes(part),
	);

const waitForText = async (traced: Pick<TracedProgram, 'waitForEvent'>, text: string) =>
	traced.waitForEvent(event => event.type === 'message' && event.text === text);

const dial = async (port: number): Promise<Socket> => {
	const peer = connect(port, '127.0.0.1');
	peer.on('error', () => undefined);
	peer.resume();
	await once(peer, 'connect');
	return peer;
};

const startTracedHost = async (t: TestContext, ...args: readonly string[]) => {
	const host = startTraced(t, hostCommand('--json', ...args));
	const {port} = await host.waitForEvent(({verb}) => verb === 'listen');
	return {host, port: Number(port)};
};

type Talk = (host: TracedProgram, peer: Socket, connection: number) => Promise<void>;

/** How conversations of a plain room end. Each peer has said `hi`. */
const plainEnds: Readonly<Record<string, Talk>> = {
	async 'the peer says bye'(host, peer, connection) {
		host.say('hello');
		await waitForRow(host, 'send', connection);
		peer.write('bye\n');
		await waitForRow(host, 'close', connection);
	},
	async 'the peer resets'(host, peer, connection) {
		peer.resetAndDestroy();
		await waitForRow(host, 'close', connection);
	},
	async 'the peer closes, and the host sees it by its next message'(host, peer, connection) {
		peer.destroy();
		await waitForRow(host, 'end', connection);
		host.say('are you there?');
		await waitForRow(host, 'reset', connection, 'EPIPE');
		await waitForRow(host, 'close', connection, 'EPIPE');
	},
	async 'the peer closes, and the host says two things'(host, peer, connection) {
		peer.destroy();
		await waitForRow(host, 'end', connection);
		host.say('one');
		await waitForRow(host, 'send', connection);
		host.say('two');
		await waitForRow(host, 'close', connection, 'EPIPE');
	},
	async 'the peer half-closes, and reads on'(host, peer, connection) {
		peer.end('so long\n');
		await waitForRow(host, 'end', connection);
		host.say('good night');
		await waitForRow(host, 'send', connection);
		peer.destroy();
		host.say('anybody?');
		await waitForRow(host, 'close', connection, 'EPIPE');
	},
	async 'the peer is there until the host says bye'(host, peer, connection) {
		host.say('the room closes');
		await waitForRow(host, 'send', connection);
		peer.write('bye bye\n');
		await waitForRow(host, 'recv', connection, 'bye bye');
	},
};

/** A private file of hosts, in which a name has two addresses. */
const withHostsFile = (file: string): string[] => [
	'unshare',
	...(process.getuid?.() === 0 ? ['-m'] : ['-Urm']),
	'sh',
	'-c',
	'mount --bind "$0" /etc/hosts && exec "$@"',
	file,
];

describe('each row of the log is a call that strace has seen', {skip: withoutStrace(), concurrency: true}, () => {
	test(`a plain host: ${Object.keys(plainEnds).join('; ')}`, async t => {
		const {host, port} = await startTracedHost(t, '--plain');
		for (const [index, talk] of Object.values(plainEnds).entries()) {
			const connection = index + 2;
			const peer = await dial(port);
			t.after(() => {
				peer.destroy();
			});
			peer.write('hi\n');
			await waitForRow(host, 'recv', connection);
			await host.waitForEvent(({from}) => from === `nc-${connection - 1}`);
			await talk(host, peer, connection);
		}

		host.say('bye');
		await host.exited;
		assertPlain(host, ['#1 socket', '#1 bind', '#1 listen', '#2 accept', '#2 recv 3', '#2 send 6', '#2 recv 4']);
	});

	test('a plain client whose server is killed, and comes back', async t => {
		const serve = `process.stdin.resume();
			const server = require('net').createServer(peer => peer.once('data', () => peer.write('hello' + os.EOL)));
			server.listen(0, '127.0.0.1', () => console.log(server.address().port))`;
		const server = spawn(process.execPath, ['-e', serve], {stdio: ['pipe', 'pipe', 'ignore']});
		t.after(() => {
			server.stdin.end();
			server.kill('SIGKILL');
		});
		const [line] = await once(server.stdout, 'data');
		const client = startTraced(t, joinCommand(Number(String(line)), '--plain', '--json'));
		await waitForRow(client, 'connect', 1, '→');
		client.say('hi');
		await waitForText(client, 'hello');
		server.kill('SIGKILL');
		await waitForRow(client, 'connect', 2, 'ECONNREFUSED');
		client.say('bye');
		await client.exited;
		assertPlain(client, ['#1 socket', '#1 connect', '#1 connect', '#1 send 3', '#1 recv 6', '#1 end', '#1 shutdown']);
	});

	test('a plain client whose server ends, then resets, and that then leaves; its name has two addresses', async t => {
		const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-hosts-'));
		t.after(() => {
			rmSync(folder, {recursive: true});
		});
		const file = path.join(folder, 'hosts');
		writeFileSync(file, '::1 two.test\n127.0.0.1 two.test\n');
		if (spawnSync('unshare', [...withHostsFile(file).slice(1), 'true']).status !== 0) {
			t.skip('needs a user that may mount a file of hosts of its own');
			return;
		}

		const ends = [
			(peer: Socket) => peer.end('first\n'),
			(peer: Socket) => peer.resetAndDestroy(),
			(peer: Socket) => peer.write('last\n'),
		];
		const server = createServer(peer => {
			peer.on('error', () => undefined);
			peer.once('data', () => {
				ends.shift()?.(peer);
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		t.after(() => {
			server.close();
		});
		const {port} = server.address() as AddressInfo;
		const command = [...withHostsFile(file), ...program, 'join', `two.test:${port}`, '--plain', '--json'];
		const client = startTraced(t, command);
		// Sockets 1, 3 and 5 are those that ::1 has refused.
		for (const connection of [2, 4, 6]) {
			await waitForRow(client, 'connect', connection, '→');
			client.say('hi');
		}

		await waitForText(client, 'last');
		client.say('bye');
		await client.exited;
		const refused = ['#1 socket', '#1 connect', '#1 connect ECONNREFUSED', '#1 close'];
		assertPlain(client, [...refused, '#2 socket', '#2 connect', '#2 connect', '#2 send 3', '#2 recv 6', '#2 end']);
	});

	test('a private room: a client leaves, one is killed, and one is there until the host says bye', async t => {
		const {host, port} = await startTracedHost(t);
		const leaving = startTraced(t, joinCommand(port, '--json', '--name', 'leaving'));
		leaving.say('hello, all of you');
		await waitForText(host, 'hello, all of you');
		host.say('good morning');
		await waitForText(leaving, 'good morning');
		leaving.say('bye');
		await leaving.exited;
		await waitForRow(host, 'close', 2);
		assertPrivate(leaving);

		const killed = startJoin(t, port, ['--json', '--name', 'killed']);
		killed.say('hello again');
		await waitForText(host, 'hello again');
		killed.kill('SIGKILL');
		await waitForRow(host, 'close', 3);

		const staying = startTraced(t, joinCommand(port, '--json', '--name', 'staying'));
		staying.say('I stay until the end');
		await waitForText(host, 'I stay until the end');
		host.say('bye');
		await Promise.all([host.exited, staying.exited]);
		assertPrivate(staying);
		assertPrivate(host);
	});
});
