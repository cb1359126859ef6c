/** One end of a socket. */
export type Endpoint = {
	readonly host: string;
	readonly port: number;
};

/** `address:port`, with brackets around an IPv6 address; an IPv4 address that came over an IPv6 socket is shown as IPv4. */
export const formatEndpoint = (host: string | undefined, port: number | undefined): string => {
	const plain = (host ?? '?').replace(/^:{2}f{4}:(?=(?:\d+\.){3}\d+$)/i, '');
	return plain.includes(':') ? `[${plain}]:${port ?? '?'}` : `${plain}:${port ?? '?'}`;
};

/** The address that a connection of this computer would dial to reach a socket that listens on `host`. */
export const isWildcard = (host: string): boolean => host === '::' || host === '0.0.0.0';

/** An address that only this computer reaches. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.(?:\d+\.){2}\d+$/.test(host);
