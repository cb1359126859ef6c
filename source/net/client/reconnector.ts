import {formatEndpoint, type Endpoint} from '../address.ts';
import type {Clock, Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import type {Dial} from '../dial/dial.ts';
import {sleepCheckEvery, sleepJump} from '../limits.ts';
import type {SocketLog} from '../socket-log.ts';
import {describeDialError, hostGone} from '../error-messages.ts';
import {goodLinkAfter, retryDelay} from './backoff.ts';

/** The status of the client's link. */
export type LinkStatus =
	| {readonly status: 'connecting'; readonly attempt: number}
	| {
			readonly status: 'open';
			/** The other end's `address:port`. */
			readonly address: string;
			/** Set while an answer is overdue: the last byte, in ms since the epoch. */
			readonly silentSince?: number;
			/** The round trip, in milliseconds, once it is known. */
			readonly rtt?: number;
	  }
	| {
			readonly status: 'waiting';
			/** The number of attempts that have failed in a row. */
			readonly attempt: number;
			/** When the next attempt starts, in milliseconds since the epoch. */
			readonly retryAt: number;
			/** What went wrong, as a sentence. */
			readonly reason: string;
	  }
	| {
			readonly status: 'closed';
			/** Why, as a sentence. */
			readonly reason: string;
			/** The exit code of the process: 0 as asked, 1 no connection, 2 no code, 3 refused. */
			readonly exitCode: number;
			/** Set if another code may work: none was given, or the room has refused it. */
			readonly needsCode?: 'missing' | 'wrong';
			/** Set if the host has ended it: it closed the room, or refuses this member. */
			readonly isByHost?: boolean;
			/** Set if the host has removed this member. */
			readonly isRemoved?: boolean;
	  };

type ClosedStatus = Extract<LinkStatus, {status: 'closed'}>;

export type ReconnectorOptions = {
	readonly endpoint: Endpoint;
	readonly dial: Dial;
	readonly clock: Clock;
	/** Returns a number from 0 up to 1. */
	readonly random: () => number;
	readonly log: SocketLog;
	/** Closes when the first attempt fails, instead of dialling again. */
	readonly isImpatient?: boolean;
	/** Called when the room has refused the code. Returns whether there is another one to try. */
	readonly tryNextCode?: () => boolean;
	readonly onStatus: (status: LinkStatus) => void;
	/** Called with a new connection. Call `onOpen` once it serves, and `onLost` at its end. */
	readonly onConnection: (connection: Connection) => void;
	/** Called when the connection must be dropped: after sleep, or on close. */
	readonly onAbandon: () => void;
};

/**
Dials until it is closed. Waits after each failure with backoff, and dials at once when asked or
when the computer wakes from sleep.
*/
export class Reconnector {
	readonly #options: ReconnectorOptions;
	#status: LinkStatus = {status: 'connecting', attempt: 1};
	#failures = 0;
	#hasBeenOpen = false;
	#endpoint: Endpoint;
	/** Set while two addresses are tried in turn: the other one. */
	#otherEndpoint: Endpoint | undefined;
	#cancelDial: (() => void) | undefined;
	#retryTimer: Timer | undefined;
	#goodTimer: Timer | undefined;
	#sleepTimer: Timer | undefined;

	constructor(options: ReconnectorOptions) {
		this.#options = options;
		this.#endpoint = options.endpoint;
	}

	get status(): LinkStatus {
		return this.#status;
	}

	get #peer(): string {
		return formatEndpoint(this.#endpoint.host, this.#endpoint.port);
	}

	start() {
		this.#watchForSleep();
		this.#dial();
	}

	/** Call when the connection serves, and again when its status has changed. */
	onOpen(status: Extract<LinkStatus, {status: 'open'}>) {
		this.#hasBeenOpen = true;
		this.#otherEndpoint = undefined;
		if (this.#status.status !== 'open') {
			this.#goodTimer = this.#options.clock.after(goodLinkAfter, () => {
				this.#failures = 0;
			});
		}

		this.#set(status);
	}

	/** Call when the connection is lost, or an attempt has failed. */
	onLost(reason: string) {
		if (this.#status.status === 'closed') {
			return;
		}

		if (this.#options.isImpatient && !this.#hasBeenOpen) {
			this.close(reason, 1);
			return;
		}

		this.#stopTimers();
		this.#failures++;
		const tried = this.#endpoint;
		this.#endpoint = this.#otherEndpoint ?? tried;
		this.#otherEndpoint &&= tried;
		const {clock, random, log} = this.#options;
		const delay = retryDelay(this.#failures, random);
		log.add({verb: 'retry', delay, note: reason, remote: this.#peer});
		this.#set({status: 'waiting', attempt: this.#failures, retryAt: clock.now() + delay, reason});
		this.#retryTimer = clock.after(delay, () => {
			this.#dial();
		});
	}

	/** Dials at once if it is waiting. */
	retryNow() {
		if (this.#status.status === 'waiting') {
			this.redial();
		}
	}

	/** Dials at once, whether or not it is waiting. */
	redial() {
		this.#stopTimers();
		this.#cancelDial?.();
		this.#dial();
	}

	/** Dials another address now, then both in turn until one answers. False: it is no news. */
	moveTo(endpoint: Endpoint): boolean {
		const {host, port} = endpoint;
		const isKnown = [this.#endpoint, this.#otherEndpoint].some(each => each?.host === host && each.port === port);
		if (isKnown || (this.#status.status !== 'waiting' && this.#status.status !== 'connecting')) {
			return false;
		}

		const {log, onAbandon} = this.#options;
		this.#otherEndpoint ??= this.#endpoint;
		this.#endpoint = endpoint;
		log.add({verb: 'lookup', note: `the room is at ${this.#peer} now`, remote: this.#peer});
		onAbandon();
		this.redial();
		return true;
	}

	/** Stops for good. */
	close(reason: string, exitCode: number, more: Pick<ClosedStatus, 'needsCode' | 'isByHost' | 'isRemoved'> = {}) {
		if (this.#status.status === 'closed') {
			return;
		}

		this.#stopTimers();
		this.#sleepTimer?.stop();
		this.#cancelDial?.();
		this.#set({status: 'closed', reason, exitCode, ...more});
		this.#options.onAbandon();
	}

	#dial() {
		const {dial, onConnection} = this.#options;
		const endpoint = this.#endpoint;
		this.#set({status: 'connecting', attempt: this.#failures + 1});
		this.#cancelDial = dial(endpoint, {
			onConnection: connection => {
				this.#cancelDial = undefined;
				onConnection(connection);
			},
			onFailure: code => {
				this.#cancelDial = undefined;
				if (code === 'auth') {
					this.#onWrongCode();
				} else if (code === 'no-code') {
					this.close(describeDialError(code, endpoint), 2, {needsCode: 'missing'});
				} else {
					const isGone = this.#hasBeenOpen && code === 'ECONNREFUSED';
					this.onLost(isGone ? hostGone : describeDialError(code, endpoint));
				}
			},
		});
	}

	#onWrongCode() {
		const {tryNextCode, log} = this.#options;
		const endpoint = this.#endpoint;
		if (tryNextCode?.()) {
			log.add({verb: 'retry', delay: 0, note: 'with another code', remote: this.#peer});
			this.#dial();
		} else if (this.#otherEndpoint) {
			// Another room may have the old address, and anybody can announce a new one.
			this.onLost(describeDialError('auth', endpoint));
		} else {
			this.close(describeDialError('auth', endpoint), 3, {needsCode: 'wrong'});
		}
	}

	/** A timer that fires much too late shows that the computer slept: connections are stale. */
	#watchForSleep() {
		const {clock, log, onAbandon} = this.#options;
		const before = clock.now();
		this.#sleepTimer = clock.after(sleepCheckEvery, () => {
			const late = clock.now() - before - sleepCheckEvery;
			if (Math.abs(late) > sleepJump) {
				log.add({
					verb: 'timeout',
					note: `this computer's clock jumped by ${Math.round(late / 1000)} s`,
					remote: this.#peer,
				});
				onAbandon();
				this.redial();
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
