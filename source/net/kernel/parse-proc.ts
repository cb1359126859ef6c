import {isSameConnection} from './connection-ends.ts';
import type {ConnectionEnds, KernelView, TcpState} from './kernel-view.ts';

/** The states by their number in include/net/tcp_states.h of Linux, from 1. */
const states: readonly TcpState[] = [
	'ESTABLISHED',
	'SYN-SENT',
	'SYN-RCVD',
	'FIN-WAIT-1',
	'FIN-WAIT-2',
	'TIME-WAIT',
	'CLOSED',
	'CLOSE-WAIT',
	'LAST-ACK',
	'LISTEN',
	'CLOSING',
	'SYN-RCVD',
];

const timers: ReadonlyMap<string, string> = new Map([
	['01', 'on'],
	['02', 'keepalive'],
	['03', 'timewait'],
	['04', 'persist'],
]);

/** Linux tells times in hundredths of a second, whatever the kernel's own clock is. */
const tick = 10;

/** Returns the address in the short form of RFC 5952. */
const formatIpv6 = (bytes: readonly number[]): string => {
	const groups = Array.from({length: 8}, (_, index) =>
		((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16),
	);
	return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
};

/** The bytes of each group of four stand in the order of the processor, so that they are turned. */
const parseHost = (hex: string): string => {
	const bytes = [...hex.matchAll(/.{8}/g)].flatMap(([word]) =>
		[...word.matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16)).toReversed(),
	);
	if (bytes.length === 4) {
		return bytes.join('.');
	}

	const isMapped = bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
	return isMapped ? bytes.slice(12).join('.') : formatIpv6(bytes);
};

const parseEnd = (text: string) => {
	const [host = '', port = ''] = text.split(':');
	return {host: parseHost(host), port: Number.parseInt(port, 16)};
};

const parseHex = (text: string | undefined): number | undefined => {
	const value = Number.parseInt(text ?? '', 16);
	return Number.isNaN(value) ? undefined : value;
};

const parseLine = (line: string, ends: ConnectionEnds): KernelView | undefined => {
	const fields = line.trim().split(/\s+/);
	const [, local = '', remote = '', state = '', queues = '', timer = '', retransmits] = fields;
	if (
		!/^[\dA-F]+:[\dA-F]{4}$/.test(local) ||
		!isSameConnection({local: parseEnd(local), remote: parseEnd(remote)}, ends)
	) {
		return undefined;
	}

	const [sendQueue, receiveQueue] = queues.split(':');
	const [kind = '', left] = timer.split(':');
	const name = timers.get(kind);
	const rto = Number(fields[12]);
	return {
		source: 'proc',
		state: states[(parseHex(state) ?? 7) - 1] ?? 'CLOSED',
		sendQueue: parseHex(sendQueue),
		receiveQueue: parseHex(receiveQueue),
		...(name !== undefined && {timer: `${name} ${(((parseHex(left) ?? 0) * tick) / 1000).toFixed(1)}s`}),
		// How often the oldest segment was sent again, which is less than all that were.
		...(parseHex(retransmits) !== 0 && {retransmits: parseHex(retransmits)}),
		...(Number.isFinite(rto) && {rto: rto * tick}),
	};
};

/**
Parses what /proc/net/tcp or /proc/net/tcp6 holds: state, queues and timer. Undefined if the
connection is not in it.
*/
export const parseProc = (text: string, ends: ConnectionEnds): KernelView | undefined => {
	const ports = [ends.local.port, ends.remote.port].map(
		port => `:${port.toString(16).toUpperCase().padStart(4, '0')} `,
	);
	for (const line of text.split('\n')) {
		const view = ports.every(port => line.includes(port)) ? parseLine(line, ends) : undefined;
		if (view) {
			return view;
		}
	}

	return undefined;
};
