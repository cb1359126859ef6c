import type {RemoteInfo} from 'node:dgram';
import {networkInterfaces} from 'node:os';
import type {DnsPacket} from 'dns-packet';
import {isWildcard} from '../net/address.ts';
import {errorCode} from '../text/errors.ts';
import {ipv4, ipv6, MdnsFamily, type Interfaces} from './mdns-family.ts';
import {decodePacket} from './mdns-packet.ts';

export type MdnsSocketOptions = {
	/**
	The address that packets are sent from; undefined or a wildcard: those of all interfaces.
	*/
	readonly host: string | undefined;
	/** Called for each well-formed packet about rooms. */
	readonly onPacket: (packet: Required<DnsPacket>, sender: RemoteInfo) => void;
	/** Called with a system error's code, each time that packets cannot be sent or received. */
	readonly onError: (code: string) => void;
	/** Called each time that a packet has left. */
	readonly onSent: () => void;
};

const selectInterfaces = (all: Interfaces, host: string | undefined): Interfaces =>
	host === undefined || isWildcard(host)
		? all
		: Object.fromEntries(
				Object.entries(all).filter(([, infos]) => infos?.some(({address}) => address === host.replace(/%.*$/, ''))),
			);

/** The mDNS group, by IPv4 and by IPv6. */
export class MdnsSocket {
	readonly #options: MdnsSocketOptions;
	readonly #families: readonly MdnsFamily[];
	#knownAddresses: string | undefined;
	#closed: Promise<unknown> | undefined;

	constructor(options: MdnsSocketOptions) {
		this.#options = options;
		this.#families = [ipv4, ipv6].map(
			family =>
				new MdnsFamily(family, {
					onMessage(bytes, sender) {
						const packet = decodePacket(bytes);
						if (packet) {
							options.onPacket(packet, sender);
						}
					},
					onError: options.onError,
				}),
		);
	}

	/**
	Sends from every interface. Resolves once the packet has left from one of them, or from none.
	*/
	async send(packet: Uint8Array): Promise<void> {
		const {onSent, onError} = this.#options;
		try {
			await Promise.any(
				this.#families.filter(({joined}) => joined.length > 0).map(async family => family.send(packet)),
			);
			onSent();
		} catch (error) {
			onError(errorCode(error, 'ENETUNREACH'));
		}
	}

	/**
	Joins the group on interfaces that have come up. Resolves with whether any address has changed
	since the last call.
	*/
	async updateInterfaces(): Promise<boolean> {
		const interfaces = networkInterfaces();
		const selected = selectInterfaces(interfaces, this.#options.host);
		const problems = await Promise.all(this.#families.map(async family => family.update(selected)));
		if (this.#families.every(({joined}) => joined.length === 0)) {
			this.#options.onError(problems.find(problem => problem !== undefined) ?? 'ENETUNREACH');
		}

		const addresses = Object.values(interfaces)
			.flatMap(infos => infos?.map(({address}) => address) ?? [])
			.join(' ');
		const isChanged = addresses !== this.#knownAddresses;
		this.#knownAddresses = addresses;
		return isChanged;
	}

	async close(): Promise<void> {
		this.#closed ??= Promise.all(this.#families.map(async family => family.close()));
		await this.#closed;
	}
}
