import {Buffer} from 'node:buffer';
import {createServer, type Server, type Socket} from 'node:net';
import type {LoggedMessage} from '../room/log.ts';
import type {Member} from '../room/member.ts';
import type {MemberChange, Room} from '../room/room.ts';
import {encodeFrame, type CloseCode} from '../wire/frames.ts';
import type {LineEnd} from '../wire/plain.ts';
import {formatEndpoint, type Endpoint} from './address.ts';
import type {Clock, Timer} from './clock.ts';
import {Connection} from './connection.ts';
import {takeIn} from './intake.ts';
import {awayLimit, helloDeadline, maximumAway, maximumConnections, pumpBatch} from './limits.ts';
import type {LogSink} from './log-entry.ts';
import {MemberSession} from './member-session.ts';
import {encodeMessages} from './messages.ts';
import {PlainSession} from './plain-session.ts';
import {closeReasons, codeOf, listenReason} from './reasons.ts';
import type {Session, SessionOwner} from './session.ts';
import {encodeWhoChange} from './who.ts';

export type HostOptions = {
	readonly room: Room;
	/** The room's own member, whose words plain peers get as they are. */
	readonly hostId: string;
	/** Also let raw text peers in. */
	readonly plain: boolean;
	/** How a line to a plain peer ends; undefined: as its own do. */
	readonly lineEnd: LineEnd | undefined;
	/** How long a plain peer that has ended its side is kept for replies, in milliseconds; undefined: until it closes. */
	readonly halfOpenLimit: number | undefined;
	/** How many connections there may be at a time. */
	readonly maximumConnections?: number;
	readonly clock: Clock;
	readonly log: LogSink;
	/** An id for a peer that has none of its own. */
	readonly createId: () => string;
};

/** Why a room could not be opened: a sentence for people. */
export class ListenError extends Error {}

/** Opens the room's port, tells members that speak frames from plain ones, and keeps a session for each. */
export class Host {
	readonly #options: HostOptions;
	readonly #server: Server;
	readonly #maximum: number;
	readonly #connections = new Set<Connection>();
	readonly #sessions = new Map<string, Session>();
	readonly #awayTimers = new Map<string, Timer>();
	readonly #changed = new Map<string, Member>();
	readonly #owner: SessionOwner;
	#isClosing = false;

	constructor(options: HostOptions) {
		this.#options = options;
		this.#owner = {
			onEnter: session => {
				this.#enter(session);
			},
			onLeave: (session, status) => {
				this.#leave(session, status);
			},
		};
		this.#server = createServer({allowHalfOpen: true, pauseOnConnect: true, highWaterMark: 65_536}, socket => {
			this.accept(socket);
		});
		// A few more than the room holds, so that those can be told that it is full.
		this.#maximum = options.maximumConnections ?? maximumConnections;
		this.#server.maxConnections = this.#maximum + 64;
		this.#server.on('drop', data => {
			options.log({verb: 'close', detail: `${formatEndpoint(data?.remoteAddress, data?.remotePort)} ${closeReasons.full.text}`});
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

	/** Binds and listens. `host` undefined: on all interfaces. Throws a ListenError with a sentence. */
	async listen({host, port}: {readonly host: string | undefined; readonly port: number}): Promise<Endpoint> {
		const {log} = this.#options;
		const wanted = {host: host ?? '0.0.0.0', port};
		log({verb: 'socket', detail: 'TCP'});
		await new Promise<void>((resolve, reject) => {
			const onError = (error: Error) => {
				const code = codeOf(error);
				log({verb: 'bind', detail: `${formatEndpoint(wanted.host, port)} failed: ${code}`});
				reject(new ListenError(listenReason(code, wanted)));
			};

			this.#server.once('error', onError);
			this.#server.listen({host, port}, () => {
				this.#server.off('error', onError);
				resolve();
			});
		});
		this.#server.on('error', error => {
			log({verb: 'close', detail: `a connection could not be accepted: ${codeOf(error)}`});
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

		if (!this.#server.listening) {
			return;
		}

		const closed = new Promise<void>(resolve => {
			this.#server.close(() => {
				resolve();
			});
		});
		for (const connection of this.#connections) {
			void connection.finish(this.#options.clock);
		}

		await closed;
		this.#options.log({verb: 'close', detail: 'the listening socket'});
	}

	/** Takes a connected socket in, as the listening one does with each that it accepts. */
	accept(socket: Socket) {
		const {log, clock, plain} = this.#options;
		if (this.#isClosing || socket.remoteAddress === undefined) {
			socket.destroy();
			return;
		}

		const connection = new Connection(socket, log);
		this.#connections.add(connection);
		socket.once('close', () => {
			this.#connections.delete(connection);
		});
		connection.log('accept', `${connection.remote} at ${connection.local}`);
		if (this.#connections.size > this.#maximum) {
			connection.log('close', `${connection.remote} full: ${closeReasons.full.text}`);
			connection.write(encodeFrame({type: 'close', code: 'full', ...closeReasons.full}), 'close');
			void connection.finish(clock);
			return;
		}

		const startFrames = (first: Uint8Array, helloTime: number) => {
			const {room} = this.#options;
			new MemberSession(connection, {room, clock, owner: this.#owner}).start(first, helloTime);
		};

		takeIn(connection, {
			clock,
			plain,
			events: {
				onFrames: startFrames,
				onPlain: first => {
					const {room, hostId, lineEnd, halfOpenLimit, createId} = this.#options;
					const parts = {room, clock, owner: this.#owner, memberId: createId(), hostId, lineEnd, halfOpenLimit};
					new PlainSession(connection, {
						...parts,
						onFrames(late) {
							startFrames(late, helloDeadline);
						},
					}).start(first);
				},
				onNone() {
					// Its log entries have said why.
				},
			},
		});
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
			this.#forgetOldest();
			this.#awayTimers.set(
				memberId,
				clock.after(awayLimit, () => {
					this.#stayedAway(memberId);
				}),
			);
		}
	}

	/** Whoever makes up members and hangs up does not fill the list for long. */
	#forgetOldest() {
		const [oldest] = this.#awayTimers.keys();
		if (oldest !== undefined && this.#awayTimers.size >= maximumAway) {
			this.#stayedAway(oldest);
		}
	}

	#stayedAway(memberId: string) {
		this.#awayTimers.get(memberId)?.stop();
		this.#awayTimers.delete(memberId);
		this.#options.room.leave(memberId, 'left');
	}

	#deliver(messages: readonly LoggedMessage[]) {
		// A batch larger than a cursor's stride is read from the log by each at its own pace.
		const isShared = messages.length <= pumpBatch;
		const {frames, what} = encodeMessages(isShared ? messages : []);
		const batch = {messages: isShared ? messages : [], encoded: Buffer.from(frames), what};
		for (const session of this.#sessions.values()) {
			session.deliver(batch);
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
						session.tellWho(who);
					}
				}
			});
		}

		this.#changed.set(member.id, member);
	}
}
