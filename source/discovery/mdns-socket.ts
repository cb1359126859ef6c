import {Buffer} from 'node:buffer';
import {createSocket, type RemoteInfo} from 'node:dgram';
import {EventEmitter} from 'node:events';
import {networkInterfaces} from 'node:os';
import type {Bonjour as Library} from 'bonjour-service';
import type {Clock, Timer} from '../net/clock.ts';
import {errorCode} from '../text/errors.ts';

const group = '224.0.0.251';
const mdnsPort = 5353;
/** The largest packet of mDNS (RFC 6762, 17). */
const maximumPacket = 9000;
/** Of one packet; a host has its few addresses, and some more. */
const maximumRecords = 128;

/** What the library has inside: its packets, decoded. */
type Mdns = EventEmitter & {
	query(name: string, type: string): void;
};

/** What it keeps private: where what it answers is kept. */
type Server = {
	readonly mdns: Mdns;
	unregister(records: ReadonlyArray<{readonly type: string; readonly name: string}>): void;
};

const isServer = (value: unknown): value is Server =>
	typeof value === 'object' &&
	value !== null &&
	'unregister' in value &&
	'mdns' in value &&
	value.mdns instanceof EventEmitter;

/** The library, at work on a socket in the mDNS group. */
export type Channel = {
	readonly bonjour: Library;
	readonly server: Server;
	/** Looks which interfaces there are now. Gives whether their addresses are others than the last time. */
	readonly look: () => boolean;
	readonly close: () => Promise<void>;
};

/** To decode a packet costs as much as its sender likes: only what can concern us is. */
const isWorthDecoding = (bytes: Uint8Array, needle: string): boolean => {
	const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (packet.length < 12 || packet.length > maximumPacket || !packet.includes(needle)) {
		return false;
	}

	const records = [4, 6, 8, 10].reduce((sum, offset) => sum + packet.readUInt16BE(offset), 0);
	return records <= maximumRecords;
};

/**
The library gets a socket of ours. Its own ends the process where port 5353 is taken or the interfaces cannot be listed, says nothing when
it cannot send, and sends on one interface only: not where a VPN or no router is there.
*/
const openChannel = async (needle: string, onError: (code: string) => void): Promise<Channel> => {
	// It is CommonJS: loaded as a part of the bundle, it has no other name than this.
	const {default: library} = await import('bonjour-service');
	let joined: readonly string[] = [];
	let outlets: readonly string[] = [];
	let known: string | undefined;

	const socket = createSocket({
		type: 'udp4',
		reuseAddr: true,
		// At once, so that a packet leaves before the next one's interface is set.
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

	/** What the library takes for its socket. */
	// eslint-disable-next-line unicorn/prefer-event-target -- so it is used by the library
	const facade = Object.assign(new EventEmitter(), {
		async send(...args: readonly [Uint8Array, number, number, number, string, () => void]) {
			await send(args[0]);
			args[5]();
		},
		close(callback: () => void) {
			socket.close(callback);
		},
	});

	const look = (): boolean => {
		const interfaces = Object.values(networkInterfaces()).map(infos => infos ?? []);
		const all = interfaces.flatMap(infos => infos.find(({family}) => family === 'IPv4') ?? []);
		const outside = all.filter(({internal}) => !internal);
		outlets = (outside.length > 0 ? outside : all).map(({address}) => address);
		let problem = 'ENETUNREACH';
		joined = joined.filter(address => outlets.includes(address));
		for (const address of outlets.filter(one => !joined.includes(one))) {
			try {
				socket.addMembership(group, address);
			} catch (error) {
				// That interface is in the group already, by another of its addresses.
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
		const isChanged = addresses !== known;
		known = addresses;
		return isChanged;
	};

	socket.on('message', (packet: Uint8Array, sender: RemoteInfo) => {
		if (isWorthDecoding(packet, needle)) {
			try {
				facade.emit('message', packet, sender);
			} catch {
				// A packet that the library stumbles over is none.
			}
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
		const options = {port: mdnsPort, socket: facade, bind: false, multicast: false};
		// Without a callback for its errors it throws them.
		const bonjour = new library.Bonjour(options, () => undefined);
		const server: unknown = Reflect.get(bonjour, 'server');
		if (!isServer(server)) {
			throw new TypeError('bonjour-service has changed inside');
		}

		const close = async () =>
			new Promise<void>(resolve => {
				bonjour.destroy(resolve);
			});
		return {bonjour, server, look, close};
	} catch (error) {
		socket.close();
		throw error;
	}
};

export type MulticastOptions = {
	/** Packets without these bytes are of no concern. */
	readonly needle: string;
	readonly clock: Clock;
	/** Milliseconds from one round to the next. */
	readonly every: number;
	/** Said once, with a system error's code; tried is on. */
	readonly onError: (code: string) => void;
	readonly onOpen: (channel: Channel) => void;
	/** `isChanged`: since the last round, interfaces or their addresses have changed. */
	readonly onRound: (channel: Channel, isChanged: boolean) => void;
};

/** Works in the mDNS group, in rounds, for as long as it is not stopped: whatever cannot be done now is tried again in the next. */
export const startMulticast = ({needle, clock, every, onError, onOpen, onRound}: MulticastOptions) => {
	let channel: Channel | undefined;
	let isStopped = false;
	let hasFailed = false;
	let timer: Timer | undefined;

	const fail = (code: string) => {
		if (!isStopped && !hasFailed) {
			hasFailed = true;
			onError(code);
		}
	};

	const round = async () => {
		try {
			if (!channel) {
				channel = await openChannel(needle, fail);
				onOpen(channel);
			}

			if (isStopped) {
				await channel.close();
			} else {
				onRound(channel, channel.look());
			}
		} catch (error) {
			fail(errorCode(error));
		}

		if (!isStopped) {
			timer = clock.after(every, () => {
				current = round();
			});
		}
	};

	let current = round();

	return {
		/** Nothing is heard of it any more. `farewell`: what is still to be done before the socket closes, given `patience` at most. */
		async stop(farewell: () => Promise<void>, patience: number) {
			isStopped = true;
			timer?.stop();
			let limit: Timer | undefined;
			const part = async () => {
				await current;
				await farewell();
			};

			const late = new Promise<void>(resolve => {
				limit = clock.after(patience, resolve);
			});
			try {
				await Promise.race([part(), late]);
			} catch {
				// It has no one to say it to.
			} finally {
				limit?.stop();
				await channel?.close();
			}
		},
	};
};
