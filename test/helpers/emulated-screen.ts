/** The screen of a terminal emulator, read as a person would read it. */
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';

/** `default`, a number of the 256-colour palette, or `#rrggbb`. */
export type Colour = 'default' | number | `#${string}`;

/**
One place of the screen. The right half of a wide character is a cell of width 0 without characters.
*/
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

const colour = (isDefault: boolean, isRgb: boolean, value: number): Colour => {
	if (isDefault) {
		return 'default';
	}

	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
};

export class EmulatedScreen {
	protected readonly emulator: xterm.Terminal;
	#title = '';
	#bells = 0;
	#isCursorVisible = true;

	/** `unicode`: the version of Unicode by which characters are wide. */
	constructor(columns: number, rows: number, unicode: '6' | '11' = '11') {
		this.emulator = new xterm.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
		this.emulator.loadAddon(new Unicode11Addon());
		this.emulator.unicode.activeVersion = unicode;
		this.#watchModes();
	}

	get columns(): number {
		return this.emulator.cols;
	}

	get rows(): number {
		return this.emulator.rows;
	}

	/** The rows that are to be seen, without the blanks at their ends. */
	screen(): string[] {
		const {baseY} = this.emulator.buffer.active;
		return Array.from({length: this.rows}, (_, row) => this.#line(this.emulator.buffer.active, baseY + row));
	}

	/** The screen as one string. */
	text(): string {
		return this.screen().join('\n');
	}

	/**
	The main screen from its first line on, with what has scrolled away, also while the alternate
	screen covers it.
	*/
	mainScreen(): string[] {
		const {normal} = this.emulator.buffer;
		const lines = Array.from({length: normal.length}, (_, row) => this.#line(normal, row));
		return lines.slice(0, lines.findLastIndex(line => line !== '') + 1);
	}

	/** Both from 0, in the rows that are to be seen. */
	cell(row: number, column: number): Cell {
		const {active} = this.emulator.buffer;
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

		throw new Error(`no ${JSON.stringify(text)}${this.describe()}`);
	}

	cursor(): {readonly x: number; readonly y: number; readonly visible: boolean} {
		const {cursorX: x, cursorY: y} = this.emulator.buffer.active;
		return {x, y, visible: this.#isCursorVisible};
	}

	isAlternate(): boolean {
		return this.emulator.buffer.active.type === 'alternate';
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
		const {modes} = this.emulator;
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

	/** The screen in a border and the modes, for the text of an error. */
	protected describe(): string {
		const border = `+${'-'.repeat(this.columns)}+`;
		const rows = this.screen().map(row => `|${row}`);
		return [border, ...rows, border, `modes: ${JSON.stringify(this.modes())}`].join('\n');
	}

	#line(buffer: xterm.IBuffer, row: number): string {
		return buffer.getLine(row)?.translateToString(true).replace(/ +$/, '') ?? '';
	}

	/** What the emulator does not tell by itself. */
	#watchModes(): void {
		this.emulator.onTitleChange(title => {
			this.#title = title;
		});
		this.emulator.onBell(() => {
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
		const {parser} = this.emulator;
		parser.registerCsiHandler({prefix: '?', final: 'h'}, setCursor(true, isCursorMode));
		parser.registerCsiHandler({prefix: '?', final: 'l'}, setCursor(false, isCursorMode));
		parser.registerCsiHandler(
			{intermediates: '!', final: 'p'},
			setCursor(true, () => true),
		);
		parser.registerEscHandler({final: 'c'}, () => setCursor(true, () => true)([]));
	}
}
