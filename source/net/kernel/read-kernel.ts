import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import type {ConnectionEnds, KernelView, ReadKernel} from './kernel-view.ts';
import {netstatArguments, parseNetstat} from './parse-netstat.ts';
import {parseProc} from './parse-proc.ts';
import {listSsArguments, parseSs} from './parse-ss.ts';

export type KernelSources = {
	readonly platform: string;
	/** Runs a program without a shell. Resolves with its output, or with undefined if it fails. */
	readonly run: (program: string, options: readonly string[]) => Promise<string | undefined>;
	/** Resolves with a file's text. */
	readonly read: (file: string) => Promise<string>;
};

/** How long a program may take, in milliseconds. */
const programDeadline = 1000;

export const createKernelSources = (platform: string): KernelSources => ({
	platform,
	run: async (program, options) =>
		new Promise(resolve => {
			const settings = {timeout: programDeadline, maxBuffer: 4_000_000};
			execFile(program, [...options], settings, (error, output) => {
				resolve(error ? undefined : output);
			});
		}),
	read: async file => readFile(file, 'latin1'),
});

/** How often in a row ss may fail before it is not tried again. */
const maximumFailures = 3;

/** From how many TCP sockets on /proc/net/tcp is not read: 2,000 rows take the kernel 39 ms. */
const maximumRows = 500;

/** Returns how many TCP sockets the counts of /proc/net/sockstat and sockstat6 say there are. */
export const countSockets = (text: string): number =>
	[...text.matchAll(/^TCP6?:.*$/gm)]
		.flatMap(([line]) => [...line.matchAll(/ (?:inuse|tw) (\d+)/g)])
		.reduce((sum, [, count]) => sum + Number(count), 0);

const folder = '/proc/self/net';

/** Resolves with undefined where there is no such file: without IPv6 some of them are missing. */
const readOrNothing = async (read: KernelSources['read'], file: string): Promise<string | undefined> => {
	try {
		return await read(`${folder}/${file}`);
	} catch {
		return undefined;
	}
};

const readProc = async (read: KernelSources['read'], ends: ConnectionEnds): Promise<KernelView | undefined> => {
	const counts = await Promise.all(['sockstat', 'sockstat6'].map(async file => readOrNothing(read, file)));
	if (countSockets(counts.join('\n')) >= maximumRows) {
		return undefined;
	}

	const texts = await Promise.all(['tcp', 'tcp6'].map(async file => readOrNothing(read, file)));
	const known = texts.filter(text => text !== undefined);
	const views = known.map(text => parseProc(text, ends));
	return known.length === 0 ? undefined : (views.find(view => view !== undefined) ?? {source: 'proc', state: 'CLOSED'});
};

/**
Creates the reader for this system: on Linux ss, and /proc where ss is missing or fails; on macOS
netstat; elsewhere nothing. It needs no privileges, and runs no shell.
*/
export const createKernelReader = ({platform, run, read}: KernelSources): ReadKernel => {
	let failures = 0;
	const readSs = async (ends: ConnectionEnds): Promise<KernelView | undefined> => {
		const output = failures < maximumFailures ? await run('ss', listSsArguments(ends)) : undefined;
		failures = output === undefined ? failures + 1 : 0;
		return output === undefined ? undefined : parseSs(output, ends);
	};

	return async ends => {
		if (platform === 'linux') {
			return (await readSs(ends)) ?? readProc(read, ends);
		}

		const output = platform === 'darwin' ? await run('netstat', netstatArguments) : undefined;
		return output === undefined ? undefined : parseNetstat(output, ends);
	};
};
