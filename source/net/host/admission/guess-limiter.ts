import type {Clock, Timer} from '../../clock.ts';
import {failedHandshakePeriod, guessInterval, maximumFailedHandshakes, maximumWaitingGuesses} from '../../limits.ts';
import {findNetwork} from './find-network.ts';

/** The number of networks that are remembered. Beyond it, the oldest is forgotten. */
const maximumNetworks = 4096;

type Network = {
	/** The times of the last failures, in milliseconds since the epoch. */
	failures: readonly number[];
	readonly waiting: Array<() => void>;
	timer: Timer | undefined;
};

/**
Slows down guessing of codes. After some failures, the handshakes of a network take turns. Nobody is
locked out: a right code gets in, a little later, however many wrong ones come from the same
network.
*/
export class GuessLimiter {
	readonly #clock: Clock;
	readonly #networks = new Map<string, Network>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	Calls `proceed` once the address may try a code: at once and with `now`, or later. Returns
	`refused` if too many of its network wait already.
	*/
	request(address: string, proceed: () => void): 'now' | 'waiting' | 'refused' {
		const network = this.#networks.get(findNetwork(address));
		if (!network || (network.timer === undefined && !this.#isSuspicious(network))) {
			proceed();
			return 'now';
		}

		if (network.waiting.length >= maximumWaitingGuesses) {
			return 'refused';
		}

		network.waiting.push(proceed);
		this.#startTimer(network);
		return 'waiting';
	}

	/** Call it when a handshake of this address has failed because of another key. */
	recordFailure(address: string) {
		const key = findNetwork(address);
		const network = this.#networks.get(key) ?? {failures: [], waiting: [], timer: undefined};
		network.failures = [...network.failures, this.#clock.now()].slice(-maximumFailedHandshakes);
		// Set anew, so that the map's first key is the network whose last failure is the oldest.
		this.#networks.delete(key);
		this.#networks.set(key, network);
		const [oldest] = this.#networks.keys();
		if (oldest !== undefined && this.#networks.size > maximumNetworks) {
			this.#networks.delete(oldest);
		}
	}

	#isSuspicious({failures}: Network): boolean {
		const since = this.#clock.now() - failedHandshakePeriod;
		return failures.filter(at => at > since).length >= maximumFailedHandshakes;
	}

	#startTimer(network: Network) {
		network.timer ??= this.#clock.after(guessInterval, () => {
			network.timer = undefined;
			const next = network.waiting.shift();
			if (next) {
				this.#startTimer(network);
				next();
			}
		});
	}
}
