import {isIP} from 'node:net';
import type {DnsRecord} from 'dns-packet';
import type {Endpoint} from '../net/address.ts';
import {cleanLabel} from '../text/name.ts';
import {isLinkLocal, toDialable} from './address-lists.ts';
import {serviceName} from './mdns-packet.ts';
import {nameKey, proofKey} from './room-records.ts';

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
	/** The proof by which members recognise their room. */
	readonly proof?: string;
	/** What the host calls itself. Anybody can announce any name. */
	readonly name?: string;
};

type KnownRoom = FoundRoom & {
	/** The address that the room was announced from. */
	readonly sender: string;
	/** Queries since its last answer. */
	unanswered: number;
};

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

/** Returns the proof and the name, as far as the text of the room's announcement holds them. */
const readText = (text: unknown): Pick<FoundRoom, 'proof' | 'name'> => {
	const strings = Array.isArray(text) ? text.map(String) : [];
	const proof = strings
		.map(each => new RegExp(String.raw`^${proofKey}=([\da-f]{16,64})$`).exec(each)?.[1])
		.find(each => each !== undefined);
	const name = cleanLabel(strings.find(each => each.startsWith(`${nameKey}=`))?.slice(nameKey.length + 1) ?? '');
	return {...(proof !== undefined && {proof}), ...(name !== '' && {name})};
};

/**
The rooms that responses announced. Anybody on the network can send any response, so every field is
checked.
*/
export class FoundRooms {
	readonly #isNear: (address: string) => boolean;
	readonly #rooms = new Map<string, KnownRoom>();

	/** `isNear`: returns whether this computer is in the address's network. */
	constructor(isNear: (address: string) => boolean = () => false) {
		this.#isNear = isNear;
	}

	get rooms(): FoundRoom[] {
		return [...this.#rooms.values()]
			.map(({sender, unanswered, ...room}): FoundRoom => room)
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
			.map(({data}) => (typeof data === 'string' ? toDialable(data, sender) : undefined))
			.filter(address => address !== undefined);
		// A room that announces no usable address is where the packet came from.
		const addresses = announced.length > 0 ? this.#sortAddresses(announced, sender) : [sender];
		const texts = readText(
			records.find(({type, ttl: age, name}) => type === 'TXT' && age > 0 && name === `${tag}.${serviceName}`)?.data,
		);
		const endpoint = {host: addresses[0] ?? sender, port};
		this.#rooms.set(tag, {tag, endpoint, addresses, ...texts, sender, unanswered: 0});
	}

	/**
	Sorts the address to dial to the front: the sender's own unless it is link-local, then those in
	this computer's networks, others, and link-local ones; of each kind IPv4 first.
	*/
	#sortAddresses(addresses: readonly string[], sender: string): string[] {
		const rankKind = (address: string) =>
			isLinkLocal(address) ? (address === sender ? 2 : 4) : address === sender ? 0 : this.#isNear(address) ? 1 : 3;
		const rank = (address: string) => rankKind(address) * 2 + (isIP(address) === 4 ? 0 : 1);
		return [...new Set(addresses)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, maximumAddresses);
	}
}
