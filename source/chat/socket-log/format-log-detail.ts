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

const formatTimeout = ({awaited, deadline, remote, host, code, note}: SocketLogEntry): string => {
	switch (awaited) {
		case 'address': {
			return `lookup of ${host}: no answer for ${formatSeconds(deadline)}`;
		}

		case 'connection': {
			return `to ${remote} failed: ${code}`;
		}

		case 'handshake': {
			return `${remote} said ${note} for ${formatSeconds(deadline)}`;
		}

		case 'hello': {
			return `${remote} No hello came within ${formatSeconds(deadline)}.`;
		}

		case 'welcome': {
			return `no welcome from ${remote} within ${formatSeconds(deadline)}`;
		}

		case 'sign of life': {
			return `${remote} was silent for ${formatSeconds(deadline)}`;
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

const formatClose = ({local, remote, by, reason, code, note}: SocketLogEntry): string => {
	if (remote === undefined) {
		return note ?? (code === undefined ? 'the listening socket' : `a connection could not be accepted: ${code}`);
	}

	if (reason !== undefined) {
		return `${by === 'remote' ? 'by ' : ''}${remote} ${reason}${note === undefined ? '' : `: ${note}`}`;
	}

	if (note !== undefined) {
		return `${remote} ${note}`;
	}

	return local === undefined ? `gave up connecting to ${remote}` : `${local} → ${remote}`;
};

const formatStep = (entry: SocketLogEntry): string => {
	const {verb, local = '', remote = '', bytes, code, note} = entry;
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
			return `${remote} at ${local}`;
		}

		case 'connect': {
			return formatConnect(entry);
		}

		case 'secure': {
			return `${remote} ${note ?? `failed: ${code}`}`;
		}

		case 'hello':
		case 'resume': {
			return formatHello(entry);
		}

		case 'send': {
			return `${bytes} B ${formatContent(entry)} to ${remote}`;
		}

		case 'recv': {
			return `${bytes} B ${formatContent(entry)} from ${remote}`;
		}

		case 'ping': {
			return formatPing(entry);
		}

		case 'shutdown': {
			return remote;
		}

		case 'end': {
			return `${remote} sends no more`;
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
