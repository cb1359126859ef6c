import {BlockList, isIP} from 'node:net';
import type {DnsRecord} from 'dns-packet';
import type {Endpoint} from '../net/address.ts';
import {serviceName} from './mdns-packet.ts';

const instancePattern = /^([a-z\d]{4,16})\._socket-chat\._tcp\.local$/;

const maximumRooms = 64;
const maximumAddresses = 16;
/** A room that leaves more queries than this unanswered is gone. */
const maximumUnanswered = 4;

/** A room on the network. */
export type FoundRoom = {
	/** The host's random name for it. */
	readonly tag: string;
	/** Where to dial. */
	readonly endpoint: Endpoint;
	/** All addresses that the host announced, the one to dial first. */
	readonly addresses: readonly string[];
};

type KnownRoom = FoundRoom & {
	/** The address that the room was announced from. */
	readonly sender: string;
	/** Queries since its last answer. */
	unanswered: number;
};

/** "This network", multicast and broadcast: no host has such an address. */
const unusable = new BlockList();
unusable.addSubnet('0.0.0.0', 8, 'ipv4');
unusable.addSubnet('224.0.0.0', 3, 'ipv4');
unusable.addAddress('::', 'ipv6');
unusable.addSubnet('ff00::', 8, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
const linkLocal = new BlockList();
linkLocal.addSubnet('fe80::', 10, 'ipv6');

const isIn = (list: BlockList, address: string): boolean =>
	list.check(address.replace(/%.*$/, ''), isIP(address) === 4 ? 'ipv4' : 'ipv6');

/**
Returns whether to believe `sender` that a room is at `address`. Another computer must not make this
one dial itself.
*/
const isDialable = (address: string, sender: string): boolean =>
	isIP(address) !== 0 &&
	address.length <= 64 &&
	!isIn(unusable, address) &&
	(!isIn(loopback, address) || isIn(loopback, sender)) &&
	(!isIn(linkLocal, address) || address.includes('%'));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

const readRecords = (packet: unknown): DnsRecord[] => {
	const lists = isObject(packet) ? [packet.answers, packet.additionals] : [];
	return lists
		.flatMap((list: unknown): unknown[] => (Array.isArray(list) ? list : []))
		.flatMap(one =>
			isObject(one) && typeof one.name === 'string' && typeof one.type === 'string' && typeof one.ttl === 'number'
				? [{name: one.name, type: one.type, ttl: one.ttl, data: one.data}]
				: [],
		);
};

/**
Sorts the address to dial to the front: the sender's own, then IPv4, global IPv6, link-local IPv6.
*/
const sortAddresses = (addresses: readonly string[], sender: string): string[] => {
	const rank = (address: string) =>
		address === sender ? 0 : isIP(address) === 4 ? 1 : isIn(linkLocal, address) ? 3 : 2;
	return [...new Set(addresses)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, maximumAddresses);
};

/**
The rooms that responses announced. Anybody on the network can send any response, so every field is
checked.
*/
export class FoundRooms {
	readonly #rooms = new Map<string, KnownRoom>();

	get rooms(): FoundRoom[] {
		return [...this.#rooms.values()]
			.map(({tag, endpoint, addresses}) => ({tag, endpoint, addresses}))
			.toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
	}

	/** Reads a decoded response. Returns whether the rooms have changed. */
	receive(packet: unknown, sender: string): boolean {
		const records = readRecords(packet);
		const before = JSON.stringify(this.rooms);
		for (const {name, type, ttl, data} of records) {
			const tag = typeof data === 'string' ? instancePattern.exec(data)?.[1] : undefined;
			if (type === 'PTR' && name === serviceName && tag !== undefined && this.#mayChange(tag, sender)) {
				this.#update(tag, ttl, records, sender);
			}
		}

		return JSON.stringify(this.rooms) !== before;
	}

	/**
	Called before each query: removes the rooms that no longer answer. Returns whether the rooms
	have changed.
	*/
	countQuery(): boolean {
		const before = this.#rooms.size;
		for (const room of this.#rooms.values()) {
			room.unanswered++;
			if (room.unanswered > maximumUnanswered) {
				this.#rooms.delete(room.tag);
			}
		}

		return this.#rooms.size !== before;
	}

	/** While a room's host answers, no other computer can change the room or say goodbye for it. */
	#mayChange(tag: string, sender: string): boolean {
		const room = this.#rooms.get(tag);
		return room ? room.sender === sender || room.unanswered > 1 : this.#rooms.size < maximumRooms;
	}

	#update(tag: string, ttl: number, records: readonly DnsRecord[], sender: string) {
		// A goodbye (RFC 6762, 10.1).
		if (ttl === 0) {
			this.#rooms.delete(tag);
			return;
		}

		const service = records.find(
			record => record.type === 'SRV' && record.ttl > 0 && record.name === `${tag}.${serviceName}`,
		)?.data;
		const {port, target} = isObject(service) ? service : {};
		if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
			return;
		}

		const announced = records
			.filter(record => (record.type === 'A' || record.type === 'AAAA') && record.ttl > 0 && record.name === target)
			.flatMap(({data}) => (typeof data === 'string' && isDialable(data, sender) ? [data] : []));
		// A room that announces no usable address is where the packet came from.
		const addresses = announced.length > 0 ? sortAddresses(announced, sender) : [sender];
		this.#rooms.set(tag, {tag, endpoint: {host: addresses[0] ?? sender, port}, addresses, sender, unanswered: 0});
	}
}
