import {decodeHostFrame} from '../../wire/decode-frame.ts';
import {
	wireVersion,
	type CloseCode,
	type ClientFrame,
	type HelloFrame,
	type HostFrame,
	type WelcomeFrame,
} from '../../wire/frames.ts';
import type {Endpoint} from '../address.ts';
import {FrameChannel} from '../frame-channel.ts';
import type {Clock, Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {Heartbeat} from './heartbeat.ts';
import {handshakeDeadline, clientGivesUpAfter} from '../limits.ts';
import {
	closeReasons,
	isCloseCode,
	connectionLost,
	describeNoWelcome,
	describeOtherProtocol,
} from '../error-messages.ts';

/** What a link hears of one of its connections. After `onLost` or `onClosed` nothing more comes. */
export type LinkSessionEvents = {
	readonly onWelcome: (welcome: WelcomeFrame) => void;
	/** A frame that is not about the connection itself. Gives the rule that it breaks, if it does. */
	readonly onFrame: (frame: Exclude<HostFrame, {type: 'welcome' | 'close' | 'pong'}>) => CloseCode | undefined;
	/** What is known of the link has changed. `silentSince`: an answer is overdue, in milliseconds since the epoch. */
	readonly onOpen: (silentSince: number | undefined) => void;
	/** The host has answered the ping with this number, and all that was sent before it. */
	readonly onAnswered: (k: number) => void;
	/** All frames of one read have been told, or there is room to write. */
	readonly onTurn: () => void;
	readonly onLost: (reason: string) => void;
	/** The host has ended it for good. */
	readonly onClosed: (reason: string, code: string) => void;
};

export type LinkSessionOptions = {
	readonly clock: Clock;
	readonly endpoint: Endpoint;
	/** The last round trip on an earlier connection, in milliseconds. */
	readonly rtt: number | undefined;
	readonly events: LinkSessionEvents;
};

/** A join's side of one connection, from the hello to its end: the welcome in time, the heartbeat, the close. */
export class LinkSession {
	readonly #connection: Connection;
	readonly #channel: FrameChannel<HostFrame>;
	readonly #parts: LinkSessionOptions;
	readonly #welcomeTimer: Timer;
	#heartbeat: Heartbeat | undefined;
	#isSilent = false;

	constructor(connection: Connection, parts: LinkSessionOptions) {
		const {clock, endpoint} = parts;
		this.#connection = connection;
		this.#parts = parts;
		this.#channel = new FrameChannel(connection, decodeHostFrame, clock);
		this.#welcomeTimer = clock.after(handshakeDeadline, () => {
			connection.log('timeout', `no welcome from ${connection.remote} within ${handshakeDeadline / 1000} s`);
			this.#lose(describeNoWelcome(endpoint));
		});
	}

	/** Set once there was a welcome. */
	get isWelcome() {
		return this.#heartbeat !== undefined;
	}

	get remote() {
		return this.#connection.remote;
	}

	/** The last round trip, in milliseconds. */
	get rtt() {
		return this.#heartbeat ? this.#heartbeat.rtt : this.#parts.rtt;
	}

	/** Where what was said is written to. */
	get channel() {
		return this.#channel;
	}

	start(hello: HelloFrame) {
		const {events} = this.#parts;
		this.#channel.send(hello);
		this.#channel.listen({
			onFrame: frame => this.#take(frame),
			onRead: () => {
				this.#heartbeat?.received();
				if (this.#isSilent) {
					this.#showOpen();
				}

				events.onTurn();
			},
			onDrain: events.onTurn,
			onViolation: code => {
				this.#violated(code);
			},
			onGone: () => {
				this.#lose(connectionLost);
			},
		});
	}

	send(frame: ClientFrame) {
		this.#channel.send(frame);
	}

	/** Something was written that is not a ping: the host knows that this side is there. */
	sent() {
		this.#heartbeat?.sent();
	}

	/** Gives the number by which its answer is known. */
	ping(): number {
		return this.#heartbeat?.ping() ?? 0;
	}

	/** Says bye and ends. Nothing more is heard of it. Resolves when it is closed. */
	async finish(): Promise<void> {
		this.#stop();
		return this.#channel.close({type: 'bye'});
	}

	/** Ends at once. Nothing more is heard of it. */
	drop() {
		this.#stop();
		this.#channel.destroy();
	}

	/** Gives false when nothing more is to be read. */
	#take(frame: HostFrame): boolean {
		if (frame.type === 'close') {
			this.#closed(frame.code, frame.text, frame.retry);
			return false;
		}

		if (frame.type === 'welcome') {
			return this.isWelcome ? this.#violated('bad-frame') : this.#enter(frame);
		}

		if (!this.isWelcome) {
			return this.#violated('bad-frame');
		}

		if (frame.type === 'pong') {
			this.#pong(frame.k);
			return true;
		}

		const broken = this.#parts.events.onFrame(frame);
		return broken === undefined || this.#violated(broken);
	}

	#enter(welcome: WelcomeFrame): boolean {
		if (welcome.v !== wireVersion) {
			this.#closed('bad-version', '', false);
			return false;
		}

		this.#welcomeTimer.stop();
		const {clock, rtt, events} = this.#parts;
		this.#heartbeat = new Heartbeat(
			{
				clock,
				ping: (k, known) => {
					this.#channel.send({type: 'ping', k, rtt: known});
				},
				onSilent: since => {
					this.#isSilent = true;
					events.onOpen(since);
				},
				onDead: () => {
					this.#connection.log('timeout', `${this.remote} was silent for ${clientGivesUpAfter / 1000} s`);
					this.#lose(connectionLost);
				},
			},
			rtt,
		);
		events.onWelcome(welcome);
		return true;
	}

	#pong(k: number) {
		if (this.#heartbeat?.pong(k)) {
			this.#connection.log('ping', `${this.remote} ${this.rtt ?? '?'} ms`);
			this.#showOpen();
		}

		this.#parts.events.onAnswered(k);
	}

	#showOpen() {
		this.#isSilent = false;
		this.#parts.events.onOpen(undefined);
	}

	#violated(code: CloseCode): false {
		const {text} = closeReasons[code];
		this.#connection.log('close', `${this.remote} ${code}: ${text}`);
		this.#lose(this.isWelcome ? text : describeOtherProtocol(this.#parts.endpoint));
		return false;
	}

	#closed(code: string, text: string, retry: boolean) {
		const reason = isCloseCode(code) ? closeReasons[code].text : text;
		this.#connection.log('close', `by ${this.remote} ${code}: ${reason}`);
		if (retry) {
			this.#lose(reason);
		} else {
			this.drop();
			this.#parts.events.onClosed(reason, code);
		}
	}

	#lose(reason: string) {
		this.drop();
		this.#parts.events.onLost(reason);
	}

	#stop() {
		this.#welcomeTimer.stop();
		this.#heartbeat?.stop();
	}
}
