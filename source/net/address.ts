import {isIPv6} from 'node:net';

/** The port of the lab sheet. */
export const defaultPort = 5000;

/** One end of a socket. */
export type Endpoint = {
	readonly host: string;
	readonly port: number;
};

/** Formats `address:port`: IPv6 in brackets, and an IPv4 address of an IPv6 socket as IPv4. */
export const formatEndpoint = (host: string | undefined, port: number | undefined): string => {
	const plain = (host ?? '?').replace(/^:{2}f{4}:(?=(?:\d+\.){3}\d+$)/i, '');
	return plain.includes(':') ? `[${plain}]:${port ?? '?'}` : `${plain}:${port ?? '?'}`;
};

/** Returns whether a socket that listens on `host` listens on all addresses. */
export const isWildcard = (host: string): boolean => host === '::' || host === '0.0.0.0';

/** Returns whether only this computer can reach the address. */
export const isLoopback = (host: string): boolean =>
	host === 'localhost' || host === '::1' || /^(?:::ffff:)?127\.(?:\d+\.){2}\d+$/i.test(host);

/** Thrown for a text that is not an address or a port. The message is a sentence for the user. */
export class AddressError extends Error {}

/** Parses a port. `lowest`: 1 to dial, 0 to listen. Throws an AddressError. */
export const parsePort = (word: string, lowest: 0 | 1): number => {
	const port = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
	if (!(port >= lowest && port <= 65_535)) {
		throw new AddressError(`A port is a whole number from ${lowest} to 65535, not ${JSON.stringify(word)}.`);
	}

	return port;
};

/** Parses `name`, `name:port`, `1.2.3.4:port`, `::1` or `[::1]:port`. Throws an AddressError. */
export const parseAddress = (word: string): Endpoint => {
	const trimmed = word.trim();
	// The first call of isIPv6 is slow, so skip it for texts that cannot be IPv6.
	if (/:.*:/.test(trimmed) && isIPv6(trimmed)) {
		return {host: trimmed, port: defaultPort};
	}

	const match = /^(?:\[(?<six>[^\]]+)]|(?<host>[^\s:[\]/]+))(?::(?<port>.*))?$/.exec(trimmed);
	const {six, host, port} = match?.groups ?? {};
	if ((six === undefined && host === undefined) || (six !== undefined && !isIPv6(six))) {
		throw new AddressError(
			`${JSON.stringify(word)} is not an address. Use a name or an IP address, with :port if it is not ${defaultPort}.`,
		);
	}

	return {host: six ?? host ?? '', port: port === undefined ? defaultPort : parsePort(port, 1)};
};
