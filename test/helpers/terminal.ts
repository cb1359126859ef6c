/** A real pseudo-terminal with an emulator behind it: a test types like a person, and reads what a person would see. */
import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {closeSync, constants as fileConstants, openSync, readSync} from 'node:fs';
import {constants} from 'node:os';
import {StringDecoder} from 'node:string_decoder';
import {ReadStream} from 'node:tty';
import * as pty from '@lydell/node-pty';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {childEnvironment, type Cleanup, type Environment} from './line-process.ts';
import {until, Watch} from './until.ts';

export type TerminalOptions = {
	/** 80 */
	readonly columns?: number;
	/** 24 */
	readonly rows?: number;
	readonly env?: Environment;
	readonly cwd?: string;
};

/** `default`, a number of the 256-colour palette, or `#rrggbb`. */
export type Colour = 'default' | number | `#${string}`;

/** One place of the screen. The right half of a wide character is a cell of width 0 without characters. */
export type Cell = {
	readonly chars: string;
	readonly width: number;
	readonly foreground: Colour;
	readonly background: Colour;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
	readonly strikethrough: boolean;
};

export type Exit = {readonly exitCode: number; readonly signal: string | undefined};

type WaitForOptions = {
	/** Milliseconds (15,000). */
	readonly timeout?: number;
};

const finals: Readonly<Record<string, string>> = {
	Up: 'A',
	Down: 'B',
	Right: 'C',
	Left: 'D',
	End: 'F',
	Home: 'H',
	F1: 'P',
	F2: 'Q',
	F3: 'R',
	F4: 'S',
};
const numbers: Readonly<Record<string, number>> = {
	Insert: 2,
	Delete: 3,
	PageUp: 5,
	PageDown: 6,
	F5: 15,
	F6: 17,
	F7: 18,
	F8: 19,
	F9: 20,
	F10: 21,
	F11: 23,
	F12: 24,
};
const plain: Readonly<Record<string, string>> = {
	Enter: '\r',
	Escape: '\u001B',
	Tab: '\t',
	Backspace: '\u007F',
	Space: ' ',
};

/** The bytes that xterm sends for a key: `Enter`, `PageUp`, `Ctrl+C`, `Alt+b`, `Shift+Tab`, `Ctrl+Left`… */
export const keyBytes = (key: string, isAppMode = false): string => {
	const names = key.split('+');
	const name = names.pop() ?? '';
	const has = (modifier: string) => names.includes(modifier);
	const shift = has('Shift');
	const alt = has('Alt');
	const ctrl = has('Ctrl');
	const modifiers = (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0);
	const final = finals[name];
	if (final !== undefined) {
		const isSingleShift = name.startsWith('F') || isAppMode;
		return modifiers > 0 ? `\u001B[1;${modifiers + 1}${final}` : `\u001B${isSingleShift ? 'O' : '['}${final}`;
	}

	const number = numbers[name];
	if (number !== undefined) {
		return modifiers > 0 ? `\u001B[${number};${modifiers + 1}~` : `\u001B[${number}~`;
	}

	if (key === 'Shift+Tab') {
		return '\u001B[Z';
	}

	const prefix = alt ? '\u001B' : '';
	if (ctrl && !shift && /^[a-z@[\\\]^_]$/i.test(name)) {
		return prefix + String.fromCodePoint((name.toUpperCase().codePointAt(0) ?? 0) % 32);
	}

	const text = plain[name] ?? ([...name].length === 1 ? name : undefined);
	if (text === undefined || ctrl || shift) {
		throw new Error(`A terminal has no bytes for the key ${key}`);
	}

	return prefix + text;
};

const colour = (isDefault: boolean, isRgb: boolean, value: number): Colour => {
	if (isDefault) {
		return 'default';
	}

	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
};

const signalName = (number: number | undefined) =>
	Object.entries(constants.signals).find(([, value]) => value === number)?.[0];

/** The last line of a text as a field may show it, wrapped: only its end is sure to stand together. */
const tail = (text: string) => [...(text.trimEnd().split('\n').at(-1) ?? '')].slice(-8).join('');

const socketOf = (terminal: pty.IPty): ReadStream => {
	const socket: unknown = Reflect.get(terminal, '_socket');
	if (!(socket instanceof ReadStream)) {
		throw new TypeError('This node-pty keeps its socket elsewhere: see what became of _socket');
	}

	return socket;
};

/**
What the program wrote last. On Node 20 and 22 the socket can say `end` while the kernel still holds output: without this, 22 of 150
runs on Node 20 lost the end of 29 kB, 12 on Node 22, none on Node 24. (libuv seems to take a hang-up after a short read for the end.)
*/
const readRest = (terminal: pty.IPty): Uint8Array => {
	const descriptor: unknown = Reflect.get(terminal, 'fd');
	const chunks: Uint8Array[] = [];
	try {
		for (;;) {
			const chunk = Buffer.alloc(65_536);
			const length = readSync(Number(descriptor), chunk);
			if (length === 0) {
				break;
			}

			chunks.push(chunk.subarray(0, length));
		}
	} catch (error) {
		// EIO: nobody has it open any more, and all is read; EAGAIN: a child of the program has, and there is nothing now.
		if (!(error instanceof Error && 'code' in error && (error.code === 'EIO' || error.code === 'EAGAIN'))) {
			throw error;
		}
	}

	return Buffer.concat(chunks);
};

export class Terminal {
	/** Resolves when the program has ended and all that it wrote is on the screen. */
	readonly exited: Promise<Exit>;
	readonly #command: string;
	readonly #pty: pty.IPty;
	readonly #emulator: xterm.Terminal;
	readonly #watch = new Watch();
	#raw = '';
	#title = '';
	#bells = 0;
	#isCursorVisible = true;
	/** The program has ended; what it wrote last may not be on the screen yet. */
	#hasEnded = false;
	#exit: Exit | undefined;

	constructor(command: readonly string[], {columns = 80, rows = 24, env, cwd}: TerminalOptions = {}) {
		const [file = '', ...args] = command;
		this.#command = command.join(' ');
		this.#emulator = new xterm.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
		this.#emulator.loadAddon(new Unicode11Addon());
		this.#emulator.unicode.activeVersion = '11';
		this.#pty = pty.spawn(file, args, {name: 'xterm-256color', cols: columns, rows, cwd, env: childEnvironment(env)});

		this.#watchModes();
		this.#emulator.onData(data => {
			this.write(data);
		});
		const socket = socketOf(this.#pty);
		const decoder = new StringDecoder('utf8');
		const take = (bytes: Uint8Array) => {
			const text = decoder.write(bytes);
			this.#raw += text;
			this.#emulator.write(text, () => {
				this.#watch.changed();
			});
		};

		socket.setEncoding('latin1');
		this.#pty.onData(data => {
			take(Buffer.from(data, 'latin1'));
		});
		socket.prependListener('end', () => {
			take(readRest(this.#pty));
		});
		this.exited = new Promise(resolve => {
			// Comes after the last data: node-pty waits for the end of the file first. Parsing it takes a turn more.
			this.#pty.onExit(({exitCode, signal}) => {
				this.#hasEnded = true;
				this.#emulator.write('', () => {
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

	get columns(): number {
		return this.#emulator.cols;
	}

	get rows(): number {
		return this.#emulator.rows;
	}

	/** The rows that are to be seen, without the blanks at their ends. */
	screen(): string[] {
		const {baseY} = this.#emulator.buffer.active;
		return Array.from({length: this.rows}, (_, row) => this.#line(this.#emulator.buffer.active, baseY + row));
	}

	/** The screen as one string. */
	text(): string {
		return this.screen().join('\n');
	}

	/** The main screen from its first line on, with what has scrolled away, also while the alternate screen covers it. */
	mainScreen(): string[] {
		const {normal} = this.#emulator.buffer;
		const lines = Array.from({length: normal.length}, (_, row) => this.#line(normal, row));
		return lines.slice(0, lines.findLastIndex(line => line !== '') + 1);
	}

	/** Both from 0, in the rows that are to be seen. */
	cell(row: number, column: number): Cell {
		const {active} = this.#emulator.buffer;
		const cell = active.getLine(active.baseY + row)?.getCell(column);
		if (!cell || row < 0 || row >= this.rows) {
			throw new RangeError(
				`There is no cell ${row}, ${column} on a screen of ${this.rows} rows and ${this.columns} columns`,
			);
		}

		return {
			chars: cell.getChars(),
			width: cell.getWidth(),
			foreground: colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
			background: colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
			bold: cell.isBold() !== 0,
			dim: cell.isDim() !== 0,
			italic: cell.isItalic() !== 0,
			underline: cell.isUnderline() !== 0,
			inverse: cell.isInverse() !== 0,
			strikethrough: cell.isStrikethrough() !== 0,
		};
	}

	/** Where a text begins on the screen, to ask `cell` about it; throws when it is not there. */
	find(text: string): {readonly row: number; readonly column: number} {
		for (let row = 0; row < this.rows; row++) {
			const columns: number[] = [];
			let line = '';
			for (let column = 0; column < this.columns; column++) {
				const {chars, width} = this.cell(row, column);
				const drawn = width === 0 ? '' : chars.padEnd(1);
				line += drawn;
				columns.push(...Array.from({length: drawn.length}, () => column));
			}

			const column = columns[line.indexOf(text)];
			if (column !== undefined) {
				return {row, column};
			}
		}

		throw new Error(`no ${JSON.stringify(text)}${this.#describeScreen()}`);
	}

	cursor(): {readonly x: number; readonly y: number; readonly visible: boolean} {
		const {cursorX: x, cursorY: y} = this.#emulator.buffer.active;
		return {x, y, visible: this.#isCursorVisible};
	}

	isAlternate(): boolean {
		return this.#emulator.buffer.active.type === 'alternate';
	}

	/** The window's title, as the program has set it. */
	title(): string {
		return this.#title;
	}

	/** How often the bell has rung. */
	bells(): number {
		return this.#bells;
	}

	/** What the program has switched on or off, to compare before and after. */
	modes() {
		const {modes} = this.#emulator;
		return {
			alternateScreen: this.isAlternate(),
			applicationCursorKeys: modes.applicationCursorKeysMode,
			applicationKeypad: modes.applicationKeypadMode,
			bracketedPaste: modes.bracketedPasteMode,
			cursorVisible: this.#isCursorVisible,
			focusEvents: modes.sendFocusMode,
			insert: modes.insertMode,
			mouse: modes.mouseTrackingMode,
			origin: modes.originMode,
			synchronizedOutput: modes.synchronizedOutputMode,
			wraparound: modes.wraparoundMode,
		};
	}

	/** All that the program has written so far, escape sequences and all. */
	raw(): string {
		return this.#raw;
	}

	/** Sends bytes as they are. */
	write(data: string): void {
		if (!this.#hasEnded) {
			this.#pty.write(data);
		}
	}

	/**
	Types a text, without Enter. What is written before the program has read counts as one read for it: await what the screen
	shows of a text before the next key, or use `submit`.
	*/
	type(text: string): void {
		this.write(text);
	}

	/** Types a text, presses Enter when the screen shows the text's end, and waits until the program has answered that with output. */
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
		this.write(keyBytes(key, this.#emulator.modes.applicationCursorKeysMode));
	}

	/**
	Pastes as a terminal does: line ends become CR, and the text is bracketed if the program has asked for that. Ink asks after its
	first frame: wait for `modes().bracketedPaste` before.
	*/
	paste(text: string): void {
		const keys = text.replaceAll(/\r?\n/g, '\r');
		this.write(this.#emulator.modes.bracketedPasteMode ? `\u001B[200~${keys}\u001B[201~` : keys);
	}

	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
		if (!this.#hasEnded) {
			this.#pty.resize(columns, rows);
		}
	}

	/**
	Waits until the screen shows a text, matches, or is as the function says; rows are joined by LF. A frame in synchronised
	output is looked at when it is whole. Fails at once when the program has ended without it.
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

	/** The process group that reads the keys now; in a shell, the program that runs in it. */
	foreground(): number {
		const {stdout} = spawnSync('ps', ['-o', 'tpgid=', '-p', String(this.pid)], {encoding: 'utf8'});
		const group = Number(stdout.trim());
		if (this.#hasEnded || !(group > 1)) {
			throw new Error('The terminal has no program in the foreground');
		}

		return group;
	}

	/** The terminal's own settings as `stty -a` names them, `{icanon: true, …}`; only while a program, or the shell, has it open. */
	sttyState(): Readonly<Record<string, boolean>> {
		const device: unknown = Reflect.get(this.#pty, 'ptsName');
		if (this.#hasEnded || typeof device !== 'string') {
			throw new Error('The terminal is gone with its last program: open a shell, and run the program in it');
		}

		const descriptor = openSync(device, fileConstants.O_NOCTTY);
		try {
			const {stdout} = spawnSync('stty', ['-a'], {stdio: [descriptor, 'pipe', 'pipe'], encoding: 'utf8'});
			const flags = stdout.replaceAll(/[^;\n]*;/g, '').match(/(?<!\S)-?[a-z]\w*(?!\S)/g) ?? [];
			return Object.fromEntries(flags.map(flag => [flag.replace('-', ''), !flag.startsWith('-')]));
		} finally {
			closeSync(descriptor);
		}
	}

	/** Whether the terminal echoes, edits lines and makes signals of Ctrl+C, as a shell's user expects to find it. */
	isCooked(): boolean {
		const state = this.sttyState();
		return ['icanon', 'echo', 'isig', 'iexten', 'icrnl', 'opost'].every(flag => state[flag]);
	}

	/**
	Waits until the program reads key by key. Before that the terminal itself echoes what is typed, so a text on the screen proves
	nothing, and Enter comes as LF. Ink draws its first frame earlier than it is ready: wait for both.
	*/
	async waitForRawMode({timeout}: WaitForOptions = {}): Promise<void> {
		await until(() => !this.sttyState().icanon, {timeout, describe: () => `no raw mode${this.#describeScreen()}`});
	}

	/** Kills the program if it still runs; the kernel hangs up on whatever that has started in this terminal. */
	async close(): Promise<void> {
		this.kill('SIGKILL');
		await this.exited;
	}

	async #waitUntil<T>(
		what: string,
		condition: () => T | undefined | false,
		{timeout}: WaitForOptions = {},
	): Promise<T> {
		const isFrameOpen = () => this.#emulator.modes.synchronizedOutputMode && !this.#exit;
		return this.#watch.until(() => !isFrameOpen() && condition(), {
			timeout,
			describe: () => `no ${what}${this.#describeScreen()}`,
			hopeless: () => this.#exit && `The program ended (${this.#exit.signal ?? this.#exit.exitCode})`,
		});
	}

	#describeScreen(): string {
		const border = `+${'-'.repeat(this.columns)}+`;
		const rows = this.screen().map(row => `|${row}`);
		return [
			` on the screen of ${this.#command}`,
			border,
			...rows,
			border,
			`modes: ${JSON.stringify(this.modes())}`,
			`last bytes: ${JSON.stringify(this.#raw.slice(-600))}`,
		].join('\n');
	}

	#line(buffer: xterm.IBuffer, row: number): string {
		return buffer.getLine(row)?.translateToString(true).replace(/ +$/, '') ?? '';
	}

	/** What the emulator does not tell by itself. */
	#watchModes(): void {
		this.#emulator.onTitleChange(title => {
			this.#title = title;
		});
		this.#emulator.onBell(() => {
			this.#bells++;
		});
		const setCursor =
			(isVisible: boolean, isMeant: (parameters: ReadonlyArray<number | number[]>) => boolean) =>
			(parameters: ReadonlyArray<number | number[]>) => {
				if (isMeant(parameters)) {
					this.#isCursorVisible = isVisible;
				}

				return false;
			};

		const isCursorMode = (parameters: ReadonlyArray<number | number[]>) => parameters.includes(25);
		const {parser} = this.#emulator;
		parser.registerCsiHandler({prefix: '?', final: 'h'}, setCursor(true, isCursorMode));
		parser.registerCsiHandler({prefix: '?', final: 'l'}, setCursor(false, isCursorMode));
		parser.registerCsiHandler(
			{intermediates: '!', final: 'p'},
			setCursor(true, () => true),
		);
		parser.registerEscHandler({final: 'c'}, () => setCursor(true, () => true)([]));
	}
}

/** For `waitFor`: the shell waits for a command, so the one before has ended. */
export const isAtPrompt = (screen: readonly string[]): boolean => screen.findLast(row => row !== '') === '$';

/** Opens a program in a terminal of its own, and closes it after the test. */
export const openTerminal = (t: Cleanup, command: readonly string[], options?: TerminalOptions): Terminal => {
	const terminal = new Terminal(command, options);
	t?.after(async () => terminal.close());
	return terminal;
};

export type ShellOptions = TerminalOptions & {
	/**
	The shell (bash). When a signal has killed a program, bash puts the terminal's settings right by itself, which hides a
	program that did not; `['dash', '-i']` leaves them.
	*/
	readonly shell?: readonly string[];
};

/**
Opens a shell whose prompt is `$ `, to see what a program leaves behind: type its command, and after it has ended look at
`isCooked()`, `modes()` and `mainScreen()`.
*/
export const openShell = async (t: Cleanup, {shell, env, ...options}: ShellOptions = {}): Promise<Terminal> => {
	// Without readline: it would switch bracketed paste on and canonical mode off at each prompt.
	const command = shell ?? ['bash', '--norc', '--noprofile', '--noediting'];
	const terminal = openTerminal(t, command, {
		...options,
		env: {PS1: '$ ', ENV: undefined, HISTFILE: undefined, BASH_SILENCE_DEPRECATION_WARNING: '1', ...env},
	});
	await terminal.waitFor(isAtPrompt);
	return terminal;
};
