import {Buffer} from 'node:buffer';
import {isVisibleTo, type LoggedMessage} from '../../room/log.ts';
import type {CloseCode} from '../../wire/frames.ts';
import {findForeignProtocol, foreignProtocols, type ForeignProtocol} from '../../wire/foreign-protocol.ts';
import {encodePlain, formatPlainMessage, type LineEnd, type PlainMessage} from '../../wire/plain-text.ts';
import type {Connection} from '../connection.ts';
import {closeReasons} from '../error-messages.ts';
import {backlogLimit, maximumUncommitted} from '../limits.ts';
import {sampleBytes} from '../socket-log.ts';
import {estimateDelivery} from './delivery-cost.ts';
import {LogCursor} from './log-cursor.ts';
import type {Session, SessionOptions} from './session.ts';
import {PlainInput} from './plain/plain-input.ts';
import {HalfOpenTimer, type HalfOpenTimerOptions} from './plain/half-open-timer.ts';
import {UnreadCount, type UnreadCountOptions} from './plain/unread-count.ts';

export type PlainSessionOptions = SessionOptions &
	HalfOpenTimerOptions &
	UnreadCountOptions & {
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
script. The member is named by the room (`nc-1`) and gets no history.
*/
export class PlainSession implements Session {
	readonly memberId: string;
	readonly #connection: Connection;
	readonly #options: PlainSessionOptions;
	/**
	Messages of the peer. While too many of them are on their way into the log, it is not read.
	*/
	readonly #input: PlainInput;
	readonly #cursor: LogCursor;
	readonly #halfOpenTimer: HalfOpenTimer;
	readonly #unread: UnreadCount;
	#hasSent = false;
	/** Whether the connection is gone. What it brought is handled before the session ends. */
	#isLost = false;
	#isOver = false;

	constructor(connection: Connection, options: PlainSessionOptions) {
		const {room, memberId, clock, turns} = options;
		this.memberId = memberId;
		this.#connection = connection;
		this.#options = options;
		this.#input = new PlainInput({
			connection,
			clock,
			turns,
			isReady: () => !room.isFull && room.countUncommitted(memberId) < maximumUncommitted,
			onMessage: message => this.#handle(message),
			onForeign: protocol => {
				this.#answer(protocol);
				this.#stop();
			},
			onEmpty: () => {
				if (this.#isLost) {
					this.#stop();
				}
			},
		});
		this.#halfOpenTimer = new HalfOpenTimer(options, {
			isBusy: () => !this.#input.isEmpty,
			onProbe() {
				connection.probe();
			},
			onOver: () => {
				this.#end();
			},
		});
		this.#unread = new UnreadCount(options);
		this.#cursor = new LogCursor({
			log: room.log,
			seq: room.log.head,
			getRoom: () => (connection.isWritable ? backlogLimit - connection.backlog : 0),
			measure: ({text}) => Buffer.byteLength(text),
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
			connection.log('bye', {by: 'local', reason: refusal});
			connection.write(`${closeReasons[refusal].text}\n`, {note: 'refusal'});
			void connection.close(clock);
			return;
		}

		owner.onEnter(this);
		room.enter({id: this.memberId, address: connection.remote});
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
			onClose: code => {
				this.#unread.onClose(room.findMember(this.memberId)?.name, code);
				this.#isLost = true;
				this.#input.end();
			},
		});
		if (first.length > 0) {
			this.#receive(first);
		}
	}

	deliver() {
		this.#cursor.pump();
		const {room} = this.#options;
		if (!room.isFull && room.countUncommitted(this.memberId) <= maximumUncommitted / 2) {
			this.#input.retry();
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
		this.#connection.log('bye', {by: 'local', reason: code});
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

		this.#connection.log('recv', {bytes: chunk.length, quoted: sampleBytes(chunk)});
		this.#input.receive(chunk);
	}

	#answer(protocol: ForeignProtocol) {
		const connection = this.#connection;
		const {name, answer} = foreignProtocols[protocol];
		connection.log('bye', {by: 'local', note: `speaks ${name}`});
		connection.write(answer, {note: 'refusal'});
		void connection.close(this.#options.clock);
	}

	/** Returns false when the peer leaves. */
	#handle({text, isBye}: PlainMessage): boolean {
		if (isBye) {
			this.#end();
			return false;
		}

		const {room} = this.#options;
		room.postNext(this.memberId, text);
		this.#input.charge(estimateDelivery(text, room.size));
		return true;
	}

	#write(messages: readonly LoggedMessage[]) {
		const received = messages.filter(message => message.id !== this.memberId && isVisibleTo(message, this.memberId));
		if (received.length > 0) {
			const lines = received.map(message => formatPlainMessage(message, this.#options.hostId));
			const bytes = encodePlain(lines, this.#options.lineEnd ?? this.#input.lineEnd ?? 'lf');
			// The host's screen shows the connection log, and must not show what others say in
			// private.
			const isPrivate = received.some(({to}) => to);
			this.#connection.write(bytes, isPrivate ? {note: 'private lines'} : {quoted: sampleBytes(bytes)});
			this.#halfOpenTimer.restart();
			this.#unread.add(received.length);
		}
	}

	#onEnd() {
		this.#input.end();
		if (this.#isOver) {
			return;
		}

		// A closed peer and one that still reads look alike, until something is written.
		this.#halfOpenTimer.start();
		this.#unread.start();
		this.#options.room.setHalfClosed(this.memberId);
	}

	#end() {
		void this.#connection.close(this.#options.clock);
		this.#stop();
	}

	#stop() {
		if (!this.#isOver) {
			this.#isOver = true;
			this.#input.stop();
			this.#halfOpenTimer.stop();
			this.#options.owner.onLeave(this, 'left');
		}
	}
}
