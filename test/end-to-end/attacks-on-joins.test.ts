/**
What listens where a private room should be, and is none: the join says so in a sentence, ends, and
has said nothing that could be read.
*/
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {createServer, type Socket} from 'node:net';
import {suite, test, type TestContext} from 'node:test';
import {createServer as createTlsServer} from 'node:tls';
import {rogueFile, serveWith} from '../helpers/server.ts';
import {startJoin} from '../helpers/program.ts';

const words = 'for my friends alone';

/**
Returns the types of the TLS records in these bytes; a byte that starts no record stands for itself
(RFC 8446 §5.1).
*/
const recordTypes = (bytes: Uint8Array): readonly number[] => {
	const types: number[] = [];
	for (let at = 0; at < bytes.length; at += 5 + (bytes[at + 3] ?? 0) * 256 + (bytes[at + 4] ?? 0)) {
		types.push(bytes[at] ?? -1);
	}

	return types;
};

/** A join gives a handshake 5 s; it also has to be started, in milliseconds. */
const patience = 15_000;

/** A join that has something to say goes there. */
const join = async (t: TestContext, port: number) => {
	const chat = startJoin(t, port, ['--name', 'bob']);
	chat.say(words);
	const started = performance.now();
	const {code} = await chat.exited;
	assert.ok(performance.now() - started < patience, 'it has waited for ever');
	assert.equal(chat.errors().at(-1), `Not delivered: ${words}`);
	return {code, sentence: chat.errors().at(-2)};
};

const otherProtocol = (port: number) =>
	`127.0.0.1:${port} answered, but it is not a private socket-chat room. For plain text, use --plain.`;

type Stranger = {
	readonly what: string;
	readonly act: (socket: Socket) => void;
	readonly sentence: (port: number) => string;
};

const strangers: readonly Stranger[] = [
	{
		what: 'a mail server, which speaks first',
		act(socket) {
			socket.write('220 mail.example ESMTP\r\n');
		},
		sentence: otherProtocol,
	},
	{
		what: 'a web server, which answers',
		act(socket) {
			socket.once('data', () => {
				socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
			});
		},
		sentence: otherProtocol,
	},
	{
		what: 'a server that says back what it hears',
		act(socket) {
			socket.pipe(socket);
		},
		sentence: otherProtocol,
	},
	{
		what: "the lab sheet's server, whose answer is shorter than a record of TLS",
		act(socket) {
			socket.on('data', () => {
				socket.write('Hi');
			});
		},
		sentence: otherProtocol,
	},
	{
		what: 'a server that says nothing',
		act() {},
		sentence: port => `127.0.0.1:${port} accepted the connection, but does not answer.`,
	},
	{
		what: 'a server that begins like TLS, byte by byte, and does not end',
		act(socket) {
			const bytes = [0x16, 3, 3, 0x40, 0];
			const timer = setInterval(() => {
				socket.write(Buffer.of(bytes.shift() ?? 0));
			}, 500);
			socket.on('close', () => {
				clearInterval(timer);
			});
		},
		sentence: otherProtocol,
	},
	{
		what: 'a server that hangs up',
		act(socket) {
			socket.once('data', () => {
				socket.end();
			});
		},
		sentence: () => 'The connection was lost.',
	},
];

suite('a private client', {concurrency: 4}, () => {
	for (const {what, act, sentence} of strangers) {
		test(`${what}: the sentence, exit 1, and no data of the client`, async t => {
			const {port, received} = await serveWith(t, createServer(), 'connection', act);
			assert.deepEqual(await join(t, port), {code: 1, sentence: sentence(port)});
			const bytes = received();
			// Handshake, alert and change of cipher: no application data, and nothing that is not
			// TLS.
			assert.ok(bytes.length > 0);
			assert.deepEqual(
				recordTypes(bytes).filter(type => ![0x14, 0x15, 0x16].includes(type)),
				[],
			);
			for (const secret of ['hello', 'sid', 'bob', words]) {
				assert.equal(bytes.includes(secret), false, secret);
			}
		});
	}

	for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
		test(`a web server by ${version} with a certificate that no CA signed: refused, and no data of the client`, async t => {
			const server = createTlsServer({key: rogueFile('host.key'), cert: rogueFile('host.pem'), maxVersion: version});
			const {port, received} = await serveWith(t, server, 'secureConnection', socket => {
				socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
			});
			assert.deepEqual(await join(t, port), {code: 1, sentence: otherProtocol(port)});
			assert.equal(received().length, 0);
		});
	}
});
