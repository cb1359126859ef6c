import {deriveLookKey, isOwnWord} from '../text/lookalikes.ts';
import {cleanName, foldName, maximumNameColumns, uniqueName} from '../text/name.ts';
import {cut} from '../text/width.ts';

/** The number of wanted names of which the last number is remembered. */
const maximumWanted = 4096;
/** The columns of a name that no number takes the place of. */
const stemColumns = maximumNameColumns - '-9999'.length;

const numbered = /^(?<stem>.*)-(?<number>[1-9]\d*)$/s;

/** Returns the key of all wanted names whose numbers are given out together: they look alike. */
const deriveStemKey = (name: string): string => deriveLookKey(cut(name, stemColumns));

/**
The names of a room's members. Finding a free one does not look at every member, nor at every number
that was given out for the same wanted name.
*/
export class TakenNames {
	/** Ids of members by the keys of their names: names that look alike have the same. */
	readonly #owners = new Map<string, string>();
	/** By the key of the wanted name's stem, a number below which none is free. */
	readonly #firstNumbers = new Map<string, number>();

	/**
	Returns the name to use, with a number if another member has it or one that looks like it, or if
	it reads like a word of the program or the name of a plain peer. `current`: the name that the
	member has now, and keeps where it is the wanted one with a number.
	*/
	findFree(wanted: string, id: string, current?: string): string {
		const clean = cleanName(wanted);
		const key = foldName(uniqueName(clean, () => false));
		// Whoever is first is the host, about whom nobody is deceived.
		const isOwn = this.#owners.size > 0 && isOwnWord(clean);
		const isTaken = (folded: string) =>
			(this.#owners.get(deriveLookKey(folded)) ?? id) !== id || (isOwn && folded === key);
		if (current !== undefined && isTaken(key)) {
			const {number} = numbered.exec(foldName(current))?.groups ?? {};
			const same = number === undefined ? clean : uniqueName(clean, folded => folded === key, Number(number));
			if (foldName(same) === foldName(current)) {
				return current;
			}
		}

		const stemKey = deriveStemKey(clean);
		const name = uniqueName(clean, isTaken, this.#firstNumbers.get(stemKey));
		const {number} = numbered.exec(foldName(name))?.groups ?? {};
		if (number !== undefined && foldName(name) !== key) {
			this.#remember(stemKey, Number(number));
		}

		return name;
	}

	/** Returns whether a member has the name, or one that looks like it. */
	has(name: string): boolean {
		return this.#owners.has(deriveLookKey(name));
	}

	add(name: string, id: string) {
		this.#owners.set(deriveLookKey(name), id);
	}

	remove(name: string) {
		this.#owners.delete(deriveLookKey(name));
		const {stem = '', number} = numbered.exec(foldName(name))?.groups ?? {};
		const stemKey = deriveStemKey(stem);
		if (Number(number) < (this.#firstNumbers.get(stemKey) ?? 0)) {
			this.#firstNumbers.set(stemKey, Number(number));
		}
	}

	#remember(key: string, number: number) {
		if (this.#firstNumbers.size >= maximumWanted) {
			this.#firstNumbers.clear();
		}

		this.#firstNumbers.set(key, number);
	}
}
