import type {TerminalModes} from './terminal-modes.ts';

/** The process, as far as it is used here. */
export type JobProcess = {
	on: (signal: 'SIGTSTP' | 'SIGCONT', listener: () => void) => unknown;
	off: (signal: 'SIGTSTP' | 'SIGCONT', listener: () => void) => unknown;
	/** Announces that the window may have another size now. */
	emit: (signal: 'SIGWINCH', name: 'SIGWINCH') => unknown;
	/** Sends a signal to a process, or with 0 to the whole process group. */
	kill: (pid: number, signal: 'SIGTSTP') => unknown;
};

/** Has Ink lie still until the callback has ended, and draw everything then. */
export type WithoutInk = (callback: () => Promise<void>) => Promise<void>;

/**
How long to wait for the stop, in milliseconds. The kernel ignores it where no shell could continue
the program: in a terminal that runs nothing else, such as `xterm -e` or `ssh host -t`.
*/
const stopTimeout = 100;

/**
Stops and continues the program as a shell does. Ctrl+Z and SIGTSTP release the terminal first.
SIGSTOP cannot be caught: then the terminal is taken again when the program continues.
*/
export class JobControl {
	readonly #modes: TerminalModes;
	readonly #process: JobProcess;
	#inkSuspender: WithoutInk | undefined;
	#isBusy = false;
	#hasEnded = false;
	#onContinued: (() => void) | undefined;

	constructor(modes: TerminalModes, jobProcess: JobProcess) {
		this.#modes = modes;
		this.#process = jobProcess;
	}

	/** Handles SIGTSTP and SIGCONT from now on. */
	start() {
		this.#process.on('SIGTSTP', this.#onStop);
		this.#process.on('SIGCONT', this.#onContinue);
	}

	/**
	Leaves SIGTSTP and SIGCONT to the system. Call as soon as the program is to end: in the
	background it would stop in taking the terminal again.
	*/
	end() {
		this.#hasEnded = true;
		this.#process.off('SIGTSTP', this.#onStop);
		this.#process.off('SIGCONT', this.#onContinue);
	}

	/** Says how Ink is suspended, from now until the returned function is called. */
	attach(withoutInk: WithoutInk): () => void {
		this.#inkSuspender = withoutInk;
		return () => {
			this.#inkSuspender = undefined;
		};
	}

	/** Releases the terminal, stops the program, and takes the terminal when it continues. */
	suspend() {
		void this.#run(async () =>
			this.#withoutInk(async () => {
				await this.#modes.release();
				await this.#stop();
				this.#take(() => {
					this.#modes.take();
				});
			}),
		);
	}

	/** Before Ink has begun, nothing is drawn. */
	async #withoutInk(callback: () => Promise<void>): Promise<void> {
		await (this.#inkSuspender ? this.#inkSuspender(callback) : callback());
	}

	async #run(action: () => Promise<void>): Promise<void> {
		if (this.#isBusy || !this.#modes.isTaken) {
			return;
		}

		this.#isBusy = true;
		try {
			await action();
		} finally {
			this.#isBusy = false;
		}
	}

	/** Stops the program. Resolves when it continues, or if the kernel does not stop it. */
	async #stop(): Promise<void> {
		// Without a listener, the signal does what it does by default.
		this.#process.off('SIGTSTP', this.#onStop);
		await new Promise<void>(resolve => {
			const timer = setTimeout(() => {
				// A program that was stopped for longer comes here before it hears of SIGCONT.
				setImmediate(resolve);
			}, stopTimeout);
			this.#onContinued = () => {
				clearTimeout(timer);
				resolve();
			};

			// The whole foreground group, as the terminal driver would signal it: under npx, the
			// shell waits for npx and not for this process.
			this.#process.kill(0, 'SIGTSTP');
		});
		this.#onContinued = undefined;
		if (!this.#hasEnded) {
			this.#process.on('SIGTSTP', this.#onStop);
		}
	}

	/**
	Switches to raw mode. In the background this stops the program once more, until `fg`. The
	SIGCONT of that `fg` is no reason to take the terminal again.
	*/
	#take(take: () => void) {
		if (this.#hasEnded) {
			return;
		}

		this.#process.off('SIGCONT', this.#onContinue);
		take();
		this.#process.on('SIGCONT', this.#onContinue);
		// In the background, nobody was told of a new size.
		this.#process.emit('SIGWINCH', 'SIGWINCH');
	}

	readonly #onStop = () => {
		this.suspend();
	};

	readonly #onContinue = () => {
		if (this.#onContinued) {
			this.#onContinued();
			return;
		}

		void this.#run(async () => {
			this.#modes.mute();
			await this.#withoutInk(async () => {
				this.#take(() => {
					this.#modes.retake();
				});
			});
		});
	};
}
