/** Advertises a room on the local network by mDNS and DNS-SD (RFC 6762 and 6763). */
import type {DnsQuestion, DnsRecord} from 'dns-packet';
import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {encodeResponse, serviceName} from './mdns-packet.ts';
import {startMdnsRounds} from './mdns-rounds.ts';
import type {MdnsSocket} from './mdns-socket.ts';
import {
	answerQuestion,
	createGoodbye,
	createRoomRecords,
	expireOldAddresses,
	type AdvertisedRoom,
} from './room-records.ts';

const answeredTypes = new Set(['PTR', 'SRV', 'TXT', 'A', 'AAAA', 'ANY']);

/**
Answers reach every computer: a question repeated within this time gets none, in milliseconds.
*/
const answerInterval = 50;
/** How often to look for interfaces that have come up, in milliseconds. */
const interfaceInterval = 3000;
/**
The second announcement follows the first after so many milliseconds; each later pause is three
times as long, up to an hour.
*/
const firstAnnouncePause = 3000;
const maximumAnnouncePause = 3_600_000;
/** How long a goodbye may take, in milliseconds. */
const goodbyeTimeout = 400;

/** Returns a predicate for questions about this room that were not answered just now. */
const createQuestionFilter = (tag: string, clock: Clock) => {
	const names = new Set([serviceName, `${tag}.${serviceName}`, `${tag}.local`]);
	const lastAnswers = new Map<string, number>();
	return ({name, type}: DnsQuestion): boolean => {
		const key = `${type} ${name.toLowerCase()}`;
		if (
			!names.has(name.toLowerCase()) ||
			!answeredTypes.has(type) ||
			// The clock may have been set back.
			Math.abs(clock.now() - (lastAnswers.get(key) ?? 0)) < answerInterval
		) {
			return false;
		}

		lastAnswers.set(key, clock.now());
		return true;
	};
};

export type AdvertiseOptions = AdvertisedRoom & {
	readonly clock?: Clock;
	/**
	Called with a system error's code when the room can no longer be advertised. It is retried every
	3 seconds.
	*/
	readonly onError: (code: string) => void;
	/** Called when the room is advertised again after `onError`. */
	readonly onRecovered?: () => void;
};

/** Advertises a room until stopped. */
export const advertise = ({clock = systemClock, onError, onRecovered, ...room}: AdvertiseOptions) => {
	let records: readonly DnsRecord[] = [];
	let timer: Timer | undefined;
	let isFailing = false;
	const needsAnswer = createQuestionFilter(room.tag, clock);

	/** `goodbye`: records that others shall delete, sent along. */
	const announce = (socket: MdnsSocket, pause: number, goodbye: readonly DnsRecord[] = []) => {
		void socket.send(encodeResponse([...records, ...goodbye]));
		timer =
			pause < maximumAnnouncePause
				? clock.after(pause, () => {
						announce(socket, pause * 3);
					})
				: undefined;
	};

	const rounds = startMdnsRounds({
		clock,
		interval: interfaceInterval,
		host: room.host,
		onError(code) {
			isFailing = true;
			onError(code);
		},
		onRecovered() {
			isFailing = false;
			onRecovered?.();
		},
		onRound(socket, isChanged) {
			if (isChanged || isFailing) {
				timer?.stop();
				const before = records;
				records = createRoomRecords(room);
				announce(socket, firstAnnouncePause, expireOldAddresses(before, records));
			}
		},
		onPacket(socket, {type, questions}) {
			for (const question of type === 'query' ? questions.filter(each => needsAnswer(each)) : []) {
				const {answers, additionals} = answerQuestion(records, question);
				if (answers.length > 0) {
					void socket.send(encodeResponse(answers, additionals));
				}
			}
		},
	});

	const sayGoodbye = async (socket: MdnsSocket) => {
		const goodbye = createGoodbye(records);
		records = [];
		if (goodbye.length > 0) {
			await socket.send(encodeResponse(goodbye));
		}
	};

	let stopped: Promise<void> | undefined;
	return {
		/** Says goodbye and closes the socket. */
		async stop(): Promise<void> {
			timer?.stop();
			stopped ??= rounds.stop(sayGoodbye, goodbyeTimeout);
			return stopped;
		},
	};
};
