import {isVisibleTo, type LoggedMessage} from '../../room/log.ts';
import type {CloseCode} from '../../wire/frames.ts';
import {findForeignProtocol, foreignProtocols, type ForeignProtocol} from '../../wire/foreign-protocol.ts';
import {
	encodePlain,
	formatPlainMessage,
	PlainReader,
	quietMs,
	type LineEnd,
	type PlainMessage,
} from '../../wire/plain-text.ts';
import type {Timer} from '../clock.ts';
import {quote, type Connection} from '../connection.ts';
import {closeReasons} from '../error-messages.ts';
import {FairQueue} from '../fair-queue.ts';
import {maximumUncommitted} from '../limits.ts';
import {LogCursor} from './log-cursor.ts';
import type {Session, SessionOptions} from './session.ts';
import {HalfOpenTimer, type HalfOpenTimerOptions} from './plain/half-open-timer.ts';

export type PlainSessionOptions = SessionOptions &
	HalfOpenTimerOptions & {
		readonly memberId: string;
		/** How lines to the peer end. Default: as its own lines do. */
		readonly lineEnd: LineEnd | undefined;
		/** Returns whether the first bytes of the peer are those of a client that was slow. */
		readonly looksLikeTls: (first: Uint8Array) => boolean;
		/** Called, after the session has ended, when the peer turns out to be a client. */
		readonly onTls: (first: Uint8Array) => void;
		/** Called once when the peer has sent plain text. */
		readonly onIdentified: () => void;
	};

/**
The host's side of a connection to a program that is not socket-chat: nc, telnet, a student's
script. The member is named by its address and gets no history.
*/
export class PlainSession implements Session {
	readonly memberId: string;
	readonly #connection: Connection;
	readonly #options: PlainSessionOptions;
	readonly #reader = new PlainReader();
	/**
	Messages of the peer. While too many of them are on their way into the log, it is not read.
	*/
	readonly #queue: FairQueue<PlainMessage>;
	readonly #cursor: LogCursor;
	/** Ends a message that came without a line end. */
	#quietTimer: Timer | undefined;
	readonly #halfOpenTimer: HalfOpenTimer;
	#hasSent = false;
	#isOver = false;

	constructor(connection: Connection, options: PlainSessionOptions) {
		const {room, memberId} = options;
		this.memberId = memberId;
		this.#connection = connection;
		this.#options = options;
		this.#queue = new FairQueue({
			connection,
			isReady: () => room.countUncommitted(memberId) < maximumUncommitted,
			handle: message => this.#handle(message),
			onResume: () => {
				this.#startQuietTimer();
			},
		});
		this.#halfOpenTimer = new HalfOpenTimer(options, {
			isBusy: () => this.#queue.size > 0,
			onOver: () => {
				this.#end();
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

	/** `first`: bytes that were read before. */
	start(first: Uint8Array) {
		const connection = this.#connection;
		const {admit, clock, owner, room} = this.#options;
		const protocol = findForeignProtocol(first);
		if (protocol) {
			this.#answer(protocol);
			return;
		}

		const refusal = admit(this.memberId);
		if (refusal) {
			connection.log('close', `${connection.remote} ${refusal}`);
			connection.write(`${closeReasons[refusal].text}\n`, 'refusal');
			void connection.close(clock);
			return;
		}

		owner.onEnter(this);
		room.enter({id: this.memberId, address: connection.remote, name: connection.remote, isNameExact: true});
		connection.listen({
			onData: chunk => {
				this.#receive(chunk);
			},
			onEnd: () => {
				this.#onEnd();
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
			this.#receive(first);
		}
	}

	deliver() {
		this.#cursor.pump();
		if (this.#queue.isPaused && this.#options.room.countUncommitted(this.memberId) <= maximumUncommitted / 2) {
			this.#queue.run();
		}
	}

	refuse() {
		// Never happens: the reader cuts messages to a size that the room accepts, and drops empty
		// ones.
	}

	sendCode() {
		// A plain peer needs no code.
	}

	sendWho() {
		// A plain peer receives messages alone.
	}

	close(code: CloseCode) {
		this.#connection.log('close', `${this.#connection.remote} ${code}`);
		this.#end();
	}

	#receive(chunk: Uint8Array) {
		const {looksLikeTls, onTls, onIdentified} = this.#options;
		if (!this.#hasSent && looksLikeTls(chunk)) {
			this.#stop();
			onTls(chunk);
			return;
		}

		if (!this.#hasSent) {
			this.#hasSent = true;
			onIdentified();
		}

		this.#connection.log('recv', `${chunk.length} B ${quote(chunk)} from ${this.#connection.remote}`);
		this.#quietTimer?.stop();
		this.#queue.push(this.#reader.push(chunk));
		this.#startQuietTimer();
		this.#endForeign();
	}

	/** Ends the session of a peer that has turned out to speak another protocol. */
	#endForeign() {
		const {foreign} = this.#reader;
		if (foreign) {
			this.#answer(foreign);
			this.#stop();
		}
	}

	#answer(protocol: ForeignProtocol) {
		const connection = this.#connection;
		const {name, answer} = foreignProtocols[protocol];
		connection.log('close', `${connection.remote} speaks ${name}`);
		connection.write(answer, 'refusal');
		void connection.close(this.#options.clock);
	}

	#startQuietTimer() {
		// While the peer is not read, its silence means nothing.
		if (this.#reader.hasRest && !this.#isOver && !this.#queue.isPaused) {
			this.#quietTimer = this.#options.clock.after(quietMs, () => {
				this.#queue.push(this.#reader.quiet());
				this.#endForeign();
				if (this.#reader.isUndecided) {
					this.#startQuietTimer();
				}
			});
		}
	}

	/** Returns false when the peer leaves. */
	#handle({text, isBye}: PlainMessage): boolean {
		if (isBye) {
			this.#end();
			return false;
		}

		this.#options.room.postNext(this.memberId, text);
		return true;
	}

	#write(messages: readonly LoggedMessage[]) {
		const received = messages.filter(message => message.id !== this.memberId && isVisibleTo(message, this.memberId));
		if (received.length > 0) {
			const lines = received.map(message => formatPlainMessage(message, this.#options.hostId));
			const bytes = encodePlain(lines, this.#options.lineEnd ?? this.#reader.lineEnd ?? 'lf');
			// The host's screen shows the connection log, and must not show what others say in
			// private.
			this.#connection.write(bytes, received.some(({to}) => to) ? 'private lines' : quote(bytes));
			this.#halfOpenTimer.restart();
		}
	}

	#onEnd() {
		this.#queue.push(this.#reader.end());
		this.#endForeign();
		if (this.#isOver) {
			return;
		}

		// A closed peer and one that still reads look alike. The probe tells them apart in 11 s.
		this.#connection.probe();
		this.#halfOpenTimer.start();
	}

	#end() {
		void this.#connection.close(this.#options.clock);
		this.#stop();
	}

	#stop() {
		if (!this.#isOver) {
			this.#isOver = true;
			this.#queue.stop();
			this.#halfOpenTimer.stop();
			this.#quietTimer?.stop();
			this.#options.owner.onLeave(this, 'left');
		}
	}
}
