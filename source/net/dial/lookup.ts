/** Looks the addresses of a name up, and puts them into the order in which they are tried. */
import {lookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import {networkInterfaces} from 'node:os';
import {errorCode} from '../../text/errors.ts';
import {formatEndpoint, isLinkLocal, type Endpoint} from '../address.ts';
import type {Clock} from '../clock.ts';
import {lookupDeadline} from '../limits.ts';
import {describeFailure, type SocketLog} from '../socket-log.ts';

/** Resolves with all addresses of a name. Rejects with a system error. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/** Lists the network interfaces that have link-local addresses. */
const listZones = (): readonly string[] =>
	Object.entries(networkInterfaces()).flatMap(([name, infos = []]) =>
		infos.some(({address, internal}) => !internal && isLinkLocal(address)) ? [name] : [],
	);

/**
Asks the system, which orders the addresses by how likely they are to work (RFC 6724). Node drops
the interface of a link-local address, so each interface is tried.
*/
export const lookUpBySystem: LookUp = async name => {
	const found = await lookup(name, {all: true, verbatim: true});
	return addZones(
		found.map(({address}) => address),
		listZones(),
	);
};

/** Adds each interface to the link-local addresses that have none. */
export const addZones = (addresses: readonly string[], zones: readonly string[]): readonly string[] =>
	addresses.flatMap(address =>
		isLinkLocal(address) && !address.includes('%') ? zones.map(zone => `${address}%${zone}`) : [address],
	);

/** The number of addresses of a name that are tried: a name server may send hundreds. */
const maximumAddresses = 16;

/** Returns whether a host is an address and not a name. */
export const isAddress = (host: string): boolean => isIP(host) !== 0 || host.includes(':');

/**
Returns the addresses without duplicates, IPv6 and IPv4 in turn, so that one family that does not
work delays the other little (RFC 8305 §4). The first stays first.
*/
export const orderAddresses = (addresses: readonly string[]): readonly string[] => {
	const plain = addresses.map(address => address.replace(/^::ffff:(?=(?:\d+\.){3}\d+$)/i, ''));
	const distinct = [...new Set(plain)];
	const isFirstFamily = (address: string) => address.includes(':') === distinct[0]?.includes(':');
	const first = distinct.filter(address => isFirstFamily(address));
	const second = distinct.filter(address => !isFirstFamily(address));
	const inTurn = first.flatMap((address, index) => [address, ...second.slice(index, index + 1)]);
	return [...inTurn, ...second.slice(first.length)].slice(0, maximumAddresses);
};

export type LookupEvents = {
	readonly onAddresses: (addresses: readonly string[]) => void;
	/** `code`: the system's, `EAI_AGAIN` also for a lookup that takes longer than its deadline. */
	readonly onFailure: (code: string) => void;
};

/**
Finds the addresses of a host, which are looked up if it is a name. Returns a function that cancels:
then no callback follows.
*/
export const findAddresses = (
	{host, port}: Endpoint,
	{clock, log, lookUp}: {readonly clock: Clock; readonly log: SocketLog; readonly lookUp: LookUp},
	{onAddresses, onFailure}: LookupEvents,
): (() => void) => {
	if (isAddress(host)) {
		onAddresses([host]);
		return () => undefined;
	}

	const common = {host, remote: formatEndpoint(host, port)};
	let isOver = false;
	const end = (finish: () => void) => {
		if (!isOver) {
			isOver = true;
			deadline.stop();
			finish();
		}
	};

	// The system cannot be stopped: what it answers later is ignored.
	const deadline = clock.after(lookupDeadline, () => {
		end(() => {
			log.add({verb: 'timeout', ...common, awaited: 'address', deadline: lookupDeadline});
			onFailure('EAI_AGAIN');
		});
	});
	const start = async () => {
		log.add({verb: 'lookup', ...common});
		try {
			const addresses = orderAddresses(await lookUp(host));
			end(() => {
				log.add({verb: 'lookup', ...common, addresses});
				if (addresses.length === 0) {
					onFailure('ENOTFOUND');
				} else {
					onAddresses(addresses);
				}
			});
		} catch (error) {
			end(() => {
				const code = errorCode(error);
				log.add({verb: 'lookup', ...common, ...describeFailure(code)});
				onFailure(code);
			});
		}
	};

	void start();
	return () => {
		end(() => undefined);
	};
};
