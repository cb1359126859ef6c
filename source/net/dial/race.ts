/**
Connects to the first address that answers (RFC 8305, "Happy Eyeballs"). Node's own
`autoSelectFamily` gives up an address after 250 ms, which is too short for a slow network.
*/
import {Socket} from 'node:net';
import {errorCode} from '../../text/errors.ts';
import {formatEndpoint, type Endpoint} from '../address.ts';
import type {Clock, Timer} from '../clock.ts';
import {dialDeadline, nextAddressDelay} from '../limits.ts';
import {describeFailure, type SocketLog, type SocketLogEntry} from '../socket-log.ts';

/** Starts to connect to an IP address. */
export type OpenSocket = (endpoint: Endpoint) => Socket;

export const openSocket: OpenSocket = ({host, port}) =>
	new Socket({allowHalfOpen: true}).connect({host, port, autoSelectFamily: false});

/** `code`: the system's error code, or `no-answer` for `dialDeadline`. */
export type AttemptFailure = {readonly address: string; readonly code: string};

export type RaceOptions = {
	readonly port: number;
	readonly clock: Clock;
	readonly log: SocketLog;
	readonly openSocket: OpenSocket;
};

export type RaceEvents = {
	/** `number`: the socket's in the connection log. `took`: how long connect() has taken. */
	readonly onConnected: (socket: Socket, number: number, took: number) => void;
	/** Called when all addresses have failed. */
	readonly onFailure: (failures: readonly AttemptFailure[]) => void;
};

/** An attempt to connect to one address. */
class Attempt {
	readonly socket: Socket;
	/** The socket's number in the connection log. */
	readonly number: number;
	readonly #log: (verb: 'socket' | 'connect' | 'timeout' | 'close', facts?: Partial<SocketLogEntry>) => void;
	readonly #deadline: Timer;

	constructor(
		host: string,
		{port, clock, log, openSocket: open}: RaceOptions,
		{
			onConnected,
			onFailure,
		}: {readonly onConnected: (took: number) => void; readonly onFailure: (code: string) => void},
	) {
		const remote = formatEndpoint(host, port);
		const number = log.nextNumber();
		this.number = number;
		this.#log = (verb, facts) => {
			log.add({...facts, verb, connection: number, remote});
		};

		this.#log('socket');
		this.#log('connect');
		this.socket = open({host, port});
		const startedAt = clock.elapsed();
		const fail = (code: string) => {
			this.#deadline.stop();
			this.#destroy();
			onFailure(code);
		};

		this.#deadline = clock.after(dialDeadline, () => {
			this.#log('timeout', {awaited: 'connection', deadline: dialDeadline});
			fail('no-answer');
		});
		this.socket.once('error', error => {
			const code = errorCode(error);
			this.#log('connect', {...describeFailure(code), took: clock.elapsed() - startedAt});
			fail(code);
		});
		this.socket.once('connect', () => {
			this.#deadline.stop();
			this.socket.removeAllListeners('error');
			onConnected(clock.elapsed() - startedAt);
		});
	}

	/** Drops the attempt. No callback follows. */
	abandon() {
		this.#deadline.stop();
		this.#destroy();
	}

	#destroy() {
		this.socket.removeAllListeners();
		// An error that is under way would be thrown.
		this.socket.on('error', () => undefined);
		this.socket.destroy();
		this.#log('close');
	}
}

/**
Tries one address after another, each `nextAddressDelay` after the one before, or when that one has
failed. Each has until `dialDeadline`, however many others have started. Returns a function that
cancels: then no callback follows.
*/
export const raceAddresses = (
	addresses: readonly string[],
	options: RaceOptions,
	{onConnected, onFailure}: RaceEvents,
): (() => void) => {
	const {clock} = options;
	const attempts = new Set<Attempt>();
	const failures: AttemptFailure[] = [];
	let started = 0;
	let nextTimer: Timer | undefined;

	const stop = () => {
		nextTimer?.stop();
		started = addresses.length;
		const abandoned = [...attempts];
		attempts.clear();
		for (const attempt of abandoned) {
			attempt.abandon();
		}
	};

	const startNext = () => {
		nextTimer?.stop();
		const address = addresses[started];
		if (address === undefined) {
			return;
		}

		started++;
		const attempt = new Attempt(address, options, {
			onConnected(took) {
				attempts.delete(attempt);
				onConnected(attempt.socket, attempt.number, took);
				stop();
			},
			onFailure(code) {
				attempts.delete(attempt);
				failures.push({address, code});
				startNext();
				if (attempts.size === 0) {
					onFailure(failures);
				}
			},
		});
		attempts.add(attempt);
		if (started < addresses.length) {
			nextTimer = clock.after(nextAddressDelay, startNext);
		}
	};

	startNext();
	return stop;
};

/** From the most telling failure to the least: an answer, silence, no way there, no network. */
const tellingCodes = ['ECONNREFUSED', 'ECONNRESET', 'no-answer', 'ETIMEDOUT', 'EHOSTUNREACH'];
const missingNetworkCodes = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

const rankCode = (code: string): number => {
	if (missingNetworkCodes.has(code)) {
		return tellingCodes.length + 1;
	}

	const place = tellingCodes.indexOf(code);
	return place === -1 ? tellingCodes.length : place;
};

/**
Returns the code of the failure that tells most about the other side. `no-ipv6`: there are IPv6
addresses only, and this computer has no IPv6 network.
*/
export const chooseFailure = (failures: readonly AttemptFailure[]): string => {
	const [best] = failures.toSorted((a, b) => rankCode(a.code) - rankCode(b.code));
	if (!best) {
		return 'ENOTFOUND';
	}

	const hasNoNetwork = missingNetworkCodes.has(best.code);
	return hasNoNetwork && failures.every(({address}) => address.includes(':')) ? 'no-ipv6' : best.code;
};
