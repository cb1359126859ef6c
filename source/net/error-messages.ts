import {isIPv6} from 'node:net';
import {networkInterfaces} from 'node:os';
import process from 'node:process';
import {type CloseCode} from '../wire/frames.ts';
import {defaultPort, formatEndpoint, type Endpoint} from './address.ts';
import {dialDeadline} from './limits.ts';
import {hasIpv6Network, hasNetwork, type Interfaces} from './reachable-addresses.ts';

/** Sentences for the user: what failed, and what to try. */

/** Describes the system's EINVAL: it knows no interface of the name after the `%`. */
const describeUnknownZone = (host: string): string | undefined => {
	const {zone} = /%(?<zone>.+)$/.exec(host)?.groups ?? {};
	return zone === undefined ? undefined : `This computer has no network interface ${zone}.`;
};

const describeUnknownHost = (host: string) => `No computer called ${host}. Try its IP address.`;
const describeFailedLookup = (host: string) =>
	`The name ${host} cannot be looked up: no name server answers. Try its IP address.`;

const diskSentences: Readonly<Record<string, string>> = {
	taken:
		'Another program has opened the files of this room, on another computer or by another path. Acknowledged messages are safe.',
	damaged: 'The history file of this room was changed while the room was open. Open the room again to see where.',
	removed:
		'The history file of this room was removed or moved while the room was open. To begin a new history, open the room again.',
};

/** Returns why an open room had to close. */
export const describeDiskError = (code: string): string =>
	diskSentences[code] ??
	`The history of this room cannot be saved (${code}). Acknowledged messages are safe. Fix the disk, then open the room again.`;

/**
Returns how to write the address if its last number was meant as the port: `2001:db8::7:5000` is an
address as well.
*/
const suggestPort = ({host, port}: Endpoint): string => {
	const {address = '', last = ''} = /^(?<address>.+):(?<last>[1-9]\d{3})$/.exec(host)?.groups ?? {};
	return port === defaultPort && isIPv6(address)
		? ` If ${last} is the port, the address is ${formatEndpoint(address, Number(last))}.`
		: '';
};

/**
Returns why a dial failed. `code`: as in `DialEvents.onFailure`. `getInterfaces`: returns those of
this computer.
*/
export const describeDialError = (
	code: string,
	endpoint: Endpoint,
	getInterfaces: () => Interfaces = networkInterfaces,
): string => describeDialFailure(code, endpoint, getInterfaces) + suggestPort(endpoint);

const describeMissingRoute = (host: string): string =>
	`No route to ${host}: this computer or a router on the way knows no way there.`;

const describeDialFailure = (code: string, endpoint: Endpoint, getInterfaces: () => Interfaces): string => {
	const {host, port} = endpoint;
	const at = formatEndpoint(host, port);
	switch (code) {
		case 'protocol': {
			return describeOtherProtocol(endpoint);
		}

		case 'silent': {
			return describeNoWelcome(endpoint);
		}

		case 'auth': {
			return closeReasons.auth.text;
		}

		case 'guesses': {
			return `Too many wrong codes have come to ${at} from your network. Try again in a minute.`;
		}

		case 'ECONNREFUSED': {
			return `Nobody is hosting at ${at}. Is \`socket-chat host\` running there?`;
		}

		case 'EHOSTUNREACH': {
			return `Can't reach ${host}. Either no computer has this address now, or a router or firewall on the way refuses.`;
		}

		case 'ENETUNREACH': {
			return hasNetwork(getInterfaces()) ? describeMissingRoute(host) : 'This computer seems to be offline.';
		}

		case 'no-answer': {
			const causes = 'a firewall, a full queue, or it is off';
			return `${host} did not answer within ${dialDeadline / 1000} s, our limit: ${causes}.`;
		}

		case 'ETIMEDOUT': {
			return `${host} did not answer. A firewall there may be dropping port ${port}.`;
		}

		case 'no-ipv6': {
			if (hasIpv6Network(getInterfaces())) {
				return describeMissingRoute(host);
			}

			const what = host.includes(':') ? 'is an IPv6 address' : 'has IPv6 addresses only';
			return `${host} ${what}, and this computer has no IPv6 network.`;
		}

		case 'ENOTFOUND': {
			return describeUnknownHost(host);
		}

		case 'EAI_AGAIN':
		case 'EAI_FAIL': {
			return describeFailedLookup(host);
		}

		case 'no-code': {
			return describeMissingCode(endpoint);
		}

		case 'lost':
		case 'ECONNRESET':
		case 'EPIPE': {
			return connectionLost;
		}

		case 'EINVAL': {
			return describeUnknownZone(host) ?? `Can't connect to ${at} (${code}).`;
		}

		default: {
			return `Can't connect to ${at} (${code}).`;
		}
	}
};

/** Returns why listening failed. `code`: the system's error code. */
export const describeListenError = (
	code: string,
	{host, port}: Endpoint,
	platform: NodeJS.Platform = process.platform,
): string => {
	switch (code) {
		case 'EADDRINUSE': {
			// Node sets SO_REUSEADDR. Linux refuses even so while a connection is in TIME-WAIT
			// whose program bound the port without it, and closed first.
			const wasInUse = platform === 'linux' ? ', or was until less than a minute ago' : '';
			return port === 5000 && platform === 'darwin'
				? 'Port 5000 is in use. On macOS, AirPlay uses it: try --port 5001.'
				: `Port ${port} is in use, perhaps by another host${wasInUse}. Try another port, or --port 0 for any free one.`;
		}

		case 'EACCES': {
			return 'Ports under 1024 need administrator rights.';
		}

		case 'ENOTFOUND': {
			return describeUnknownHost(host);
		}

		case 'EAI_AGAIN':
		case 'EAI_FAIL': {
			return describeFailedLookup(host);
		}

		case 'EADDRNOTAVAIL': {
			return `${host} is not an address of this computer.`;
		}

		case 'EINVAL': {
			return describeUnknownZone(host) ?? `Can't listen on ${formatEndpoint(host, port)} (${code}).`;
		}

		default: {
			return `Can't listen on ${formatEndpoint(host, port)} (${code}).`;
		}
	}
};

export const connectionLost = 'The connection was lost.';

/** Why a host that was there cannot be reached: nobody listens at its address any more. */
export const hostGone = 'The host is gone.';

/** Describes a server that answered with another protocol. */
export const describeOtherProtocol = ({host, port}: Endpoint): string =>
	`${formatEndpoint(host, port)} answered, but it is not a private socket-chat room. For plain text, use --plain.`;

/** Describes a private room for a client that has no code. */
export const describeMissingCode = ({host, port}: Endpoint): string =>
	`The room at ${formatEndpoint(host, port)} asks for its code: set SOCKET_CHAT_CODE to the one that the host shows.`;

/** Describes a server that accepted the connection and sent nothing useful in time. */
export const describeNoWelcome = ({host, port}: Endpoint): string =>
	`${formatEndpoint(host, port)} accepted the connection, but does not answer.`;

type CloseReason = {
	readonly text: string;
	/** Whether the client should dial again. */
	readonly retry: boolean;
};

/** The sentence of each close code. The table in docs/protocol.md repeats it. */
export const closeReasons: Readonly<Record<CloseCode, CloseReason>> = {
	bye: {text: 'The host closed the room.', retry: false},
	'bad-version': {text: 'The host speaks another version of socket-chat. Update the older one.', retry: false},
	'bad-frame': {text: 'The other side sent an invalid frame.', retry: true},
	'bad-utf8': {text: 'The other side sent invalid UTF-8.', retry: true},
	'too-big': {text: 'A line was longer than the limit.', retry: true},
	'slow-frame': {text: 'A frame arrived too slowly.', retry: true},
	'hello-timeout': {text: 'No hello came within 5 s.', retry: true},
	auth: {text: 'That code does not open this room. Ask the host for its code.', retry: false},
	gap: {text: 'A message is missing from the sequence.', retry: true},
	// Retry: a delayed hello of an older connection can arrive last, and replace the current one.
	replaced: {text: 'A newer connection of the same member took over.', retry: true},
	'in-use': {text: 'This member is connected from another place already.', retry: false},
	full: {text: 'The room is full.', retry: true},
	locked: {text: 'The room is locked. Its host can let you in.', retry: true},
	kicked: {text: 'The host has removed you from the room.', retry: false},
	disk: {text: 'The host cannot write its log to disk.', retry: true},
	shutdown: {text: 'The host is shutting down.', retry: true},
	'history-reset': {text: 'The history of the room was reset.', retry: true},
};

export const isCloseCode = (code: string): code is CloseCode => Object.hasOwn(closeReasons, code);
