/** A program on pipes, read line by line: line mode, netcat, a student's script. */
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {TestContext} from 'node:test';
import {Watch} from './until.ts';

/** Registers what to do after a test. `undefined`: the caller closes what it started. */
export type Cleanup = Pick<TestContext, 'after'> | undefined;

/** A variable set to `undefined` is taken away. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type ProcessOptions = {
	readonly env?: Environment;
	readonly cwd?: string;
};

export type WaitForOptions = {
	/** Milliseconds (15,000). */
	readonly timeout?: number;
	/**
	How many lines, errors or events to leave out: what was there before the step under test (0).
	*/
	readonly from?: number;
};

/** One line of `--json`. */
export type JsonEvent = Readonly<Record<string, unknown>>;

// Variables that tell a program that it runs in CI, in another terminal or language, or under a
// test runner; and the name of what started the tests, which may be nohup.
const unwanted =
	/^(ci|ci_.*|continuous_integration|github_actions|gitlab_ci|tf_build|teamcity_version|agent_name|force_color|no_color|colorterm|term_program.*|wt_session|tmux.*|sty|columns|lines|lc_.*|language|node_test_context|node_options|socket_chat_.*|_)$/i;

/** Holds a state folder for each child process; removed when the tests have ended. */
const homes = mkdtempSync(path.join(tmpdir(), 'socket-chat-test-'));
let homeCount = 0;

process.once('exit', () => {
	rmSync(homes, {recursive: true, force: true});
});

/**
The code of the room "main" in each new home, and the code that each client is given, unless a test
picks its own.
*/
export const testCode = 'legal-winner-thank-year-wave';

/** A path for a program's state, where nothing is yet. */
export const emptyHome = (): string => path.join(homes, String(++homeCount));

/** Writes the code of the room "main" into this home. */
export const putCode = (home: string, code = testCode) => {
	const room = path.join(home, 'rooms', 'main');
	mkdirSync(room, {recursive: true, mode: 0o700});
	writeFileSync(path.join(room, 'code'), `${code}\n`, {mode: 0o600});
};

/** A new folder for a program's state, for those that share one, or are started again. */
export const newHome = (): string => {
	const home = emptyHome();
	putCode(home);
	return home;
};

/**
Returns the environment for a child process: our own, without the variables that would make a test
depend on where it runs.
*/
export const childEnvironment = (extra: Environment = {}): Record<string, string> => {
	const own = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
	const fixed = {
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		PYTHONUNBUFFERED: '1',
		SOCKET_CHAT_HOME: newHome(),
		SOCKET_CHAT_CODE: testCode,
	};
	const all = new Map<string, string | undefined>([...own, ...Object.entries(fixed), ...Object.entries(extra)]);
	return Object.fromEntries([...all].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};

const splitLines = (text: string): string[] => {
	const lines = text.split('\n').map(line => line.replace(/\r$/, ''));
	if (lines.at(-1) === '') {
		lines.pop();
	}

	return lines;
};

const wholeLines = (text: string): string[] => splitLines(text.slice(0, text.lastIndexOf('\n') + 1));

const toEvent = (line: string): JsonEvent => {
	try {
		const event: unknown = JSON.parse(line);
		if (typeof event === 'object' && event !== null && !Array.isArray(event)) {
			return {...event};
		}
	} catch {}

	throw new Error(`Not a JSON object on standard output: ${JSON.stringify(line)}`);
};

const matches = (pattern: string | RegExp) => (line: string) =>
	typeof pattern === 'string' ? line.includes(pattern) : line.search(pattern) !== -1;

/** Starts a program on pipes; after the test it is killed, by its own pid, if it still runs. */
export const startProcess = (t: Cleanup, command: readonly string[], {env, cwd}: ProcessOptions = {}) => {
	const [file = '', ...args] = command;
	const child = spawn(file, args, {cwd, env: childEnvironment(env), stdio: 'pipe'});
	const watch = new Watch();
	let output = '';
	let errorOutput = '';
	let ended: string | undefined;

	child.stdout.setEncoding('utf8').on('data', (data: string) => {
		output += data;
		watch.changed();
	});
	child.stderr.setEncoding('utf8').on('data', (data: string) => {
		errorOutput += data;
		watch.changed();
	});
	// A write to a program that has ended is not an error: tests check how it ended.
	child.stdin.on('error', () => undefined);

	/** Resolves when the program has ended and all its output has been read. */
	const exited = new Promise<{readonly code: number | undefined; readonly signal: NodeJS.Signals | undefined}>(
		(resolve, reject) => {
			child.on('error', error => {
				ended = `${file} could not be started (${error.message})`;
				watch.changed();
				reject(error);
			});
			child.on('close', (code, signal) => {
				ended ??= `${file} ended (${signal ?? code})`;
				watch.changed();
				resolve({code: code ?? undefined, signal: signal ?? undefined});
			});
		},
	);
	exited.catch(() => undefined);

	const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

	/** Sends a signal to the program itself, if it still runs. */
	const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
		if (isRunning()) {
			child.kill(signal);
		}
	};

	/** Kills the program if it still runs. */
	const close = async () => {
		if (isRunning()) {
			const exit = new Promise(resolve => {
				child.once('exit', resolve);
			});
			child.kill('SIGKILL');
			await exit;
		}

		// A grandchild may hold the other ends.
		for (const stream of [child.stdin, child.stdout, child.stderr]) {
			stream.destroy();
		}
	};

	t?.after(close);

	const read = (text: string) => (ended === undefined ? wholeLines(text) : splitLines(text));
	/** Standard output so far, in whole lines; the rest counts when the program has ended. */
	const lines = () => read(output);
	/** Standard error so far, likewise. */
	const errors = () => read(errorOutput);
	/** Standard output so far as JSON events; throws on a line that is none. */
	const events = () => lines().map(line => toEvent(line));

	const waitFor = async <T>(
		what: unknown,
		all: () => readonly T[],
		isWanted: (one: T) => boolean,
		{timeout, from = 0}: WaitForOptions = {},
	) => {
		const found = await watch.until(
			() => {
				const value = all()
					.slice(from)
					.find(one => isWanted(one));
				return value === undefined ? undefined : {value};
			},
			{
				timeout,
				describe: () =>
					`no ${String(what)} from ${command.join(' ')}\nstandard output:\n${output.slice(-4000)}\nstandard error:\n${errorOutput.slice(-4000)}`,
				hopeless: () => ended,
			},
		);
		return found.value;
	};

	return {
		pid: child.pid,
		/** Bytes in; `end()` ends it. */
		stdin: child.stdin,
		/** Sends one line. */
		say(line: string) {
			child.stdin.write(`${line}\n`);
		},
		/** Ends standard input. */
		end() {
			child.stdin.end();
		},
		/** Standard output as it came, with a last line that has no end yet. */
		output: () => output,
		lines,
		errors,
		events,
		/**
		Resolves with the first line of standard output that matches; fails at once when the program
		has ended without it.
		*/
		waitForLine: async (pattern: string | RegExp, options?: WaitForOptions) =>
			waitFor(pattern, lines, matches(pattern), options),
		waitForError: async (pattern: string | RegExp, options?: WaitForOptions) =>
			waitFor(pattern, errors, matches(pattern), options),
		waitForEvent: async (predicate: (event: JsonEvent) => boolean, options?: WaitForOptions) =>
			waitFor(predicate, events, predicate, options),
		exited,
		kill,
		close,
	};
};

export type LineProcess = ReturnType<typeof startProcess>;
