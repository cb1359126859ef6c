import {encodePlain, PlainReader, quietMs, type LineEnd, type PlainMessage} from '../../wire/plain-text.ts';
import type {Timer} from '../clock.ts';
import {quote, type Connection} from '../connection.ts';
import {GracefulLeave, leaveGrace} from './graceful-leave.ts';
import type {ClientLink, LinkOptions} from './link-types.ts';
import {Reconnector} from './reconnector.ts';
import {connectionLost} from '../error-messages.ts';

const endedReason = 'The other side has ended the connection.';

/** Speaks raw text with whatever listens: sends what is typed and nothing of its own, and shows what comes. */
export class PlainLink implements ClientLink {
	readonly #options: LinkOptions & {readonly lineEnd: LineEnd | undefined};
	readonly #lifeline: Reconnector;
	readonly #pending = new Map<number, string>();
	/** Messages that were given to the socket and that the kernel has not taken. */
	readonly #writing = new Set<number>();
	#connection: Connection | undefined;
	#reader = new PlainReader();
	#quiet: Timer | undefined;
	#last = 0;
	readonly #departure: GracefulLeave;
	#hasTried = false;
	#isFinishing = false;
	#finishTimer: Timer | undefined;
	#ending: Promise<void> | undefined;

	/** `lineEnd`: how a line ends; undefined: as the other side's do, LF until it has spoken. */
	constructor(options: LinkOptions & {readonly lineEnd: LineEnd | undefined}) {
		this.#options = options;
		this.#departure = new GracefulLeave({
			clock: options.clock,
			isSettled: () => this.#pending.size === 0,
			isFirstAttempt: () => !this.#hasTried && !this.#connection,
			end: () => {
				void this.close();
			},
		});
		this.#lifeline = new Reconnector({
			...options,
			onStatus: status => {
				options.events.onStatus(status);
				if (status.status === 'waiting') {
					this.#hasTried = true;
					this.#departure.failed();
				}
			},
			onConnection: connection => {
				this.#open(connection);
			},
			onAbandon: () => {
				this.#abandon();
			},
		});
	}

	get pending() {
		return [...this.#pending].map(([n, text]) => ({n, text, isSent: this.#writing.has(n)}));
	}

	start() {
		this.#lifeline.start();
	}

	send(text: string): number {
		this.#last++;
		this.#pending.set(this.#last, text);
		queueMicrotask(() => {
			this.#pump();
		});
		return this.#last;
	}

	rename() {
		// A plain peer knows me by my address.
	}

	setTyping() {
		// Nobody there would know what it means.
	}

	loadOlder() {
		// A plain peer has no history.
	}

	retryNow() {
		this.#lifeline.retryNow();
	}

	leave() {
		this.#departure.leave();
	}

	endInput() {
		this.#isFinishing = true;
		this.#finishOnceHanded();
	}

	async close(): Promise<void> {
		this.#ending ??= this.#end();
		return this.#ending;
	}

	async #end(): Promise<void> {
		const connection = this.#connection;
		this.#connection = undefined;
		this.#finishTimer?.stop();
		this.#departure.stop();
		await connection?.close(this.#options.clock);
		this.#lifeline.close('You have left.', 0);
	}

	#open(connection: Connection) {
		const {events, clock, name} = this.#options;
		this.#connection = connection;
		this.#reader = new PlainReader();
		connection.listen({
			onData: chunk => {
				connection.log('recv', `${chunk.length} B ${quote(chunk)} from ${connection.remote}`);
				this.#quiet?.stop();
				this.#receive(connection, this.#reader.push(chunk));
				if (this.#reader.hasRest) {
					this.#quiet = clock.after(quietMs, () => {
						this.#receive(connection, this.#reader.quiet());
					});
				}

				this.#finishOnceHanded();
			},
			onEnd: () => {
				this.#over(endedReason);
			},
			onDrain: () => {
				this.#pump();
			},
			onClose: () => {
				this.#over(connectionLost);
			},
		});
		this.#lifeline.opened({status: 'open', address: connection.remote});
		events.onMe({id: connection.local, name, room: ''});
		events.onMembers([
			{id: connection.local, name, address: connection.local, status: 'here', since: clock.now()},
			{id: connection.remote, name: connection.remote, address: connection.remote, status: 'here', since: clock.now()},
		]);
		this.#departure.opened();
		this.#pump();
		this.#finishOnceHanded();
	}

	#receive({remote}: Connection, messages: readonly PlainMessage[]) {
		for (const {text} of messages) {
			this.#options.events.onMessage({id: remote, from: remote, ts: this.#options.clock.now(), text}, false);
		}
	}

	#pump() {
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
			this.#options.lineEnd ?? this.#reader.lineEnd ?? 'lf',
		);
		connection.writeThen(bytes, quote(bytes), () => {
			this.#handed(connection, waiting);
		});
	}

	/** The kernel has them. Nobody can tell what happens to them from here. */
	#handed({local}: Connection, messages: ReadonlyArray<{readonly n: number; readonly text: string}>) {
		const {events, clock, name} = this.#options;
		for (const {n, text} of messages) {
			this.#pending.delete(n);
			this.#writing.delete(n);
			events.onMessage({id: local, from: name, ts: clock.now(), text}, true);
			events.onSent(n);
		}

		this.#departure.settled();
		this.#finishOnceHanded();
	}

	/** All is said: ends this side, and closes when the other has, or has been quiet for a while. */
	#finishOnceHanded() {
		const connection = this.#connection;
		if (!this.#isFinishing || !connection || this.#pending.size > 0) {
			return;
		}

		connection.end();
		this.#finishTimer?.stop();
		this.#finishTimer = this.#options.clock.after(leaveGrace, () => {
			// It has had its say, and this side has ended already.
			connection.destroy();
			this.#connection = undefined;
			void this.close();
		});
	}

	#over(reason: string) {
		const connection = this.#connection;
		if (!connection) {
			return;
		}

		this.#receive(connection, this.#reader.end());
		this.#connection = undefined;
		void connection.close(this.#options.clock);
		if (this.#isFinishing && this.#pending.size === 0) {
			void this.close();
			return;
		}

		this.#abandon();
		this.#lifeline.lost(reason);
	}

	#abandon() {
		this.#quiet?.stop();
		this.#finishTimer?.stop();
		this.#writing.clear();
		this.#connection?.destroy();
		this.#connection = undefined;
	}
}
