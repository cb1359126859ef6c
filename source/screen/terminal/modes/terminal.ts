import type {Readable} from 'node:stream';
import {Clipboard} from '../../../output/clipboard.ts';
import type {Writer} from '../../../output/terminal-writer.ts';
import {TerminalBackground} from '../terminal-background.ts';
import {TerminalStdin} from '../terminal-stdin.ts';
import {onAbruptEnd} from './abrupt-end.ts';
import {isInBackground} from './foreground.ts';
import {HeldErrors, type ErrorStream} from './held-errors.ts';
import {JobControl, type JobProcess} from './job-control.ts';
import {TerminalFocus} from './terminal-focus.ts';
import {TerminalModes} from './terminal-modes.ts';
import {TerminalOutput, type OutputTerminal} from './terminal-output.ts';

type Options = {
	readonly process: Parameters<typeof onAbruptEnd>[0] &
		JobProcess & {
			readonly stdin: Readable;
			readonly stdout: OutputTerminal;
			readonly stderr: ErrorStream;
			readonly env: Readonly<Record<string, string | undefined>>;
		};
	/** Writes to the terminal. */
	readonly writer: Writer;
	/** Standard error, for what was written to it while the screen was shown. */
	readonly errors: {readonly report: (text: string) => void};
	/** Called once when the terminal is gone, such as when its window was closed. */
	readonly onLost: () => void;
};

/** The terminal that the program was started in, from its first byte to its last. */
export class Terminal {
	readonly stdin: TerminalStdin;
	readonly output: TerminalOutput;
	readonly background: TerminalBackground;
	readonly focus: TerminalFocus;
	readonly clipboard: Clipboard;
	readonly modes: TerminalModes;
	readonly jobs: JobControl;
	#isLost = false;
	readonly #onLost: () => void;
	readonly #process: Options['process'];

	constructor({process, writer, errors, onLost}: Options) {
		const {stdin, stdout, stderr, env} = process;
		this.#onLost = onLost;
		this.#process = process;
		this.stdin = new TerminalStdin(stdin, {env});
		this.output = new TerminalOutput(stdout, writer, env);
		this.background = new TerminalBackground({stdin: this.stdin, output: this.output, env});
		this.focus = new TerminalFocus(this.stdin);
		this.clipboard = new Clipboard({
			env,
			write: text => {
				this.output.write(text);
			},
		});
		const held = new HeldErrors(stderr, text => {
			errors.report(text);
		});
		this.modes = new TerminalModes(this.stdin, this.output, held);
		this.jobs = new JobControl({modes: this.modes, process, isInBackground});
		this.output.onStale(() => {
			this.jobs.redraw();
		});
		// A terminal that was closed ends the input, or fails with EIO.
		stdin.once('end', this.#lose);
		stdin.on('error', this.#lose);
		stdout.on('error', this.#lose);
		writer.onError(this.#lose);
	}

	/** Whether the terminal is gone. */
	get isLost(): boolean {
		return this.#isLost;
	}

	/**
	Takes the terminal, as soon as the program is in the foreground; throws if that is impossible.
	Returns false if the program was told to end meanwhile.
	*/
	async start(): Promise<boolean> {
		onAbruptEnd(this.#process, () => {
			this.jobs.end();
			this.modes.endNow();
		});
		await this.jobs.start();
		return this.modes.isTaken;
	}

	/** Call as soon as the program is to end. In the background, it draws nothing any more. */
	prepareEnd() {
		this.jobs.end();
		if (isInBackground()) {
			this.modes.mute();
		}
	}

	/** Gives the terminal back as it was found. */
	async end(): Promise<void> {
		this.jobs.end();
		await this.jobs.waitForReturn();
		await this.modes.end();
	}

	readonly #lose = () => {
		if (!this.#isLost) {
			this.#isLost = true;
			this.jobs.end();
			this.modes.lose();
			this.#onLost();
		}
	};
}
