import type {NetworkInterfaceInfo} from 'node:os';
import {formatEndpoint, isWildcard, type Endpoint} from './address.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** An IPv6 address that only means something with the name of an interface beside it. */
const isLinkLocal = (address: string): boolean => /^fe[89ab][\da-f]:/i.test(address);

/** Each `address:port` at which others can reach what was bound, IPv4 first; a room on all interfaces of a machine without a network is at its loopback address. */
export const reachableAddresses = ({host, port}: Endpoint, interfaces: Interfaces): readonly string[] => {
	if (!isWildcard(host)) {
		return [formatEndpoint(host, port)];
	}

	const found = Object.values(interfaces)
		.flatMap(infos => infos ?? [])
		.filter(({internal, address, family}) => !internal && !isLinkLocal(address) && (family === 'IPv4' || host === '::'))
		.toSorted((a, b) => a.family.localeCompare(b.family))
		.map(({address}) => formatEndpoint(address, port));
	return found.length > 0 ? [...new Set(found)] : [formatEndpoint('127.0.0.1', port)];
};
