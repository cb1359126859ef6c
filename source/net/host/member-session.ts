import type {Refusal} from '../../room/log.ts';
import {decodeClientFrame} from '../../wire/decode-frame.ts';
import type {ClientFrame, CloseCode, HelloFrame} from '../../wire/frames.ts';
import type {Connection} from '../connection.ts';
import {closeReasons} from '../error-messages.ts';
import {Backpressure} from '../flow/backpressure.ts';
import {startSilenceTimeout} from '../flow/silence-timeout.ts';
import {FrameChannel} from '../frame-channel.ts';
import type {IdleTimer} from '../idle-timer.ts';
import {Entrance} from './entry/entrance.ts';
import {createWelcome, findStart, logHello} from './entry/handshake.ts';
import {LivenessProbe} from './entry/liveness-probe.ts';
import {MemberOutput} from './member-output.ts';
import {handleRequest} from './member-requests.ts';
import type {PresenceUpdate} from './presence/who-sender.ts';
import type {Batch, Session, SessionOptions} from './session.ts';

/** The host's side of a connection that speaks frames, from its hello to its end. */
export class MemberSession implements Session {
	readonly #options: SessionOptions;
	readonly #channel: FrameChannel<ClientFrame>;
	readonly #backpressure: Backpressure;
	readonly #probe: LivenessProbe;
	#run: string | undefined;
	/** Empty until the hello is accepted. */
	#memberId = '';
	/** Set from the hello to the welcome. */
	#hello: HelloFrame | undefined;
	/** The room's newest code, if it has changed between the hello and the welcome. */
	#codeAfterWelcome: string | undefined;
	/** Set from the welcome on. */
	#output: MemberOutput | undefined;
	#entrance: Entrance | undefined;
	#idleTimer: IdleTimer | undefined;

	constructor(connection: Connection, options: SessionOptions) {
		const {room, clock} = options;
		this.#options = options;
		this.#channel = new FrameChannel(connection, decodeClientFrame, options);
		this.#probe = new LivenessProbe(() => this.#output?.ping() ?? 0, clock);
		this.#backpressure = new Backpressure(this.#channel, {
			clock,
			isRoomFull: () => room.isFull,
			countUncommitted: () => (this.#memberId === '' ? 0 : room.countUncommitted(this.#memberId)),
			countWaitingPages: () => this.#output?.pages.size ?? 0,
			onResume: () => {
				// The silence was the host's, which did not read.
				this.#idleTimer?.touch();
			},
		});
	}

	get memberId() {
		return this.#memberId;
	}

	get run() {
		return this.#run;
	}

	probe(onResult: (isAlive: boolean) => void) {
		this.#probe.ask(onResult);
	}

	/**
	`first`: bytes that were read before. `helloTime`: milliseconds that are left for the hello.
	*/
	start(first: Uint8Array, helloTime: number) {
		this.#entrance = new Entrance(this.#channel, helloTime, {
			...this.#options,
			askRival: this.#options.owner.askRival.bind(this.#options.owner),
			onAdmitted: this.#enter.bind(this),
			onRefused: this.close.bind(this),
		});
		this.#channel.listen(
			{
				onFrame: frame => this.#handle(frame),
				isReady: frame => this.#backpressure.isReady(frame),
				onUnknown: () => {
					this.#backpressure.countRequest();
				},
				onRead: () => {
					this.#idleTimer?.touch();
					this.#backpressure.onRead();
					this.#output?.onBytes();
				},
				onDrain: () => {
					// The peer has read something, so it is alive.
					this.#idleTimer?.touch();
					this.#sendMore();
				},
				onViolation: this.close.bind(this),
				onGone: this.#destroy.bind(this),
			},
			first,
		);
	}

	deliver(batch: Batch) {
		if (this.#hello) {
			this.#welcomeOnceCommitted(this.#hello);
			return;
		}

		this.#backpressure.resumeIfPossible();
		this.#output?.deliver(batch);
	}

	refuse({n, code, text}: Refusal) {
		// The welcome is the first frame. Its `got` covers this number, so the client posts the
		// message again, and the room refuses it again.
		if (!this.#hello) {
			this.#channel.send({type: 'nack', n, code, text});
		}
	}

	sendCode(code: string) {
		if (this.#hello) {
			this.#codeAfterWelcome = code;
		} else {
			this.#channel.send({type: 'code', code});
		}
	}

	sendWho(update: PresenceUpdate) {
		// The welcome is the first frame. The change that it causes brings the whole list.
		this.#output?.who.update(update);
	}

	close(code: CloseCode) {
		const {text, retry} = closeReasons[code];
		this.#channel.connection.log('bye', {by: 'local', reason: code, note: text});
		void this.#channel.close({type: 'close', code, text, retry});
		this.#stop(code === 'kicked' || code === 'bye' ? 'left' : 'away');
	}

	/** Returns false when the session has ended. */
	#handle(frame: ClientFrame): boolean {
		const isOpen = this.#output ? this.#handleRequest(frame, this.#output) : this.#entrance?.handle(frame) !== false;
		if (isOpen && this.#output) {
			this.#backpressure.pauseIfNeeded();
		}

		return isOpen;
	}

	#handleRequest(frame: ClientFrame, output: MemberOutput): boolean {
		if (frame.type === 'pong') {
			this.#probe.onPong(frame.k);
		}

		if (frame.type === 'pong' && output.onPong(frame.k, frame.at)) {
			this.#sendMore();
			return true;
		}

		const result = handleRequest(frame, {
			room: this.#options.room,
			clock: this.#options.clock,
			memberId: this.#memberId,
			channel: this.#channel,
			backpressure: this.#backpressure,
			output,
		});
		if (result === 'handled') {
			return true;
		}

		if (result === 'left') {
			void this.#channel.close();
			this.#stop('left');
		} else {
			this.close(result);
		}

		return false;
	}

	#enter(memberId: string, hello: HelloFrame) {
		const {room, clock, owner} = this.#options;
		logHello(this.#channel.connection, hello, findStart(room.log, hello, memberId));
		this.#memberId = memberId;
		this.#run = hello.run;
		this.#idleTimer = startSilenceTimeout(this.#channel, clock, {
			onTimeout: this.#destroy.bind(this),
			onBytes: () => {
				this.#output?.onBytes();
			},
		});
		this.#hello = hello;
		owner.onEnter(this);
		this.#welcomeOnceCommitted(hello);
	}

	/**
	Waits until all messages from the member's older connection are in the log. Only then is `got`
	the last number that was used. A client that knows less than the room would otherwise use a
	number twice.
	*/
	#welcomeOnceCommitted(hello: HelloFrame) {
		if (this.#options.room.countUncommitted(this.#memberId) === 0) {
			this.#welcome(hello);
			this.#channel.resume();
		}
	}

	#welcome(hello: HelloFrame) {
		this.#hello = undefined;
		const {room} = this.#options;
		const channel = this.#channel;
		const memberId = this.#memberId;
		const start = findStart(room.log, hello, memberId);
		const member = room.enter({id: memberId, address: channel.connection.remote, name: hello.name});
		channel.send(createWelcome(this.#options, member, start));
		const isAcknowledging = hello.pong === true;
		this.#output = new MemberOutput({...this.#options, channel, memberId, seq: start.seq, isAcknowledging});
		if (this.#codeAfterWelcome !== undefined) {
			this.sendCode(this.#codeAfterWelcome);
		}

		this.#output.sendMore();
	}

	#sendMore() {
		this.#backpressure.resumeIfPossible();
		this.#output?.sendMore();
	}

	#destroy() {
		this.#channel.destroy();
		this.#stop('away');
	}

	#stop(status: 'away' | 'left') {
		this.#entrance?.stop();
		this.#idleTimer?.stop();
		this.#backpressure.stop();
		this.#output?.stop();
		if (this.#memberId !== '') {
			this.#options.owner.onLeave(this, status);
		}

		// Now that the member is gone or away, another run of it may be let in or not.
		this.#probe.stop();
	}
}
