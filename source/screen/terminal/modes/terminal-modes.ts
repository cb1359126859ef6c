import type {TerminalStdin} from '../terminal-stdin.ts';
import {isInBackground} from './foreground.ts';
import type {HeldErrors} from './held-errors.ts';
import {clearScreen, mouseReports, restoredModes, retakenModes, takenModes} from './sequences.ts';
import type {TerminalOutput} from './terminal-output.ts';

/**
The one owner of the terminal's modes: raw mode, the alternate screen, reports, paste, mouse, title.
Raw mode comes first and goes last, so that the terminal echoes nothing that it sends by itself.
*/
export class TerminalModes {
	readonly #stdin: TerminalStdin;
	readonly #output: TerminalOutput;
	readonly #errors: HeldErrors;
	#isTaken = false;
	#hasEnded = false;
	#hasMouse = false;
	#title = '';

	/** `errors`: what others write to standard error waits there while the terminal is taken. */
	constructor(stdin: TerminalStdin, output: TerminalOutput, errors: HeldErrors) {
		this.#stdin = stdin;
		this.#output = output;
		this.#errors = errors;
	}

	/** Whether the terminal is the program's now. */
	get isTaken(): boolean {
		return this.#isTaken;
	}

	/**
	Takes the terminal for the screen. A program in the background stops here until it is in the
	foreground. Throws if the terminal cannot be read key by key.
	*/
	take() {
		if (this.#hasEnded || this.#isTaken) {
			return;
		}

		if (!this.#stdin.enterRawMode()) {
			throw new Error('The terminal cannot be read key by key. --linear needs no such terminal.');
		}

		this.#isTaken = true;
		this.#open(takenModes);
	}

	/**
	Takes the terminal again after the program was stopped without being able to release it: what
	runs meanwhile may have left the modes in any state.
	*/
	retake() {
		if (!this.#isTaken) {
			return;
		}

		this.#stdin.leaveRawMode();
		this.#stdin.enterRawMode();
		this.redraw();
	}

	/** Sets the modes and clears the screen, for Ink to draw everything. */
	redraw() {
		if (this.#isTaken) {
			this.#open(retakenModes + clearScreen);
		}
	}

	/**
	Drops what Ink writes until the next `retake`. Call before Ink is told that the program was
	stopped: what it would erase is the shell's.
	*/
	mute() {
		this.#output.isOpen = false;
	}

	/**
	Releases the terminal. Waits for a reply that is on its way, which the shell would take for
	typing, and drops what is typed meanwhile.
	*/
	async release(): Promise<void> {
		if (this.#isTaken) {
			this.#close();
			await Promise.all([this.#output.flush(), this.#stdin.drain()]);
			this.#leaveRawMode();
			this.#errors.release();
		}
	}

	/** Releases the terminal to another program, which reads it alone until `take`. */
	async lend(): Promise<void> {
		await this.release();
		await this.#stdin.pauseSource();
	}

	/** Releases the terminal for good. */
	async end(): Promise<void> {
		this.#hasEnded = true;
		await this.release();
	}

	/** Releases the terminal for good and at once. */
	endNow() {
		this.#hasEnded = true;
		if (this.#isTaken) {
			this.#close();
			this.#output.flushNow();
		}

		this.#leaveRawMode();
		this.#errors.release();
	}

	/** Call when the terminal is gone: it is neither written nor switched any more. */
	lose() {
		this.#hasEnded = true;
		this.#isTaken = false;
		this.#output.isOpen = false;
	}

	setMouse(isOn: boolean) {
		this.#hasMouse = isOn;
		this.#output.write(isOn ? mouseReports.on : mouseReports.off);
	}

	/** Sets the title of the window. It must be free of control characters. */
	setTitle(title: string) {
		this.#title = `\u{1B}]2;${title}\u{7}`;
		this.#output.write(this.#title);
	}

	#open(modes: string) {
		this.#errors.hold();
		this.#output.isOpen = true;
		this.#output.write(modes + (this.#hasMouse ? mouseReports.on : '') + this.#title);
	}

	/** In the background, the terminal is set for the shell; setting it would stop the program. */
	#leaveRawMode() {
		if (!isInBackground()) {
			this.#stdin.leaveRawMode();
		}
	}

	#close() {
		this.#isTaken = false;
		this.#output.isOpen = false;
		this.#output.restore(restoredModes);
	}
}
