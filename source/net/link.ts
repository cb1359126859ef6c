import {Outbox, type OutboxJournal, type SavedOutbox} from '../room/outbox.ts';
import {decodeHostFrame, wireVersion, type CloseCode, type HostFrame} from '../wire/frames.ts';
import {Channel} from './channel.ts';
import type {Timer} from './clock.ts';
import type {Connection} from './connection.ts';
import {Departure} from './departure.ts';
import {Heartbeat} from './heartbeat.ts';
import type {JoinLink, LinkOptions} from './join-link.ts';
import {Lifeline} from './lifeline.ts';
import {handshakeDeadline, joinGivesUpAfter, newcomerHistory} from './limits.ts';
import {MemberList} from './member-list.ts';
import {handOver} from './posts.ts';
import {closeReasons, isCloseCode, lostReason, noWelcomeReason, otherProtocolReason} from './reasons.ts';

type Welcome = Extract<HostFrame, {type: 'welcome'}>;
type Message = Extract<HostFrame, {type: 'msg'}>;

export type FrameLinkOptions = LinkOptions & {
	/** The secret by which a host knows this member again. */
	readonly sid: string;
	/** What an earlier run of this member left undelivered. */
	readonly saved?: SavedOutbox;
	/** Where what waits is kept; by default nowhere. */
	readonly journal?: OutboxJournal;
};

/** Ends that were asked for. */
const exitCodeOf = (code: string): number => (code === 'bye' ? 0 : 3);

/** Speaks frames with a host: hello, resume from the cursor, heartbeat, and the outbox that outlives every connection. */
export class Link implements JoinLink {
	readonly #options: FrameLinkOptions;
	readonly #lifeline: Lifeline;
	readonly #outbox: Outbox;
	readonly #members = new MemberList();
	#name: string;
	#channel: Channel<HostFrame> | undefined;
	#isWelcome = false;
	#isLoadingOlder = false;
	#isPumping = false;
	/** The history that `since` counts in, once there was a welcome. */
	#room: string | undefined;
	#myId = '';
	/** My cursor: the seq of the last message that I have. */
	#since = 0;
	#handshakeTimer: Timer | undefined;
	/** Of the present connection, or the last one. */
	#heartbeat: Heartbeat | undefined;
	readonly #departure: Departure;
	/** All is said: it leaves once all is acknowledged, however long that takes. */
	#isFinishing = false;
	#ending: Promise<void> | undefined;

	constructor(options: FrameLinkOptions) {
		this.#options = options;
		this.#outbox = new Outbox({
			saved: options.saved,
			journal: options.journal,
			onReady: () => {
				this.#pumpSoon();
			},
		});
		this.#name = options.name;
		this.#departure = new Departure({
			clock: options.clock,
			isSettled: () => this.#outbox.size === 0,
			isFirstAttempt: () => this.#room === undefined && this.#lifeline.status.status === 'connecting',
			end: () => {
				void this.close();
			},
		});
		this.#lifeline = new Lifeline({
			...options,
			onStatus: status => {
				options.events.onStatus(status);
				if (status.status === 'waiting') {
					this.#departure.failed();
				}
			},
			onConnection: connection => {
				this.#greet(connection);
			},
			onAbandon: () => {
				this.#abandon();
			},
		});
	}

	get pending() {
		return this.#outbox.entries.map(entry => ({...entry, isHanded: this.#outbox.wasHanded(entry)}));
	}

	start() {
		this.#lifeline.start();
	}

	send(text: string): number {
		return this.#outbox.add(text).n;
	}

	rename(name: string) {
		this.#name = name;
		if (this.#isWelcome) {
			this.#channel?.send({type: 'rename', name});
		}
	}

	loadOlder(before: number) {
		if (this.#isWelcome && !this.#isLoadingOlder) {
			this.#isLoadingOlder = true;
			this.#channel?.send({type: 'older', before, limit: newcomerHistory});
		}
	}

	retryNow() {
		this.#lifeline.retryNow();
	}

	leave() {
		this.#departure.leave();
	}

	finish() {
		this.#isFinishing = true;
		this.#goOnceSettled();
	}

	async close(): Promise<void> {
		this.#ending ??= this.#end();
		return this.#ending;
	}

	/** A connection is there: says who I am and where I stopped reading. */
	#greet(connection: Connection) {
		const {clock, endpoint, sid} = this.#options;
		const channel = new Channel(connection, decodeHostFrame, clock);
		this.#channel = channel;
		this.#handshakeTimer = clock.after(handshakeDeadline, () => {
			connection.log('timeout', `no welcome from ${connection.remote} within ${handshakeDeadline / 1000} s`);
			this.#lose(noWelcomeReason(endpoint));
		});
		const detail = `to ${connection.remote} as ${this.#name}`;
		if (this.#room === undefined) {
			connection.log('hello', detail);
		} else {
			connection.log('resume', `${detail} from message ${this.#since + 1}`);
		}

		channel.send({type: 'hello', v: wireVersion, sid, room: this.#room, since: this.#since, name: this.#name});
		channel.listen({
			onFrame: frame => this.#take(frame),
			onRead: () => {
				this.#heartbeat?.received();
				this.#showHeard();
				this.#pump();
				this.#goOnceSettled();
			},
			onDrain: () => {
				this.#pump();
			},
			onViolation: code => {
				this.#violated(code);
			},
			onGone: () => {
				this.#lose(lostReason);
			},
		});
	}

	/** Gives false when nothing more is to be read. */
	#take(frame: HostFrame): boolean {
		if (frame.type === 'close') {
			this.#closed(frame.code, frame.text, frame.retry);
			return false;
		}

		if (!this.#isWelcome) {
			if (frame.type !== 'welcome') {
				this.#violated('bad-frame');
				return false;
			}

			return this.#enter(frame);
		}

		const {events} = this.#options;
		switch (frame.type) {
			case 'msg': {
				return this.#advance(frame.seq) && this.#receive(frame);
			}

			case 'skip': {
				return this.#advance(frame.seq);
			}

			case 'nack': {
				const entry = this.#outbox.settle(frame.n);
				if (entry) {
					events.onRefused(entry.n, frame.code, frame.text);
				}

				return true;
			}

			case 'who': {
				return this.#who(frame);
			}

			case 'pong': {
				this.#pong(frame.k);
				return true;
			}

			case 'paused': {
				events.onPaused(frame.on);
				return true;
			}

			case 'page': {
				this.#isLoadingOlder = false;
				events.onOlder(frame.messages);
				return true;
			}

			case 'welcome': {
				this.#violated('bad-frame');
				return false;
			}
		}
	}

	#enter(welcome: Welcome): boolean {
		if (welcome.v !== wireVersion) {
			this.#closed('bad-version', '', false);
			return false;
		}

		const {events} = this.#options;
		const hadRoom = this.#room !== undefined;
		const isSame = this.#room === welcome.room && welcome.first === this.#since + 1;
		this.#handshakeTimer?.stop();
		this.#isWelcome = true;
		this.#room = welcome.room;
		this.#myId = welcome.you.id;
		this.#since = welcome.first - 1;
		for (const {n} of this.#outbox.welcome(welcome.room, welcome.got, hadRoom && !isSame)) {
			events.onAck(n, undefined);
		}

		if (hadRoom && !isSame) {
			events.onReset();
		}

		events.onMe({...welcome.you, room: welcome.roomName ?? ''});
		this.#heartbeat = this.#createHeartbeat();
		this.#showOpen();
		this.#departure.opened();
		return true;
	}

	/** Each place in the log comes once and in order; anything else is a host that must not be believed. */
	#advance(seq: number): boolean {
		if (seq !== this.#since + 1) {
			this.#violated('gap');
			return false;
		}

		this.#since = seq;
		return true;
	}

	#receive({type, n, ...message}: Message): boolean {
		const {events} = this.#options;
		const isOwn = message.id === this.#myId;
		events.onMessage(message, isOwn);
		const entry = isOwn ? this.#outbox.settle(n) : undefined;
		if (entry) {
			events.onAck(entry.n, message.seq);
		}

		return true;
	}

	#who(frame: Extract<HostFrame, {type: 'who'}>): boolean {
		const {events, clock} = this.#options;
		const result = this.#members.take(frame, clock.now());
		if (result === 'too-many') {
			this.#violated('too-big');
			return false;
		}

		if (result === 'changed') {
			events.onMembers(this.#members.members(this.#myId, this.#heartbeat?.rtt));
		}

		return true;
	}

	#createHeartbeat(): Heartbeat {
		return new Heartbeat(
			{
				clock: this.#options.clock,
				ping: (k, rtt) => {
					this.#channel?.send({type: 'ping', k, rtt});
				},
				onSilent: since => {
					this.#showOpen(since);
				},
				onDead: () => {
					this.#channel?.connection.log('timeout', `${this.#channel.connection.remote} was silent for ${joinGivesUpAfter / 1000} s`);
					this.#lose(lostReason);
				},
			},
			this.#heartbeat?.rtt,
		);
	}

	#pong(k: number) {
		const {connection} = this.#channel ?? {};
		if (connection && this.#heartbeat?.pong(k)) {
			connection.log('ping', `${connection.remote} ${this.#heartbeat.rtt ?? '?'} ms`);
			this.#showOpen();
		}
	}

	/** Something came while an answer was overdue: the link is good again. */
	#showHeard() {
		const {status} = this.#lifeline;
		if (status.status === 'open' && status.silentSince !== undefined) {
			this.#showOpen();
		}
	}

	#showOpen(silentSince?: number) {
		const {connection} = this.#channel ?? {};
		if (connection) {
			this.#lifeline.opened({status: 'open', address: connection.remote, silentSince, rtt: this.#heartbeat?.rtt});
		}
	}

	/** All that becomes ready in one turn goes out as one write. */
	#pumpSoon() {
		if (!this.#isPumping) {
			this.#isPumping = true;
			queueMicrotask(() => {
				this.#isPumping = false;
				this.#pump();
			});
		}
	}

	#pump() {
		if (this.#channel && this.#isWelcome && handOver(this.#outbox, this.#channel)) {
			this.#heartbeat?.sent();
		}
	}

	#goOnceSettled() {
		this.#departure.settled();
		if (this.#isFinishing && this.#isWelcome && this.#outbox.size === 0) {
			void this.close();
		}
	}

	async #end(): Promise<void> {
		this.#departure.stop();
		const channel = this.#isWelcome ? this.#channel : undefined;
		if (channel) {
			this.#channel = undefined;
			this.#abandon();
			await channel.finish({type: 'bye'});
		}

		this.#lifeline.close('You have left.', 0);
	}

	#violated(code: CloseCode) {
		const {endpoint} = this.#options;
		this.#channel?.connection.log('close', `${this.#channel.connection.remote} ${code}: ${closeReasons[code].text}`);
		this.#lose(this.#isWelcome ? closeReasons[code].text : otherProtocolReason(endpoint));
	}

	#closed(code: string, text: string, retry: boolean) {
		const reason = isCloseCode(code) ? closeReasons[code].text : text;
		this.#channel?.connection.log('close', `by ${this.#channel.connection.remote} ${code}: ${reason}`);
		if (retry) {
			this.#lose(reason);
		} else {
			this.#lifeline.close(reason, exitCodeOf(code));
		}
	}

	#lose(reason: string) {
		this.#abandon();
		this.#lifeline.lost(reason);
	}

	#abandon() {
		this.#handshakeTimer?.stop();
		this.#heartbeat?.stop();
		this.#channel?.drop();
		this.#channel = undefined;
		this.#isWelcome = false;
		this.#isLoadingOlder = false;
		this.#members.forgetParts();
	}
}
