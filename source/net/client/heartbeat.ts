import type {Clock} from '../clock.ts';
import {clientGivesUpAfter, pingAfter, silentAfter} from '../limits.ts';
import {IdleTimer} from '../idle-timer.ts';

export type HeartbeatOptions = {
	readonly clock: Clock;
	/** Sends a ping; `rtt` is the last round trip, in milliseconds. */
	readonly ping: (k: number, rtt: number | undefined) => void;
	/** An answer is overdue since then, in milliseconds since the epoch. */
	readonly onSilent: (since: number) => void;
	readonly onDead: () => void;
};

/**
A join's side of one connection's heartbeat: pings when nothing came for a while, so that a dead link is known, and when nothing was sent
for a while, so that the host does not take this side for dead.
*/
export class Heartbeat {
	readonly #parts: HeartbeatOptions;
	readonly #received: IdleTimer;
	readonly #sent: IdleTimer;
	#k = 0;
	#pingedAt = 0;
	#rtt: number | undefined;

	/** `rtt`: as an earlier connection measured it. */
	constructor(parts: HeartbeatOptions, rtt: number | undefined) {
		const {clock, onSilent, onDead} = parts;
		const ping = () => {
			this.ping();
		};

		this.#parts = parts;
		this.#rtt = rtt;
		this.#received = new IdleTimer(clock, [
			{after: pingAfter, act: ping},
			{
				after: silentAfter,
				act: () => {
					onSilent(this.#received.touchedAt);
				},
			},
			{after: clientGivesUpAfter, act: onDead},
		]);
		this.#sent = new IdleTimer(clock, [{after: pingAfter, act: ping}]);
		this.ping();
	}

	/** The last round trip, in milliseconds. */
	get rtt() {
		return this.#rtt;
	}

	/** Gives the number by which its answer is known. */
	ping(): number {
		this.#k++;
		this.#pingedAt = this.#parts.clock.now();
		this.#parts.ping(this.#k, this.#rtt);
		this.sent();
		return this.#k;
	}

	received() {
		this.#received.touch();
	}

	sent() {
		this.#sent.touch();
	}

	/** Gives whether it answers the last ping, so that the round trip is known anew. */
	pong(k: number): boolean {
		if (k !== this.#k) {
			return false;
		}

		this.#rtt = this.#parts.clock.now() - this.#pingedAt;
		return true;
	}

	stop() {
		this.#received.stop();
		this.#sent.stop();
	}
}
