/** A host in this process, with connections in memory and simulated time. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {formatLogDetail} from '../../source/chat/socket-log/format-log-detail.ts';
import {assembleHost} from '../../source/chat/assemble-host.ts';
import type {Host} from '../../source/net/host/host.ts';
import {MemoryLog, type RoomLog} from '../../source/room/log.ts';
import type {Room} from '../../source/room/room.ts';
import {decodeHostFrame} from '../../source/wire/decode-frame.ts';
import {maximumFrameBytes, type HostFrame} from '../../source/wire/frames.ts';
import {cleartextUpgrader} from '../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {endOfTurn} from '../helpers/turn.ts';
import type {MemorySocket} from '../model/memory-socket.ts';
import {SocketPair} from '../model/socket-pair.ts';

/** How many turns of 50 ms the host may take to serve an honest member. */
const maximumTurns = 100;

let lastPort = 10_000;

/** Returns a connection from a new port, like one over loopback. */
const connectInMemory = (): SocketPair => {
	lastPort = lastPort >= 60_000 ? 10_000 : lastPort + 1;
	const pair = new SocketPair({
		client: {address: '127.0.0.1', port: lastPort},
		host: {address: '127.0.0.1', port: 5000},
		capacity: 65_536,
	});
	pair.deliverAtOnce();
	return pair;
};

/** A connection of the fuzzed host, from the peer's side. */
export class FuzzPeer {
	readonly socket: MemorySocket;
	readonly hostSocket: MemorySocket;
	isOver = false;
	#received: Uint8Array[] = [];

	constructor(host: Host, isReading: boolean) {
		const {client: socket, host: hostSocket} = connectInMemory();
		this.socket = socket;
		this.hostSocket = hostSocket;
		socket.on('error', () => undefined);
		socket.on('close', () => {
			this.isOver = true;
		});
		socket.on('end', () => {
			this.isOver = true;
		});
		if (isReading) {
			socket.on('data', (chunk: Uint8Array) => {
				this.#received.push(chunk);
			});
		}

		host.accept(hostSocket.asSocket);
	}

	get text() {
		const all = Buffer.concat(this.#received);
		this.#received = [all];
		return all.toString();
	}

	write(bytes: Uint8Array | string) {
		if (this.socket.writable && !this.socket.destroyed) {
			this.socket.write(bytes);
		}
	}

	/** The received frames. Throws if a line is not a known frame. */
	get frames(): readonly HostFrame[] {
		return this.text
			.split('\n')
			.slice(0, -1)
			.map(line => {
				assert.ok(Buffer.byteLength(line) <= maximumFrameBytes, `a line of ${Buffer.byteLength(line)} bytes`);
				const frame = decodeHostFrame(line);
				assert.ok(frame.type !== 'bad' && frame.type !== 'unknown', `the host has sent ${line.slice(0, 200)}`);
				return frame;
			});
	}
}

export class FuzzedHost {
	readonly clock = new FakeClock();
	readonly room: Room;
	readonly #host: Host;

	constructor(plain: boolean, log: RoomLog = new MemoryLog('history')) {
		const {clock} = this;
		let ids = 0;
		const {room, host, hostId} = assembleHost(
			{log, sid: 'host', code: 'legal-winner-thank-year-wave', saveCode() {}},
			{
				name: 'main',
				plain,
				once: false,
				lineEnd: undefined,
				clock,
				randomBytes: size => Buffer.alloc(size, ++ids),
				deriveKey: async () => Buffer.alloc(32),
				createUpgrader: () => cleartextUpgrader,
				onSocketCall(entry) {
					assert.ok(!formatLogDetail(entry).includes('undefined'));
				},
				onDurable() {},
				onLogFailure() {},
			},
		);
		this.room = room;
		this.#host = host;
		this.room.enter({id: hostId, name: 'alice', address: '127.0.0.1:5000'});
	}

	connect(isReading = true): FuzzPeer {
		return new FuzzPeer(this.#host, isReading);
	}

	/** Connects an honest member. */
	connectMember(digit: string, name: string): FuzzPeer {
		const peer = this.connect();
		peer.write(`${JSON.stringify({type: 'hello', v: 1, sid: digit.repeat(32), since: 0, name})}\n`);
		return peer;
	}

	async close() {
		const closed = this.#host.close('shutdown');
		this.clock.pass(5000);
		await endOfTurn();
		this.clock.pass(5000);
		await closed;
	}

	async until(isDone: () => boolean, what: string) {
		for (let turn = 0; !isDone(); turn++) {
			assert.ok(turn < maximumTurns, `${what}: not within ${maximumTurns} turns`);
			this.clock.pass(50);
			await endOfTurn();
		}
	}
}
