import {type CloseCode} from '../wire/frames.ts';
import {formatEndpoint, type Endpoint} from './address.ts';

/** Each failure as the sentence that a person reads. The table is design §7. */

/** Why a room that was open had to end. */
export const describeDiskError = (code: string): string =>
	code === 'damaged'
		? 'Something has changed the history of this room on the disk while it was open. Open the room again to learn where.'
		: `The log of this room cannot be written (${code}). What was acknowledged is safe: make the disk work, and open the room again.`;

/** Why a dial failed. `ETIMEDOUT` covers our own deadline too. */
export const describeDialError = (code: string, endpoint: Endpoint): string => {
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

		case 'ECONNREFUSED': {
			return `Nobody is hosting at ${at}. Is \`socket-chat host\` running there?`;
		}

		case 'EHOSTUNREACH': {
			return `Can't reach ${host}. Is it on the same network?`;
		}

		case 'ENETUNREACH': {
			return 'This computer seems to be offline.';
		}

		case 'ETIMEDOUT': {
			return `${host} did not answer. A firewall there may be dropping port ${port}.`;
		}

		case 'ENOTFOUND':
		case 'EAI_AGAIN': {
			return `No computer called ${host}. Try its IP address.`;
		}

		case 'lost':
		case 'ECONNRESET':
		case 'EPIPE': {
			return connectionLost;
		}

		default: {
			return `Can't connect to ${at} (${code}).`;
		}
	}
};

/** Why listening failed. */
export const describeListenError = (code: string, {host, port}: Endpoint): string => {
	switch (code) {
		case 'EADDRINUSE': {
			return `Port ${port} is in use. Another host? On macOS, AirPlay uses 5000: try --port 5001.`;
		}

		case 'EACCES': {
			return 'Ports under 1024 need administrator rights.';
		}

		case 'ENOTFOUND':
		case 'EAI_AGAIN': {
			return `No computer called ${host}. Try its IP address.`;
		}

		case 'EADDRNOTAVAIL': {
			return `${host} is not an address of this computer.`;
		}

		default: {
			return `Can't listen on ${formatEndpoint(host, port)} (${code}).`;
		}
	}
};

export const connectionLost = 'The connection was lost.';

/** Something answered a hello otherwise than with a welcome. */
export const describeOtherProtocol = ({host, port}: Endpoint): string =>
	`Something answers at ${formatEndpoint(host, port)}, but not as a private room of socket-chat does. For plain text, use --plain.`;

/** Something took the connection, and the welcome did not come in time. */
export const describeNoWelcome = ({host, port}: Endpoint): string =>
	`Something listens at ${formatEndpoint(host, port)}, but does not answer.`;

type CloseReason = {
	readonly text: string;
	/** Whether trying again makes sense. */
	readonly retry: boolean;
};

/** Each close code's sentence. */
export const closeReasons: Readonly<Record<CloseCode, CloseReason>> = {
	bye: {text: 'The host closed the room.', retry: false},
	'bad-version': {text: 'The host speaks another version of socket-chat. Update the older one.', retry: false},
	'bad-frame': {text: 'What came was not a frame of socket-chat.', retry: true},
	'bad-utf8': {text: 'What came was not valid UTF-8.', retry: true},
	'too-big': {text: 'A line was longer than the limit.', retry: true},
	'slow-frame': {text: 'A frame took longer than 10 s to arrive.', retry: true},
	'hello-timeout': {text: 'No hello came within 5 s.', retry: true},
	auth: {text: 'That code does not open this room. Ask the host for its code.', retry: false},
	gap: {text: 'A message was missing between two that came.', retry: true},
	// A hello that was held up on its way can come after the one that was sent later: then it is the member's own ghost that took over.
	replaced: {text: 'A newer connection of the same member took over.', retry: true},
	full: {text: 'The room is full.', retry: true},
	locked: {text: 'The room is locked: its host lets nobody new in.', retry: true},
	kicked: {text: 'The host has removed you from the room.', retry: false},
	disk: {text: 'The host cannot write its log to disk.', retry: true},
	shutdown: {text: 'The host is shutting down.', retry: true},
	'history-reset': {text: 'The history of the room was reset.', retry: true},
};

export const isCloseCode = (code: string): code is CloseCode => Object.hasOwn(closeReasons, code);
