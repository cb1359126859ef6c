import type {Tone} from './theme.ts';

/**
Which colour each author has. Members get the colours in the order in which they come, and none is
given twice while another is free. A member keeps its colour while it is away, and after it has left
until somebody needs that colour.
*/

/** The place of a colour in the list of colours, by its author's id. */
type Places = ReadonlyMap<string, number>;

export type AuthorColours = {
	readonly members: Places;
	/** Those who are no members, the latest last. */
	readonly past: Places;
};

export const noColours: AuthorColours = {members: new Map(), past: new Map()};

/** The number of authors that have left and whose colours are remembered. */
const maximumPast = 200;

type Authors = {
	/** In order of arrival. */
	readonly members: ReadonlyArray<{readonly id: string}>;
	/** Its own style marks it. */
	readonly myId: string | undefined;
	/** The ids of the latest messages' authors. They may have left. */
	readonly pastIds?: Iterable<string>;
};

/** How many authors have each colour. */
class Uses {
	readonly #byMembers: number[];
	readonly #byPast: number[];

	constructor(count: number) {
		this.#byMembers = Array.from({length: count}, () => 0);
		this.#byPast = [...this.#byMembers];
	}

	isFree(colour: number): boolean {
		return this.#byMembers[colour] === 0;
	}

	addMember(colour: number) {
		this.#byMembers[colour] = (this.#byMembers[colour] ?? 0) + 1;
	}

	addPast(colour: number) {
		this.#byPast[colour] = (this.#byPast[colour] ?? 0) + 1;
	}

	/** Returns the first of the colours that fewest members have, and then fewest others. */
	findRarest(): number {
		let rarest = 0;
		for (const [colour, uses] of this.#byMembers.entries()) {
			const least = this.#byMembers[rarest] ?? 0;
			if (uses < least || (uses === least && (this.#byPast[colour] ?? 0) < (this.#byPast[rarest] ?? 0))) {
				rarest = colour;
			}
		}

		return rarest;
	}
}

const isSame = (before: Places, after: Places): boolean =>
	before.size === after.size && [...after].every(([id, colour]) => before.get(id) === colour);

const colourMembers = (before: AuthorColours, ids: readonly string[], uses: Uses): Places => {
	const colours = new Map<string, number>();
	const give = (id: string, colour: number) => {
		colours.set(id, colour);
		uses.addMember(colour);
	};

	for (const id of ids) {
		const own = before.members.get(id);
		if (own !== undefined) {
			give(id, own);
		}
	}

	for (const id of ids) {
		const own = before.past.get(id);
		if (own !== undefined && !colours.has(id) && uses.isFree(own)) {
			give(id, own);
		}
	}

	for (const id of ids) {
		if (!colours.has(id)) {
			give(id, uses.findRarest());
		}
	}

	return colours;
};

/**
Returns the colours after the members or the messages have changed; `before` itself if no colour
has.
*/
export const assignColours = (
	before: AuthorColours,
	{members, myId, pastIds = []}: Authors,
	count: number,
): AuthorColours => {
	if (count === 0) {
		return noColours;
	}

	const ids = members.flatMap(({id}) => (id === myId ? [] : [id]));
	const present = new Set(ids);
	const uses = new Uses(count);
	const past = new Map([...before.past, ...before.members].filter(([id]) => !present.has(id) && id !== myId));
	for (const colour of past.values()) {
		uses.addPast(colour);
	}

	const colours = colourMembers(before, ids, uses);
	for (const id of pastIds) {
		if (id !== myId && !present.has(id)) {
			const own = past.get(id);
			const colour = own ?? uses.findRarest();
			if (own === undefined) {
				uses.addPast(colour);
			}

			// Move it to the end: it is remembered longer than those who said nothing lately.
			past.delete(id);
			past.set(id, colour);
		}
	}

	const kept = new Map([...past].slice(-maximumPast));
	return isSame(before.members, colours) && isSame(before.past, kept) ? before : {members: colours, past: kept};
};

/** Returns the same number for the same id every time. */
const hash = (id: string): number => {
	let sum = 0;
	for (const character of id) {
		sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
	}

	return sum;
};

/**
Returns an author's tone out of a list. One whose colour is not known, as of old messages, always
gets the same.
*/
export const chooseAuthorTone = ({members, past}: AuthorColours, tones: readonly Tone[], id: string): Tone =>
	tones[members.get(id) ?? past.get(id) ?? hash(id) % tones.length] ?? 'plain';
