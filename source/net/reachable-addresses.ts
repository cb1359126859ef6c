import type {NetworkInterfaceInfo} from 'node:os';
import {formatEndpoint, isLinkLocal, isLoopback, isWildcard, type Endpoint} from './address.ts';

/** As `os.networkInterfaces()` returns them: only those that are up. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
Returns each `address:port` at which others can reach the bound address, IPv4 first. Where there is
no other, those with a zone, which is the name of this computer's interface. Without a network, a
wildcard address becomes the loopback address.
*/
export const reachableAddresses = ({host, port}: Endpoint, interfaces: Interfaces): readonly string[] => {
	if (!isWildcard(host)) {
		return [formatEndpoint(host, port)];
	}

	const external = Object.entries(interfaces)
		.flatMap(([name, infos]) => infos?.map(info => ({...info, name})) ?? [])
		.filter(({internal, family}) => !internal && (family === 'IPv4' || host === '::'))
		.toSorted((a, b) => a.family.localeCompare(b.family));
	const global = external.filter(({address}) => !isLinkLocal(address)).map(({address}) => address);
	const local = external.filter(({address}) => isLinkLocal(address)).map(({address, name}) => `${address}%${name}`);
	const found = [global, local].find(({length}) => length > 0) ?? ['127.0.0.1'];
	return [...new Set(found.map(address => formatEndpoint(address, port)))];
};

const listExternal = (interfaces: Interfaces): readonly NetworkInterfaceInfo[] =>
	Object.values(interfaces).flatMap(infos => infos?.filter(({internal}) => !internal) ?? []);

/** Returns whether this computer has an address besides those of its loopback interface. */
export const hasNetwork = (interfaces: Interfaces): boolean => listExternal(interfaces).length > 0;

/** Returns whether this computer has an IPv6 address that others beyond one cable can reach. */
export const hasIpv6Network = (interfaces: Interfaces): boolean =>
	listExternal(interfaces).some(({address, family}) => family === 'IPv6' && !isLinkLocal(address));

/**
Lists each `address:port` that leads to the same socket as the endpoint, the endpoint itself first:
this computer has several addresses.
*/
export const listAliases = ({host, port}: Endpoint, interfaces: Interfaces): readonly string[] => {
	const own = Object.values(interfaces).flatMap(infos => infos?.map(({address}) => address) ?? []);
	const isOwn = isLoopback(host) || own.includes(host.replace(/%.*$/, ''));
	const hosts = isOwn ? [host, 'localhost', '127.0.0.1', '::1', ...own] : [host];
	return [...new Set(hosts.map(each => formatEndpoint(each, port)))];
};
