import {formatEndpoint, isWildcard, type Endpoint} from '../net/address.ts';
import type {Clock} from '../net/clock.ts';
import {Host} from '../net/host/host.ts';
import {describeDiskError} from '../net/error-messages.ts';
import {newcomerHistory} from '../net/limits.ts';
import {readFrom} from '../net/host/log-reader.ts';
import {createTlsUpgrader} from '../net/tls-psk.ts';
import {createCode} from '../text/room-code.ts';
import {createSid, deriveMemberId} from '../room/identity.ts';
import {isVisibleTo, type DurableBatch} from '../room/log.ts';
import type {OpenedRoom} from '../room/opened-room.ts';
import {Room} from '../room/room.ts';
import type {MemberChange} from '../room/roster.ts';
import {cleanText, splitText} from '../text/message.ts';
import type {CloseCode} from '../wire/frames.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import type {Recipient} from '../room/member.ts';
import type {OutgoingMessage} from '../room/outbox.ts';
import type {Chat} from './chat.ts';
import {runLine} from './commands/run-line.ts';
import type {Actions, Command, HostActions} from './commands/types.ts';
import {createHostActions} from './moderation.ts';
import {describeMembers} from './members.ts';
import {CodeRotation} from './code-rotation.ts';
import {createInitialState} from './state.ts';
import {ChatStore} from './store.ts';
import {errorMessage} from '../text/errors.ts';

/** With --once, a plain peer that has ended its side counts as gone when nothing was said to it for this long, in milliseconds. */
const onceHalfOpenLimit = 5000;

export type HostChatOptions = {
	readonly name: string;
	readonly room: string;
	readonly port: number;
	/** The address to bind; undefined: all interfaces. */
	readonly listen: string | undefined;
	readonly plain: boolean;
	/** End when the last peer has left. */
	readonly once: boolean;
	/** End when any peer sends exactly this word. */
	readonly stopOn: string | undefined;
	readonly lineEnd: LineEnd | undefined;
};

/** What the local network is told of a room. */
export type Advertisement = {
	/** How it is found; undefined where it is not told. */
	readonly tag: string | undefined;
	readonly stop: () => Promise<void>;
};

/** What a host needs of the world around it. */
export type HostDependencies = {
	readonly clock: Clock;
	/** How many items of the history are kept: 0 where nobody looks at it. */
	readonly historyCapacity: number;
	readonly randomBytes: (size: number) => Uint8Array;
	/** How many connections there may be at a time. */
	readonly maximumConnections: number;
	/** The key of a room with this code. */
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** For what was bound, each `address:port` that others can dial. */
	readonly listAddresses: (bound: Endpoint) => readonly string[];
	/** Tells the local network that there is a room. */
	readonly advertise: (bound: Endpoint, onError: (code: string) => void) => Advertisement;
	/** Rejects with an error whose message is a sentence. */
	readonly openRoom: () => Promise<OpenedRoom>;
};

type Opened = OpenedRoom & {
	readonly room: Room;
	readonly host: Host;
	readonly hostId: string;
	readonly roomCode: CodeRotation;
	readonly powers: HostActions;
	/** The room's number of my message is my count plus this. */
	readonly said: number;
};

/** A room on this machine, and its host's part in it. */
export class HostChat implements Chat {
	readonly #options: HostChatOptions;
	readonly #parts: HostDependencies;
	readonly #store: ChatStore;
	#opened: Opened | undefined;
	#advertisement: Advertisement | undefined;
	/** My count of my messages. */
	#last = 0;
	/** What was said before the room was open. */
	readonly #early: OutgoingMessage[] = [];
	#ending: Promise<void> | undefined;

	constructor(options: HostChatOptions, parts: HostDependencies) {
		const {plain, room, name, listen, port} = options;
		this.#options = options;
		this.#parts = parts;
		this.#store = new ChatStore(
			createInitialState({role: 'host', plain, room, myName: name, address: formatEndpoint(listen ?? '0.0.0.0', port)}),
			parts.clock.now,
			parts.historyCapacity,
		);
	}

	readonly getState = () => this.#store.state;

	readonly subscribe: Chat['subscribe'] = listener => this.#store.subscribe(listener);

	readonly onEvents: Chat['onEvents'] = listener => this.#store.onEvents(listener);

	start() {
		void this.#open();
	}

	send(raw: string, to?: Recipient) {
		for (const text of splitText(cleanText(raw))) {
			this.#last++;
			this.#store.emit({type: 'queued', n: this.#last, text, ...(to && {to})});
			if (this.#opened) {
				this.#opened.room.postNext(this.#opened.hostId, text, to);
			} else {
				this.#early.push({text, to});
			}
		}
	}

	submit(line: string, extra: readonly Command[] = []) {
		const actions: Actions = {
			send: (text, to) => {
				this.send(text, to);
			},
			members: this.#store.state.members,
			myId: this.#opened?.hostId,
			leave: () => {
				this.leave();
			},
			rename: name => {
				this.#opened?.room.rename(this.#opened.hostId, name);
				return {ok: true};
			},
			retry: () => {
				this.#tell('This side listens: there is nothing to try again.');
			},
			who: () => {
				this.#tell(describeMembers(this.#store.state.members));
			},
			notify: text => {
				this.#tell(text);
			},
			host: this.#opened?.powers,
		};
		return runLine(line, actions, extra);
	}

	setTyping(isTyping: boolean) {
		this.#opened?.room.setTyping(this.#opened.hostId, isTyping);
	}

	loadOlder() {
		const {oldestSeq: oldest} = this.#store.state;
		if (this.#opened && oldest !== undefined && oldest > 1) {
			this.#showOlder(this.#opened, oldest);
		}
	}

	getPending() {
		return this.#store.state.pending.map(entry => ({...entry, isSent: this.#opened !== undefined}));
	}

	retry() {
		// A host waits for nobody.
	}

	leave() {
		void this.#end('bye', 'You have closed the room.');
	}

	endInput() {
		// A host goes on for those who are in the room.
	}

	async close(): Promise<void> {
		return this.#end('shutdown', 'The room is closed.');
	}

	async #open() {
		try {
			const opened = await this.#parts.openRoom();
			this.#opened = this.#host(opened);
			// The key takes its time: the room is opened meanwhile, and whoever comes earlier waits for it.
			this.#opened.host.pauseAccepting();
			await Promise.all([this.#opened.roomCode.deriveKey(), this.#listen(this.#opened)]);
			this.#opened.host.resumeAccepting();
		} catch (error) {
			await this.#end('shutdown', errorMessage(error), 1);
		}
	}

	async #listen(opened: Opened) {
		const {host, hostId, log} = opened;
		const {listen, port, name, room} = this.#options;
		this.#store.emit({type: 'me', id: hostId, name, room});
		this.#showOlder(opened, log.head + 1);
		this.#enter(opened, await host.listen({host: listen, port}));
	}

	#host(opened: OpenedRoom): Opened {
		const {clock, randomBytes, deriveKey, maximumConnections} = this.#parts;
		const {room: name, plain, lineEnd, once} = this.#options;
		const hostId = deriveMemberId(opened.sid);
		const room = new Room({name, log: opened.log, now: clock.now});
		room.onMemberChange(change => {
			this.#onMemberChange(change);
		});
		const roomCode = new CodeRotation({
			code: opened.code,
			createCode: () => createCode(randomBytes),
			deriveKey,
			save: opened.saveCode,
		});
		const host = new Host({
			room,
			hostId,
			tlsUpgrader: createTlsUpgrader(roomCode.getKey),
			maximumConnections,
			plain,
			lineEnd,
			halfOpenLimit: once ? onceHalfOpenLimit : undefined,
			clock,
			createId: () => deriveMemberId(createSid(randomBytes)),
			log: entry => {
				this.#store.emit({type: 'log', ...entry});
			},
		});
		opened.log.onDurable(batch => {
			this.#onDurable(batch);
		});
		opened.log.onFailure(code => {
			void this.#end('disk', describeDiskError(code), 1);
		});
		const powers = createHostActions({
			room,
			host,
			hostId,
			codeRotation: roomCode,
			onCodeChange: () => {
				this.#invite(this.#store.state.inviteAddresses);
			},
			notify: text => {
				this.#tell(text);
			},
		});
		return {...opened, room, host, hostId, roomCode, powers, said: room.getLastNumber(hostId)};
	}

	#tell(text: string) {
		this.#store.emit({type: 'notice', text});
	}

	/** What others need to come in. */
	#invite(addresses: readonly string[]) {
		this.#store.emit({type: 'invite', addresses, code: this.#opened?.roomCode.code, tag: this.#advertisement?.tag});
	}

	#enter({room, hostId, announce}: Opened, bound: Endpoint) {
		const addresses = this.#parts.listAddresses(bound);
		const address = addresses[0] ?? formatEndpoint(bound.host, bound.port);
		room.enter({id: hostId, address, name: this.#options.name});
		this.#store.emit({type: 'status', status: 'listening', address});
		this.#advertisement = this.#parts.advertise(bound, code => {
			this.#tell(`The network cannot be told of this room (${code}): others need its address.`);
		});
		this.#invite(addresses);
		try {
			announce({host: isWildcard(bound.host) ? '127.0.0.1' : bound.host, port: bound.port});
		} catch (error) {
			const why = errorMessage(error);
			this.#tell(
				`Your own joins on this computer need the address and the code: no note could be left for them (${why}).`,
			);
		}

		for (const {text, to} of this.#early.splice(0)) {
			room.postNext(hostId, text, to);
		}
	}

	#showOlder({log, hostId}: Pick<Opened, 'log' | 'hostId'>, before: number) {
		const from = Math.max(1, before - newcomerHistory);
		const messages = readFrom(log, from, before - from).filter(message => isVisibleTo(message, hostId));
		this.#store.emit({type: 'older', messages, from});
	}

	#onDurable({messages, refusals}: DurableBatch) {
		const {stopOn} = this.#options;
		const {hostId, said} = this.#opened ?? {hostId: '', said: 0};
		// The host is a member like any other: what is private between two others is not shown to it.
		for (const {seq, id, n, from, ts, text, to} of messages.filter(message => isVisibleTo(message, hostId))) {
			const own = id === hostId;
			this.#store.emit({type: 'message', seq, from, fromId: id, text, own, ts, to});
			if (own) {
				this.#store.emit({type: 'ack', n: n - said, seq});
			} else if (stopOn !== undefined && text === stopOn) {
				void this.#end('bye', `${from} said ${stopOn}.`);
			}
		}

		for (const {n, code, text} of refusals.filter(({id}) => id === hostId)) {
			this.#store.emit({type: 'refused', n: n - said, code, text});
		}
	}

	#onMemberChange({event, member, formerly}: MemberChange) {
		const {room, hostId} = this.#opened ?? {};
		const {id, name, address} = member;
		if (!room) {
			return;
		}

		this.#store.emit({type: 'members', members: room.members});
		if (id === hostId) {
			this.#store.emit({type: 'me', id, name, room: this.#options.room});
			return;
		}

		if (event !== 'updated') {
			this.#store.emit({type: 'peer', event, id, name, address, formerly});
		}

		if (event === 'left' && this.#options.once && room.members.every(each => each.id === hostId)) {
			void this.#end('bye', 'The last peer has left.');
		}
	}

	async #end(code: CloseCode, reason: string, exitCode = 0): Promise<void> {
		this.#ending ??= this.#close(code, reason, exitCode);
		return this.#ending;
	}

	/** What was taken is made durable and told before anybody hears that the room closes. */
	async #close(code: CloseCode, reason: string, exitCode: number) {
		const {log, host, release} = this.#opened ?? {};
		await log?.close();
		await Promise.all([host?.close(code), this.#advertisement?.stop()]);
		await release?.();
		this.#store.emit({type: 'status', status: 'closed', reason, exitCode});
		this.#store.flush();
	}
}
