/** Finds rooms on the local network by mDNS and DNS-SD (RFC 6762 and 6763). */
import {BlockList} from 'node:net';
import {networkInterfaces} from 'node:os';
import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {isIn, listNetworks} from './address-lists.ts';
import {FoundRooms, type FoundRoom} from './found-rooms.ts';
import {encodeQuery, serviceName} from './mdns-packet.ts';
import {startMdnsRounds} from './mdns-rounds.ts';
import {mdnsPort} from './mdns-family.ts';

/** Changes within this time are reported together, in milliseconds. */
const reportDelay = 50;

export type BrowseOptions = {
	/** Called with all present rooms, sorted by tag, after each change. */
	readonly onRooms: (rooms: readonly FoundRoom[]) => void;
	/**
	Called with a system error's code when no room can be found. Each interval retries.
	*/
	readonly onError: (code: string) => void;
	/** Milliseconds from one query to the next (3000). */
	readonly interval?: number;
	readonly clock?: Clock;
};

/** Looks for rooms until stopped. */
export const browse = ({onRooms, onError, interval = 3000, clock = systemClock}: BrowseOptions) => {
	let networks = new BlockList();
	const list = new FoundRooms(address => isIn(networks, address));
	let isStopped = false;
	let reportTimer: Timer | undefined;
	const scheduleReport = () => {
		if (!isStopped) {
			reportTimer ??= clock.after(reportDelay, () => {
				reportTimer = undefined;
				onRooms(list.rooms);
			});
		}
	};

	const rounds = startMdnsRounds({
		clock,
		interval,
		onError,
		onRound(socket) {
			networks = listNetworks(networkInterfaces());
			if (list.countQuery()) {
				scheduleReport();
			}

			void socket.send(encodeQuery({name: serviceName, type: 'PTR'}));
		},
		onPacket(_socket, packet, {address, port}) {
			// A response from another port must be ignored (RFC 6762, 6).
			if (packet.type === 'response' && port === mdnsPort && list.receive(packet, address)) {
				scheduleReport();
			}
		},
	});

	return {
		/** Closes the socket. Neither callback is called any more. */
		stop() {
			isStopped = true;
			reportTimer?.stop();
			void rounds.stop();
		},
	};
};
