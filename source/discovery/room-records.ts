/** The DNS records that describe a room, and the answers that they give. */
import {Buffer} from 'node:buffer';
import {networkInterfaces} from 'node:os';
import type {DnsQuestion, DnsRecord} from 'dns-packet';
import {isWildcard, type Endpoint} from '../net/address.ts';
import {cleanLabel, maximumNameColumns} from '../text/name.ts';
import {cut} from '../text/width.ts';
import type {Interfaces} from './mdns-family.ts';
import {serviceName} from './mdns-packet.ts';

/** `host`: the address that the room listens on, or a wildcard. */
export type AdvertisedRoom = Endpoint & {
	/** 4 to 16 lower-case letters and digits, drawn at random. */
	readonly tag: string;
	/** What the host calls itself. Without it, others read no name but the tag. */
	readonly name?: string | undefined;
	/** The proof by which members recognise their room, as `createRoomProof` makes it. */
	readonly proof?: string | undefined;
};

/** How long others may keep a record, in seconds. */
const pointerTtl = 28_800;
const textTtl = 4500;
const hostTtl = 120;

/** The name that leads to the types of all services. Hosts of other rooms answer to it, too. */
const servicesName = '_services._dns-sd._udp.local';
/** The key of the text that holds the room's proof. */
export const proofKey = 'room';
/** The key of the text that holds what the host calls itself. */
export const nameKey = 'name';

/** The most bytes of one string in a text (RFC 6763, 6.1). */
const maximumString = 255;

/**
Lists the addresses that others could dial to reach a room that listens on `host`. Interfaces
without a hardware address are tunnels.
*/
const listAddresses = (host: string, interfaces: Interfaces) => {
	const infos = Object.values(interfaces).flatMap(each => each ?? []);
	return isWildcard(host)
		? infos.filter(
				({internal, mac, family}) => !internal && mac !== '00:00:00:00:00:00' && (family === 'IPv4' || host === '::'),
			)
		: infos.filter(({address}) => address === host.replace(/%.*$/, ''));
};

/** Returns the string `name=…`. Of a name of very many bytes, only the start fits. */
const encodeName = (name: string): string => {
	const kept = cleanLabel(name);
	for (let columns = maximumNameColumns; ; columns--) {
		const text = `${nameKey}=${cut(kept, columns)}`;
		if (Buffer.byteLength(text) <= maximumString) {
			return text;
		}
	}
};

const createText = ({proof, name}: Pick<AdvertisedRoom, 'proof' | 'name'>): readonly string[] => {
	const strings = [
		...(proof === undefined ? [] : [`${proofKey}=${proof}`]),
		...(name === undefined ? [] : [encodeName(name)]),
	];
	// A text has at least one string, which may be empty (RFC 6763, 6.1).
	return strings.length === 0 ? [''] : strings;
};

/**
Returns a room's records with this computer's present addresses. The name that these belong to is
the tag, not the computer's name.
*/
export const createRoomRecords = (
	{host, port, tag, ...text}: AdvertisedRoom,
	interfaces: Interfaces = networkInterfaces(),
): readonly DnsRecord[] => {
	const instance = `${tag}.${serviceName}`;
	const name = `${tag}.local`;
	return [
		{name: serviceName, type: 'PTR', ttl: pointerTtl, data: instance},
		{name: instance, type: 'SRV', ttl: hostTtl, data: {port, target: name}},
		{name: instance, type: 'TXT', ttl: textTtl, data: createText(text)},
		{name: servicesName, type: 'PTR', ttl: hostTtl, data: serviceName},
		...listAddresses(host, interfaces).map(({family, address}): DnsRecord => ({
			name,
			type: family === 'IPv4' ? 'A' : 'AAAA',
			ttl: hostTtl,
			data: address,
		})),
	];
};

const expire = (record: DnsRecord): DnsRecord => ({...record, ttl: 0});

/**
Returns what deletes a room's records at others: each with a time to live of 0 (RFC 6762, 10.1). The
type of the service stays, as other rooms may have it.
*/
export const createGoodbye = (records: readonly DnsRecord[]): readonly DnsRecord[] =>
	records.filter(({name}) => name !== servicesName).map(record => expire(record));

/** Returns what deletes the addresses that the room no longer has. */
export const expireOldAddresses = (before: readonly DnsRecord[], now: readonly DnsRecord[]): readonly DnsRecord[] =>
	before
		.filter(({type, data}) => (type === 'A' || type === 'AAAA') && !now.some(record => record.data === data))
		.map(record => expire(record));

/**
Returns the records that answer a question. What a pointer leads to comes along (RFC 6763, 12.1).
*/
export const answerQuestion = (
	records: readonly DnsRecord[],
	{name, type}: DnsQuestion,
): {readonly answers: readonly DnsRecord[]; readonly additionals: readonly DnsRecord[]} => {
	const answers = records.filter(
		record => record.name === name.toLowerCase() && (type === 'ANY' || type === record.type),
	);
	const isPointer = type === 'PTR' && answers.length > 0;
	return {answers, additionals: isPointer ? records.filter(record => record.type !== 'PTR') : []};
};
