import assert from 'node:assert/strict';
import test from 'node:test';
import {Host} from '../../../source/net/host/host.ts';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {MemoryLog} from '../../../source/room/log.ts';
import {Room} from '../../../source/room/room.ts';
import {cleartextUpgrader} from '../../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {SocketPair} from '../../model/socket-pair.ts';

/** The most bytes that may wait in the host's memory for one peer. */
const bound = 200_000;

const openRoom = async (plain: boolean) => {
	const clock = new FakeClock();
	const room = new Room({name: 'main', log: new MemoryLog('history'), now: clock.now});
	const host = new Host({
		room,
		hostId: 'host',
		tlsUpgrader: cleartextUpgrader,
		plain,
		lineEnd: undefined,
		halfOpenLimit: undefined,
		clock,
		log: createSocketLog(() => undefined),
		createId: () => 'plain',
	});
	room.enter({id: 'host', name: 'alice', address: '10.0.0.1:5000'});
	const say = async (text: string) => {
		for (let n = 0; n < 300; n++) {
			room.postNext('host', text);
		}

		await endOfTurn();
	};

	/** Connects a peer that sends this and reads nothing. */
	const connect = async (...lines: readonly string[]) => {
		const pair = new SocketPair({
			client: {address: '10.0.0.2', port: 40_000},
			host: {address: '10.0.0.1', port: 5000},
			capacity: 1000,
		});
		host.accept(pair.host.asSocket);
		for (const line of lines) {
			pair.client.write(`${line}\n`);
			await endOfTurn();
			while (pair.deliver('host', 65_536)) {
				await endOfTurn();
			}
		}

		return pair;
	};

	return {clock, say, connect};
};

const hello = (pong: boolean) => JSON.stringify({type: 'hello', v: 1, sid: 'a'.repeat(32), since: 0, name: 'a', pong});

const texts = {
	'that JSON makes six times as long': '\u{1}'.repeat(8192),
	'of letters of three bytes': '漢'.repeat(2730),
	'that are short': 'x',
} as const;

for (const [name, text] of Object.entries(texts)) {
	test(`a member that reads nothing has little waiting for it in a room with messages ${name}`, async () => {
		for (const pong of [false, true]) {
			const {say, connect} = await openRoom(false);
			await say(text);
			const {host} = await connect(hello(pong));
			assert.ok(host.writableLength > 0 || text === 'x');
			assert.ok(host.writableLength < bound, `${host.writableLength} B wait for a newcomer`);
			await say(text);
			await say(text);
			assert.ok(host.writableLength < bound, `${host.writableLength} B wait for a member`);
			host.destroy();
		}
	});

	test(`a plain peer that reads nothing has little waiting for it in a room with messages ${name}`, async () => {
		const {say, connect} = await openRoom(true);
		const {host} = await connect('hi');
		await say(text);
		await say(text);
		assert.ok(host.writableLength < bound, `${host.writableLength} B`);
		host.destroy();
	});
}

test('a member that asks and does not read the answers has little waiting for it', async () => {
	for (const request of [
		{type: 'older', before: 1_000_000, limit: 500},
		{type: 'ping', k: 1},
		{type: 'post', n: 1, text: ''},
	]) {
		const {clock, say, connect} = await openRoom(false);
		await say('y'.repeat(8000));
		const {host, client} = await connect(hello(true), ...Array.from({length: 40}, () => JSON.stringify(request)));
		for (let second = 0; second < 10; second++) {
			clock.pass(1000);
			await endOfTurn();
		}

		assert.ok(host.writableLength < bound, `${host.writableLength} B of answers to ${request.type}`);
		client.destroy();
		host.destroy();
	}
});
