import type {TestContext} from 'node:test';
import {Host, type HostOptions} from '../../../source/net/host/host.ts';
import {createSocketLog, type SocketLogEntry} from '../../../source/net/socket-log.ts';
import {
	MemoryLog,
	type DurableBatch,
	type LoggedMessage,
	type Refusal,
	type RoomLog,
} from '../../../source/room/log.ts';
import {deriveMemberId} from '../../../source/room/identity.ts';
import {Room} from '../../../source/room/room.ts';
import {cleartextUpgrader} from '../../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {connectTo, type RawPeer} from '../../helpers/raw-peer.ts';

/** Returns a secret of 32 equal hex digits. */
export const repeatSid = (digit: string) => digit.repeat(32);
export const hostId = 'host';

/** A log whose messages and refusals become durable only when the test says so. */
class SlowLog implements RoomLog {
	readonly id: string;
	readonly authors = new Map<string, number>();
	head = 0;
	readonly #messages: LoggedMessage[] = [];
	readonly #refusals: Refusal[] = [];
	#listener: ((batch: DurableBatch) => void) | undefined;

	constructor(id = 'slow') {
		this.id = id;
	}

	append(message: LoggedMessage) {
		this.#messages.push(message);
	}

	appendRefusal(refusal: Refusal) {
		this.#refusals.push(refusal);
	}

	read(from: number, limit: number) {
		return this.#messages.slice(from - 1, Math.min(from - 1 + limit, this.head));
	}

	onDurable(listener: (batch: DurableBatch) => void) {
		const before = this.#listener;
		this.#listener = batch => {
			before?.(batch);
			listener(batch);
		};
	}

	onFailure() {}

	async finish() {}

	async close() {}

	commit() {
		const messages = this.#messages.slice(this.head);
		this.head = this.#messages.length;
		this.#listener?.({messages, refusals: []});
	}

	commitRefusals() {
		this.#listener?.({messages: [], refusals: this.#refusals.splice(0)});
	}
}

/** Opens a host on a free port of this computer, without encryption. The test passes its time. */
export const openHost = async (
	t: TestContext,
	{
		plain = false,
		halfOpenLimit,
		isSlow = false,
		connections,
		onUnread,
	}: {
		readonly plain?: boolean;
		readonly onUnread?: HostOptions['onUnread'];
		readonly halfOpenLimit?: number;
		readonly isSlow?: boolean;
		readonly connections?: number;
	} = {},
) => {
	const clock = new FakeClock();
	const log = isSlow ? new SlowLog() : new MemoryLog('history');
	const room = new Room({name: 'main', log, now: clock.now});
	const entries: SocketLogEntry[] = [];
	let ids = 0;
	const host = new Host({
		room,
		hostId,
		tlsUpgrader: cleartextUpgrader,
		plain,
		lineEnd: undefined,
		onUnread,
		halfOpenLimit,
		maximumConnections: connections,
		clock,
		log: createSocketLog(entry => {
			entries.push(entry);
		}),
		createId: () => `plain-${++ids}`,
	});
	const {port} = await host.listen({host: '127.0.0.1', port: 0});
	room.enter({id: hostId, name: 'alice', address: `127.0.0.1:${port}`});
	t.after(async () => {
		const closed = host.close('shutdown');
		clock.pass(5000);
		await closed;
	});
	const connect = async () => connectTo(t, port);
	const join = async (digit: string, name = digit, hello: Record<string, unknown> = {}) => {
		const peer = await connect();
		peer.send({type: 'hello', v: 1, sid: repeatSid(digit), since: 0, name, ...hello});
		const welcome = await peer.frame('welcome');
		return {peer, welcome, id: deriveMemberId(repeatSid(digit))};
	};

	const slowLog = log instanceof SlowLog ? log : new SlowLog();
	return {clock, room, log: slowLog, host, port, entries, connect, join, verbs: () => entries.map(({verb}) => verb)};
};

/** Returns the places in the log of all messages that a peer has received. */
export const getSeqs = (peer: RawPeer) => peer.frames.filter(({type}) => type === 'msg').map(({seq}) => seq);
