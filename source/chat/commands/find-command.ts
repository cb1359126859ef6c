import type {CommandInfo} from './types.ts';

/** Finds commands by what is typed of their names. */

type Named = Pick<CommandInfo, 'name' | 'aliases' | 'alike'>;

const listNames = ({name, aliases = []}: Named): readonly string[] => [name, ...aliases];

/** Finds the command with this name, or of which it is another name. `name`: in lower case. */
export const findCommand = <Info extends Named>(name: string, commands: readonly Info[]): Info | undefined =>
	commands.find(command => command.name === name) ?? commands.find(({aliases}) => aliases?.includes(name));

/** Ranks how well the beginning of a name fits: 0 is best, undefined does not fit. */
const rankFit = ({name, aliases = []}: Named, begun: string): number | undefined => {
	const fits = [
		name === begun || aliases.includes(begun),
		name.startsWith(begun),
		aliases.some(alias => alias.startsWith(begun)),
	];
	const rank = fits.indexOf(true);
	return rank === -1 ? undefined : rank;
};

/**
Returns the commands whose name or other name begins so: a whole name first, and otherwise in the
order of the commands. `begun`: in lower case.
*/
export const filterCommands = <Info extends Named>(begun: string, commands: readonly Info[]): readonly Info[] =>
	commands
		.map(command => ({command, rank: rankFit(command, begun)}))
		.filter((fit): fit is {command: Info; rank: number} => fit.rank !== undefined)
		.toSorted((one, other) => one.rank - other.rank)
		.map(({command}) => command);

/**
Counts the letters to add, remove, replace or swap with the next one, that make one word the other.
*/
export const countEdits = (one: string, other: string): number => {
	let beforeLast: readonly number[] = [];
	let last: readonly number[] = Array.from({length: other.length + 1}, (_, index) => index);
	for (let row = 1; row <= one.length; row++) {
		const next = [row];
		for (let column = 1; column <= other.length; column++) {
			const isSame = one[row - 1] === other[column - 1];
			const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			next.push(
				Math.min(
					(last[column] ?? 0) + 1,
					(next[column - 1] ?? 0) + 1,
					(last[column - 1] ?? 0) + (isSame ? 0 : 1),
					isSwapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
				),
			);
		}

		[beforeLast, last] = [last, next];
	}

	return last.at(-1) ?? 0;
};

/** Longer words are no mistyped commands. */
const longestTyped = 16;

const countAllowedEdits = ({length}: string): number => (length < 4 ? 1 : length < 7 ? 2 : 3);

/**
Returns the name that somebody may have meant who typed an unknown one, if there is one near. A
command that does something alike comes first, then what begins a name, and then the fewest edits.
*/
export const suggestName = (typed: string, commands: readonly Named[]): string | undefined => {
	if (typed.length > longestTyped) {
		return undefined;
	}

	const names = commands.flatMap(command => listNames(command)).filter(({length}) => length > 1);
	const alike = commands.find(each => each.alike?.includes(typed))?.name;
	const begun = typed.length > 1 ? filterCommands(typed, commands)[0]?.name : undefined;
	const near = names
		.map(name => ({name, edits: countEdits(typed, name)}))
		.filter(({edits}) => edits <= countAllowedEdits(typed) && edits < typed.length)
		.toSorted((one, other) => one.edits - other.edits);
	return alike ?? begun ?? near[0]?.name;
};
