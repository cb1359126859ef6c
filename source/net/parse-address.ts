/** Addresses as users type and paste them. */
import {isIPv4, isIPv6} from 'node:net';
import {domainToASCII} from 'node:url';
import {AddressError, defaultPort, formatEndpoint, isLinkLocal, parsePort, type Endpoint} from './address.ts';

type ParsedAddress = {
	readonly host: string;
	/** Undefined if the text has none. */
	readonly port: string | undefined;
};

const createError = (word: string, hint?: string): AddressError =>
	new AddressError(
		`${JSON.stringify(word)} is not an address. ${hint ?? `Use a name or an IP address, with :port if it is not ${defaultPort}.`}`,
	);

/** Removes what is copied with an address: the command that an invitation prints, a scheme. */
const stripPasted = (word: string): string =>
	word
		.trim()
		.replace(/^(?:\$\s+)?(?:npx\s+)?socket-chat\s+join\s+(?=\S+$)/, '')
		.replace(/^tcp:\/\/(?<rest>[^/]+)\/?$/i, '$<rest>');

/** Returns the shortest form of an IPv6 address; an IPv4 address that it contains, as IPv4. */
const shortenAddress = (address: string): string => {
	const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
	const {high, low} = /^::ffff:(?<high>[\da-f]+):(?<low>[\da-f]+)$/.exec(short)?.groups ?? {};
	if (high === undefined || low === undefined) {
		return short;
	}

	return [high, low]
		.map(part => Number.parseInt(part, 16))
		.flatMap(pair => [Math.floor(pair / 256), pair % 256])
		.join('.');
};

/**
Parses an IPv6 address with or without a zone, `address%interface`; within a URL the percent sign is
`%25` (RFC 6874).
*/
const parseBracketed = (text: string, word: string): string => {
	const {address = '', zone} =
		/^(?<address>[^%]+)(?:%(?:25(?=[a-z]))?(?<zone>[^\s%/[\]:]+))?$/i.exec(text)?.groups ?? {};
	if (!isIPv6(address)) {
		throw createError(word);
	}

	const short = shortenAddress(address);
	if (!isLinkLocal(short)) {
		// The kernel ignores the zone of any other address.
		return short;
	}

	if (zone === undefined) {
		throw new AddressError(
			`${short} is valid on one interface only, and %interface is missing: ${short}%eth0, for example.`,
		);
	}

	return `${short}%${zone}`;
};

/** Throws for an IPv6 address with a port and no brackets, which can pass for a longer address. */
const checkPortWithoutBrackets = (text: string, word: string) => {
	const {address = '', port = ''} = /^(?<address>.+):(?<port>\d+)$/.exec(text)?.groups ?? {};
	// Addresses that begin with `::1:` are on no network, and zones have no colons.
	const isNoAddress = address === '::1' || address.includes('%') || !isIPv6(text);
	if (isNoAddress && isIPv6(address)) {
		throw createError(
			word,
			`With a port, an IPv6 address stands in brackets: ${formatEndpoint(address, Number(port))}.`,
		);
	}
};

const parseName = (text: string, word: string): string => {
	// The dot at the end of a complete DNS name.
	const name = text.normalize('NFC').toLowerCase().replace(/\.$/, '');
	if (!/^[\d.]+$/.test(name)) {
		const isName = domainToASCII(name) !== '' && name.length <= 253 && name.split('.').every(label => label !== '');
		if (!isName) {
			throw createError(word);
		}

		return name;
	}

	// Other programs take numbers with leading zeros for octal ones.
	const decimal = name
		.split('.')
		.map(part => part.replace(/^0+(?=\d)/, ''))
		.join('.');
	if (decimal !== name && isIPv4(decimal)) {
		throw createError(word, `Without leading zeros it would be ${decimal}.`);
	}

	if (/^\d+$/.test(name)) {
		throw createError(word, `A port alone, on this computer, is localhost:${name}.`);
	}

	// `127.1` is short for 127.0.0.1.
	const address = decimal === name ? domainToASCII(name) : '';
	if (!isIPv4(address)) {
		throw createError(word);
	}

	return address;
};

const parseParts = (word: string): ParsedAddress => {
	const text = stripPasted(word);
	// The first call of isIPv6 is slow, so skip it for texts that cannot be IPv6.
	if (!text.startsWith('[') && /:.*:/.test(text)) {
		checkPortWithoutBrackets(text, word);
		return {host: parseBracketed(text, word), port: undefined};
	}

	const match = /^(?:\[(?<six>[^\]]+)]|(?<name>[^\s:[\]/?#@\\%]+))(?::(?<port>.*))?$/.exec(text);
	const {six, name, port} = (text.includes('://') ? undefined : match?.groups) ?? {};
	if (six === undefined && name === undefined) {
		throw createError(word, /^:\d+$/.test(text) ? `A port alone, on this computer, is localhost${text}.` : undefined);
	}

	return {host: six === undefined ? parseName(name ?? '', word) : parseBracketed(six, word), port};
};

/** The addresses that stand for all: to a client, they are its own computer. */
const loopbacks = new Map([
	['0.0.0.0', '127.0.0.1'],
	['::', '::1'],
]);

/**
Parses `name`, `name:port`, `1.2.3.4:port`, `::1` or `[::1]:port`, also within `socket-chat join …`
and after `tcp://`. Names become lower case, IP addresses their shortest form. Throws an
AddressError.
*/
export const parseAddress = (word: string): Endpoint => {
	const {host, port} = parseParts(word);
	return {host: loopbacks.get(host) ?? host, port: port === undefined ? defaultPort : parsePort(port, 1)};
};

/** Parses an address to bind, written as for a client. Throws an AddressError. */
export const parseListenAddress = (word: string): {readonly host: string; readonly port: number | undefined} => {
	const {host, port} = parseParts(word);
	return {host, port: port === undefined ? undefined : parsePort(port, 0)};
};
