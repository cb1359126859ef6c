import {formatEndpoint, type Endpoint} from '../address.ts';
import {goodLinkAfter, retryDelay} from './backoff.ts';
import type {Clock, Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import type {Dial} from '../dial.ts';
import {sleepCheckEvery, sleepJump} from '../limits.ts';
import type {LogSocketCall} from '../socket-log.ts';
import {describeDialError} from '../error-messages.ts';

/** Where a join's connection stands. */
export type LinkStatus =
	| {readonly status: 'connecting'; readonly attempt: number}
	| {
			readonly status: 'open';
			/** The other end's `address:port`. */
			readonly address: string;
			/** Set while an answer is overdue: when the last byte came, in milliseconds since the epoch. */
			readonly silentSince?: number;
			/** The last round trip, in milliseconds. */
			readonly rtt?: number;
	  }
	| {
			readonly status: 'waiting';
			/** How many attempts have failed in a row. */
			readonly attempt: number;
			/** When the next attempt starts, in milliseconds since the epoch. */
			readonly retryAt: number;
			/** The sentence that says what went wrong. */
			readonly reason: string;
	  }
	| {
			readonly status: 'closed';
			/** The sentence that says why. */
			readonly reason: string;
			/** What the process exits with: 0 as asked, 3 refused. */
			readonly exitCode: number;
			/** The code was not the room's: another one may be. */
			readonly isWrongCode?: boolean;
	  };

export type ReconnectorOptions = {
	readonly endpoint: Endpoint;
	readonly dial: Dial;
	readonly clock: Clock;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly log: LogSocketCall;
	/** End when the first attempt fails: then nothing is tried again. */
	readonly isImpatient?: boolean;
	readonly onStatus: (status: LinkStatus) => void;
	/** A new connection: its owner says `opened` once it serves, and `lost` when it is over. */
	readonly onConnection: (connection: Connection) => void;
	/** The connection must be given up now: the computer slept, or the lifeline closes. */
	readonly onAbandon: () => void;
};

/** Dials for as long as it lives: waits after each failure, dials at once when asked or after a sleep, and stops for good when closed. */
export class Reconnector {
	readonly #options: ReconnectorOptions;
	#status: LinkStatus = {status: 'connecting', attempt: 1};
	#failures = 0;
	#hasBeenOpen = false;
	#cancelDial: (() => void) | undefined;
	#retryTimer: Timer | undefined;
	#goodTimer: Timer | undefined;
	#sleepTimer: Timer | undefined;

	constructor(options: ReconnectorOptions) {
		this.#options = options;
	}

	get status(): LinkStatus {
		return this.#status;
	}

	start() {
		this.#watchForSleep();
		this.#dial();
	}

	/** The connection serves. Said again, it updates what is known of it. */
	opened(open: Extract<LinkStatus, {status: 'open'}>) {
		this.#hasBeenOpen = true;
		if (this.#status.status !== 'open') {
			this.#goodTimer = this.#options.clock.after(goodLinkAfter, () => {
				this.#failures = 0;
			});
		}

		this.#set(open);
	}

	/** The connection is over, or came to nothing. */
	lost(reason: string) {
		if (this.#status.status === 'closed') {
			return;
		}

		if (this.#options.isImpatient && !this.#hasBeenOpen) {
			this.close(reason, 1);
			return;
		}

		this.#stopTimers();
		this.#failures++;
		const {clock, random, log, endpoint} = this.#options;
		const delay = retryDelay(this.#failures, random);
		log({
			verb: 'retry',
			detail: `in ${(delay / 1000).toFixed(1)} s: ${reason}`,
			peer: formatEndpoint(endpoint.host, endpoint.port),
		});
		this.#set({status: 'waiting', attempt: this.#failures, retryAt: clock.now() + delay, reason});
		this.#retryTimer = clock.after(delay, () => {
			this.#dial();
		});
	}

	/** Ends the wait. */
	retryNow() {
		if (this.#status.status === 'waiting') {
			this.#stopTimers();
			this.#dial();
		}
	}

	/** Nothing is tried again. */
	close(reason: string, exitCode: number, isWrongCode?: boolean) {
		if (this.#status.status === 'closed') {
			return;
		}

		this.#stopTimers();
		this.#sleepTimer?.stop();
		this.#cancelDial?.();
		this.#set({status: 'closed', reason, exitCode, ...(isWrongCode && {isWrongCode})});
		this.#options.onAbandon();
	}

	#dial() {
		const {dial, endpoint, onConnection} = this.#options;
		this.#set({status: 'connecting', attempt: this.#failures + 1});
		this.#cancelDial = dial(endpoint, {
			onConnection: connection => {
				this.#cancelDial = undefined;
				onConnection(connection);
			},
			onFailure: code => {
				this.#cancelDial = undefined;
				if (code === 'auth') {
					this.close(describeDialError(code, endpoint), 3, true);
				} else {
					this.lost(describeDialError(code, endpoint));
				}
			},
		});
	}

	/** A timer that comes much too late tells that the computer slept: whatever was connected or under way is stale. */
	#watchForSleep() {
		const {clock, log, onAbandon, endpoint} = this.#options;
		const before = clock.now();
		this.#sleepTimer = clock.after(sleepCheckEvery, () => {
			const late = clock.now() - before - sleepCheckEvery;
			if (Math.abs(late) > sleepJump) {
				log({
					verb: 'timeout',
					detail: `this computer's clock jumped by ${Math.round(late / 1000)} s`,
					peer: formatEndpoint(endpoint.host, endpoint.port),
				});
				this.#stopTimers();
				this.#cancelDial?.();
				onAbandon();
				this.#dial();
			}

			this.#watchForSleep();
		});
	}

	#stopTimers() {
		this.#retryTimer?.stop();
		this.#goodTimer?.stop();
	}

	#set(status: LinkStatus) {
		this.#status = status;
		this.#options.onStatus(status);
	}
}
