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
import {FairQueue} from '../fair-queue.ts';
import {waitingLimit} from '../limits.ts';
import {LogCursor} from './log-cursor.ts';
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
	/** A peer that floods the log is not read until the log has caught up. */
	readonly #queue: FairQueue<PlainMessage>;
	#quiet: Timer | undefined;
	readonly #cursor: LogCursor;
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
		this.#queue = new FairQueue({
			connection,
			isReady: () => room.countUncommitted(memberId) < waitingLimit,
			handle: message => this.#handle(message),
			onResume: () => {
				this.#awaitQuiet();
			},
		});
		this.#cursor = new LogCursor({
			log: room.log,
			connection,
			seq: room.log.head,
			write: messages => {
				this.#write(messages);
			},
		});
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
				this.#queue.push(this.#reader.end());
				this.#isHalfOpen = true;
				// It may have closed, or only said its last word and still read: TCP tells the two apart only in time.
				connection.probe();
				this.#awaitReplies();
			},
			onDrain: () => {
				this.#cursor.pump();
			},
			onClose: () => {
				this.#queue.push(this.#reader.end());
				this.#queue.drain();
				this.#stop();
			},
		});
		if (first.length > 0) {
			this.#take(first);
		}
	}

	deliver(_batch: Batch) {
		this.#cursor.pump();
		if (this.#queue.isPaused && this.#room.countUncommitted(this.memberId) <= waitingLimit / 2) {
			this.#queue.run();
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
		this.#queue.push(this.#reader.push(chunk));
		this.#awaitQuiet();
	}

	#awaitQuiet() {
		// One that is not read from is not quiet.
		if (this.#reader.hasRest && !this.#isOver && !this.#queue.isPaused) {
			this.#quiet = this.#clock.after(quietMs, () => {
				this.#queue.push(this.#reader.quiet());
			});
		}
	}

	/** Returns false when the peer leaves. */
	#handle({text, isBye}: PlainMessage): boolean {
		if (isBye) {
			void this.#connection.close(this.#clock);
			this.#stop();
			return false;
		}

		this.#room.postNext(this.memberId, text);
		return true;
	}

	#lineOf({id, from, text, to}: LoggedMessage): string {
		const name = id === this.#hostId ? undefined : from;
		return to ? formatPrivatePlainLine(text, name) : formatPlainLine(text, name);
	}

	#write(messages: readonly LoggedMessage[]) {
		const received = messages.filter(message => message.id !== this.memberId && isVisibleTo(message, this.memberId));
		if (received.length > 0) {
			const lines = received.map(message => this.#lineOf(message));
			const bytes = encodePlain(lines, this.#lineEnd ?? this.#reader.lineEnd ?? 'lf');
			// The log stands on the host's screen, which a private message between two others does not.
			this.#connection.write(bytes, received.some(({to}) => to) ? 'private lines' : quote(bytes));
			this.#awaitReplies();
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
			if (this.#queue.size > 0) {
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
			this.#queue.stop();
			this.#replies?.stop();
			this.#quiet?.stop();
			this.#owner.onLeave(this, 'left');
		}
	}
}
