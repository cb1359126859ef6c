import type {RemoteInfo} from 'node:dgram';
import type {DnsPacket} from 'dns-packet';
import type {Clock, Timer} from '../net/clock.ts';
import {errorCode} from '../text/errors.ts';
import {openMdnsSocket, type MdnsSocket} from './mdns-socket.ts';

export type MdnsRoundsOptions = {
	readonly clock: Clock;
	/** Milliseconds from one round to the next. */
	readonly interval: number;
	/**
	Called in each round. `isChanged`: interfaces or their addresses have changed since the last
	round.
	*/
	readonly onRound: (socket: MdnsSocket, isChanged: boolean) => void;
	/** Called for each well-formed packet about rooms. */
	readonly onPacket: (socket: MdnsSocket, packet: Required<DnsPacket>, sender: RemoteInfo) => void;
	/** Called once, with a system error's code, when mDNS first fails. Later rounds try again. */
	readonly onError: (code: string) => void;
};

/**
Opens an mDNS socket and works in rounds until stopped. Each round retries what failed in the one
before.
*/
export const startMdnsRounds = ({clock, interval, onRound, onPacket, onError}: MdnsRoundsOptions) => {
	let socket: MdnsSocket | undefined;
	let isStopped = false;
	let hasFailed = false;
	let timer: Timer | undefined;

	const fail = (code: string) => {
		if (!isStopped && !hasFailed) {
			hasFailed = true;
			onError(code);
		}
	};

	const runRound = async () => {
		try {
			socket ??= await openMdnsSocket({
				onPacket(packet, sender) {
					if (socket) {
						onPacket(socket, packet, sender);
					}
				},
				onError: fail,
			});

			if (isStopped) {
				await socket.close();
			} else {
				onRound(socket, socket.updateInterfaces());
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
				if (socket) {
					await sayGoodbye(socket);
				}
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
				await socket?.close();
			}
		},
	};
};
