import {isVisibleTo, type LoggedMessage} from '../../room/log.ts';
import type {Room} from '../../room/room.ts';
import type {CloseCode} from '../../wire/frames.ts';
import {
	encodePlain,
	formatPlainLine,
	PlainReader,
	formatPrivatePlainLine,
	quietMs,
	type LineEnd,
	type PlainMessage,
} from '../../wire/plain-text.ts';
import type {Clock, Timer} from '../clock.ts';
import {quote, type Connection} from '../connection.ts';
import {backlogLimit, framesPerTurn, pumpBatch, waitingLimit} from '../limits.ts';
import {readFrom} from './log-reader.ts';
import {closeReasons} from '../error-messages.ts';
import type {Batch, Session, SessionOwner, SessionOptions} from './session.ts';

export type PlainSessionOptions = SessionOptions & {
	readonly memberId: string;
	/** Whose words it gets as they are. */
	readonly hostId: string;
	/** How a line to it ends; undefined: as its own do. */
	readonly lineEnd: LineEnd | undefined;
	/** How long one that has ended its side is kept for replies, in milliseconds; undefined: until it closes. */
	readonly halfOpenLimit: number | undefined;
	/** Gives whether its first word is a member's, who comes in by the key then. */
	readonly looksLikeTls: (first: Uint8Array) => boolean;
	readonly onTls: (first: Uint8Array) => void;
	/** It has said something. */
	readonly onIdentified: () => void;
};

/** A member that is not socket-chat: nc, telnet, a student's program. It is named by its address and gets no history. */
export class PlainSession implements Session {
	readonly memberId: string;
	readonly #connection: Connection;
	readonly #room: Room;
	readonly #clock: Clock;
	readonly #owner: SessionOwner;
	readonly #hostId: string;
	readonly #lineEnd: LineEnd | undefined;
	readonly #halfOpenLimit: number | undefined;
	readonly #parts: Pick<PlainSessionOptions, 'admit' | 'looksLikeTls' | 'onTls' | 'onIdentified'>;
	readonly #reader = new PlainReader();
	/** What was read and not said: one that floods the log is not read from until the log has caught up. */
	readonly #read: PlainMessage[] = [];
	#isPaused = false;
	#isYielding = false;
	#quiet: Timer | undefined;
	#cursor: number;
	#isOver = false;
	#hasSpoken = false;
	#isHalfOpen = false;
	#replies: Timer | undefined;

	constructor(connection: Connection, parts: PlainSessionOptions) {
		const {room, clock, owner, memberId, hostId, lineEnd, halfOpenLimit} = parts;
		this.#parts = parts;
		this.memberId = memberId;
		this.#connection = connection;
		this.#room = room;
		this.#clock = clock;
		this.#owner = owner;
		this.#hostId = hostId;
		this.#lineEnd = lineEnd;
		this.#halfOpenLimit = halfOpenLimit;
		this.#cursor = room.log.head;
	}

	/** `first`: what was read of it already. */
	start(first: Uint8Array) {
		const connection = this.#connection;
		const refusal = this.#parts.admit(this.memberId);
		if (refusal) {
			connection.log('close', `${connection.remote} ${refusal}`);
			connection.write(`${closeReasons[refusal].text}\n`, 'why it is turned away');
			void connection.close(this.#clock);
			return;
		}

		this.#owner.onEnter(this);
		this.#room.enter({id: this.memberId, address: connection.remote, name: connection.remote, isNameExact: true});
		connection.listen({
			onData: chunk => {
				this.#take(chunk);
			},
			onEnd: () => {
				this.#post(this.#reader.end());
				this.#isHalfOpen = true;
				// It may have closed, or only said its last word and still read: TCP tells the two apart only in time.
				connection.probe();
				this.#awaitReplies();
			},
			onDrain: () => {
				this.#pump();
			},
			onClose: () => {
				this.#post(this.#reader.end());
				while (!this.#isOver && this.#read.length > 0) {
					this.#say();
				}

				this.#stop();
			},
		});
		if (first.length > 0) {
			this.#take(first);
		}
	}

	deliver(_batch: Batch) {
		this.#pump();
		if (this.#isPaused && this.#room.countUncommitted(this.memberId) <= waitingLimit / 2) {
			this.#goOn();
		}
	}

	refuse() {
		// Its text was cut to fit before it was posted.
	}

	sendCode() {
		// It came in without one.
	}

	sendWho() {
		// A plain peer is told what was said, not who is here.
	}

	close(code: CloseCode) {
		this.#connection.log('close', `${this.#connection.remote} ${code}`);
		void this.#connection.close(this.#clock);
		this.#stop();
	}

	#take(chunk: Uint8Array) {
		if (!this.#hasSpoken && this.#parts.looksLikeTls(chunk)) {
			// A member's first word, that came late.
			this.#stop();
			this.#parts.onTls(chunk);
			return;
		}

		if (!this.#hasSpoken) {
			this.#hasSpoken = true;
			this.#parts.onIdentified();
		}

		this.#connection.log('recv', `${chunk.length} B ${quote(chunk)} from ${this.#connection.remote}`);
		this.#quiet?.stop();
		this.#post(this.#reader.push(chunk));
		this.#awaitQuiet();
	}

	#awaitQuiet() {
		// One that is not read from is not quiet.
		if (this.#reader.hasRest && !this.#isOver && !this.#isPaused) {
			this.#quiet = this.#clock.after(quietMs, () => {
				this.#post(this.#reader.quiet());
			});
		}
	}

	#post(messages: readonly PlainMessage[]) {
		for (const message of messages) {
			this.#read.push(message);
		}

		this.#goOn();
	}

	/** Says what was read while the log takes it. The others have their turn in between. */
	#goOn() {
		const isFull = () => this.#room.countUncommitted(this.memberId) >= waitingLimit;
		for (let said = 0; said < framesPerTurn && this.#read.length > 0 && !this.#isOver && !isFull(); said++) {
			this.#say();
		}

		if (this.#isOver) {
			return;
		}

		if (this.#read.length > 0) {
			this.#isPaused = true;
			this.#connection.pause();
			if (!isFull()) {
				this.#yield();
			}
		} else if (this.#isPaused) {
			this.#isPaused = false;
			this.#connection.resume();
			this.#awaitQuiet();
		}
	}

	#yield() {
		if (!this.#isYielding) {
			this.#isYielding = true;
			setImmediate(() => {
				this.#isYielding = false;
				this.#goOn();
			});
		}
	}

	/** Says the first of what was read. */
	#say() {
		const message = this.#read.shift();
		if (message?.isBye) {
			void this.#connection.close(this.#clock);
			this.#stop();
		} else if (message) {
			this.#room.postNext(this.memberId, message.text);
		}
	}

	#lineOf({id, from, text, to}: LoggedMessage): string {
		const name = id === this.#hostId ? undefined : from;
		return to ? formatPrivatePlainLine(text, name) : formatPlainLine(text, name);
	}

	#pump() {
		const {log} = this.#room;
		while (this.#cursor < log.head && this.#connection.isWritable && this.#connection.backlog < backlogLimit) {
			const messages = readFrom(log, this.#cursor + 1, pumpBatch);
			if (messages.length === 0) {
				return;
			}

			this.#cursor += messages.length;
			const its = messages.filter(message => message.id !== this.memberId && isVisibleTo(message, this.memberId));
			if (its.length > 0) {
				const lines = its.map(message => this.#lineOf(message));
				const bytes = encodePlain(lines, this.#lineEnd ?? this.#reader.lineEnd ?? 'lf');
				// The log stands on the host's screen, which a private message between two others does not.
				this.#connection.write(bytes, its.some(({to}) => to) ? 'private lines' : quote(bytes));
				this.#awaitReplies();
			}
		}
	}

	/** One that has said its last word is kept for replies: until it closes, or, where that is limited, until there are none any more. */
	#awaitReplies() {
		const limit = this.#halfOpenLimit;
		if (!this.#isHalfOpen || this.#isOver || limit === undefined) {
			return;
		}

		this.#replies?.stop();
		this.#replies = this.#clock.after(limit, () => {
			if (this.#read.length > 0) {
				this.#awaitReplies();
				return;
			}

			void this.#connection.close(this.#clock);
			this.#stop();
		});
	}

	#stop() {
		if (!this.#isOver) {
			this.#isOver = true;
			this.#replies?.stop();
			this.#quiet?.stop();
			this.#owner.onLeave(this, 'left');
		}
	}
}
