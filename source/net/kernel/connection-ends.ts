import type {Endpoint} from '../address.ts';
import type {ConnectionEnds} from './kernel-view.ts';

/**
Returns an address as a key: without the interface, and an IPv4 address of an IPv6 socket as IPv4.
*/
const normalizeHost = (host: string): string =>
	host
		.toLowerCase()
		.replace(/%.*$/, '')
		.replace(/^:{2}f{4}:(?=\d)/, '');

const isSameEndpoint = (a: Endpoint, b: Endpoint): boolean =>
	a.port === b.port && normalizeHost(a.host) === normalizeHost(b.host);

/** Returns whether two connections are the same one, seen from the same side. */
export const isSameConnection = (a: ConnectionEnds, b: ConnectionEnds): boolean =>
	isSameEndpoint(a.local, b.local) && isSameEndpoint(a.remote, b.remote);

/**
Parses `127.0.0.1:5000` or `[::1]:5000`; with another separator, `127.0.0.1.5000`. Undefined for
anything else.
*/
export const parseEndpoint = (text: string, separator: ':' | '.' = ':'): Endpoint | undefined => {
	const place = text.lastIndexOf(separator);
	const port = text.slice(place + 1);
	return place > 0 && /^\d{1,5}$/.test(port)
		? {host: text.slice(0, place).replaceAll(/[[\]]/g, ''), port: Number(port)}
		: undefined;
};
