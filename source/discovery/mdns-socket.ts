import {createSocket, type RemoteInfo} from 'node:dgram';
import {networkInterfaces} from 'node:os';
import type {DnsPacket} from 'dns-packet';
import {errorCode} from '../text/errors.ts';
import {decodePacket} from './mdns-packet.ts';

export const mdnsPort = 5353;
const group = '224.0.0.251';

export type MdnsSocketOptions = {
	/** Called for each well-formed packet about rooms. */
	readonly onPacket: (packet: Required<DnsPacket>, sender: RemoteInfo) => void;
	/** Called with a system error's code, each time that packets cannot be sent or received. */
	readonly onError: (code: string) => void;
};

/** A UDP socket in the mDNS group. */
export type MdnsSocket = {
	/**
	Sends from every interface. Resolves once the packet has left from one of them, or from none.
	*/
	readonly send: (packet: Uint8Array) => Promise<void>;
	/**
	Joins the group on interfaces that have come up. Returns whether any address has changed since
	the last call.
	*/
	readonly updateInterfaces: () => boolean;
	readonly close: () => Promise<void>;
};

/** Opens a socket that has joined no interface yet. Rejects where the port cannot be bound. */
export const openMdnsSocket = async ({onPacket, onError}: MdnsSocketOptions): Promise<MdnsSocket> => {
	/** One IPv4 address of each interface that packets are sent from. */
	let outlets: readonly string[] = [];
	let joined: readonly string[] = [];
	let knownAddresses: string | undefined;
	let closed: Promise<void> | undefined;

	const socket = createSocket({
		type: 'udp4',
		reuseAddr: true,
		// Synchronous, so that a packet leaves before the interface for the next one is set.
		lookup(address, _options, callback) {
			callback(null, address, 4);
		},
	});

	const sendFrom = async (outlet: string, packet: Uint8Array) =>
		new Promise<void>((resolve, reject) => {
			socket.setMulticastInterface(outlet);
			socket.send(packet, mdnsPort, group, error => {
				if (error) {
					reject(error);
				} else {
					resolve();
				}
			});
		});

	const send = async (packet: Uint8Array) => {
		try {
			await Promise.any(outlets.map(async outlet => sendFrom(outlet, packet)));
		} catch (error) {
			onError(errorCode(error));
		}
	};

	const updateInterfaces = (): boolean => {
		const interfaces = Object.values(networkInterfaces()).map(infos => infos ?? []);
		const all = interfaces.flatMap(infos => infos.find(({family}) => family === 'IPv4') ?? []);
		const external = all.filter(({internal}) => !internal);
		outlets = (external.length > 0 ? external : all).map(({address}) => address);
		let problem = 'ENETUNREACH';
		joined = joined.filter(address => outlets.includes(address));
		for (const address of outlets.filter(one => !joined.includes(one))) {
			try {
				socket.addMembership(group, address);
			} catch (error) {
				// EADDRINUSE: the interface has joined already, by another of its addresses.
				if (errorCode(error) !== 'EADDRINUSE') {
					problem = errorCode(error);
					continue;
				}
			}

			joined = [...joined, address];
		}

		if (joined.length === 0) {
			onError(problem);
		}

		const addresses = interfaces.flatMap(infos => infos.map(({address}) => address)).join(' ');
		const isChanged = addresses !== knownAddresses;
		knownAddresses = addresses;
		return isChanged;
	};

	const close = async (): Promise<void> => {
		closed ??= new Promise(resolve => {
			socket.close(resolve);
		});
		return closed;
	};

	socket.on('message', (bytes: Uint8Array, sender: RemoteInfo) => {
		const packet = decodePacket(bytes);
		if (packet) {
			onPacket(packet, sender);
		}
	});

	try {
		await new Promise<void>((resolve, reject) => {
			socket.once('error', reject);
			socket.bind(mdnsPort, '0.0.0.0', resolve);
		});
		socket.on('error', error => {
			onError(errorCode(error));
		});
		socket.setMulticastTTL(255);
		return {send, updateInterfaces, close};
	} catch (error) {
		await close();
		throw error;
	}
};
