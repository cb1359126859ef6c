/** Kinds of addresses, and what may be dialled. */
import {BlockList, isIP} from 'node:net';
import type {Interfaces} from './mdns-family.ts';

/** "This network", multicast and broadcast: no host has such an address. */
const unusable = new BlockList();
unusable.addSubnet('0.0.0.0', 8, 'ipv4');
unusable.addSubnet('224.0.0.0', 3, 'ipv4');
unusable.addAddress('::', 'ipv6');
unusable.addSubnet('ff00::', 8, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
const linkLocal = new BlockList();
linkLocal.addSubnet('fe80::', 10, 'ipv6');

export const isIn = (list: BlockList, address: string): boolean =>
	list.check(address.replace(/%.*$/, ''), isIP(address) === 4 ? 'ipv4' : 'ipv6');

export const isLinkLocal = (address: string): boolean => isIn(linkLocal, address);

/** Returns the networks that this computer's interfaces are in, but for link-local ones. */
export const listNetworks = (interfaces: Interfaces): BlockList => {
	const list = new BlockList();
	for (const {address, family, cidr, internal} of Object.values(interfaces).flatMap(infos => infos ?? [])) {
		const prefix = Number(cidr?.split('/')[1]);
		if (!internal && !isLinkLocal(address) && Number.isSafeInteger(prefix)) {
			list.addSubnet(address, prefix, family === 'IPv4' ? 'ipv4' : 'ipv6');
		}
	}

	return list;
};

/**
Returns the address as this computer can dial it; undefined where it is not to be believed. A
link-local address is dialled through the interface that `sender` was heard on. Another computer
must not make this one dial itself.
*/
export const toDialable = (announced: string, sender: string): string | undefined => {
	if (isIP(announced) === 0 || announced.length > 64) {
		return undefined;
	}

	const zone = /%.+$/.exec(sender)?.[0] ?? '';
	const address = isLinkLocal(announced) && !announced.includes('%') ? announced + zone : announced;
	return isIn(unusable, address) ||
		(isIn(loopback, address) && !isIn(loopback, sender)) ||
		(isLinkLocal(address) && !address.includes('%'))
		? undefined
		: address;
};
