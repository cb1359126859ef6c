/**
Runs a client in this process, in line mode and with the rows of its screen, against a hostile host
that has the room's key.
*/
import assert from 'node:assert/strict';
import type {Socket} from 'node:net';
import {PassThrough, Writable} from 'node:stream';
import {JoinChat} from '../../source/chat/join-chat.ts';
import {createJsonWriter} from '../../source/line-mode/json-events.ts';
import {ErrorOutput} from '../../source/output/error-output.ts';
import {LineMode} from '../../source/line-mode/line-mode.ts';
import {deriveKey} from '../../source/net/derive-key.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {findHarm} from '../helpers/hostile.ts';
import {listenSecurely} from '../helpers/raw-peer.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {until} from '../helpers/until.ts';
import {cutBytes} from './generators.ts';
import {count, type Tally} from './host-target.ts';
import type {Stream} from './pure-targets.ts';
import {checkRows} from './check-rows.ts';

const code = 'legal-winner-thank-year-wave';
const historyCapacity = 1000;
const frameTurns = 20;

class Sink extends Writable {
	text = '';

	override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: () => void) {
		this.text += String(chunk);
		callback();
	}
}

const honestFrames = [
	{
		type: 'welcome',
		v: 1,
		room: 'an honest one',
		you: {id: 'me', name: 'bob'},
		head: 1,
		first: 1,
		got: 0,
		limits: {text: 8192, line: 65_536},
		heartbeat: {ping: 5000, silent: 15_000},
	},
	{type: 'msg', seq: 1, id: 'x', n: 1, from: 'honest', ts: 1, text: 'still here'},
];

const write = async (socket: Socket, chunks: readonly Uint8Array[]) => {
	for (const [index, chunk] of chunks.entries()) {
		if (socket.writable) {
			socket.write(chunk);
		}

		if (index < frameTurns) {
			await endOfTurn();
		}
	}

	socket.end();
};

/** Opens a server that is the host of one client after another. */
export const openHostileHost = async (t: Parameters<typeof listenSecurely>[0]) => {
	const server = await listenSecurely(t, code);
	const key = await deriveKey(code);

	/** Writes all bytes to a new client and closes the connection. Returns the client's chat. */
	const attack = async ({bytes, sizes}: Stream, tally?: Tally) => {
		const clock = new FakeClock();
		const chat = new JoinChat(
			{
				name: 'bob',
				endpoint: {host: '127.0.0.1', port: server.port},
				code,
				plain: false,
				isImpatient: false,
				lineEnd: undefined,
			},
			{
				clock,
				historyCapacity,
				random: () => 1,
				deriveKey: async () => key,
				saveRoom() {},
				followRoom: () => () => undefined,
				onWrongCode() {},
				openIdentity: async () => ({sid: 'a'.repeat(32), async release() {}}),
			},
		);
		const output = new Sink();
		const errorText = new Sink();
		const errors = new ErrorOutput(errorText);
		const input = new PassThrough();
		const toJson = createJsonWriter();
		let json = '';
		let maximumHistory = 0;
		chat.subscribe(() => {
			maximumHistory = Math.max(maximumHistory, chat.getState().history.length);
		});
		chat.onEvents(events => {
			json += events.map(event => `${toJson(event) ?? ''}\n`).join('');
		});
		input.write('one\ntwo\nthree\n');
		const next = server.peers.length;
		const options = {json: false, stay: true, endsAtBye: true, history: 10, kind: 'lines', clock} as const;
		void new LineMode(chat, {...options, input, output, errors}).run();
		const status = () => chat.getState().status.status;
		const peer = await until(() => server.peers[next], {every: 1});
		await write(peer.socket, cutBytes(bytes, sizes));
		await until(() => status() === 'waiting' || status() === 'closed', {every: 1, describe: status});
		if (status() === 'waiting') {
			clock.pass(5000);
			const honest = await until(() => server.peers[next + 1], {every: 1});
			honest.send(...honestFrames);
			await until(() => output.text.includes('honest: still here\n'), {
				every: 1,
				describe: () => `${status()}\n${output.text}`,
			});
			count(tally, 'came back');
		} else {
			count(tally, 'closed for good');
		}

		const closed = chat.close();
		clock.pass(5000);
		await closed;
		for (const each of server.peers.slice(next)) {
			each.socket.destroy();
		}

		for (const [what, text] of Object.entries({output: output.text, errors: errorText.text, json})) {
			assert.equal(findHarm(text), undefined, what);
		}

		for (const line of json.split('\n').filter(each => each !== '')) {
			JSON.parse(line);
		}

		for (const line of output.text.split('\n').slice(0, -1)) {
			assert.match(line, /^[^\n]*: /, 'a line that is not a message');
		}

		assert.ok(maximumHistory <= historyCapacity + 1000, `${maximumHistory} entries of history were kept`);
		count(tally, 'hosts');
		return chat;
	};

	return {
		async attack(stream: Stream, tally?: Tally) {
			const chat = await attack(stream, tally);
			const state = chat.getState();
			for (const columns of [40, 80, 120]) {
				checkRows(state, columns);
			}
		},
	};
};
