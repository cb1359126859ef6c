/** The DNS records that describe a room, and the answers that they give. */
import {networkInterfaces} from 'node:os';
import type {DnsQuestion, DnsRecord} from 'dns-packet';
import {serviceName} from './mdns-packet.ts';

export type AdvertisedRoom = {
	readonly port: number;
	/** 4 to 16 lower-case letters and digits, drawn at random: the only name that others read. */
	readonly tag: string;
};

/** How long others may keep a record, in seconds. */
const pointerTtl = 28_800;
const textTtl = 4500;
const hostTtl = 120;

/** Addresses that others could dial. Interfaces without a hardware address are tunnels. */
const createAddressRecords = (name: string): readonly DnsRecord[] =>
	Object.values(networkInterfaces())
		.flatMap(infos => infos ?? [])
		.filter(({internal, mac}) => !internal && mac !== '00:00:00:00:00:00')
		.map(({family, address}) => ({name, type: family === 'IPv4' ? 'A' : 'AAAA', ttl: hostTtl, data: address}));

/**
Returns a room's records with this computer's present addresses. The host's name is the tag, not the
computer's name.
*/
export const createRoomRecords = ({port, tag}: AdvertisedRoom): readonly DnsRecord[] => {
	const instance = `${tag}.${serviceName}`;
	const host = `${tag}.local`;
	return [
		{name: serviceName, type: 'PTR', ttl: pointerTtl, data: instance},
		{name: instance, type: 'SRV', ttl: hostTtl, data: {port, target: host}},
		{name: instance, type: 'TXT', ttl: textTtl, data: []},
		{name: '_services._dns-sd._udp.local', type: 'PTR', ttl: hostTtl, data: serviceName},
		...createAddressRecords(host),
	];
};

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
