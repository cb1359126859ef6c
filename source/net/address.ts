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

/** Returns whether an IPv6 address is valid only together with an interface name. */
export const isLinkLocal = (address: string): boolean => /^fe[89ab][\da-f]:/i.test(address);

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
