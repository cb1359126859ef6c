import type {FrameCounts} from '../../net/socket-log.ts';
import {formatLogDetail} from './format-log-detail.ts';
import {quoteBytes} from './quote-bytes.ts';
import type {LoggedCall} from './types.ts';

/** `wide` adds what is for those who look closely: wire bytes, durations, numbers of errors. */
export type Form = 'narrow' | 'wide';

/** Returns `0.3 ms`, `12 ms` or `1.2 s`. */
export const formatDuration = (milliseconds: number): string => {
	if (milliseconds >= 1000) {
		return `${(milliseconds / 1000).toFixed(1)} s`;
	}

	return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
};

/** Returns `ECONNREFUSED (111)`; the number, which other languages show, in the wide form only. */
const formatCode = ({code = '', errno}: LoggedCall, form: Form): string =>
	errno === undefined || form === 'narrow' ? code : `${code} (${Math.abs(errno)})`;

export const formatFrames = (frames: FrameCounts): string => {
	const types = Object.entries(frames);
	return types.length === 0
		? 'part of a frame'
		: types.map(([type, count]) => (count === 1 ? type : `${type} ×${count}`)).join(', ');
};

const formatTraffic = (call: LoggedCall, form: Form): string => {
	const {bytes = 0, wireBytes, frames, quoted, note} = call;
	return [
		`${bytes} B`,
		...(frames ? [formatFrames(frames)] : []),
		...(quoted ? [quoteBytes(quoted)] : []),
		...(note === undefined ? [] : [note]),
		...(form === 'wide' && wireBytes !== undefined ? [`→ ${wireBytes} B with TLS`] : []),
		...(call.code === undefined ? [] : [`failed: ${formatCode(call, form)}`]),
	].join(' ');
};

const formatConnect = (call: LoggedCall, form: Form): string => {
	const {local, remote = '', code, took} = call;
	const duration = form === 'wide' && took !== undefined ? `  ${formatDuration(took)}` : '';
	if (code !== undefined) {
		return `to ${remote}: ${formatCode(call, form)}${duration}`;
	}

	return local === undefined ? `to ${remote}` : `${local} ⇄ ${remote}${duration}`;
};

const formatHello = ({verb, by, name = '', seq}: LoggedCall): string =>
	`${by === 'local' ? 'as' : 'from'} ${name}${verb === 'resume' ? `, from message ${seq}` : ''}`;

const formatTimeout = (call: LoggedCall): string => {
	const {awaited, deadline = 0, host = '', remote = '', note = ''} = call;
	const limit = `${deadline / 1000} s (this program's limit)`;
	switch (awaited) {
		case 'address': {
			return `no address of ${host} within ${limit}`;
		}

		case 'connection': {
			return `connect to ${remote}: gave up after ${limit}`;
		}

		case 'handshake': {
			return `${note} came for ${limit}`;
		}

		case 'hello':
		case 'welcome': {
			return `no ${awaited} within ${limit}`;
		}

		case 'sign of life': {
			return `silent for ${limit}`;
		}

		case 'end': {
			return `no FIN came within ${limit}`;
		}

		case undefined: {
			return note;
		}
	}
};

const formatBye = ({by, reason, note}: LoggedCall): string =>
	`${by === 'remote' ? 'they say ' : ''}${[reason, note].filter(part => part !== undefined).join(': ')}`;

const formatSecure = (call: LoggedCall, form: Form): string => {
	const {by, wireBytes, note} = call;
	return wireBytes === undefined
		? (note ?? `failed: ${formatCode(call, form)}`)
		: `handshake, ${wireBytes} B ${by === 'local' ? 'sent' : 'received'}`;
};

const formatClose = (call: LoggedCall, form: Form): string => {
	const {local, remote, code, note} = call;
	if (remote === undefined) {
		return note ?? 'the listening socket';
	}

	const failure = code === undefined ? '' : formatCode(call, form);
	return note ?? (local === undefined ? `${failure} never connected`.trim() : failure);
};

const describeStep = (call: LoggedCall, form: Form): string => {
	const {verb, local = '', remote = '', code, note, backlog} = call;
	switch (verb) {
		case 'bind': {
			return `${local}${code === undefined ? '' : `: ${formatCode(call, form)}`}`;
		}

		case 'listen': {
			return `${local}${form === 'wide' && backlog !== undefined ? `  backlog ${backlog}` : ''}`;
		}

		case 'accept': {
			return code === undefined ? `${remote} ⇄ ${local}` : `failed: ${formatCode(call, form)}`;
		}

		case 'connect': {
			return formatConnect(call, form);
		}

		case 'secure': {
			return formatSecure(call, form);
		}

		case 'hello':
		case 'resume': {
			return formatHello(call);
		}

		case 'send':
		case 'recv': {
			return formatTraffic(call, form);
		}

		case 'end': {
			return form === 'wide' ? `recv 0 B (${note ?? 'FIN'})` : (note ?? 'they send no more');
		}

		case 'shutdown': {
			return note === undefined ? 'our FIN' : `${note}, our FIN`;
		}

		case 'bye': {
			return formatBye(call);
		}

		case 'reset': {
			return code === undefined ? 'by them' : `by them: ${formatCode(call, form)}`;
		}

		case 'timeout': {
			return formatTimeout(call);
		}

		case 'close': {
			return formatClose(call, form);
		}

		case 'ping': {
			return call.rtt === undefined ? '' : `${Math.round(call.rtt)} ms`;
		}

		case 'fault': {
			return note ?? '';
		}

		default: {
			return formatLogDetail(call);
		}
	}
};

/**
Returns what the log says of a call besides time, verb and `#n`. Both addresses stand only where the
number is given. Not sanitized: names and quoted bytes are the peer's.
*/
export const describeCall = (call: LoggedCall, form: Form): string =>
	`${describeStep(call, form)}${call.fault === undefined ? '' : ` (our fault: ${call.fault})`}`.trimStart();
