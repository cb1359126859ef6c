/** A terminal of the guide: the programs that are started in it one after the other. */
import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import process from 'node:process';
import {Watch} from '../helpers/until.ts';

/** Where reading has come to in one of a program's two streams. */
class Output {
	/** What was printed and not yet matched. */
	rest = '';
	all = '';

	add(text: string) {
		this.rest += text;
		this.all += text;
	}

	/**
	Returns the match, and takes all up to the end of its line. What a group matches must not grow
	with the bytes that come next, so a pattern with groups waits for that end.
	*/
	take(pattern: RegExp, {isNext, isWhole}: {readonly isNext: boolean; readonly isWhole: boolean}) {
		const match = pattern.exec(this.rest);
		if (match === null || (isNext && this.rest.slice(0, match.index).trimStart().includes('\n'))) {
			return undefined;
		}

		const end = match.index + match[0].length;
		const lineEnd = this.rest.indexOf('\n', end);
		if (match.groups !== undefined && !isWhole && lineEnd === -1) {
			return undefined;
		}

		this.rest = this.rest.slice(lineEnd === -1 ? end : lineEnd + 1);
		return match;
	}
}

export type TerminalOptions = {
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	/** The command as it is run, of the one that the guide prints. */
	readonly wrap: (command: string) => readonly string[];
};

/** SIGSTOP for Ctrl+Z: the kernel ignores SIGTSTP where no shell could continue the program. */
const signals: ReadonlyMap<string, NodeJS.Signals> = new Map([
	['C', 'SIGINT'],
	['Z', 'SIGSTOP'],
]);

/** How long a line may keep one waiting, in milliseconds: a dead link is given up after 12 s. */
const patience = 30_000;

export class Terminal {
	readonly #name: string;
	readonly #watch = new Watch();
	#child: ReturnType<typeof start> | undefined;
	#output = new Output();
	#errors = new Output();
	#exit: string | undefined;

	constructor(name: string) {
		this.#name = name;
	}

	/** Starts a program, once the one before has ended. */
	async start(command: string, {cwd, env, wrap}: TerminalOptions) {
		if (this.#child) {
			await this.waitForExit();
		}

		const [file = '', ...args] = wrap(command);
		const child = start(file, args, {cwd, env});
		this.#child = child;
		this.#exit = undefined;
		const output = new Output();
		const errors = new Output();
		this.#output = output;
		this.#errors = errors;
		for (const [stream, store] of [
			[child.stdout, output],
			[child.stderr, errors],
		] as const) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				store.add(text);
				this.#watch.changed();
			});
		}

		// What is typed into a program that has ended is lost, as in any terminal.
		child.stdin.on('error', () => undefined);
		child.on('close', (code, signal) => {
			this.#exit = String(signal ? 128 + constants.signals[signal] : code);
			this.#watch.changed();
		});
	}

	type(line: string) {
		this.#running.stdin.write(`${line}\n`);
	}

	/** Presses Ctrl and this key. */
	press(key: string) {
		const signal = signals.get(key);
		if (signal) {
			this.#signal(signal);
		} else if (key === 'D') {
			this.#running.stdin.end();
		} else {
			throw new SyntaxError(`No key ^${key} is known`);
		}
	}

	/** Lets a stopped program go on, as the shell's `fg` does. */
	continue() {
		this.#signal('SIGCONT');
	}

	/** Waits until the program has printed this; `isNext`: with no line before it. */
	async expect(pattern: RegExp, {isNext}: {readonly isNext: boolean}): Promise<RegExpExecArray> {
		return this.#watch.until(
			() => {
				const options = {isNext, isWhole: this.#exit !== undefined};
				return this.#output.take(pattern, options) ?? this.#errors.take(pattern, options);
			},
			{
				timeout: patience,
				describe: () => this.#describe(),
				hopeless: () => this.#exit && `${this.#name} has ended (${this.#exit})`,
			},
		);
	}

	hasPrinted(pattern: RegExp): boolean {
		return pattern.test(this.#output.all) || pattern.test(this.#errors.all);
	}

	/** Returns the exit code as a shell has it: 128 + its number for a signal. */
	async waitForExit(): Promise<string> {
		return this.#watch.until(() => this.#exit, {
			timeout: patience,
			describe: () => `${this.#name} does not end; ${this.#describe()}`,
		});
	}

	/** Ends the program and all that it has started. */
	close() {
		this.#signal('SIGKILL');
	}

	get #running() {
		if (!this.#child) {
			throw new SyntaxError(`Nothing runs in ${this.#name}`);
		}

		return this.#child;
	}

	#signal(signal: NodeJS.Signals) {
		const {pid} = this.#running;
		if (pid === undefined || this.#exit !== undefined) {
			return;
		}

		try {
			process.kill(-pid, signal);
		} catch {}
	}

	#describe(): string {
		return `${this.#name} printed\n${this.#output.all.slice(-2000)}${this.#errors.all.slice(-4000)}\nof which not yet read:\n${this.#output.rest.slice(-1000)}${this.#errors.rest.slice(-2000)}`;
	}
}

/** Detached: keys go to all processes of a pipeline, as they do from a terminal. */
const start = (file: string, args: readonly string[], {cwd, env}: Pick<TerminalOptions, 'cwd' | 'env'>) =>
	spawn(file, args, {cwd, env, stdio: 'pipe', detached: true});
