import {isIPv6} from 'node:net';

const groupsInNetwork = 4;

/**
Returns the network that an address is counted with: an IPv4 address by itself, an IPv6 address with
all others of its /64, which one computer may have for itself.
*/
export const findNetwork = (address: string): string => {
	const [plain = ''] = address.split('%');
	const {v4} = /^::ffff:(?<v4>[\d.]+)$/i.exec(plain)?.groups ?? {};
	if (v4 !== undefined || !isIPv6(plain)) {
		return v4 ?? plain;
	}

	const [before = '', after] = plain.toLowerCase().split('::');
	const head = before === '' ? [] : before.split(':');
	const tail = after === undefined || after === '' ? [] : after.split(':');
	const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
	const groups = [...head, ...Array.from({length: Math.max(0, zeros)}, () => '0'), ...tail];
	return `${groups
		.slice(0, groupsInNetwork)
		.map(group => Number.parseInt(group, 16).toString(16))
		.join(':')}::/64`;
};
