import type {Ending, ProcessHistory, MemberHistory, Operation, SeenMessage} from '../model/history.ts';

/**
The messages that any process was shown. Keeps one object for each message, because 30 processes see
each of 100,000 messages.
*/
export class SeenMessages {
	readonly #known = new Map<number, SeenMessage>();
	readonly #texts = new Set<string>();

	/**
	Returns the one object for this message, or `message` itself if it differs from the first one.
	*/
	intern(message: SeenMessage): SeenMessage {
		const before = this.#known.get(message.seq);
		if (!before) {
			this.#known.set(message.seq, message);
			this.#texts.add(message.text);
			return message;
		}

		return before.id === message.id && before.from === message.from && before.text === message.text ? before : message;
	}

	has(text: string): boolean {
		return this.#texts.has(text);
	}
}

/** Records what one member typed and was shown, over all its processes. */
export class MemberRecord implements MemberHistory {
	readonly name: string;
	readonly operations: Operation[] = [];
	readonly processes: ProcessHistory[] = [];
	readonly #seenMessages: SeenMessages;
	/** The lines of the current process, in the order of its own numbers from 1. */
	#lines: Operation[] = [];
	/**
	Lines without an acknowledgement, by text: those of the current process, and those in an earlier
	process's outbox.
	*/
	readonly #waiting = new Map<string, Operation>();

	constructor(name: string, seenMessages: SeenMessages) {
		this.name = name;
		this.#seenMessages = seenMessages;
	}

	get current(): ProcessHistory | undefined {
		return this.processes.at(-1);
	}

	/** The seq of the last message that the current process was shown, or 0. */
	get lastSeq(): number {
		return this.current?.seen.at(-1)?.seq ?? 0;
	}

	/**
	The number of lines without an acknowledgement: those of the current process, and those in an
	earlier process's outbox that no process was shown yet.
	*/
	get unsettled(): number {
		return [...this.#waiting.values()].filter(({outcome, text}) => outcome === 'open' || !this.#seenMessages.has(text))
			.length;
	}

	/** Call it when a process of the member starts. */
	startProcess() {
		this.#lines = [];
		this.processes.push({process: this.processes.length, seen: [], ending: 'running', errors: []});
	}

	addOperation(text: string) {
		const operation: Operation = {text, process: this.processes.length - 1, outcome: 'open'};
		this.operations.push(operation);
		this.#lines.push(operation);
		this.#waiting.set(text, operation);
	}

	addSeen(message: SeenMessage) {
		this.current?.seen.push(this.#seenMessages.intern(message));
	}

	/**
	Records that the process reported its n-th line as logged. Lines from an earlier process's
	outbox have numbers below 1, and no seq if they were in the log before the current process
	started.
	*/
	acknowledge(n: number, seq: number) {
		const seen = this.current?.seen ?? [];
		const text = seen[seq - (seen[0]?.seq ?? 1)]?.text;
		const line = n > 0 ? this.#lines[n - 1] : undefined;
		if (n > 0 && line?.text !== text) {
			this.addError(
				`acknowledged its line ${n} (${line?.text.slice(0, 40)}) at ${seq}, where it had shown ${text?.slice(0, 40)}`,
			);
		}

		const operation = line ?? this.#waiting.get(text ?? '');
		if (operation) {
			operation.outcome = 'acked';
			operation.seq = seq;
			this.#waiting.delete(operation.text);
		}
	}

	addError(what: string) {
		this.current?.errors.push(what);
	}

	/** Call it when the process ends. `isKept` returns whether a line is in its outbox on disk. */
	endProcess(ending: Ending, isKept: (text: string) => boolean) {
		if (this.current) {
			this.current.ending = ending;
		}

		for (const operation of this.#lines.filter(({outcome}) => outcome === 'open')) {
			if (isKept(operation.text)) {
				operation.outcome = 'kept';
			} else {
				operation.outcome = 'maybe';
				this.#waiting.delete(operation.text);
			}
		}
	}
}
