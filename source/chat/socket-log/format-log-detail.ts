import type {FrameCounts, SocketLogEntry} from '../../net/socket-log.ts';
import {quoteBytes} from './quote-bytes.ts';

/** Returns frames as `post ×3, typing`. Those of a heartbeat are left out. */
const formatFrames = (frames: FrameCounts): string => {
	const types = Object.entries(frames);
	return types.length === 0
		? 'part of a frame'
		: types
				.filter(([type]) => type !== 'ping' && type !== 'pong')
				.map(([type, count]) => (count === 1 ? type : `${type} ×${count}`))
				.join(', ');
};

/** Returns what a call has carried: frames, or bytes as a literal. */
const formatContent = ({frames, quoted, note}: SocketLogEntry): string =>
	[frames && formatFrames(frames), quoted && quoteBytes(quoted), note].filter(part => part !== undefined).join(' ');

const formatSeconds = (milliseconds = 0): string => `${milliseconds / 1000} s`;

const formatLookup = ({host, addresses, code, note}: SocketLogEntry): string => {
	if (note !== undefined || host === undefined) {
		return note ?? '';
	}

	if (code !== undefined) {
		return `${host} failed: ${code}`;
	}

	return addresses ? `${host} is ${addresses.join(', ') || 'without an address'}` : host;
};

const formatConnect = ({local, remote, code}: SocketLogEntry): string => {
	if (local !== undefined) {
		return `${local} → ${remote}`;
	}

	return `to ${remote}${code === undefined ? '' : ` failed: ${code}`}`;
};

const formatHello = ({verb, by, remote, name, seq}: SocketLogEntry): string =>
	`${by === 'local' ? 'to' : 'from'} ${remote} as ${name}${verb === 'resume' ? ` from message ${seq}` : ''}`;

const formatTimeout = ({awaited, deadline, remote, host, note}: SocketLogEntry): string => {
	const limit = `gave up after ${formatSeconds(deadline)} (this program's limit)`;
	switch (awaited) {
		case 'address': {
			return `lookup of ${host}: no answer, ${limit}`;
		}

		case 'connection': {
			return `to ${remote}: ${limit}`;
		}

		case 'end': {
			return `${remote} has not ended its side: ${limit}`;
		}

		case 'handshake': {
			return `${remote} said ${note}: ${limit}`;
		}

		case 'hello': {
			return `${remote} sent no hello: ${limit}`;
		}

		case 'welcome': {
			return `no welcome from ${remote}: ${limit}`;
		}

		case 'sign of life': {
			return `${remote} was silent: ${limit}`;
		}

		case undefined: {
			return note ?? '';
		}
	}
};

const formatPing = ({by, remote, rtt}: SocketLogEntry): string =>
	by === 'local' ? `${remote} ${rtt ?? '?'} ms` : `from ${remote}${rtt === undefined ? '' : ` ${Math.round(rtt)} ms`}`;

const formatRetry = ({delay = 0, note = ''}: SocketLogEntry): string =>
	`${delay < 50 ? 'now' : `in ${(delay / 1000).toFixed(1)} s`}: ${note}`;

const formatBye = ({remote, by, reason, note}: SocketLogEntry): string =>
	`${by === 'remote' ? 'by ' : ''}${remote} ${[reason, note].filter(part => part !== undefined).join(': ')}`;

const formatClose = ({local, remote, code, note}: SocketLogEntry): string => {
	if (remote === undefined) {
		return 'the listening socket';
	}

	if (note !== undefined) {
		return `${remote} ${note}`;
	}

	return local === undefined
		? `the socket that was to reach ${remote}`
		: `${local} → ${remote}${code === undefined ? '' : `: ${code}`}`;
};

/** Returns the end of one direction, and by which bytes TLS has said so. */
const formatEnd = (sentence: string, {wireBytes, note}: SocketLogEntry): string =>
	note === undefined ? sentence : `${sentence} (${note}, ${wireBytes} B)`;

const formatSecure = ({remote, by, wireBytes, code, note}: SocketLogEntry): string =>
	wireBytes === undefined
		? `${remote} ${note ?? `failed: ${code}`}`
		: `${wireBytes} B of the handshake ${by === 'local' ? 'to' : 'from'} ${remote}`;

/** Returns the bytes that TLS has made of those of a call. 0: they came with others. */
const formatWireBytes = (wireBytes = 0): string => (wireBytes === 0 ? '' : ` → ${wireBytes} B with TLS`);

const formatTransfer = (entry: SocketLogEntry, direction: 'to' | 'from'): string => {
	const {bytes, wireBytes, remote, code} = entry;
	const failure = code === undefined ? '' : ` failed: ${code}`;
	return `${bytes} B ${formatContent(entry)} ${direction} ${remote}${formatWireBytes(wireBytes)}${failure}`;
};

const formatStep = (entry: SocketLogEntry): string => {
	const {verb, local = '', remote = '', code, note} = entry;
	switch (verb) {
		case 'lookup': {
			return formatLookup(entry);
		}

		case 'socket': {
			return 'TCP';
		}

		case 'bind': {
			return `${local}${code === undefined ? '' : ` failed: ${code}`}${note === undefined ? '' : ` (${note})`}`;
		}

		case 'listen': {
			return local;
		}

		case 'accept': {
			return code === undefined ? `${remote} at ${local}` : `a connection could not be accepted: ${code}`;
		}

		case 'connect': {
			return formatConnect(entry);
		}

		case 'secure': {
			return formatSecure(entry);
		}

		case 'hello':
		case 'resume': {
			return formatHello(entry);
		}

		case 'send': {
			return formatTransfer(entry, 'to');
		}

		case 'recv': {
			return formatTransfer(entry, 'from');
		}

		case 'ping': {
			return formatPing(entry);
		}

		case 'end': {
			return formatEnd(`${remote} sends no more`, entry);
		}

		case 'bye': {
			return formatBye(entry);
		}

		case 'shutdown': {
			return formatEnd(`to ${remote}: this end sends no more`, entry);
		}

		case 'reset': {
			return remote;
		}

		case 'timeout': {
			return formatTimeout(entry);
		}

		case 'retry': {
			return formatRetry(entry);
		}

		case 'close': {
			return formatClose(entry);
		}

		case 'fault':
		case 'skipped': {
			return note ?? '';
		}
	}
};

/**
Returns what line mode, `--json` and the log pane show of an entry besides its verb. Not sanitized:
names and quoted bytes are the peer's.
*/
export const formatLogDetail = (entry: SocketLogEntry): string =>
	`${formatStep(entry)}${entry.fault === undefined ? '' : ` (our fault: ${entry.fault})`}`;
