/**
Finds what this computer's own name leads to: programs look for each other by `gethostname()`, and
/etc/hosts often has another loopback address for it than 127.0.0.1.
*/
import {hostname, networkInterfaces} from 'node:os';
import {isLoopback} from '../address.ts';
import type {Interfaces} from '../reachable-addresses.ts';
import {lookUpBySystem, orderAddresses, type LookUp} from './lookup.ts';

/** How names of this computer are found out. */
export type OwnNames = {
	readonly getName: () => string;
	readonly lookUp: LookUp;
	readonly getInterfaces: () => Interfaces;
};

export const systemNames: OwnNames = {
	getName: hostname,
	lookUp: lookUpBySystem,
	getInterfaces: networkInterfaces,
};

/** Looks a name up. Resolves with an empty list where nobody knows it. */
export const findNameAddresses = async (name: string, lookUp: LookUp): Promise<readonly string[]> => {
	try {
		return orderAddresses(await lookUp(name));
	} catch {
		return [];
	}
};

/** Resolves with the addresses that this computer's own name has, and that are its own. */
export const findOwnAddresses = async ({getName, lookUp, getInterfaces}: OwnNames): Promise<readonly string[]> => {
	const found = await findNameAddresses(getName(), lookUp);
	const own = new Set(Object.values(getInterfaces()).flatMap(infos => infos?.map(({address}) => address) ?? []));
	// A name server may have an old address, which another computer has now.
	return found.filter(address => isLoopback(address) || own.has(address));
};
