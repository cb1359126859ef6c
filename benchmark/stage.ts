/**
What a measurement starts and leaves behind: processes, folders, sockets. All of it goes when the
measurement ends.
*/
import {spawn, type ChildProcess, type ChildProcessWithoutNullStreams, type StdioOptions} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {childEnvironment, type Environment} from '../test/helpers/line-process.ts';

/** How long a program may take to end after SIGTERM, in milliseconds. */
export const grace = 10_000;

type CleanUp = () => unknown;

type Child = ChildProcess & {readonly pid: number};

/** Running children. They are killed when the benchmark exits. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
	for (const child of running) {
		child.kill('SIGKILL');
	}
});

export class Stage {
	readonly #cleanUps: CleanUp[] = [];

	/** Adds a clean-up. They run in reverse order. */
	after(cleanUp: CleanUp) {
		this.#cleanUps.push(cleanUp);
	}

	async folder(): Promise<string> {
		const folder = await mkdtemp(path.join(tmpdir(), 'socket-chat-benchmark-'));
		this.after(async () => rm(folder, {recursive: true, force: true}));
		return folder;
	}

	/** Starts a program and discards its output. */
	start(command: readonly string[], env: Environment = {}): Child {
		// The input stays open: some programs end when it does.
		return this.#start(command, env, ['pipe', 'ignore', 'ignore']);
	}

	/** Starts a program on pipes. */
	open(command: readonly string[], env: Environment = {}): Child & ChildProcessWithoutNullStreams {
		return this.#start(command, env, 'pipe') as Child & ChildProcessWithoutNullStreams;
	}

	async close() {
		for (const cleanUp of this.#cleanUps.splice(0).toReversed()) {
			await cleanUp();
		}
	}

	#start([file = '', ...args]: readonly string[], env: Environment, stdio: StdioOptions): Child {
		const child = spawn(file, args, {stdio, env: childEnvironment(env)});
		const {pid} = child;
		if (pid === undefined) {
			throw new Error(`${file} could not be started.`);
		}

		running.add(child);
		child.once('exit', () => {
			running.delete(child);
		});
		this.after(async () => {
			if (running.has(child)) {
				const exit = once(child, 'exit');
				child.kill();
				const timer = setTimeout(() => {
					child.kill('SIGKILL');
				}, grace);
				await exit;
				clearTimeout(timer);
			}
		});
		return Object.assign(child, {pid});
	}
}

/** Returns what the measurement returns, and cleans up after it. */
export const onStage = async <Value>(measure: (stage: Stage) => Promise<Value>): Promise<Value> => {
	const stage = new Stage();
	try {
		return await measure(stage);
	} finally {
		await stage.close();
	}
};

/** Polls the condition every `every` milliseconds. Throws after `timeout` milliseconds. */
export const waitUntil = async (
	what: string,
	isSo: () => boolean | Promise<boolean>,
	{timeout = 20_000, every = 10} = {},
): Promise<void> => {
	const end = performance.now() + timeout;
	while (!(await isSo())) {
		if (performance.now() > end) {
			throw new Error(`Waited ${timeout} ms: ${what}.`);
		}

		await sleep(every);
	}
};

const listening = '0A';

/**
Reads the kernel's list, because some servers do not survive a connection that closes at once.
*/
const isListening = async (port: number): Promise<boolean> => {
	const lists = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(async file => readFile(file, 'utf8')));
	const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return lists
		.flatMap(list => list.split('\n'))
		.map(line => line.trim().split(/\s+/))
		.some(([, local = '', , state]) => state === listening && local.endsWith(end));
};

export const waitForPort = async (port: number, what: string): Promise<void> =>
	waitUntil(`${what} does not listen`, async () => isListening(port));
