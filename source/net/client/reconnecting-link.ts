import type {Endpoint} from '../address.ts';
import type {Connection} from '../connection.ts';
import {GracefulLeave} from './graceful-leave.ts';
import type {LinkOptions} from './link-types.ts';
import {Reconnector, type LinkStatus} from './reconnector.ts';

/** The base of both kinds of link: it reconnects, leaves gracefully, and ends after the input. */
export abstract class ReconnectingLink<Options extends LinkOptions = LinkOptions> {
	protected readonly options: Options;
	readonly #reconnector: Reconnector;
	readonly #gracefulLeave: GracefulLeave;
	#hasInputEnded = false;
	#closing: Promise<void> | undefined;

	constructor(options: Options) {
		this.options = options;
		this.#gracefulLeave = new GracefulLeave({
			clock: options.clock,
			isSettled: () => !this.hasPending,
			isFirstAttempt: () => this.isFirstAttempt,
			end: () => {
				void this.close();
			},
		});
		this.#reconnector = new Reconnector({
			...options,
			onStatus: status => {
				options.events.onStatus(status);
				if (status.status === 'waiting') {
					this.#gracefulLeave.onAttemptFailed();
				}
			},
			onConnection: connection => {
				this.startSession(connection);
			},
			onAbandon: () => {
				this.abandonConnection();
			},
		});
	}

	start() {
		this.#reconnector.start();
	}

	retryNow() {
		this.#reconnector.retryNow();
	}

	moveTo(endpoint: Endpoint): boolean {
		return this.#reconnector.moveTo(endpoint);
	}

	leave() {
		this.#gracefulLeave.leave();
	}

	endInput() {
		this.#hasInputEnded = true;
		this.checkSettled();
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	protected get status(): LinkStatus {
		return this.#reconnector.status;
	}

	/** Whether the input has ended and every message is settled. */
	protected get isFinished(): boolean {
		return this.#hasInputEnded && !this.hasPending;
	}

	/** Call when the connection serves, and again when its status has changed. */
	protected showOpen(status: Extract<LinkStatus, {status: 'open'}>) {
		this.#reconnector.onOpen(status);
		this.#gracefulLeave.onOpen();
	}

	/** Call when a message may have been settled. */
	protected checkSettled() {
		this.#gracefulLeave.onSettled();
		if (this.isFinished) {
			this.finish();
		}
	}

	/** Call when the connection is lost: dials again later. */
	protected reconnect(reason: string) {
		this.abandonConnection();
		this.#reconnector.onLost(reason);
	}

	/** Call when the connection is of no use, and another one will be. */
	protected redial() {
		this.abandonConnection();
		this.#reconnector.redial();
	}

	/** Call when the host has closed the link for good. `more`: that it has removed the member. */
	protected stop(reason: string, exitCode: number, more: {readonly isRemoved?: boolean} = {}) {
		this.#reconnector.close(reason, exitCode, {isByHost: true, ...more});
	}

	/** Whether a message waits: for its acknowledgement, or on a plain link for the network. */
	protected abstract get hasPending(): boolean;
	/** Whether the first attempt to connect is still running. */
	protected abstract get isFirstAttempt(): boolean;
	/** Serves a new connection. */
	protected abstract startSession(connection: Connection): void;
	/** Destroys the connection, if there is one, and resets everything that belongs to it. */
	protected abstract abandonConnection(): void;
	/** Closes the connection gracefully. Returns undefined if there is none. */
	protected abstract closeConnection(): Promise<void> | undefined;
	/** Called when `isFinished` is true and something has happened on the connection. */
	protected abstract finish(): void;

	async #close(): Promise<void> {
		this.#gracefulLeave.stop();
		const closing = this.closeConnection();
		// Without a connection the status is set before this returns.
		if (closing) {
			await closing;
		}

		this.#reconnector.close('You have left.', 0);
	}
}
