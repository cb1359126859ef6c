import type {RoomFacts} from '../../room/identity.ts';
import {decodeHostFrame} from '../../wire/decode-frame.ts';
import {wireVersion, type CloseCode, type ClientFrame, type HostFrame, type WelcomeFrame} from '../../wire/frames.ts';
import type {Endpoint} from '../address.ts';
import {FrameChannel} from '../frame-channel.ts';
import type {Clock, Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {startByteDeadline} from '../idle-timer.ts';
import {SendWindow} from '../flow/send-window.ts';
import {backlogLimit, handshakeDeadline, helloBytes, clientGivesUpAfter, clientWindow} from '../limits.ts';
import {Turns} from '../turns/turns.ts';
import {
	closeReasons,
	isCloseCode,
	connectionLost,
	describeNoWelcome,
	describeOtherProtocol,
} from '../error-messages.ts';
import {Heartbeat} from './heartbeat.ts';
import type {LinkSessionEvents} from './link-types.ts';
import {RoomQuestion} from './recognition.ts';

export type LinkSessionOptions = {
	readonly clock: Clock;
	readonly endpoint: Endpoint;
	readonly events: LinkSessionEvents;
};

/** The client's side of one connection: hello, deadline for the welcome, heartbeat, close. */
export class LinkSession {
	/** Bounds the posts that are on their way. */
	readonly window: SendWindow;
	/** Whether the host knows, or will know, which member this is. */
	hasSaidHello = false;
	readonly #connection: Connection;
	readonly #channel: FrameChannel<HostFrame>;
	readonly #options: LinkSessionOptions;
	readonly #welcomeTimer: Timer;
	/** The answer to the last ping of the host, until it is sent. */
	#owedPong: ClientFrame | undefined;
	#heartbeat: Heartbeat | undefined;
	#question: RoomQuestion | undefined;

	constructor(connection: Connection, options: LinkSessionOptions) {
		const {clock, endpoint} = options;
		this.#connection = connection;
		this.#options = options;
		this.#channel = new FrameChannel(connection, decodeHostFrame, {clock, turns: new Turns(clock)});
		this.window = new SendWindow({
			clock,
			channel: this.#channel,
			...clientWindow,
			isAcknowledging: true,
			ping: () => this.#heartbeat?.mark(),
		});
		this.#welcomeTimer = startByteDeadline({
			clock,
			time: handshakeDeadline,
			count: () => this.#channel.partialBytes,
			maximum: helloBytes,
			onMissed: () => {
				connection.log('timeout', {awaited: 'welcome', deadline: handshakeDeadline});
				this.#lose(describeNoWelcome(endpoint));
			},
		});
		this.#channel.listen({
			onFrame: frame => this.#handle(frame),
			onRead: () => {
				this.#heartbeat?.onReceived();
				this.#onTurn();
			},
			onDrain: () => {
				this.#onTurn();
			},
			onViolation: code => {
				this.#onViolation(code);
			},
			onGone: () => {
				this.#lose(connectionLost);
			},
		});
	}

	/** Whether the welcome has come. */
	get isWelcome() {
		return this.#heartbeat !== undefined;
	}

	get remote() {
		return this.#connection.remote;
	}

	/** The round trip, in milliseconds; undefined until it is known. */
	get rtt() {
		return this.#heartbeat?.rtt;
	}

	/** The frames of this connection. */
	get channel() {
		return this.#channel;
	}

	/** Asks which room this is. `onAnswer`: called once, without facts if the host does not say. */
	ask(onAnswer: (facts?: RoomFacts) => void) {
		this.#question = new RoomQuestion(this.#options.clock, onAnswer);
		this.#channel.send({type: 'room'});
	}

	send(frame: ClientFrame) {
		this.hasSaidHello ||= frame.type === 'hello';
		this.#channel.send(frame);
	}

	/** Call after writing to the channel: it puts off the next ping. */
	onSent() {
		this.#heartbeat?.onSent();
	}

	/** Call while reading is paused: then no answer is overdue. */
	touch() {
		this.#heartbeat?.onReceived();
	}

	/** Sends a ping. Returns its number, which the answer repeats. */
	ping(): number {
		return this.#heartbeat?.ping() ?? 0;
	}

	/** Sends bye, which a hello precedes, and closes. No callback follows. Resolves when closed. */
	async close(): Promise<void> {
		this.#stop();
		return this.#channel.close({type: 'bye'});
	}

	/** Closes at once. No callback follows. */
	destroy() {
		this.#stop();
		this.#channel.destroy();
	}

	/** Returns false to stop reading. */
	#handle(frame: HostFrame): boolean {
		if (frame.type === 'close') {
			this.#onClose(frame.code, frame.text, frame.retry);
			return false;
		}

		if (frame.type === 'welcome') {
			return this.isWelcome ? this.#onViolation('bad-frame') : this.#onWelcome(frame);
		}

		if (frame.type === 'room') {
			this.#question?.answer({host: frame.host, history: frame.room});
			return true;
		}

		if (!this.isWelcome) {
			return this.#onViolation('bad-frame');
		}

		if (frame.type === 'pong') {
			this.#onPong(frame.k, frame.at);
			return true;
		}

		if (frame.type === 'ping') {
			this.#owedPong = {type: 'pong', k: frame.k, at: Math.floor(this.#options.clock.elapsed())};
			return true;
		}

		const violation = this.#options.events.onFrame(frame);
		return violation === undefined || this.#onViolation(violation);
	}

	#onWelcome(welcome: WelcomeFrame): boolean {
		if (welcome.v !== wireVersion) {
			this.#onClose('bad-version', '', false);
			return false;
		}

		this.#welcomeTimer.stop();
		const {clock, events} = this.#options;
		this.#heartbeat = new Heartbeat({
			clock,
			ping: (k, rtt) => {
				this.#channel.send({type: 'ping', k, rtt});
				this.window.onPing(k);
			},
			countReceived: () => this.#connection.bytesReceived,
			onSilence: events.onOpen,
			onDead: () => {
				this.#connection.log('timeout', {awaited: 'sign of life', deadline: clientGivesUpAfter});
				this.#lose(connectionLost);
			},
		});
		return events.onWelcome(welcome);
	}

	/** One pong answers all pings of one read, so they do not pile up here. */
	#onTurn() {
		if (this.#owedPong !== undefined && this.#connection.backlog < backlogLimit) {
			this.#channel.send(this.#owedPong);
			this.#owedPong = undefined;
		}

		this.#options.events.onTurn();
	}

	#onPong(k: number, at: number | undefined) {
		this.window.onPong(k, at);
		const rtt = this.#heartbeat?.onPong(k);
		if (rtt !== undefined) {
			this.#connection.log('ping', {by: 'local', rtt});
			this.#options.events.onOpen(undefined);
		}

		this.#options.events.onPong(k);
	}

	#onViolation(code: CloseCode): false {
		const {text} = closeReasons[code];
		this.#connection.log('bye', {by: 'local', reason: code, note: text});
		this.#lose(this.isWelcome ? text : describeOtherProtocol(this.#options.endpoint));
		return false;
	}

	#onClose(code: string, text: string, retry: boolean) {
		const reason = isCloseCode(code) ? closeReasons[code].text : text;
		this.#connection.log('bye', {by: 'remote', reason: code, note: reason});
		if (retry) {
			this.#lose(reason);
		} else {
			this.destroy();
			this.#options.events.onClose(reason, code);
		}
	}

	#lose(reason: string) {
		this.destroy();
		this.#options.events.onLost(reason);
	}

	#stop() {
		this.#welcomeTimer.stop();
		this.#question?.stop();
		this.#heartbeat?.stop();
	}
}
