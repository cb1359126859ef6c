import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {findMultiplexer, formatCopy, hasClipboard, maximumCopy, wrapForScreen, wrapForTmux} from './osc52.ts';

/** What to show the user: that a text was sent to the clipboard, or why not. */
export type CopyResult = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly text: string};

type Options = {
	/** Writes to the terminal, between two frames. */
	readonly write: (text: string) => void;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Hands a text to tmux. Resolves with whether tmux took it. */
	readonly loadIntoTmux?: (text: string) => Promise<boolean>;
};

/** How long tmux may take, in milliseconds. */
const tmuxDeadline = 2000;

/**
Hands a text to tmux itself, for its own buffer and for the clipboard of the terminal that it runs
in. As it comes, tmux ignores what a program in it writes: `set-clipboard` is "external", and
`allow-passthrough` off.
*/
const loadIntoTmux = async (text: string): Promise<boolean> =>
	new Promise(resolve => {
		const tmux = spawn('tmux', ['load-buffer', '-w', '-'], {
			stdio: ['pipe', 'ignore', 'ignore'],
			timeout: tmuxDeadline,
			windowsHide: true,
		});
		tmux.on('error', () => {
			resolve(false);
		});
		tmux.on('close', code => {
			resolve(code === 0);
		});
		// It may end before it has read everything; its exit code tells.
		tmux.stdin.on('error', () => undefined);
		tmux.stdin.end(text);
	});

/**
Copies to the clipboard of the user's terminal, which may be on another computer. No terminal says
whether it has done so.
*/
export class Clipboard {
	readonly #options: Required<Options>;

	constructor(options: Options) {
		this.#options = {loadIntoTmux, ...options};
	}

	/** Copies a text as it is. `what`: names it to the user. */
	copy(text: string, what: string): CopyResult {
		const size = Buffer.byteLength(text);
		if (!hasClipboard(this.#options.env)) {
			return {ok: false, text: 'This terminal has no clipboard that a program could set.'};
		}

		if (text === '' || size > maximumCopy) {
			return {
				ok: false,
				text: text === '' ? 'There is nothing to copy.' : `Not copied: ${size} bytes; a terminal takes ${maximumCopy}.`,
			};
		}

		this.#send(text);
		return {ok: true, text: `Copied: ${what}. If your clipboard is empty, your terminal refuses OSC 52.`};
	}

	#send(text: string) {
		const {write, env} = this.#options;
		const sequence = formatCopy(text);
		switch (findMultiplexer(env)) {
			case 'tmux': {
				write(wrapForTmux(sequence));
				void this.#sendToTmux(text, sequence);
				break;
			}

			case 'screen': {
				write(wrapForScreen(sequence));
				break;
			}

			// Each of the two ignores what is meant for the other.
			case 'either': {
				write(wrapForScreen(sequence) + sequence);
				break;
			}

			case undefined: {
				write(sequence);
				break;
			}
		}
	}

	/** An older tmux, or one on another computer, takes the sequence with `set-clipboard on`. */
	async #sendToTmux(text: string, sequence: string): Promise<void> {
		const {write, env, loadIntoTmux: load} = this.#options;
		const isHere = env.TMUX !== undefined && env.TMUX !== '';
		if (!isHere || !(await load(text))) {
			write(sequence);
		}
	}
}
