/** IPv4 addresses as numbers, and networks in CIDR notation. */

export type Network = {
	/** The network address, as a number. */
	readonly base: number;
	/** Length of the prefix, 0 to 32. */
	readonly prefix: number;
};

/** Returns the address as a number; `undefined` if the text is no IPv4 address. */
export const parseAddress = (text: string): number | undefined => {
	const bytes = text.split('.');
	const isValid = bytes.length === 4 && bytes.every(byte => /^(?:0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
	return isValid ? bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0) : undefined;
};

export const formatAddress = (address: number): string =>
	[24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.');

/** Returns how many addresses the network has, the network and broadcast addresses included. */
export const countAddresses = ({prefix}: Network): number => 2 ** (32 - prefix);

/**
Returns the network; `undefined` if the text is not `a.b.c.d/n`, or bits behind the prefix are set.
*/
export const parseNetwork = (text: string): Network | undefined => {
	const [, address = '', length = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
	const base = parseAddress(address);
	const prefix = Number(length);
	if (base === undefined || prefix > 32 || base % 2 ** (32 - prefix) !== 0) {
		return undefined;
	}

	return {base, prefix};
};

export const formatNetwork = ({base, prefix}: Network): string => `${formatAddress(base)}/${prefix}`;

export const formatMask = (network: Network): string => formatAddress(2 ** 32 - countAddresses(network));

export const overlaps = (one: Network, other: Network): boolean =>
	one.base < other.base + countAddresses(other) && other.base < one.base + countAddresses(one);
