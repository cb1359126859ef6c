import {cleanName, foldName, uniqueName} from '../../../text/name.ts';

/** Somebody who has shown the room's key, and is kept out of a locked room. */
export type Newcomer = {readonly name: string; readonly address: string};

/** Caps those who wait, so that a client inventing identities cannot fill the host's screen. */
const maximumWaiting = 16;

/** Who may enter while the room is locked, and who has tried to. */
export class Newcomers {
	/** Called when somebody new waits, once for each. */
	onWaiting: ((newcomer: Newcomer) => void) | undefined;
	#isLocked = false;
	readonly #waiting = new Map<string, Newcomer>();
	readonly #permitted = new Set<string>();

	/** The names of those who wait, oldest first. */
	get names(): readonly string[] {
		return [...this.#waiting.values()].map(({name}) => name);
	}

	/** Locks the room for all, or opens it for all. */
	lock(isLocked: boolean) {
		this.#isLocked = isLocked;
		this.#waiting.clear();
		this.#permitted.clear();
	}

	/** Returns whether somebody new may enter. If not, they wait. */
	admits(id: string, name: string, address: string): boolean {
		if (!this.#isLocked || this.#permitted.has(id)) {
			return true;
		}

		if (!this.#waiting.has(id) && this.#waiting.size < maximumWaiting) {
			const taken = new Set(this.names.map(each => foldName(each)));
			const newcomer = {name: uniqueName(cleanName(name), folded => taken.has(folded)), address};
			this.#waiting.set(id, newcomer);
			this.onWaiting?.(newcomer);
		}

		return false;
	}

	/** Lets somebody in who waits. Returns false if nobody of this name does. */
	permit(name: string): boolean {
		const wanted = foldName(name.trim());
		const [id] = [...this.#waiting].find(([, newcomer]) => foldName(newcomer.name) === wanted) ?? [];
		if (id === undefined) {
			return false;
		}

		this.#waiting.delete(id);
		this.#permitted.add(id);
		return true;
	}
}
