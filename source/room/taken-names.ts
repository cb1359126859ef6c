import {deriveLookKey, isOwnWord} from '../text/lookalikes.ts';
import {cleanName, foldName, uniqueName} from '../text/name.ts';

/** The number of wanted names of which the last number is remembered. */
const maximumWanted = 4096;

const numbered = /^(?<stem>.*)-(?<number>[1-9]\d*)$/s;

/**
The names of a room's members. Finding a free one does not look at every member, nor at every number
that was given out for the same wanted name.
*/
export class TakenNames {
	/** Ids of members by the keys of their names: names that look alike have the same. */
	readonly #owners = new Map<string, string>();
	/** By wanted name, a number below which none is free. */
	readonly #firstNumbers = new Map<string, number>();

	/**
	Returns the name to use, with a number if another member has it or one that looks like it, or if
	it reads like a word of the program. `current`: the name that the
	member has now, and keeps where it is the wanted one with a number.
	*/
	findFree(wanted: string, id: string, current?: string): string {
		const clean = cleanName(wanted);
		const key = foldName(uniqueName(clean, () => false));
		// Whoever is first is the host, about whom nobody is deceived.
		const isFirst = this.#owners.size === 0;
		const isTaken = (folded: string) => {
			const look = deriveLookKey(folded);
			return (this.#owners.get(look) ?? id) !== id || (!isFirst && isOwnWord(look));
		};

		if (current !== undefined && isTaken(key) && numbered.exec(foldName(current))?.groups?.stem === key) {
			return current;
		}

		const name = uniqueName(clean, isTaken, this.#firstNumbers.get(key));
		const {stem, number} = numbered.exec(foldName(name))?.groups ?? {};
		if (stem === key) {
			this.#remember(key, Number(number));
		}

		return name;
	}

	add(name: string, id: string) {
		this.#owners.set(deriveLookKey(name), id);
	}

	remove(name: string) {
		this.#owners.delete(deriveLookKey(name));
		const {stem = '', number} = numbered.exec(foldName(name))?.groups ?? {};
		if (Number(number) < (this.#firstNumbers.get(stem) ?? 0)) {
			this.#firstNumbers.set(stem, Number(number));
		}
	}

	#remember(key: string, number: number) {
		if (this.#firstNumbers.size >= maximumWanted) {
			this.#firstNumbers.clear();
		}

		this.#firstNumbers.set(key, number);
	}
}
