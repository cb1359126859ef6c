import type {RemoteInfo} from 'node:dgram';
import type {DnsPacket} from 'dns-packet';
import type {Clock, Timer} from '../net/clock.ts';
import {errorCode} from '../text/errors.ts';
import {MdnsSocket} from './mdns-socket.ts';

export type MdnsRoundsOptions = {
	readonly clock: Clock;
	/** Milliseconds from one round to the next. */
	readonly interval: number;
	/** The address that packets are sent from. Default: those of all interfaces. */
	readonly host?: string | undefined;
	/**
	Called in each round. `isChanged`: interfaces or their addresses have changed since the last
	round.
	*/
	readonly onRound: (socket: MdnsSocket, isChanged: boolean) => void;
	/** Called for each well-formed packet about rooms. */
	readonly onPacket: (socket: MdnsSocket, packet: Required<DnsPacket>, sender: RemoteInfo) => void;
	/** Called with a system error's code when mDNS begins to fail. Later rounds try again. */
	readonly onError: (code: string) => void;
	/** Called when a packet has left again after `onError`. */
	readonly onRecovered?: () => void;
};

/**
Opens an mDNS socket and works in rounds until stopped. Each round retries what failed in the one
before.
*/
export const startMdnsRounds = ({
	clock,
	interval,
	host,
	onRound,
	onPacket,
	onError,
	onRecovered = () => undefined,
}: MdnsRoundsOptions) => {
	let isStopped = false;
	let isFailing = false;
	let timer: Timer | undefined;

	const fail = (code: string) => {
		if (!isStopped && !isFailing) {
			isFailing = true;
			onError(code);
		}
	};

	const socket = new MdnsSocket({
		host,
		onPacket(packet, sender) {
			if (!isStopped) {
				onPacket(socket, packet, sender);
			}
		},
		onError: fail,
		onSent() {
			if (!isStopped && isFailing) {
				isFailing = false;
				onRecovered();
			}
		},
	});

	const runRound = async () => {
		try {
			const isChanged = await socket.updateInterfaces();
			if (!isStopped) {
				onRound(socket, isChanged);
			}
		} catch (error) {
			fail(errorCode(error));
		}

		if (!isStopped) {
			timer = clock.after(interval, () => {
				currentRound = runRound();
			});
		}
	};

	let currentRound = runRound();

	return {
		/**
		Closes the socket after `sayGoodbye`, or after `timeout` milliseconds. No error is reported
		any more.
		*/
		async stop(sayGoodbye: (socket: MdnsSocket) => Promise<void> = async () => undefined, timeout = 0) {
			isStopped = true;
			timer?.stop();
			let limit: Timer | undefined;
			const leave = async () => {
				await currentRound;
				await sayGoodbye(socket);
			};

			const timedOut = new Promise<void>(resolve => {
				limit = clock.after(timeout, resolve);
			});
			try {
				await Promise.race([leave(), timedOut]);
			} catch {
				// Without a goodbye, the room leaves every list after some unanswered queries.
			} finally {
				limit?.stop();
				await socket.close();
			}
		},
	};
};
