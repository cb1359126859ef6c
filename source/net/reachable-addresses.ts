import type {NetworkInterfaceInfo} from 'node:os';
import {formatEndpoint, isLinkLocal, isWildcard, type Endpoint} from './address.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
Returns each `address:port` at which others can reach the bound address, IPv4 first. Without a
network, a wildcard address becomes the loopback address.
*/
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
