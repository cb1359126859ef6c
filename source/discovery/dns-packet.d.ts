/** The part of dns-packet that discovery uses. The package itself has no types. */
declare module 'dns-packet' {
	export type DnsQuestion = {readonly name: string; readonly type: string};

	/**
	A resource record. The shape of `data` depends on `type`: an address, a name, a list of strings,
	a port and target.
	*/
	export type DnsRecord = DnsQuestion & {readonly ttl: number; readonly data: unknown};

	export type DnsPacket = {
		readonly type: 'query' | 'response';
		readonly flags?: number;
		readonly questions?: readonly DnsQuestion[];
		readonly answers?: readonly DnsRecord[];
		readonly additionals?: readonly DnsRecord[];
	};

	// eslint-disable-next-line @typescript-eslint/naming-convention -- the package's own name
	export const AUTHORITATIVE_ANSWER: number;
	export const encode: (packet: DnsPacket) => Uint8Array;
	/** Throws where the bytes are not a DNS packet. */
	export const decode: (bytes: Uint8Array) => Required<DnsPacket>;
}
