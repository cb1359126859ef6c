import {createSocket, type RemoteInfo, type Socket} from 'node:dgram';
import type {NetworkInterfaceInfo} from 'node:os';
import process from 'node:process';
import {errorCode} from '../text/errors.ts';

export const mdnsPort = 5353;

/** The interfaces of this computer, by name. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The addresses and socket options of mDNS over IPv4 or IPv6. */
type Family = {
	readonly type: 'udp4' | 'udp6';
	readonly group: string;
	readonly wildcard: string;
	/** Returns what Node calls each interface that packets are sent from. */
	readonly listOutlets: (interfaces: Interfaces) => readonly string[];
};

export const ipv4: Family = {
	type: 'udp4',
	group: '224.0.0.251',
	wildcard: '0.0.0.0',
	/** One address of each interface; those of the loopback where there is no other. */
	listOutlets(interfaces) {
		const all = Object.values(interfaces).flatMap(infos => infos?.find(({family}) => family === 'IPv4') ?? []);
		const external = all.filter(({internal}) => !internal);
		return (external.length > 0 ? external : all).map(({address}) => address);
	},
};

export const ipv6: Family = {
	type: 'udp6',
	group: 'ff02::fb',
	wildcard: '::',
	listOutlets: interfaces =>
		Object.entries(interfaces).flatMap(([name, infos]) => {
			const info = infos?.find(({family, internal}) => family === 'IPv6' && !internal);
			// Windows knows zones by number only.
			return info?.family === 'IPv6' ? [`::%${process.platform === 'win32' ? info.scopeid : name}`] : [];
		}),
};

const openSocket = async ({type, wildcard}: Family): Promise<Socket> => {
	const socket = createSocket({
		type,
		reuseAddr: true,
		ipv6Only: type === 'udp6',
		// Synchronous, so that a packet leaves before the interface for the next one is set.
		lookup(address, _options, callback) {
			callback(null, address, type === 'udp4' ? 4 : 6);
		},
	});
	try {
		await new Promise<void>((resolve, reject) => {
			socket.once('error', reject);
			socket.bind(mdnsPort, wildcard, () => {
				socket.off('error', reject);
				resolve();
			});
		});
		socket.setMulticastTTL(255);
		return socket;
	} catch (error) {
		socket.close();
		throw error;
	}
};

export type MdnsFamilyEvents = {
	readonly onMessage: (bytes: Uint8Array, sender: RemoteInfo) => void;
	/** Called with a system error's code. */
	readonly onError: (code: string) => void;
};

/** A socket in the mDNS group of one IP version. It is opened once there is an interface for it. */
export class MdnsFamily {
	readonly #family: Family;
	readonly #events: MdnsFamilyEvents;
	#socket: Socket | undefined;
	#outlets: readonly string[] = [];
	#joined: readonly string[] = [];
	#isClosed = false;

	constructor(family: Family, events: MdnsFamilyEvents) {
		this.#family = family;
		this.#events = events;
	}

	/** The interfaces that have joined the group. */
	get joined(): readonly string[] {
		return this.#joined;
	}

	/**
	Joins the group on interfaces that have come up. Resolves with a system error's code where that
	failed.
	*/
	async update(interfaces: Interfaces): Promise<string | undefined> {
		this.#outlets = this.#family.listOutlets(interfaces);
		this.#joined = this.#joined.filter(outlet => this.#outlets.includes(outlet));
		if (this.#outlets.length === 0) {
			return undefined;
		}

		try {
			this.#socket ??= await this.#open();
		} catch (error) {
			return errorCode(error);
		}

		return this.#isClosed ? undefined : this.#join(this.#socket);
	}

	/** Sends from every interface. Rejects where the packet has left from none. */
	async send(packet: Uint8Array): Promise<void> {
		const socket = this.#isClosed ? undefined : this.#socket;
		await Promise.any(socket ? this.#outlets.map(async outlet => this.#sendFrom(socket, outlet, packet)) : []);
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		const socket = this.#socket;
		this.#socket = undefined;
		this.#joined = [];
		if (socket) {
			await new Promise<void>(resolve => {
				socket.close(resolve);
			});
		}
	}

	async #open(): Promise<Socket> {
		const socket = await openSocket(this.#family);
		if (this.#isClosed) {
			socket.close();
			return socket;
		}

		socket.on('message', this.#events.onMessage);
		socket.on('error', error => {
			this.#events.onError(errorCode(error));
		});
		return socket;
	}

	#join(socket: Socket): string | undefined {
		let problem: string | undefined;
		for (const outlet of this.#outlets.filter(each => !this.#joined.includes(each))) {
			try {
				socket.addMembership(this.#family.group, outlet);
			} catch (error) {
				// EADDRINUSE: the interface has joined already, by another of its addresses.
				if (errorCode(error) !== 'EADDRINUSE') {
					problem = errorCode(error);
					continue;
				}
			}

			this.#joined = [...this.#joined, outlet];
		}

		return problem;
	}

	async #sendFrom(socket: Socket, outlet: string, packet: Uint8Array) {
		return new Promise<void>((resolve, reject) => {
			socket.setMulticastInterface(outlet);
			socket.send(packet, mdnsPort, this.#family.group, error => {
				if (error) {
					reject(error);
				} else {
					resolve();
				}
			});
		});
	}
}
