import {BlockList, isIP} from 'node:net';
import type {Endpoint} from '../net/address.ts';

export const serviceName = '_socket-chat._tcp.local';
const instancePattern = /^([a-z\d]{4,16})\._socket-chat\._tcp\.local$/;

const maximumRooms = 64;
const maximumAddresses = 16;
/** A room that has left this many questions unanswered is gone. */
const lostAfter = 4;

/** A room that was found. */
export type FoundRoom = {
	/** What its host calls it: drawn at random, and no name. */
	readonly tag: string;
	/** Where to dial. */
	readonly endpoint: Endpoint;
	/** All addresses that it has told, the one to dial first. */
	readonly addresses: readonly string[];
};

type KnownRoom = FoundRoom & {readonly sender: string; unanswered: number};
type DnsRecord = {readonly name: string; readonly type: string; readonly ttl: number; readonly data: unknown};

// No host is there: "this network", multicast and broadcast.
const nowhere = new BlockList();
nowhere.addSubnet('0.0.0.0', 8, 'ipv4');
nowhere.addSubnet('224.0.0.0', 3, 'ipv4');
nowhere.addAddress('::', 'ipv6');
nowhere.addSubnet('ff00::', 8, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
const linkLocal = new BlockList();
linkLocal.addSubnet('fe80::', 10, 'ipv6');

const isIn = (list: BlockList, address: string): boolean =>
	list.check(address.replace(/%.*$/, ''), isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** Whether a room that `sender` speaks of can be there. Nobody on another computer decides what this one dials on itself. */
const isDialable = (address: string, sender: string): boolean =>
	isIP(address) !== 0 &&
	address.length <= 64 &&
	!isIn(nowhere, address) &&
	(!isIn(loopback, address) || isIn(loopback, sender)) &&
	(!isIn(linkLocal, address) || address.includes('%'));

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

const recordsOf = (packet: unknown): DnsRecord[] => {
	const lists = isObject(packet) ? [packet.answers, packet.additionals] : [];
	return lists
		.flatMap((list: unknown): unknown[] => (Array.isArray(list) ? list : []))
		.flatMap(one =>
			isObject(one) && typeof one.name === 'string' && typeof one.type === 'string' && typeof one.ttl === 'number'
				? [{name: one.name, type: one.type, ttl: one.ttl, data: one.data}]
				: [],
		);
};

const preferred = (addresses: readonly string[], sender: string): string[] => {
	const rank = (address: string) =>
		address === sender ? 0 : isIP(address) === 4 ? 1 : isIn(linkLocal, address) ? 3 : 2;
	return [...new Set(addresses)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, maximumAddresses);
};

/** The rooms of which packets have told. Whoever is on the network can send any packet. */
export class FoundRooms {
	readonly #rooms = new Map<string, KnownRoom>();

	get rooms(): FoundRoom[] {
		return [...this.#rooms.values()]
			.map(({tag, endpoint, addresses}) => ({tag, endpoint, addresses}))
			.toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
	}

	/** Takes in a decoded packet. Gives whether the rooms are others now. */
	hear(packet: unknown, sender: string): boolean {
		const records = recordsOf(packet);
		const before = JSON.stringify(this.rooms);
		for (const {name, type, ttl, data} of records) {
			const tag = typeof data === 'string' ? instancePattern.exec(data)?.[1] : undefined;
			if (type === 'PTR' && name === serviceName && tag !== undefined && this.#mayTell(tag, sender)) {
				this.#take(tag, ttl, records, sender);
			}
		}

		return JSON.stringify(this.rooms) !== before;
	}

	/** The question is asked again. Gives whether the rooms are others now. */
	nextRound(): boolean {
		const before = this.#rooms.size;
		for (const room of this.#rooms.values()) {
			room.unanswered++;
			if (room.unanswered > lostAfter) {
				this.#rooms.delete(room.tag);
			}
		}

		return this.#rooms.size !== before;
	}

	/** While the one that told of a room goes on answering, no other changes it or says its goodbye. */
	#mayTell(tag: string, sender: string): boolean {
		const room = this.#rooms.get(tag);
		return room ? room.sender === sender || room.unanswered > 1 : this.#rooms.size < maximumRooms;
	}

	#take(tag: string, ttl: number, records: readonly DnsRecord[], sender: string) {
		if (ttl === 0) {
			this.#rooms.delete(tag);
			return;
		}

		const srv = records.find(
			record => record.type === 'SRV' && record.ttl > 0 && record.name === `${tag}.${serviceName}`,
		)?.data;
		const {port, target} = isObject(srv) ? srv : {};
		if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
			return;
		}

		const told = records
			.filter(record => (record.type === 'A' || record.type === 'AAAA') && record.ttl > 0 && record.name === target)
			.flatMap(({data}) => (typeof data === 'string' && isDialable(data, sender) ? [data] : []));
		// What has told no address is where the packet came from.
		const addresses = told.length > 0 ? preferred(told, sender) : [sender];
		this.#rooms.set(tag, {tag, endpoint: {host: addresses[0] ?? sender, port}, addresses, sender, unanswered: 0});
	}
}
