import type {Clock, Timer} from '../clock.ts';
import {clientGivesUpAfter, pingAfter, silentAfter} from '../limits.ts';
import {IdleTimer} from '../idle-timer.ts';
import {RoundTrip} from './round-trip.ts';

export type HeartbeatOptions = {
	readonly clock: Clock;
	/** Sends ping number `k`; `rtt`: the round trip, in milliseconds, once it is known. */
	readonly ping: (k: number, rtt: number | undefined) => void;
	/** Returns the number of bytes that the network has delivered. Each is a sign of life. */
	readonly countReceived: () => number;
	/**
	Called when an answer is overdue, and without `since` when bytes have come again. `since`: the
	last byte, in ms since the epoch.
	*/
	readonly onSilence: (since: number | undefined) => void;
	/** Called when the connection counts as dead. */
	readonly onDead: () => void;
};

/**
The client's heartbeat of one connection. It pings when nothing was received for a while, to notice
a dead connection, and when nothing was sent for a while, so that the host does not drop it.
*/
export class Heartbeat {
	readonly #options: HeartbeatOptions;
	readonly #receiveTimer: IdleTimer;
	readonly #sendTimer: IdleTimer;
	/** The number of the last ping. */
	#k = 0;
	/** The number of the last ping that measures the round trip. */
	#timedK = 0;
	#pingedAt = 0;
	#isSilent = false;
	readonly #roundTrip: RoundTrip;

	constructor(options: HeartbeatOptions) {
		const {clock, countReceived, onSilence, onDead} = options;
		const ping = () => {
			this.ping();
		};

		this.#options = options;
		this.#receiveTimer = new IdleTimer(
			clock,
			[
				{
					after: pingAfter,
					act: () => {
						// One that is not answered yet is enough.
						if (this.#pingedAt <= this.#receiveTimer.touchedAt) {
							ping();
						}
					},
				},
				{
					after: silentAfter,
					act: () => {
						this.#isSilent = true;
						onSilence(this.#receiveTimer.touchedAt);
					},
				},
				{after: clientGivesUpAfter, act: onDead},
			],
			{
				count: countReceived,
				onChange: () => {
					this.#endSilence();
				},
			},
		);
		this.#sendTimer = new IdleTimer(clock, [{after: pingAfter, act: ping}]);
		this.#roundTrip = new RoundTrip({clock, ping});
		this.mark();
	}

	/** The round trip, in milliseconds; undefined until it is known. */
	get rtt() {
		return this.#roundTrip.shortest;
	}

	/** Sends a ping. Returns its number, which the answer repeats. */
	ping(): number {
		this.#pingedAt = this.#options.clock.now();
		this.#timedK = this.#k + 1;
		this.#ping(this.rtt);
		this.#roundTrip.onPing();
		return this.#k;
	}

	/** Sends a ping that marks a place in what was sent, and measures no round trip. */
	mark() {
		this.#ping(undefined);
	}

	onReceived() {
		this.#receiveTimer.touch();
		this.#endSilence();
	}

	onSent() {
		this.#sendTimer.touch();
	}

	/** Returns how long the answer took, in milliseconds, if it answers the ping that is timed. */
	onPong(k: number): number | undefined {
		return k === this.#timedK ? this.#roundTrip.onPong() : undefined;
	}

	stop() {
		this.#roundTrip.stop();
		this.#receiveTimer.stop();
		this.#sendTimer.stop();
	}

	#ping(rtt: number | undefined) {
		this.#k++;
		this.#options.ping(this.#k, rtt);
		this.onSent();
	}

	#endSilence() {
		if (this.#isSilent) {
			this.#isSilent = false;
			this.#options.onSilence(undefined);
		}
	}
}

/** A connection, as far as a pause needs it. */
type PausableSession = {
	readonly isWelcome: boolean;
	readonly channel: {readonly pause: () => void; readonly resume: () => void};
	readonly touch: () => void;
};

/**
Pauses reading, over all connections of a link: what the host sends waits there. The connection is
kept meanwhile: pings are sent, and no answer counts as overdue.
*/
export class ReadingPause {
	readonly #clock: Clock;
	readonly #getSession: () => PausableSession | undefined;
	#isPaused = false;
	#timer: Timer | undefined;

	constructor(clock: Clock, getSession: () => PausableSession | undefined) {
		this.#clock = clock;
		this.#getSession = getSession;
	}

	pause() {
		if (!this.#isPaused) {
			this.#isPaused = true;
			this.onWelcome();
		}
	}

	resume() {
		if (this.#isPaused) {
			this.#isPaused = false;
			this.stop();
			this.#getSession()?.channel.resume();
		}
	}

	/** Call when a connection has opened. */
	onWelcome() {
		const session = this.#getSession();
		if (this.#isPaused && session?.isWelcome) {
			session.channel.pause();
			this.#touch(session);
		}
	}

	/** Call when the connection is over. */
	stop() {
		this.#timer?.stop();
	}

	#touch(session: PausableSession) {
		session.touch();
		this.#timer = this.#clock.after(pingAfter / 2, () => {
			this.#touch(session);
		});
	}
}
