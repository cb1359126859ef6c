/**
A real pseudo-terminal with an emulator behind it: a test types like a person, and reads what a
person would see.
*/
import {spawnSync} from 'node:child_process';
import {constants} from 'node:os';
import * as pty from '@lydell/node-pty';
import {EmulatedScreen} from './emulated-screen.ts';
import {childEnvironment, type Cleanup, type Environment} from './line-process.ts';
import {closeTerminal, onOutput, readSttyState} from './pseudo-terminal.ts';
import {keyBytes} from './terminal-keys.ts';
import {until, Watch} from './until.ts';

export type TerminalOptions = {
	/** 80 */
	readonly columns?: number;
	/** 24 */
	readonly rows?: number;
	readonly env?: Environment;
	readonly cwd?: string;
	/** By which version of Unicode the terminal counts columns: 6 knows no wide emoji. */
	readonly unicode?: '6' | '11';
};

export type Exit = {readonly exitCode: number; readonly signal: string | undefined};

type WaitForOptions = {
	/** Milliseconds (15,000). */
	readonly timeout?: number;
};

const signalName = (number: number | undefined) =>
	Object.entries(constants.signals).find(([, value]) => value === number)?.[0];

/**
The last line of a text as a field may show it, wrapped: only its end is sure to stand together.
*/
const tail = (text: string) => [...(text.trimEnd().split('\n').at(-1) ?? '')].slice(-8).join('');

export class Terminal extends EmulatedScreen {
	/** Resolves when the program has ended and all that it wrote is on the screen. */
	readonly exited: Promise<Exit>;
	readonly #command: string;
	readonly #pty: pty.IPty;
	readonly #watch = new Watch();
	#raw = '';
	/** The program has ended; what it wrote last may not be on the screen yet. */
	#hasEnded = false;
	#exit: Exit | undefined;

	constructor(command: readonly string[], {columns = 80, rows = 24, env, cwd, unicode}: TerminalOptions = {}) {
		super(columns, rows, unicode);
		const [file = '', ...args] = command;
		this.#command = command.join(' ');
		this.#pty = pty.spawn(file, args, {name: 'xterm-256color', cols: columns, rows, cwd, env: childEnvironment(env)});
		this.emulator.onData(data => {
			this.write(data);
		});
		onOutput(this.#pty, text => {
			this.#raw += text;
			this.emulator.write(text, () => {
				this.#watch.changed();
			});
		});
		this.exited = new Promise(resolve => {
			// Called after the last data: node-pty waits for the end of the file first. Parsing it
			// takes another turn of the event loop.
			this.#pty.onExit(({exitCode, signal}) => {
				this.#hasEnded = true;
				this.emulator.write('', () => {
					this.#exit = {exitCode, signal: signalName(signal)};
					this.#watch.changed();
					resolve(this.#exit);
				});
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** All that the program has written so far, escape sequences and all. */
	raw(): string {
		return this.#raw;
	}

	/** Writes bytes unchanged. */
	write(data: string): void {
		if (!this.#hasEnded) {
			this.#pty.write(data);
		}
	}

	/**
	Types a text, without Enter. The program reads in one piece what is written before it reads:
	wait until the screen shows the text before the next key, or use `submit`.
	*/
	type(text: string): void {
		this.write(text);
	}

	/**
	Types a text, presses Enter when the screen shows the text's end, and waits until the program
	has answered that with output.
	*/
	async submit(text: string, options?: WaitForOptions): Promise<void> {
		const before = this.text();
		const end = tail(text);
		this.type(text);
		await this.#waitUntil(
			`change that shows ${JSON.stringify(end)}`,
			() => this.text() !== before && this.text().includes(end),
			options,
		);
		const {length} = this.#raw;
		this.press('Enter');
		await this.#waitUntil('answer to Enter', () => this.#raw.length > length || this.#exit !== undefined, options);
	}

	/** Presses one key: `Enter`, `PageUp`, `F2`, `Ctrl+C`, `Alt+b`, `Shift+Tab`, `Ctrl+Left`… */
	press(key: string): void {
		this.write(keyBytes(key, this.emulator.modes.applicationCursorKeysMode));
	}

	/**
	Pastes as a terminal does: line ends become CR, and the text is bracketed if the program has
	requested that. Ink requests it after its first frame: wait for `modes().bracketedPaste` before.
	*/
	paste(text: string): void {
		const keys = text.replaceAll(/\r?\n/g, '\r');
		this.write(this.emulator.modes.bracketedPasteMode ? `\u001B[200~${keys}\u001B[201~` : keys);
	}

	resize(columns: number, rows: number): void {
		this.emulator.resize(columns, rows);
		if (!this.#hasEnded) {
			this.#pty.resize(columns, rows);
		}
	}

	/**
	Waits until the screen shows a text, matches, or is as the function says; rows are joined by LF.
	A frame in synchronised output is looked at when it is whole. Fails at once when the program has
	ended without it.
	*/
	async waitFor(pattern: RegExp, options?: WaitForOptions): Promise<RegExpExecArray>;
	async waitFor(pattern: string | ((screen: string[]) => boolean), options?: WaitForOptions): Promise<string[]>;
	async waitFor(
		pattern: string | RegExp | ((screen: string[]) => boolean),
		options?: WaitForOptions,
	): Promise<string[]> {
		const what = typeof pattern === 'string' ? JSON.stringify(pattern) : String(pattern);
		return this.#waitUntil(
			what,
			() => {
				if (pattern instanceof RegExp) {
					pattern.lastIndex = 0;
					return pattern.exec(this.text()) ?? undefined;
				}

				const isThere = typeof pattern === 'string' ? this.text().includes(pattern) : pattern(this.screen());
				return isThere && this.screen();
			},
			options,
		);
	}

	/** Sends a signal to the program that was opened, if it still runs. */
	kill(signal: NodeJS.Signals = 'SIGTERM'): void {
		if (!this.#hasEnded) {
			this.#pty.kill(signal);
		}
	}

	/** Reads nothing more of what the program writes, as a connection that hangs. */
	stopReading(): void {
		this.#pty.pause();
	}

	readAgain(): void {
		this.#pty.resume();
	}

	/** Closes the terminal while the program runs, as when its window is closed. */
	hangUp(): void {
		closeTerminal(this.#pty);
	}

	/** The process group that reads the keys now; in a shell, the program that runs in it. */
	foreground(): number {
		const {stdout} = spawnSync('ps', ['-o', 'tpgid=', '-p', String(this.pid)], {encoding: 'utf8'});
		const group = Number(stdout.trim());
		if (this.#hasEnded || !(group > 1)) {
			throw new Error('The terminal has no program in the foreground');
		}

		return group;
	}

	/**
	Returns the terminal's settings as `stty -a` names them, `{icanon: true, …}`; only while a
	program, or the shell, has it open.
	*/
	sttyState(): Readonly<Record<string, boolean>> {
		if (this.#hasEnded) {
			throw new Error('The terminal is gone with its last program: open a shell, and run the program in it');
		}

		return readSttyState(this.#pty);
	}

	/**
	Returns true if the terminal echoes, edits lines and turns Ctrl+C into a signal, as the user of
	a shell expects.
	*/
	isCooked(): boolean {
		const state = this.sttyState();
		return ['icanon', 'echo', 'isig', 'iexten', 'icrnl', 'opost'].every(flag => state[flag]);
	}

	/**
	Waits until the program reads key by key. Before that the terminal itself echoes what is typed,
	so a text on the screen proves nothing, and Enter arrives as LF. Ink draws its first frame
	before it enters raw mode: wait for both.
	*/
	async waitForRawMode({timeout}: WaitForOptions = {}): Promise<void> {
		await until(() => !this.sttyState().icanon, {timeout, describe: () => `no raw mode${this.describe()}`});
	}

	/**
	Kills the program if it still runs; the kernel sends SIGHUP to what the program has started in
	this terminal.
	*/
	async close(): Promise<void> {
		this.kill('SIGKILL');
		await this.exited;
	}

	protected override describe(): string {
		return ` on the screen of ${this.#command}\n${super.describe()}\nlast bytes: ${JSON.stringify(this.#raw.slice(-600))}`;
	}

	async #waitUntil<T>(
		what: string,
		condition: () => T | undefined | false,
		{timeout}: WaitForOptions = {},
	): Promise<T> {
		const isFrameOpen = () => this.emulator.modes.synchronizedOutputMode && !this.#exit;
		return this.#watch.until(() => !isFrameOpen() && condition(), {
			timeout,
			describe: () => `no ${what}${this.describe()}`,
			hopeless: () => this.#exit && `The program ended (${this.#exit.signal ?? this.#exit.exitCode})`,
		});
	}
}

/** Opens a program in a terminal of its own, and closes it after the test. */
export const openTerminal = (t: Cleanup, command: readonly string[], options?: TerminalOptions): Terminal => {
	const terminal = new Terminal(command, options);
	t?.after(async () => terminal.close());
	return terminal;
};
