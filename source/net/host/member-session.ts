import {deriveMemberId} from '../../room/identity.ts';
import type {Refusal} from '../../room/log.ts';
import type {Recipient} from '../../room/member.ts';
import type {Room} from '../../room/room.ts';
import {decodeClientFrame} from '../../wire/decode-frame.ts';
import {maximumFrameBytes, wireVersion, type ClientFrame, type CloseCode, type HelloFrame} from '../../wire/frames.ts';
import {maximumTextBytes} from '../../text/message.ts';
import {FrameChannel} from '../frame-channel.ts';
import type {Clock, Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {Backpressure} from './backpressure.ts';
import {backlogLimit, hostGivesUpAfter, newcomerHistory, pingAfter} from '../limits.ts';
import {LogCursor} from './log-cursor.ts';
import {encodeMessages, readPageBefore} from './log-reader.ts';
import {closeReasons} from '../error-messages.ts';
import type {Batch, Session, SessionOwner, SessionOptions} from './session.ts';
import {IdleTimer} from '../idle-timer.ts';
import {encodeWho} from '../presence.ts';

/** A member that speaks frames: hello, its cursor in the log, its posts, its heartbeat. */
export class MemberSession implements Session {
	readonly #room: Room;
	readonly #clock: Clock;
	readonly #owner: SessionOwner;
	readonly #admit: SessionOptions['admit'];
	readonly #channel: FrameChannel<ClientFrame>;
	#memberId = '';
	/** Until it has had its welcome. */
	#hello: HelloFrame | undefined;
	/** Set once it has had its welcome. */
	#cursor: LogCursor | undefined;
	readonly #flow: Backpressure;
	#isWhoStale = false;
	#isWhoFresh = false;
	#helloTimer: Timer | undefined;
	#silence: IdleTimer | undefined;

	constructor(connection: Connection, {room, clock, owner, admit}: SessionOptions) {
		this.#room = room;
		this.#clock = clock;
		this.#owner = owner;
		this.#admit = admit;
		this.#channel = new FrameChannel(connection, decodeClientFrame, clock);
		this.#flow = new Backpressure(this.#channel, {
			clock,
			waiting: () => (this.#memberId === '' ? 0 : room.countUncommitted(this.#memberId)),
			onResume: () => {
				this.#silence?.touch();
			},
		});
	}

	get memberId() {
		return this.#memberId;
	}

	/** `first`: what was read of it already; `helloTime`: what is left of its time for the hello, in milliseconds. */
	start(first: Uint8Array, helloTime: number) {
		this.#helloTimer = this.#clock.after(helloTime, () => {
			this.close('hello-timeout');
		});
		this.#channel.listen(
			{
				onFrame: frame => this.#take(frame),
				onRead: () => {
					this.#silence?.touch();
				},
				onDrain: () => {
					// It has read something, so it is there.
					this.#silence?.touch();
					this.#flow.resumeWherePossible();
					this.#tellStaleWho();
					this.#cursor?.pump();
				},
				onViolation: code => {
					this.close(code);
				},
				onGone: () => {
					this.#channel.destroy();
					this.#stop('away');
				},
			},
			first,
		);
	}

	deliver({messages, encodedFor}: Batch) {
		if (this.#hello) {
			this.#welcomeOnceSettled(this.#hello);
			return;
		}

		this.#flow.resumeWherePossible();
		if (this.#cursor?.tryAdvance(messages)) {
			const {frames, what} = encodedFor(this.#memberId);
			this.#channel.write(frames, what);
		} else {
			this.#cursor?.pump();
		}
	}

	refuse({n, code, text}: Refusal) {
		this.#channel.send({type: 'nack', n, code, text});
	}

	sendCode(code: string) {
		this.#channel.send({type: 'code', code});
	}

	sendWho(who: string) {
		if (this.#isWhoFresh || this.#hello) {
			return;
		}

		if (this.#channel.connection.backlog < backlogLimit) {
			this.#channel.write(who, 'who');
		} else {
			this.#isWhoStale = true;
		}
	}

	close(code: CloseCode) {
		const {text, retry} = closeReasons[code];
		this.#channel.connection.log('close', `${this.#channel.connection.remote} ${code}: ${text}`);
		void this.#channel.close({type: 'close', code, text, retry});
		this.#stop(code === 'kicked' || code === 'bye' ? 'left' : 'away');
	}

	/** Gives false when nothing more is to be read. */
	#take(frame: ClientFrame): boolean {
		const goesOn = this.#memberId === '' ? this.#enter(frame) : this.#answer(frame);
		if (goesOn && !this.#hello) {
			this.#flow.pauseWhereNeeded();
		}

		return goesOn;
	}

	#answer(frame: ClientFrame): boolean {
		if (frame.type !== 'post' && frame.type !== 'whisper') {
			this.#flow.limitRequests();
		}

		switch (frame.type) {
			case 'post': {
				return this.#post(frame.n, frame.text);
			}

			case 'whisper': {
				return this.#post(frame.n, frame.text, frame.to);
			}

			case 'rename': {
				this.#room.rename(this.#memberId, frame.name);
				return true;
			}

			case 'older': {
				this.#channel.send({type: 'page', ...readPageBefore(this.#room.log, frame, this.#memberId)});
				return true;
			}

			case 'ping': {
				this.#channel.send({type: 'pong', k: frame.k});
				this.#channel.connection.log(
					'ping',
					`from ${this.#channel.connection.remote}${frame.rtt === undefined ? '' : ` ${Math.round(frame.rtt)} ms`}`,
				);
				if (frame.rtt !== undefined) {
					this.#room.setRoundTrip(this.#memberId, Math.round(frame.rtt));
				}

				return true;
			}

			case 'bye': {
				void this.#channel.close();
				this.#stop('left');
				return false;
			}

			case 'typing': {
				this.#room.setTyping(this.#memberId, frame.on);
				return true;
			}

			case 'hello': {
				this.close('bad-frame');
				return false;
			}
		}
	}

	#enter(frame: ClientFrame): boolean {
		this.#helloTimer?.stop();
		if (frame.type !== 'hello') {
			this.close('bad-frame');
			return false;
		}

		if (frame.v !== wireVersion) {
			this.close('bad-version');
			return false;
		}

		const memberId = deriveMemberId(frame.sid);
		const refusal = this.#admit(memberId);
		if (refusal) {
			this.close(refusal);
			return false;
		}

		const {connection} = this.#channel;
		const from = this.#resumesAfter(frame);
		connection.log(
			from === undefined ? 'hello' : 'resume',
			`from ${connection.remote} as ${frame.name}${from === undefined ? '' : ` from message ${from + 1}`}`,
		);
		this.#memberId = memberId;
		this.#silence = new IdleTimer(this.#clock, [
			{
				after: hostGivesUpAfter,
				act: () => {
					if (this.#channel.isPaused && this.#channel.connection.backlog === 0) {
						// It may well have spoken: it is this side that does not listen.
						this.#silence?.touch();
						return;
					}

					connection.log('timeout', `${connection.remote} was silent for ${hostGivesUpAfter / 1000} s`);
					this.#channel.destroy();
					this.#stop('away');
				},
			},
		]);
		this.#hello = frame;
		this.#owner.onEnter(this);
		if (this.#room.countUncommitted(this.#memberId) === 0) {
			this.#welcome(frame);
		} else {
			this.#channel.pause();
		}

		return true;
	}

	/**
	What an older connection of this member has brought is on its way into the log: only when all of it is there is `got` the last number
	that was used, so that a run that knows less of them than the room takes none of them again.
	*/
	#welcomeOnceSettled(hello: HelloFrame) {
		if (this.#room.countUncommitted(this.#memberId) === 0) {
			this.#welcome(hello);
			this.#channel.resume();
		}
	}

	/** The last message that it has of this history; undefined for a newcomer. */
	#resumesAfter({room, since}: HelloFrame): number | undefined {
		const {log} = this.#room;
		return room === log.id && since <= log.head ? since : undefined;
	}

	#welcome(hello: HelloFrame) {
		const {connection} = this.#channel;
		this.#hello = undefined;
		const {log} = this.#room;
		const seq = this.#resumesAfter(hello) ?? Math.max(0, log.head - newcomerHistory);
		this.#cursor = new LogCursor({
			log,
			connection,
			seq,
			write: messages => {
				const {frames, what} = encodeMessages(messages, this.#memberId);
				this.#channel.write(frames, what);
			},
		});
		const member = this.#room.enter({id: this.#memberId, address: connection.remote, name: hello.name});
		this.#channel.send({
			type: 'welcome',
			v: wireVersion,
			room: log.id,
			roomName: this.#room.name,
			you: {id: member.id, name: member.name},
			head: log.head,
			first: seq + 1,
			got: this.#room.getLastNumber(member.id),
			limits: {text: maximumTextBytes, line: maximumFrameBytes},
			heartbeat: {ping: pingAfter, silent: hostGivesUpAfter},
		});
		this.sendWho(encodeWho(this.#room.members, this.#clock.now()));
		// The change that its own arrival makes is in the list that it has just got.
		this.#isWhoFresh = true;
		queueMicrotask(() => {
			this.#isWhoFresh = false;
		});
		this.#cursor.pump();
	}

	#post(n: number, text: string, to?: Recipient): boolean {
		const result = this.#room.post(this.#memberId, n, text, to);
		if (result === 'gap') {
			this.close('gap');
			return false;
		}

		if (typeof result === 'object') {
			this.refuse(result);
		}

		return true;
	}

	/** Changes that came while the socket was full are told as one whole list. */
	#tellStaleWho() {
		if (this.#isWhoStale) {
			this.#isWhoStale = false;
			this.sendWho(encodeWho(this.#room.members, this.#clock.now()));
		}
	}

	#stop(status: 'away' | 'left') {
		this.#helloTimer?.stop();
		this.#silence?.stop();
		this.#flow.stop();
		if (this.#memberId !== '') {
			this.#owner.onLeave(this, status);
		}
	}
}
