import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import type {TestContext} from 'node:test';
import type {Chat} from '../../../source/chat/chat.ts';
import {HostChat} from '../../../source/chat/host-chat.ts';
import {JoinChat} from '../../../source/chat/join-chat.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {createSid} from '../../../source/room/identity.ts';
import {MemoryLog} from '../../../source/room/log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';

const code = 'legal-winner-thank-year-wave';
const deriveKey = async (from: string) => Buffer.from(from.padEnd(32).slice(0, 32));

/** How much time passes between two looks at the sockets, in milliseconds. */
const step = 20;

/** What a chat shows of the conversation: `name: text`, in order. */
export const listMessages = (chat: Chat): readonly string[] =>
	chat.getState().history.flatMap(item => (item.kind === 'message' ? [`${item.from}: ${item.text}`] : []));

export const listNotices = (chat: Chat): readonly string[] =>
	chat.getState().history.flatMap(item => (item.kind === 'notice' ? [item.text] : []));

/** A host's room, with --lab, on real sockets and in a time that the test passes. */
export const openLab = async (t: TestContext, {plain}: {readonly plain: boolean}) => {
	const clock = new FakeClock();
	let port = 0;
	const chats: Chat[] = [];
	const start = (chat: Chat) => {
		chats.push(chat);
		chat.start();
		return chat;
	};

	/** Lets time pass until the condition holds, for a minute and a half at most. */
	const passUntil = async (condition: () => boolean, describe = () => String(condition)) => {
		for (let passed = 0; !condition(); passed += step) {
			assert.ok(passed < 90_000, describe());
			clock.pass(step);
			// Each end reads what the other has written, and answers.
			for (let turn = 0; turn < 4; turn++) {
				await endOfTurn();
			}
		}
	};

	/** Lets some milliseconds pass. */
	const pass = async (time: number) => {
		const end = clock.now() + time;
		await passUntil(() => clock.now() >= end);
	};

	const common = {clock, historyCapacity: 10_000, deriveKey};
	const host = start(
		new HostChat(
			{
				name: 'alice',
				room: 'main',
				port: 0,
				listen: '127.0.0.1',
				plain,
				lab: true,
				once: false,
				stopOn: undefined,
				lineEnd: undefined,
			},
			{
				...common,
				randomBytes,
				maximumConnections: 10,
				listAddresses: bound => [`127.0.0.1:${bound.port}`],
				advertise: () => ({tag: undefined, async stop() {}}),
				openRoom: async () => ({
					log: new MemoryLog('history'),
					sid: createSid(randomBytes),
					code,
					saveCode() {},
					announce(endpoint) {
						port = endpoint.port;
					},
					async release() {},
				}),
			},
		),
	);
	await passUntil(() => host.getState().status.status === 'listening');
	/** Joins the room: in plain text where the room is plain. */
	const enter = async () => {
		const entries: SocketLogEntry[] = [];
		const client = new JoinChat(
			{
				name: 'bob',
				endpoint: {host: '127.0.0.1', port},
				code: plain ? undefined : code,
				plain,
				lab: true,
				isImpatient: false,
				lineEnd: undefined,
			},
			{
				...common,
				random: () => 0.5,
				saveRoom() {},
				onWrongCode() {},
				followRoom: () => () => undefined,
				openIdentity: async () => ({sid: createSid(randomBytes), async release() {}}),
			},
		);
		client.onEvents(events => {
			for (const event of events) {
				if (event.type === 'log') {
					entries.push(event);
				}
			}
		});
		start(client);
		await passUntil(
			() => client.getState().status.status === 'open',
			() => JSON.stringify(client.getState().status),
		);
		return {client, entries};
	};

	t.after(async () => {
		const closed = Promise.all(chats.map(async chat => chat.close()));
		let isClosed = false;
		void closed.then(() => {
			isClosed = true;
		});
		await passUntil(() => isClosed);
	});
	return {host, enter, pass, passUntil, port: () => port};
};

/** Submits a line that must be accepted. */
export const submit = (chat: Chat, line: string) => {
	assert.deepEqual(chat.submit(line), {ok: true}, line);
};
