/**
A process of the host: opens the room from its disk, and runs until it is killed or its disk fails.
*/
import {Buffer} from 'node:buffer';
import {assembleHost} from '../../source/chat/assemble-host.ts';
import type {Host} from '../../source/net/host/host.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import type {DurableBatch} from '../../source/room/log.ts';
import type {Recipient} from '../../source/room/member.ts';
import {Room, type MessageExtras} from '../../source/room/room.ts';
import {openDiskLog, type DiskLog} from '../../source/storage/log/disk-log.ts';
import {cleartextUpgrader} from '../helpers/cleartext-upgrader.ts';
import type {Ending} from '../model/memory-pipe.ts';
import type {MemorySocket} from '../model/memory-socket.ts';
import type {RoomHistory} from './room-history.ts';
import type {MemberRecorder} from './member-recorder.ts';
import type {OnlineChecker} from './online-checker.ts';
import type {ProgramClock} from './time.ts';

/** The host's own secret. */
const sid = 'host';

export const hostId = deriveMemberId(sid);

/** The host as the recipient of a whisper. */
export const hostMember: Recipient = {id: hostId, name: 'host'};

export type RoomEvents = {
	/** Called when a session of a member passes a frame to the room. */
	readonly onReceived: (id: string, what: string) => void;
	readonly onActivity: () => void;
};

/** Reports the calls of its sessions. */
class WatchedRoom extends Room {
	events: RoomEvents | undefined;

	override post(id: string, n: number, text: string, more: MessageExtras = {}) {
		this.events?.onActivity();
		this.events?.onReceived(id, `${more.to ? 'whisper' : 'post'} ${text}`);
		return super.post(id, n, text, more);
	}

	override rename(id: string, name: string) {
		this.events?.onReceived(id, `rename ${name}`);
		super.rename(id, name);
	}
}

export type HostProgramOptions = {
	readonly clock: ProgramClock;
	readonly events: RoomEvents;
	readonly checker: OnlineChecker;
	readonly recorder: MemberRecorder;
};

export class HostProgram {
	readonly history: RoomHistory;
	status: 'opening' | 'up' | 'down' = 'opening';
	/** Why the room did not open. */
	error = '';
	room: Room | undefined;
	#host: Host | undefined;
	#log: DiskLog | undefined;
	readonly #sockets = new Set<MemorySocket>();
	readonly #clock: ProgramClock;
	readonly #events: RoomEvents;
	readonly #checker: OnlineChecker;
	readonly #recorder: MemberRecorder;
	#head = 0;

	constructor(history: RoomHistory, {clock, events, checker, recorder}: HostProgramOptions) {
		this.history = history;
		this.#checker = checker;
		this.#recorder = recorder;
		recorder.startProcess();
		this.#clock = clock;
		this.#events = events;
		void this.#open();
	}

	get isUp() {
		return this.status === 'up';
	}

	accept(socket: MemorySocket) {
		this.#sockets.add(socket);
		this.#host?.accept(socket.asSocket);
	}

	send(text: string) {
		if (this.isUp) {
			this.#recorder.addOperation(text);
			this.room?.postNext(hostId, text);
		}
	}

	/** `ending`: how its kernel closes the sockets; undefined if the computer dies too. */
	kill(ending: Ending | undefined) {
		this.status = 'down';
		this.#clock.kill();
		for (const socket of this.#sockets) {
			socket.kill(ending);
		}
	}

	/** Restarts the computer, which has forgotten the old connections. */
	reboot() {
		for (const socket of this.#sockets) {
			socket.isSilent = false;
		}
	}

	async #open() {
		const {history} = this;
		try {
			const log = await openDiskLog('log', {createId: () => history.id, io: history.disk.open()});
			this.#log = log;
			this.#start(log);
			this.status = 'up';
		} catch (error) {
			this.error = String(error);
			this.kill('fin');
		}
	}

	#start(log: DiskLog) {
		const clock = this.#clock;
		const {room, host} = assembleHost(
			{log, sid, code: 'legal-winner-thank-year-wave', saveCode() {}},
			{
				name: 'main',
				plain: false,
				once: false,
				lineEnd: undefined,
				clock,
				randomBytes: size => Buffer.alloc(size),
				deriveKey: async () => Buffer.alloc(32),
				createUpgrader: () => cleartextUpgrader,
				createRoom: options => {
					const watched = new WatchedRoom(options);
					watched.events = this.#events;
					return watched;
				},
				onSocketCall: this.#events.onActivity,
				onDurable: batch => {
					this.#checker.check(() => {
						this.#show(batch);
					});
				},
				onLogFailure: () => {
					void this.#end();
				},
			},
		);
		this.room = room;
		this.#host = host;
		this.#head = log.head;
		room.enter({id: hostId, name: 'host', address: '10.0.0.1:5000'});
	}

	/** Checks durable messages: the host is a member, too. */
	#show({messages}: DurableBatch) {
		for (const message of messages) {
			this.#head++;
			this.history.checkShown({...message, seq: this.#head}, 'the host');
			if (message.id === hostId) {
				this.history.checkAcknowledged(message.text, 'the host');
				this.#recorder.acknowledge(message.text, this.history, this.#head);
			}
		}
	}

	async #end() {
		this.status = 'down';
		await this.#log?.close();
		await this.#host?.close('disk');
		this.kill('fin');
	}
}
