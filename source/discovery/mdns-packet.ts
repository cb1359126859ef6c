/** The DNS packets of room discovery, by mDNS and DNS-SD (RFC 6762 and 6763). */
import {Buffer} from 'node:buffer';
import {AUTHORITATIVE_ANSWER, decode, encode, type DnsPacket, type DnsQuestion, type DnsRecord} from 'dns-packet';

/** The name that all rooms answer to. */
export const serviceName = '_socket-chat._tcp.local';

/** Every packet that concerns rooms contains these bytes. */
const serviceLabel = '_socket-chat';
const headerLength = 12;
/** Offsets of the four record counts in the header (RFC 1035, 4.1.1). */
const countOffsets = [4, 6, 8, 10];
/** The largest mDNS packet, in bytes (RFC 6762, 17). */
const maximumLength = 9000;
/** A host announces its addresses and four other records. */
const maximumRecords = 128;

const countRecords = (packet: Uint8Array): number => {
	const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
	return countOffsets.reduce((sum, offset) => sum + view.getUint16(offset), 0);
};

/**
Returns undefined for packets that have nothing to do with rooms and for malformed ones. The sender
decides how long a packet takes to decode, so only packets that can concern rooms are decoded.
*/
export const decodePacket = (bytes: Uint8Array): Required<DnsPacket> | undefined => {
	const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (
		packet.length < headerLength ||
		packet.length > maximumLength ||
		!packet.includes(serviceLabel) ||
		countRecords(packet) > maximumRecords
	) {
		return undefined;
	}

	try {
		return decode(packet);
	} catch {
		return undefined;
	}
};

export const encodeQuery = (...questions: readonly DnsQuestion[]): Uint8Array => encode({type: 'query', questions});

export const encodeResponse = (answers: readonly DnsRecord[], additionals: readonly DnsRecord[] = []): Uint8Array =>
	encode({type: 'response', flags: AUTHORITATIVE_ANSWER, answers, additionals});
