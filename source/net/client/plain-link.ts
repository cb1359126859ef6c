import {encodePlain, PlainReader, quietMs, type LineEnd, type PlainMessage} from '../../wire/plain-text.ts';
import type {Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {connectionLost} from '../error-messages.ts';
import {sampleBytes} from '../socket-log.ts';
import {leaveGrace} from './graceful-leave.ts';
import type {ClientLink, LinkOptions, PendingMessage} from './link-types.ts';
import {ReconnectingLink} from './reconnecting-link.ts';
import {UnheardTimer} from './unheard-timer.ts';

const endedReason = 'The other side has ended the connection.';

export type PlainLinkOptions = LinkOptions & {
	/** How lines end; undefined: as the other side ends its lines, LF until it has sent one. */
	readonly lineEnd: LineEnd | undefined;
};

/** A link to any TCP server: sends the user's lines as plain text, and shows what it receives. */
export class PlainLink extends ReconnectingLink<PlainLinkOptions> implements ClientLink {
	/** Messages that the kernel has not taken, by number. */
	readonly #pending = new Map<number, string>();
	/** The numbers of the pending messages that were written to the socket. */
	readonly #writing = new Set<number>();
	#connection: Connection | undefined;
	#reader = new PlainReader();
	#quietTimer: Timer | undefined;
	/** The own address on the first connection. It stays the id: nobody seems to have left. */
	#myId: string | undefined;
	/** The other end's `address:port` on the last connection. */
	#remote = '';
	readonly #unheardTimer: UnheardTimer;
	/** Whether the other end is shown as here. */
	#isHere = false;
	/** The number of the last message. */
	#lastN = 0;
	#finishTimer: Timer | undefined;
	#isReadingPaused = false;

	constructor(options: PlainLinkOptions) {
		super(options);
		this.#unheardTimer = new UnheardTimer(options.clock, () => {
			options.events.onUnheard(this.#remote);
		});
	}

	get pending(): readonly PendingMessage[] {
		return [...this.#pending].map(([n, text]) => ({n, text, isSent: this.#writing.has(n)}));
	}

	send(text: string): number {
		this.#lastN++;
		this.#pending.set(this.#lastN, text);
		queueMicrotask(() => {
			this.#flush();
		});
		return this.#lastN;
	}

	rename() {
		// A plain peer knows this client by its address.
	}

	setTyping() {
		// Plain text has no sign for it.
	}

	loadOlder() {
		// A plain peer has no history.
	}

	pauseReading() {
		this.#isReadingPaused = true;
		this.#connection?.pause();
	}

	resumeReading() {
		this.#isReadingPaused = false;
		this.#connection?.resume();
	}

	protected get hasPending() {
		return this.#pending.size > 0;
	}

	protected get isFirstAttempt() {
		return this.status.status === 'connecting' && this.status.attempt === 1;
	}

	protected startSession(connection: Connection) {
		this.#connection = connection;
		this.#reader = new PlainReader();
		connection.listen({
			onData: chunk => {
				this.#read(connection, chunk);
			},
			onEnd: () => {
				this.#onEnd(endedReason);
			},
			onDrain: () => {
				this.#flush();
			},
			onClose: () => {
				this.#onEnd(connectionLost);
			},
		});
		if (this.#isReadingPaused) {
			connection.pause();
		}

		this.showOpen({status: 'open', address: connection.remote});
		this.#myId ??= connection.local;
		this.#remote = connection.remote;
		this.options.events.onMe({id: this.#myId, name: this.options.name, room: ''});
		this.#showMembers('here', connection.local);
		this.#flush();
		this.checkSettled();
	}

	protected abandonConnection() {
		this.#quietTimer?.stop();
		this.#finishTimer?.stop();
		this.#unheardTimer.onClosed();
		this.#writing.clear();
		this.#connection?.destroy();
		this.#connection = undefined;
		this.#showMembers('away', '');
	}

	protected closeConnection(): Promise<void> | undefined {
		const connection = this.#connection;
		this.#connection = undefined;
		this.#finishTimer?.stop();
		this.#unheardTimer.onClosed();
		return connection?.close(this.options.clock);
	}

	/** Half-closes, and closes when the other side has too, or is quiet for `leaveGrace`. */
	protected finish() {
		const connection = this.#connection;
		if (!connection) {
			return;
		}

		connection.end();
		this.#finishTimer?.stop();
		this.#finishTimer = this.options.clock.after(leaveGrace, () => {
			// Both sides have nothing more to send, so a graceful close would only wait.
			connection.log('timeout', {awaited: 'end', deadline: leaveGrace});
			connection.destroy();
			this.#connection = undefined;
			void this.close();
		});
	}

	/** Shows both ends. `status`: the other end's. `local`: the own address, while there is one. */
	#showMembers(status: 'here' | 'away', local: string) {
		const {events, clock, name} = this.options;
		const [id, remote] = [this.#myId, this.#remote];
		if (id === undefined || (status === 'away' && !this.#isHere)) {
			return;
		}

		this.#isHere = status === 'here';
		const since = clock.now();
		events.onMembers([
			{id, name, address: local, status: 'here', since},
			{id: remote, name: remote, address: remote, status, since},
		]);
	}

	#read(connection: Connection, chunk: Uint8Array) {
		connection.log('recv', {bytes: chunk.length, quoted: sampleBytes(chunk)});
		this.#unheardTimer.onReceived();
		this.#quietTimer?.stop();
		this.#receive(connection, this.#reader.read(chunk));
		if (this.#reader.hasRest) {
			this.#quietTimer = this.options.clock.after(quietMs, () => {
				this.#receive(connection, this.#reader.quiet());
			});
		}

		this.checkSettled();
	}

	#receive({remote}: Connection, messages: Iterable<PlainMessage>) {
		for (const {text} of messages) {
			this.options.events.onMessage({id: remote, from: remote, ts: this.options.clock.now(), text}, false);
		}
	}

	#flush() {
		const connection = this.#connection;
		const waiting = this.pending.filter(({n}) => !this.#writing.has(n));
		if (!connection || waiting.length === 0) {
			return;
		}

		for (const {n} of waiting) {
			this.#writing.add(n);
		}

		const bytes = encodePlain(
			waiting.map(({text}) => text),
			this.options.lineEnd ?? this.#reader.lineEnd ?? 'lf',
		);
		connection.writeThen(bytes, {quoted: sampleBytes(bytes)}, () => {
			this.#onSent(connection, waiting);
		});
	}

	/** The kernel has the messages. Plain TCP does not tell whether they arrive. */
	#onSent({local}: Connection, messages: readonly PendingMessage[]) {
		const {events, clock, name} = this.options;
		const id = this.#myId ?? local;
		this.#unheardTimer.onSent();
		for (const {n, text} of messages) {
			this.#pending.delete(n);
			this.#writing.delete(n);
			events.onMessage({id, from: name, ts: clock.now(), text}, true);
			events.onSent(n);
		}

		this.checkSettled();
	}

	/** The other side has ended, or the connection is lost. */
	#onEnd(reason: string) {
		const connection = this.#connection;
		if (!connection) {
			return;
		}

		this.#receive(connection, this.#reader.end());
		this.#connection = undefined;
		void connection.close(this.options.clock);
		if (this.isFinished) {
			void this.close();
			return;
		}

		this.reconnect(reason);
	}
}
