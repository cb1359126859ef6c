import {muteSignals, type SignalProcess} from '../editor/mute-signals.ts';
import type {TerminalModes} from './terminal-modes.ts';

/** The process, as far as it is used here. */
export type JobProcess = SignalProcess & {
	/** Announces that the window may have another size now. */
	emit: (signal: 'SIGWINCH', name: 'SIGWINCH') => unknown;
	/** Sends a signal to a process, or with 0 to the whole process group. */
	kill: (pid: number, signal: 'SIGTSTP' | 'SIGTTOU') => unknown;
};

/** Has Ink lie still until the callback has ended, and draw everything then. */
export type WithoutInk = (callback: () => Promise<void>) => Promise<void>;

/**
How long to wait for the stop, in milliseconds. The kernel ignores it where no shell could continue
the program: in a terminal that runs nothing else, such as `xterm -e` or `ssh host -t`.
*/
const stopTimeout = 100;

/**
How long to wait in the background for a signal that ends the program, in milliseconds: a shell's
`kill` sends it together with SIGCONT, in any order.
*/
const signalDelay = 20;

type Options = {
	readonly modes: TerminalModes;
	readonly process: JobProcess;
	readonly isInBackground: () => boolean;
};

/**
Stops and continues the program as a shell does. Ctrl+Z and SIGTSTP release the terminal first.
SIGSTOP cannot be caught: then the terminal is taken again when the program continues.
*/
export class JobControl {
	readonly #modes: TerminalModes;
	readonly #process: JobProcess;
	readonly #isInBackground: () => boolean;
	#suspendInk: WithoutInk | undefined;
	#isBusy = false;
	/** Whether a redraw was asked for that was not possible yet. */
	#needsRedraw = false;
	#hasEnded = false;
	/** Ends the program that has the terminal, if one has. */
	#borrower: {readonly abort: () => void; readonly returned: Promise<void>} | undefined;

	constructor({modes, process, isInBackground}: Options) {
		this.#modes = modes;
		this.#process = process;
		this.#isInBackground = isInBackground;
	}

	/**
	Takes the terminal, and handles SIGTSTP and SIGCONT from now on. In the background, waits for
	the foreground first.
	*/
	async start(): Promise<void> {
		this.#process.on('SIGTSTP', this.#onStop);
		await this.#take(() => {
			this.#modes.take();
		});
	}

	/**
	Leaves SIGTSTP and SIGCONT to the system. Call as soon as the program is to end: in the
	background it would stop in taking the terminal again.
	*/
	end() {
		this.#hasEnded = true;
		this.#process.off('SIGTSTP', this.#onStop);
		this.#process.off('SIGCONT', this.#onContinue);
		this.#borrower?.abort();
	}

	/** Resolves when no other program has the terminal any more. */
	async waitForReturn(): Promise<void> {
		await this.#borrower?.returned;
	}

	/** Says how Ink is suspended, from now until the returned function is called. */
	attach(withoutInk: WithoutInk): () => void {
		this.#suspendInk = withoutInk;
		this.#redrawIfNeeded();
		return () => {
			this.#suspendInk = undefined;
		};
	}

	/** Releases the terminal, stops the program, and takes the terminal when it continues. */
	suspend() {
		void this.#run(async () => {
			await this.#modes.release();
			// Without a listener, the signal does what it does by default.
			this.#process.off('SIGTSTP', this.#onStop);
			await this.#stop('SIGTSTP');
			if (!this.#hasEnded) {
				this.#process.on('SIGTSTP', this.#onStop);
			}

			await this.#take(() => {
				this.#modes.take();
			});
		});
	}

	/**
	Lends the terminal to another program until `use` has ended. That one gets the keys, Ctrl+C and
	Ctrl+Z included: Ctrl+Z stops it and this program together, and Ctrl+C ends neither. If this
	program is to end, `signal` says so.
	*/
	async lend(use: (signal: AbortSignal) => Promise<void>): Promise<void> {
		await this.#run(async () => {
			await this.#modes.lend();
			if (this.#hasEnded) {
				return;
			}

			const resumeSignals = muteSignals(this.#process);
			const abort = new AbortController();
			const returned = use(abort.signal);
			this.#borrower = {
				abort() {
					abort.abort();
				},
				returned,
			};
			try {
				await returned;
			} finally {
				this.#borrower = undefined;
				resumeSignals();
				await this.#take(() => {
					this.#modes.take();
				});
			}
		});
	}

	/** Draws everything, as soon as possible: what the terminal shows is not what Ink believes. */
	redraw() {
		this.#needsRedraw = true;
		this.#redrawIfNeeded();
	}

	get #canRun(): boolean {
		return !this.#isBusy && !this.#hasEnded && this.#modes.isTaken;
	}

	#redrawIfNeeded() {
		if (this.#needsRedraw && this.#suspendInk && this.#canRun) {
			this.#needsRedraw = false;
			void this.#run(async () =>
				this.#take(() => {
					this.#modes.redraw();
				}),
			);
		}
	}

	/** Runs an action while Ink lies still and SIGCONT is not heard. */
	async #run(action: () => Promise<void>): Promise<void> {
		if (!this.#canRun) {
			return;
		}

		this.#isBusy = true;
		this.#process.off('SIGCONT', this.#onContinue);
		try {
			await (this.#suspendInk ? this.#suspendInk(action) : action());
		} finally {
			this.#isBusy = false;
			this.#redrawIfNeeded();
		}
	}

	/** Stops the program. Resolves when it continues, with false if the kernel did not stop it. */
	async #stop(signal: 'SIGTSTP' | 'SIGTTOU'): Promise<boolean> {
		return new Promise(resolve => {
			const finish = (wasStopped: boolean) => {
				clearTimeout(timer);
				this.#process.off('SIGCONT', onContinued);
				resolve(wasStopped);
			};

			const onContinued = () => {
				finish(true);
			};

			const timer = setTimeout(() => {
				// A program that was stopped for longer comes here before it hears of SIGCONT.
				setImmediate(finish, false);
			}, stopTimeout);
			this.#process.on('SIGCONT', onContinued);
			// The whole group, as the terminal driver would signal it: under npx, the shell waits
			// for npx and not for this process.
			this.#process.kill(0, signal);
		});
	}

	/**
	Takes the terminal, in the foreground. In the background the program stops until `fg`, and hears
	of a signal that ends it. Where only the kernel can tell, it stops the program as raw mode is
	switched on. The SIGCONT of that `fg` is no reason to take the terminal again.
	*/
	async #take(take: () => void): Promise<void> {
		let wasStopped = true;
		while (wasStopped && !this.#hasEnded && this.#isInBackground()) {
			// eslint-disable-next-line no-await-in-loop -- `bg` leads to another stop.
			await new Promise(resolve => {
				setTimeout(resolve, signalDelay);
			});
			// eslint-disable-next-line no-await-in-loop
			wasStopped = !this.#hasEnded && (await this.#stop('SIGTTOU'));
		}

		if (this.#hasEnded) {
			return;
		}

		take();
		this.#process.on('SIGCONT', this.#onContinue);
		// In the background, nobody was told of a new size.
		this.#process.emit('SIGWINCH', 'SIGWINCH');
	}

	readonly #onStop = () => {
		this.suspend();
	};

	readonly #onContinue = () => {
		if (this.#canRun) {
			this.#modes.mute();
		}

		void this.#run(async () =>
			this.#take(() => {
				this.#modes.retake();
			}),
		);
	};
}
