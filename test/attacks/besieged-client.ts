/** A client of the shipped program that its host attacks: what its user notices, what it uses. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {setTimeout as passes} from 'node:timers/promises';
import {childEnvironment} from '../helpers/line-process.ts';
import {readProcessorTimes} from '../helpers/processor-times.ts';
import {joinCommand} from '../helpers/program.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';
import {startHelper} from './helper.ts';
import {percentile} from './statistics.ts';

export type Mode = 'screen' | 'lines' | 'json';

export type Siege = {
	readonly mode: Mode;
	/** What the host sends, one after the other. */
	readonly kinds: readonly string[];
	/** How long it sends each, in milliseconds. */
	readonly milliseconds: number;
};

export type ClientOutcome = {
	/** The median time from a key to its echo before the attack, in milliseconds; or `NaN`. */
	readonly quiet: number;
	/** Times from a key to its echo, in milliseconds; on other modes than the screen none. */
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
	/** The most memory that the client has used, in MiB; 0 where the system does not tell. */
	readonly memory: number;
	/** How long it took to end after SIGTERM, in milliseconds. */
	readonly end: number;
	/** Its exit code or signal, if it has ended before it was told to. */
	readonly ended: string | undefined;
	/** What the host has sent, in bytes. */
	readonly bytes: number;
};

/** How long a key or an end is waited for, in milliseconds. */
const patience = 10_000;
/** How long somebody types before the attack, in milliseconds. */
const quietTime = 300;
const letters = [...'жщюэыъфцчш'];

const readPeak = (pid: number): number => {
	try {
		return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
};

type Client = {
	readonly pid: number;
	readonly exited: Promise<unknown>;
	readonly kill: (signal: NodeJS.Signals) => void;
	/** Types for this long. Returns the times of the echoes. */
	readonly type: (milliseconds: number) => Promise<readonly number[]>;
};

/** Returns the time until the composer is like this, without what other programs took. */
const timeEcho = async (terminal: Terminal, key: string, isThere: (row: string) => boolean): Promise<number> => {
	const start = performance.now();
	const before = readProcessorTimes(terminal.pid);
	terminal.write(key);
	try {
		await terminal.waitFor(screen => isThere(screen.at(-2) ?? ''), {timeout: patience});
	} catch {
		// A key that is never answered counts as one that took this long.
		return patience;
	}

	const {ran, waited} = readProcessorTimes(terminal.pid);
	return Math.max(performance.now() - start - (waited - before.waited), ran - before.ran);
};

const openScreen = async (port: number, cleanups: Array<() => unknown>): Promise<Client> => {
	const after = (cleanup?: unknown) => {
		cleanups.push(cleanup as () => unknown);
	};

	const terminal = openTerminal({after}, joinCommand(port, '--name', 'bob'));
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	return {
		pid: terminal.pid,
		exited: terminal.exited.then(({exitCode, signal}) => signal ?? exitCode),
		kill(signal) {
			terminal.kill(signal);
		},
		async type(milliseconds) {
			const end = performance.now() + milliseconds;
			const echoes: number[] = [];
			for (let index = 0; performance.now() < end; index++) {
				const letter = letters[index % letters.length] ?? '';
				echoes.push(await timeEcho(terminal, letter, row => row.includes(letter)));
				await passes(20 + Math.random() * 30);
				echoes.push(await timeEcho(terminal, '\u007F', row => !row.includes(letter)));
				await passes(20 + Math.random() * 30);
			}

			return echoes;
		},
	};
};

const openLines = async (port: number, mode: Mode, cleanups: Array<() => unknown>): Promise<Client> => {
	const [command = '', ...args] = joinCommand(port, '--name', 'bob', '--stay', ...(mode === 'json' ? ['--json'] : []));
	const child = spawn(command, args, {env: childEnvironment(), stdio: ['pipe', 'pipe', 'pipe']});
	child.stdin.on('error', () => undefined);
	child.stderr.resume();
	cleanups.push(() => child.kill('SIGKILL'));
	const exited = once(child, 'exit').then(([code, signal]) => (signal ?? code) as unknown);
	if (mode === 'json') {
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			output = (output + chunk).slice(-10_000);
		});
		await until(() => output.includes('"status":"open"'));
		child.stdout.removeAllListeners('data');
	}

	child.stdout.resume();
	return {
		pid: child.pid ?? 0,
		exited,
		kill(signal) {
			child.kill(signal);
		},
		async type(milliseconds) {
			await passes(milliseconds);
			return [];
		},
	};
};

/** Lets a host send these kinds of frames to a client in which somebody types. */
export const besiege = async ({mode, kinds, milliseconds}: Siege): Promise<ClientOutcome> => {
	const cleanups: Array<() => unknown> = [];
	const {helper: host, first: port} = await startHelper<number>('hostile-host.ts');
	cleanups.push(async () => host.close());
	try {
		const client = mode === 'screen' ? await openScreen(port, cleanups) : await openLines(port, mode, cleanups);
		let ended: string | undefined;
		void client.exited.then(how => {
			ended = String(how);
		});
		const quiet = percentile(await Promise.race([client.type(quietTime), client.exited.then(() => [])]), 0.5);
		const echoes: number[] = [];
		let memory = 0;
		for (const kind of kinds) {
			await host.ask(kind);
			echoes.push(...(await Promise.race([client.type(milliseconds), client.exited.then(() => [])])));
			memory = Math.max(memory, readPeak(client.pid));
			if (ended !== undefined) {
				break;
			}
		}

		const endedBefore = ended;
		const start = performance.now();
		client.kill('SIGTERM');
		await Promise.race([client.exited, passes(patience, undefined, {ref: false})]);
		const end = performance.now() - start;
		const {bytes} = await host.ask<{readonly bytes: number}>('');
		return {
			quiet,
			p50: percentile(echoes, 0.5),
			p95: percentile(echoes, 0.95),
			max: percentile(echoes, 1),
			memory,
			end,
			ended: endedBefore,
			bytes,
		};
	} finally {
		for (const cleanup of cleanups.toReversed()) {
			await cleanup();
		}
	}
};
