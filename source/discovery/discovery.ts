import type {RemoteInfo} from 'node:dgram';
import type {Service} from 'bonjour-service';
import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {startMulticast, type Channel} from './mdns-socket.ts';
import {isObject, FoundRooms, serviceName, type FoundRoom} from './found-rooms.ts';

export type {FoundRoom as Room} from './found-rooms.ts';

/** Rooms on the local network, told and found by mDNS and DNS-SD (RFC 6762 and 6763). */

const type = 'socket-chat';
const needle = `_${type}`;
const answered = new Set(['PTR', 'SRV', 'TXT', 'A', 'AAAA', 'ANY']);

/** An answer goes to all, so whoever asks again this soon has it. */
const answerEvery = 50;
/** A flood of news is told as one. */
const tellAfter = 50;
/** How often a host looks for interfaces that have come up. */
const lookEvery = 5000;
const farewellPatience = 400;

/** Leaves of a query only what concerns us and was not just answered: the library answers each question of a packet with a packet. */
const questionFilter = (tag: string, clock: Clock) => {
	const names = new Set([serviceName, `${tag}.${serviceName}`, `${tag}.local`]);
	const last = new Map<string, number>();
	return (questions: readonly unknown[]): unknown[] =>
		questions.filter(question => {
			const {name, type} = isObject(question) ? question : {};
			if (
				typeof name !== 'string' ||
				typeof type !== 'string' ||
				!names.has(name.toLowerCase()) ||
				!answered.has(type)
			) {
				return false;
			}

			const key = `${type} ${name.toLowerCase()}`;
			if (Math.abs(clock.now() - (last.get(key) ?? 0)) < answerEvery) {
				return false;
			}

			last.set(key, clock.now());
			return true;
		});
};

export type AdvertiseOptions = {
	readonly port: number;
	/** 4 to 16 small letters and digits, drawn at random: all that others read of the room. */
	readonly tag: string;
	readonly clock?: Clock;
	/** Nobody hears of the room now: said once, with a system error's code; it is tried on. */
	readonly onError: (code: string) => void;
};

/** Tells the local network that there is a room, and no name of anything. */
export const advertise = ({port, tag, clock = systemClock, onError}: AdvertiseOptions) => {
	let service: Service | undefined;
	const host = `${tag}.local`;
	const publish = ({bonjour, server}: Channel) => {
		if (service) {
			// Its records have the addresses that there were: it is forgotten, without a goodbye.
			service.destroyed = true;
			server.unregister([...service.records(), {type: 'A', name: host}, {type: 'AAAA', name: host}]);
		}

		// Without a host it tells the computer's name; a probe that finds the tag taken is said on standard output.
		service = bonjour.publish({name: tag, type, port, host, probe: false});
	};

	const multicast = startMulticast({
		needle,
		clock,
		every: lookEvery,
		onError,
		onOpen({server: {mdns}}) {
			const filter = questionFilter(tag, clock);
			mdns.prependListener('query', (packet: {questions: unknown[]}) => {
				packet.questions = filter(packet.questions);
			});
		},
		onRound(channel, isChanged) {
			if (isChanged) {
				publish(channel);
			}
		},
	});

	const sayGoodbye = async () =>
		new Promise<void>(resolve => {
			if (service) {
				Reflect.apply(service.stop, service, [resolve]);
			} else {
				resolve();
			}
		});
	let stopped: Promise<void> | undefined;
	return {
		/** Says goodbye, and closes. */
		async stop(): Promise<void> {
			stopped ??= multicast.stop(sayGoodbye, farewellPatience);
			return stopped;
		},
	};
};

export type BrowseOptions = {
	/** All rooms that there are now, by their tags, whenever they have changed. */
	readonly onRooms: (rooms: readonly FoundRoom[]) => void;
	/** Nothing can be found now: said once, with a system error's code; it is tried on. */
	readonly onError: (code: string) => void;
	/** Milliseconds from one question to the next (3000). */
	readonly interval?: number;
	readonly clock?: Clock;
};

/** Looks for rooms on the local network until it is stopped. */
export const browse = ({onRooms, onError, interval = 3000, clock = systemClock}: BrowseOptions) => {
	const list = new FoundRooms();
	let isStopped = false;
	let news: Timer | undefined;
	const tell = (isChanged: boolean) => {
		if (isChanged && !isStopped) {
			news ??= clock.after(tellAfter, () => {
				news = undefined;
				onRooms(list.rooms);
			});
		}
	};

	const multicast = startMulticast({
		needle,
		clock,
		every: interval,
		onError,
		onOpen({server: {mdns}}) {
			mdns.on('response', (packet: unknown, {address, port}: RemoteInfo) => {
				// RFC 6762, 6: what does not come from the port of mDNS is no answer.
				if (port === 5353) {
					tell(list.hear(packet, address));
				}
			});
		},
		onRound({server: {mdns}}) {
			tell(list.nextRound());
			mdns.query(serviceName, 'PTR');
		},
	});

	return {
		/** Nothing is heard of it any more. */
		stop() {
			isStopped = true;
			news?.stop();
			void multicast.stop(async () => undefined, 0);
		},
	};
};
