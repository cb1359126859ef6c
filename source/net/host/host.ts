import {createServer, type Server, type Socket} from 'node:net';
import type {LoggedMessage} from '../../room/log.ts';
import type {Member} from '../../room/member.ts';
import type {MemberChange, Room} from '../../room/room.ts';
import type {CloseCode} from '../../wire/frames.ts';
import type {LineEnd} from '../../wire/plain-text.ts';
import {formatEndpoint, type Endpoint} from '../address.ts';
import type {Clock, Timer} from '../clock.ts';
import {awayLimit, maximumPending, maximumAway, maximumConnections, pumpBatch} from '../limits.ts';
import type {LogSocketCall} from '../socket-log.ts';
import {MemberSession} from './member-session.ts';
import {createBatch} from './log-reader.ts';
import {PlainSession} from './plain-session.ts';
import {closeReasons, describeListenError} from '../error-messages.ts';
import {ConnectionGate, type PendingConnection} from './connection-gate.ts';
import type {TlsUpgrader} from '../tls-psk.ts';
import type {Session, SessionOwner, SessionOptions} from './session.ts';
import {encodeWhoChange} from '../presence.ts';
import {errorCode} from '../../text/errors.ts';

export type HostOptions = {
	readonly room: Room;
	/** The room's own member, whose words plain peers get as they are. */
	readonly hostId: string;
	/** Who tells members from others, and makes their connections private. */
	readonly tlsUpgrader: TlsUpgrader;
	/** Also let raw text peers in. */
	readonly plain: boolean;
	/** How a line to a plain peer ends; undefined: as its own do. */
	readonly lineEnd: LineEnd | undefined;
	/** How long a plain peer that has ended its side is kept for replies, in milliseconds; undefined: until it closes. */
	readonly halfOpenLimit: number | undefined;
	/** How many connections there may be at a time. */
	readonly maximumConnections?: number;
	readonly clock: Clock;
	readonly log: LogSocketCall;
	/** An id for a peer that has none of its own. */
	readonly createId: () => string;
};

/** Why a room could not be opened: a sentence for people. */
export class ListenError extends Error {}

/** Opens the room's port, tells members that speak frames from plain ones, and keeps a session for each. */
export class Host {
	readonly #options: HostOptions;
	readonly #server: Server;
	readonly #gate: ConnectionGate;
	readonly #sessions = new Map<string, Session>();
	readonly #awayTimers = new Map<string, Timer>();
	readonly #changed = new Map<string, Member>();
	/** How many sessions there may be at a time. */
	readonly #maximum: number;
	/** Accepted before the room's key was there: they wait, and are not read. Undefined once it is. */
	#waiting: Socket[] | undefined;
	/** No newcomers. */
	#isLocked = false;
	#isClosing = false;

	constructor(options: HostOptions) {
		this.#options = options;
		this.#maximum = options.maximumConnections ?? maximumConnections;
		// A few more than the room holds, so that those can be told that it is full.
		const maximum = this.#maximum + maximumPending;
		this.#gate = new ConnectionGate({
			...options,
			maximum,
			onMember: (arrival, first, helloTime) => {
				this.#startMember(arrival, first, helloTime);
			},
			onPlain: (arrival, first) => {
				this.#startPlain(arrival, first);
			},
		});
		this.#server = createServer({allowHalfOpen: true, pauseOnConnect: true, highWaterMark: 65_536}, socket => {
			this.accept(socket);
		});
		// For sockets that are accepted otherwise, the reception counts, too.
		this.#server.maxConnections = maximum;
		this.#server.on('drop', data => {
			options.log({
				verb: 'close',
				detail: `${formatEndpoint(data?.remoteAddress, data?.remotePort)} ${closeReasons.full.text}`,
			});
		});
		options.room.onMember(change => {
			this.#onMember(change);
		});
		options.room.log.onDurable(({messages, refusals}) => {
			this.#deliver(messages);
			for (const refusal of refusals) {
				this.#sessions.get(refusal.id)?.refuse(refusal);
			}
		});
	}

	/** Until `letIn`, whoever comes waits. */
	pauseAccepting() {
		this.#waiting ??= [];
	}

	/** The room's key is there: takes in those who wait, and all who come from now on. */
	resumeAccepting() {
		const waiting = this.#waiting ?? [];
		this.#waiting = undefined;
		for (const socket of waiting) {
			this.accept(socket);
		}
	}

	/** Binds and listens. `host` undefined: on all interfaces. Throws a ListenError with a sentence. */
	async listen({host, port}: {readonly host: string | undefined; readonly port: number}): Promise<Endpoint> {
		const {log} = this.#options;
		const wanted = {host: host ?? '0.0.0.0', port};
		log({verb: 'socket', detail: 'TCP'});
		await new Promise<void>((resolve, reject) => {
			const onError = (error: Error) => {
				const code = errorCode(error);
				log({verb: 'bind', detail: `${formatEndpoint(wanted.host, port)} failed: ${code}`});
				reject(new ListenError(describeListenError(code, wanted)));
			};

			this.#server.once('error', onError);
			this.#server.listen({host, port}, () => {
				this.#server.off('error', onError);
				resolve();
			});
		});
		this.#server.on('error', error => {
			log({verb: 'close', detail: `a connection could not be accepted: ${errorCode(error)}`});
		});
		const bound = this.#server.address();
		const endpoint = typeof bound === 'object' && bound ? {host: bound.address, port: bound.port} : wanted;
		const text = formatEndpoint(endpoint.host, endpoint.port);
		log({verb: 'bind', detail: text});
		log({verb: 'listen', detail: text, address: endpoint.host, port: endpoint.port});
		return endpoint;
	}

	/** Closes the room: every peer is told `code`, and nobody gets in any more. */
	async close(code: CloseCode): Promise<void> {
		if (this.#isClosing) {
			return;
		}

		this.#isClosing = true;
		for (const timer of this.#awayTimers.values()) {
			timer.stop();
		}

		for (const session of this.#sessions.values()) {
			session.close(code);
		}

		this.resumeAccepting();
		if (!this.#server.listening) {
			return;
		}

		const closed = new Promise<void>(resolve => {
			this.#server.close(() => {
				resolve();
			});
		});
		for (const connection of this.#gate.connections) {
			void connection.close(this.#options.clock);
		}

		await closed;
		this.#options.log({verb: 'close', detail: 'the listening socket'});
	}

	/** Takes a connected socket in, as the listening one does with each that it accepts. */
	accept(socket: Socket) {
		if (this.#isClosing || socket.remoteAddress === undefined) {
			socket.destroy();
		} else if (this.#waiting) {
			this.#waiting.push(socket);
		} else {
			this.#gate.accept(socket);
		}
	}

	/** Lets nobody in who is not a member, here or away; or lets them in again. */
	lock(isLocked: boolean) {
		this.#isLocked = isLocked;
	}

	/** Ends the member's connection, and forgets it. */
	kick(memberId: string) {
		this.#sessions.get(memberId)?.close('kicked');
		this.#awayExpired(memberId);
	}

	/** The room has another code, and its guard another key: those who are in are told, those who are not yet must show it. */
	announceCode(code: string) {
		this.#gate.keyChanged();
		for (const session of this.#sessions.values()) {
			session.sendCode(code);
		}
	}

	#partsFor({isOutdated, identified: settle}: PendingConnection): SessionOptions {
		const {room, clock} = this.#options;
		const owner: SessionOwner = {
			onEnter: session => {
				this.#enter(session);
			},
			onLeave: (session, status) => {
				this.#leave(session, status);
			},
		};
		return {
			room,
			clock,
			owner,
			admit: memberId => {
				settle();
				return isOutdated() ? 'auth' : this.#refusalOf(memberId);
			},
		};
	}

	#refusalOf(memberId: string): CloseCode | undefined {
		const {room} = this.#options;
		if (this.#sessions.size >= this.#maximum && !this.#sessions.has(memberId)) {
			return 'full';
		}

		return this.#isLocked && !room.findMember(memberId) ? 'locked' : undefined;
	}

	#startMember(arrival: PendingConnection, first: Uint8Array, helloTime: number) {
		new MemberSession(arrival.connection, this.#partsFor(arrival)).start(first, helloTime);
	}

	#startPlain(arrival: PendingConnection, first: Uint8Array) {
		const {hostId, lineEnd, halfOpenLimit, createId} = this.#options;
		const parts = this.#partsFor(arrival);
		new PlainSession(arrival.connection, {
			...parts,
			admit: memberId => this.#refusalOf(memberId),
			memberId: createId(),
			hostId,
			lineEnd,
			halfOpenLimit,
			looksLikeTls: each => this.#gate.looksLikeTls(each),
			onTls: each => {
				this.#gate.upgradeMember(arrival.connection, each);
			},
			onIdentified: arrival.identified,
		}).start(first);
	}

	#enter(session: Session) {
		const older = this.#sessions.get(session.memberId);
		this.#sessions.set(session.memberId, session);
		this.#awayTimers.get(session.memberId)?.stop();
		this.#awayTimers.delete(session.memberId);
		older?.close('replaced');
	}

	#leave(session: Session, status: 'away' | 'left') {
		const {memberId} = session;
		if (this.#sessions.get(memberId) !== session) {
			// A newer connection of the same member has taken over.
			return;
		}

		const {room, clock} = this.#options;
		this.#sessions.delete(memberId);
		room.leave(memberId, status);
		if (status === 'away' && !this.#isClosing) {
			this.#evictOldestAway();
			this.#awayTimers.set(
				memberId,
				clock.after(awayLimit, () => {
					this.#awayExpired(memberId);
				}),
			);
		}
	}

	/** Whoever makes up members and hangs up does not fill the list for long. */
	#evictOldestAway() {
		const [oldest] = this.#awayTimers.keys();
		if (oldest !== undefined && this.#awayTimers.size >= maximumAway) {
			this.#awayExpired(oldest);
		}
	}

	#awayExpired(memberId: string) {
		this.#awayTimers.get(memberId)?.stop();
		this.#awayTimers.delete(memberId);
		this.#options.room.leave(memberId, 'left');
	}

	#deliver(messages: readonly LoggedMessage[]) {
		// What was settled may have been refusals alone: that, too, is news for those who wait for it.
		for (let start = 0; start === 0 || start < messages.length; start += pumpBatch) {
			const batch = createBatch(messages.slice(start, start + pumpBatch));
			for (const session of this.#sessions.values()) {
				session.deliver(batch);
			}
		}
	}

	#onMember({member}: MemberChange) {
		if (this.#changed.size === 0) {
			// All changes of one turn go out as one line, and after the welcome that one of them may owe.
			queueMicrotask(() => {
				const changed = [...this.#changed.values()];
				this.#changed.clear();
				if (!this.#isClosing) {
					const who = encodeWhoChange(changed, this.#options.clock.now());
					for (const session of this.#sessions.values()) {
						session.sendWho(who);
					}
				}
			});
		}

		this.#changed.set(member.id, member);
	}
}
