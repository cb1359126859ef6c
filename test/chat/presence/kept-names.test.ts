import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import test, {type TestContext} from 'node:test';
import {HostChat} from '../../../source/chat/host-chat.ts';
import {JoinChat} from '../../../source/chat/join-chat.ts';
import {systemClock} from '../../../source/net/clock.ts';
import {createSid} from '../../../source/room/identity.ts';
import {MemoryLog} from '../../../source/room/log.ts';
import {until} from '../../helpers/until.ts';

const code = 'legal-winner-thank-year-wave';
const deriveKey = async (from: string) => Buffer.from(from.padEnd(32).slice(0, 32));
const common = {clock: systemClock, historyCapacity: 100, randomBytes, random: () => 1, deriveKey};
const nothing = async () => undefined;

type HostFacts = {
	readonly lines?: readonly string[];
	readonly hostName?: string | undefined;
	readonly isNameChosen?: boolean;
	readonly saveHostName?: (name: string) => void;
};

/** Starts a host, and types `lines` before its room is open. */
const openHost = async (t: TestContext, {lines: early = [], isNameChosen = false, ...names}: HostFacts) => {
	let port = 0;
	const log = new MemoryLog('history');
	const options = {room: 'main', port: 0, listen: '127.0.0.1', plain: false, once: false};
	const chat = new HostChat(
		{...options, name: 'alice', isNameChosen, stopOn: undefined, lineEnd: undefined},
		{
			...common,
			maximumConnections: 10,
			listAddresses: bound => [`127.0.0.1:${bound.port}`],
			advertise: () => ({tag: undefined, stop: nothing}),
			openRoom: async () => ({
				log,
				sid: createSid(randomBytes),
				code,
				...names,
				saveCode() {},
				announce(endpoint) {
					port = endpoint.port;
				},
				release: nothing,
			}),
		},
	);
	t.after(async () => chat.close());
	chat.start();
	for (const line of early) {
		assert.deepEqual(chat.submit(line), {ok: true});
	}

	await until(() => port > 0);
	const listSaid = () => log.read(1, 100).map(({from, text}) => `${from}: ${text}`);
	return {chat, port, listSaid};
};

const lines = ['A', '/name late', 'C'];

test('lines typed before /name keep the name of before, also before the room is open', async t => {
	const {port, listSaid} = await openHost(t, {lines});
	await until(() => listSaid().length === 2);
	assert.deepEqual(listSaid(), ['alice: A', 'late: C']);
	const chat = new JoinChat(
		{name: 'bob', endpoint: {host: '127.0.0.1', port}, code, plain: false, isImpatient: true, lineEnd: undefined},
		{
			...common,
			saveRoom() {},
			followRoom: () => () => undefined,
			onWrongCode() {},
			openIdentity: async () => ({sid: createSid(randomBytes), release: nothing}),
		},
	);
	t.after(async () => chat.close());
	chat.start();
	for (const line of lines) {
		chat.submit(line);
	}

	await until(() => listSaid().length === 4);
	assert.deepEqual(listSaid().slice(2), ['bob: A', 'late-2: C']);
});

test('a host keeps the name of its last run, unless its user chooses one', async t => {
	const saved: string[] = [];
	const saveHostName = (name: string) => {
		saved.push(name);
	};

	const first = await openHost(t, {saveHostName});
	assert.equal(first.chat.getState().myName, 'alice');
	first.chat.submit('/name anna');
	first.chat.submit('/name anna');
	assert.deepEqual(saved, ['alice', 'anna']);
	const second = await openHost(t, {saveHostName, hostName: saved.at(-1)});
	assert.equal(second.chat.getState().myName, 'anna');
	assert.equal(saved.length, 2, 'it is saved already');
	await openHost(t, {saveHostName, hostName: saved.at(-1), isNameChosen: true});
	assert.deepEqual(saved, ['alice', 'anna', 'alice']);
});

test('a host opens its room also if its name was damaged, or cannot be saved', async t => {
	const {chat} = await openHost(t, {
		hostName: '\u{202E}',
		saveHostName() {
			throw new Error('ENOSPC');
		},
	});
	assert.equal(chat.getState().myName, 'alice');
});
