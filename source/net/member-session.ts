import {idOf} from '../room/identity.ts';
import type {LoggedMessage, Refusal} from '../room/log.ts';
import type {Room} from '../room/room.ts';
import {decodeJoinFrame, encodeFrame, maximumFrameBytes, wireVersion, type CloseCode, type JoinFrame} from '../wire/frames.ts';
import {maximumTextBytes} from '../text/message.ts';
import {Channel} from './channel.ts';
import type {Clock, Timer} from './clock.ts';
import type {Connection} from './connection.ts';
import {
	backlogLimit,
	hostGivesUpAfter,
	newcomerHistory,
	pingAfter,
	pumpBatch,
	requestBurst,
	requestsPerSecond,
	tellPausedAfter,
	waitingLimit,
} from './limits.ts';
import {closeReasons} from './reasons.ts';
import type {Batch, Session, SessionOwner, SessionParts} from './session.ts';
import {Silence} from './silence.ts';
import {TokenBucket} from './token-bucket.ts';
import {encodeWho} from './who.ts';

type Hello = Extract<JoinFrame, {type: 'hello'}>;

/** One message as every member's connection carries it. */
export const encodeMessage = (message: LoggedMessage): string => encodeFrame({type: 'msg', ...message});

/**
The newest messages before `before`, oldest first: at most `limit`, and no more than one line holds (JSON may need six bytes for
one of a text).
*/
const pageBefore = (room: Room, before: number, limit: number): readonly LoggedMessage[] => {
	const from = Math.max(1, before - Math.min(limit, newcomerHistory));
	const messages = room.log.read(from, Math.min(before, room.log.head + 1) - from);
	let size = 0;
	let start = messages.length;
	for (const [index, message] of [...messages.entries()].toReversed()) {
		size += encodeMessage(message).length * 3;
		if (size > maximumFrameBytes && start < messages.length) {
			break;
		}

		start = index;
	}

	return messages.slice(start);
};

/** A member that speaks frames: hello, its cursor in the log, its posts, its heartbeat. */
export class MemberSession implements Session {
	readonly #room: Room;
	readonly #clock: Clock;
	readonly #owner: SessionOwner;
	readonly #channel: Channel<JoinFrame>;
	#memberId = '';
	/** The seq of the last message that was handed to the connection. */
	#cursor = 0;
	readonly #requests: TokenBucket;
	/** Set while it must wait for its next request to be read. */
	#requestTimer: Timer | undefined;
	/** Set while it is not read from. */
	#pausedTimer: Timer | undefined;
	#isPausedTold = false;
	#isWhoStale = false;
	#isWhoFresh = false;
	#helloTimer: Timer | undefined;
	#silence: Silence | undefined;

	constructor(connection: Connection, {room, clock, owner}: SessionParts) {
		this.#room = room;
		this.#clock = clock;
		this.#owner = owner;
		this.#channel = new Channel(connection, decodeJoinFrame, clock);
		this.#requests = new TokenBucket(clock.now, {burst: requestBurst, perSecond: requestsPerSecond});
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
					this.#silence?.heard();
					this.#pauseWhereNeeded();
				},
				onDrain: () => {
					// It has read something, so it is there.
					this.#silence?.heard();
					this.#resumeWherePossible();
					this.#tellStaleWho();
					this.#pump();
				},
				onViolation: code => {
					this.close(code);
				},
				onGone: () => {
					this.#channel.drop();
					this.#stop('away');
				},
			},
			first,
		);
	}

	deliver({messages, encoded}: Batch) {
		this.#resumeWherePossible();
		const first = messages[0];
		if (first?.seq === this.#cursor + 1 && this.#channel.connection.backlog < backlogLimit) {
			this.#cursor += messages.length;
			this.#channel.write(encoded, `msg${messages.length === 1 ? '' : ` ×${messages.length}`}`);
		} else {
			this.#pump();
		}
	}

	refuse({n, code, text}: Refusal) {
		this.#channel.send({type: 'nack', n, code, text});
	}

	tellWho(who: string) {
		if (this.#isWhoFresh) {
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
		void this.#channel.finish({type: 'close', code, text, retry});
		this.#stop(code === 'kicked' || code === 'bye' ? 'left' : 'away');
	}

	/** Gives false when nothing more is to be read. */
	#take(frame: JoinFrame): boolean {
		if (this.#memberId === '') {
			return this.#enter(frame);
		}

		if (frame.type !== 'post') {
			this.#limitRequests();
		}

		switch (frame.type) {
			case 'post': {
				return this.#post(frame.n, frame.text);
			}

			case 'rename': {
				this.#room.rename(this.#memberId, frame.name);
				return true;
			}

			case 'older': {
				const messages = pageBefore(this.#room, frame.before, frame.limit);
				this.#channel.send({type: 'page', from: messages[0]?.seq ?? frame.before, messages});
				return true;
			}

			case 'ping': {
				this.#channel.send({type: 'pong', k: frame.k});
				this.#channel.connection.log(
					'ping',
					`from ${this.#channel.connection.remote}${frame.rtt === undefined ? '' : ` ${Math.round(frame.rtt)} ms`}`,
				);
				if (frame.rtt !== undefined) {
					this.#room.measured(this.#memberId, Math.round(frame.rtt));
				}

				return true;
			}

			case 'bye': {
				void this.#channel.finish();
				this.#stop('left');
				return false;
			}

			case 'typing': {
				return true;
			}

			case 'hello': {
				this.close('bad-frame');
				return false;
			}
		}
	}

	#enter(frame: JoinFrame): boolean {
		this.#helloTimer?.stop();
		if (frame.type !== 'hello') {
			this.close('bad-frame');
			return false;
		}

		if (frame.v !== wireVersion) {
			this.close('bad-version');
			return false;
		}

		const {connection} = this.#channel;
		const {log} = this.#room;
		const isResuming = frame.room === log.id && frame.since <= log.head;
		connection.log(
			isResuming ? 'resume' : 'hello',
			`from ${connection.remote} as ${frame.name}${isResuming ? ` from message ${frame.since + 1}` : ''}`,
		);
		this.#memberId = idOf(frame.sid);
		this.#cursor = isResuming ? frame.since : Math.max(0, log.head - newcomerHistory);
		this.#silence = new Silence(this.#clock, [
			{
				after: hostGivesUpAfter,
				act: () => {
					if (this.#channel.isPaused && this.#channel.connection.backlog === 0) {
						// It may well have spoken: it is this side that does not listen.
						this.#silence?.heard();
						return;
					}

					connection.log('timeout', `${connection.remote} was silent for ${hostGivesUpAfter / 1000} s`);
					this.#channel.drop();
					this.#stop('away');
				},
			},
		]);
		this.#owner.onEnter(this);
		this.#welcome(frame);
		this.#pump();
		return true;
	}

	#welcome({name}: Hello) {
		const {connection} = this.#channel;
		const member = this.#room.enter({id: this.#memberId, address: connection.remote, name});
		this.#channel.send({
			type: 'welcome',
			v: wireVersion,
			room: this.#room.log.id,
			roomName: this.#room.name,
			you: {id: member.id, name: member.name},
			head: this.#room.log.head,
			first: this.#cursor + 1,
			got: this.#room.got(member.id),
			limits: {text: maximumTextBytes, line: maximumFrameBytes},
			heartbeat: {ping: pingAfter, silent: hostGivesUpAfter},
		});
		this.tellWho(encodeWho(this.#room.members, this.#clock.now()));
		// The change that its own arrival makes is in the list that it has just got.
		this.#isWhoFresh = true;
		queueMicrotask(() => {
			this.#isWhoFresh = false;
		});
	}

	#post(n: number, text: string): boolean {
		if (this.#room.post(this.#memberId, n, text) === 'gap') {
			this.close('gap');
			return false;
		}

		this.#pauseWhereNeeded();
		return true;
	}

	/** One that floods the log, or asks and does not read the answers, is not read from: what it says waits, and nothing is thrown away. */
	#pauseWhereNeeded() {
		if (this.#room.waiting(this.#memberId) >= waitingLimit || this.#channel.connection.backlog > 2 * backlogLimit) {
			this.#pause();
		}
	}

	/** Others are told of each rename and each answer costs something, so they are answered only so often. */
	#limitRequests() {
		const wait = this.#requests.take();
		if (wait > 0) {
			this.#pause();
			this.#requestTimer ??= this.#clock.after(wait, () => {
				this.#requestTimer = undefined;
				this.#resumeWherePossible();
			});
		}
	}

	#pause() {
		this.#channel.pause();
		this.#pausedTimer ??= this.#clock.after(tellPausedAfter, () => {
			this.#isPausedTold = true;
			this.#channel.send({type: 'paused', on: true});
		});
	}

	#resumeWherePossible() {
		const isFlooding = this.#room.waiting(this.#memberId) > waitingLimit / 2;
		const isWaiting = this.#requestTimer !== undefined;
		if (!this.#pausedTimer || isFlooding || isWaiting || this.#channel.connection.backlog > backlogLimit) {
			return;
		}

		this.#pausedTimer.stop();
		this.#pausedTimer = undefined;
		if (this.#isPausedTold) {
			this.#isPausedTold = false;
			this.#channel.send({type: 'paused', on: false});
		}

		// What kept it from being heard was on this side.
		this.#silence?.heard();
		this.#channel.resume();
	}

	/** Changes that came while the socket was full are told as one whole list. */
	#tellStaleWho() {
		if (this.#isWhoStale) {
			this.#isWhoStale = false;
			this.tellWho(encodeWho(this.#room.members, this.#clock.now()));
		}
	}

	/** Reads on in the log while the socket takes it. A slow reader's messages wait in the log, not in memory of its own. */
	#pump() {
		const {log} = this.#room;
		while (
			this.#memberId !== '' &&
			this.#cursor < log.head &&
			this.#channel.connection.isWritable &&
			this.#channel.connection.backlog < backlogLimit
		) {
			const messages = log.read(this.#cursor + 1, pumpBatch);
			this.#cursor += messages.length;
			this.#channel.write(
				messages.map(message => encodeMessage(message)).join(''),
				`msg${messages.length === 1 ? '' : ` ×${messages.length}`}`,
			);
		}
	}

	#stop(status: 'away' | 'left') {
		this.#helloTimer?.stop();
		this.#silence?.stop();
		this.#pausedTimer?.stop();
		this.#requestTimer?.stop();
		if (this.#memberId !== '') {
			this.#owner.onLeave(this, status);
		}
	}
}
