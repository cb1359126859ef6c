import type {Ending, Incarnation, MemberHistory, Said, Sight} from './history.ts';

/**
Every message that any process saw. Keeps one object for each, however many saw it: 30 processes see
each of 100,000.
*/
export class Sights {
	readonly #known = new Map<number, Sight>();
	readonly #texts = new Set<string>();

	/** The object that stands for this message. */
	intern(sight: Sight): Sight {
		const before = this.#known.get(sight.seq);
		if (!before) {
			this.#known.set(sight.seq, sight);
			this.#texts.add(sight.text);
			return sight;
		}

		return before.id === sight.id && before.from === sight.from && before.text === sight.text ? before : sight;
	}

	has(text: string): boolean {
		return this.#texts.has(text);
	}
}

/** What one member typed and saw, over all its processes. */
export class MemberRecord implements MemberHistory {
	readonly name: string;
	readonly said: Said[] = [];
	readonly incarnations: Incarnation[] = [];
	readonly #sights: Sights;
	/** What the present process was given, by its own count from 1. */
	#given: Said[] = [];
	/**
	By text, what waits for its acknowledgement: lines of this process, and those that an earlier
	one has kept.
	*/
	readonly #waiting = new Map<string, Said>();

	constructor(name: string, sights: Sights) {
		this.name = name;
		this.#sights = sights;
	}

	get present(): Incarnation | undefined {
		return this.incarnations.at(-1);
	}

	/** The seq of the last message that it has seen. */
	get lastSeq(): number {
		return this.present?.seen.at(-1)?.seq ?? 0;
	}

	/**
	Returns how many lines are not acknowledged yet: those of the present process, and those that an
	earlier one kept.
	*/
	get unsettled(): number {
		return [...this.#waiting.values()].filter(({fate, text}) => fate === 'open' || !this.#sights.has(text)).length;
	}

	/** A new process starts. */
	begin() {
		this.#given = [];
		this.incarnations.push({process: this.incarnations.length, seen: [], ending: 'running', complaints: []});
	}

	give(text: string) {
		const said: Said = {text, process: this.incarnations.length - 1, fate: 'open'};
		this.said.push(said);
		this.#given.push(said);
		this.#waiting.set(text, said);
	}

	see(sight: Sight) {
		this.present?.seen.push(this.#sights.intern(sight));
	}

	/**
	The process said that its n-th line is in the log. What an earlier one has left has numbers
	under 1, and no seq where it was in the log before the process came.
	*/
	acknowledge(n: number, seq: number) {
		const seen = this.present?.seen ?? [];
		const text = seen[seq - (seen[0]?.seq ?? 1)]?.text;
		const given = n > 0 ? this.#given[n - 1] : undefined;
		if (n > 0 && given?.text !== text) {
			this.complain(
				`acknowledged its line ${n} (${given?.text.slice(0, 40)}) at ${seq}, where it had shown ${text?.slice(0, 40)}`,
			);
		}

		const said = given ?? this.#waiting.get(text ?? '');
		if (said) {
			said.fate = 'acked';
			said.seq = seq;
			this.#waiting.delete(said.text);
		}
	}

	complain(what: string) {
		this.present?.complaints.push(what);
	}

	/** The process is over. `isKept` tells whether it has left a line in its outbox on disk. */
	finish(ending: Ending, isKept: (text: string) => boolean) {
		if (this.present) {
			this.present.ending = ending;
		}

		for (const said of this.#given.filter(({fate}) => fate === 'open')) {
			if (isKept(said.text)) {
				said.fate = 'kept';
			} else {
				said.fate = 'maybe';
				this.#waiting.delete(said.text);
			}
		}
	}
}
