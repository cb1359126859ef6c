/** Runs a program under strace; reads its calls on TCP sockets in the connection log's words. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startProcess, type Cleanup, type LineProcess, type ProcessOptions} from './line-process.ts';

/** A call that the system has answered, or its row in the connection log. */
export type SocketCall = {
	/** The connection log's name of it. */
	readonly verb: string;
	/** The sockets of a program are numbered from 1 in the order in which they were made. */
	readonly connection: number;
	/** The bytes that `read` or `write` has moved; or was to move. */
	readonly bytes?: number;
	/** The system's error code. */
	readonly code?: string;
};

/** For `{skip}`: false, or why no program can be traced. */
export const withoutStrace = (): string | false =>
	spawnSync('strace', ['-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', 'true']).status !== 0 &&
	'needs strace that may trace programs';

const traced = 'trace=network,close,write,writev,read,shutdown';

/**
Joins the two lines of a call that another thread has interrupted. It stands where it has ended.
*/
const joinLines = (trace: string): string[] => {
	const begun = new Map<string, string>();
	return trace.split('\n').flatMap(line => {
		const {pid = '', text = ''} = /^(?<pid>\d+) +(?<text>.*)$/.exec(line)?.groups ?? {};
		if (text.endsWith(' <unfinished ...>')) {
			begun.set(pid, text.slice(0, -' <unfinished ...>'.length));
			return [];
		}

		return [text.replace(/^<\.{3} \w+ resumed>/, () => begun.get(pid) ?? '')];
	});
};

type TracedCall = {
	readonly call: string;
	/** What stands after the file descriptor. */
	readonly rest: string;
	/** The result; below 0: it has failed. */
	readonly result: number;
	readonly code: string | undefined;
};

const transferVerbs: Readonly<Record<string, string>> = {read: 'recv', write: 'send', writev: 'send'};

/** Returns what the connection log is to say of a call on a TCP socket. */
const describeCall = ({call, rest, result, code}: TracedCall): Array<Omit<SocketCall, 'connection'>> => {
	const failure = code === undefined ? {} : {code};
	switch (call) {
		case 'bind':
		case 'listen': {
			return [{verb: call, ...failure}];
		}

		case 'shutdown':
		case 'close': {
			// Node does not tell that shutdown() has failed: the connection is gone then.
			return [{verb: call}];
		}

		case 'connect': {
			// Begun; how it has ended is asked for later, unless it has failed at once.
			return [{verb: 'connect'}, ...(result < 0 && code !== 'EINPROGRESS' ? [{verb: 'connect', ...failure}] : [])];
		}

		case 'getsockopt': {
			const error = /SO_ERROR, \[(?<error>\w+)]/.exec(rest)?.groups?.error;
			return error === undefined ? [] : [{verb: 'connect', ...(error !== '0' && {code: error})}];
		}

		case 'read':
		case 'write':
		case 'writev': {
			if (code !== undefined) {
				// A write of nothing only asks whether the connection is still there.
				const bytes = Number(/, (?<bytes>\d+)\)? *$/.exec(rest)?.groups?.bytes);
				const isSend = call !== 'read' && bytes > 0;
				return code === 'EAGAIN' ? [] : [...(isSend ? [{verb: 'send', bytes, code}] : []), {verb: 'reset', code}];
			}

			if (result === 0) {
				return call === 'read' ? [{verb: 'end'}] : [];
			}

			return [{verb: transferVerbs[call] ?? call, bytes: result}];
		}

		default: {
			return [];
		}
	}
};

const callPattern = /^(?<call>\w+)\((?<first>\w+)(?:, (?<rest>.*))?\)? += (?<result>-?\d+)(?: (?<code>E\w+))?/;

/** Returns the calls on the TCP sockets of a trace. */
export const parseTrace = (trace: string): SocketCall[] => {
	/** The numbers of the open TCP sockets by their file descriptors. */
	const open = new Map<string, number>();
	let last = 0;
	const add = (descriptor: string): number => {
		last++;
		open.set(descriptor, last);
		return last;
	};

	return joinLines(trace).flatMap((line): SocketCall[] => {
		const {call = '', first = '', rest = '', result = '', code} = callPattern.exec(line)?.groups ?? {};
		if (call === 'socket' && first.startsWith('AF_INET') && rest.includes('SOCK_STREAM')) {
			return [{verb: 'socket', connection: add(result)}];
		}

		const connection = open.get(first);
		if (connection === undefined) {
			return [];
		}

		if (call === 'accept4') {
			return code === undefined ? [{verb: 'accept', connection: add(result)}] : [];
		}

		if (call === 'close') {
			open.delete(first);
		}

		return describeCall({call, rest, result: Number(result), code}).map(described => ({...described, connection}));
	});
};

export type TracedProgram = LineProcess & {
	/** Returns its calls; all of them once it has ended. */
	readonly readCalls: () => SocketCall[];
};

/** Starts a program under strace. */
export const startTraced = (t: Cleanup, command: readonly string[], options?: ProcessOptions): TracedProgram => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-trace-'));
	t?.after(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const file = path.join(folder, 'trace');
	const strace = ['strace', '-f', '--seccomp-bpf', '-qq', '-s', '0', '-e', traced, '-o', file];
	return {
		...startProcess(t, [...strace, ...command], options),
		readCalls: () => parseTrace(readFileSync(file, 'utf8')),
	};
};
