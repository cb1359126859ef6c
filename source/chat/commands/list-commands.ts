import {commandTable} from './command-table.ts';
import type {Command, CommandConditions, CommandInfo, Place, RunCommand} from './types.ts';

/** Lists the commands of a place, and adds what they do there. */

type Entry = (typeof commandTable)[number];
type Placed = Extract<Entry, {readonly places: unknown}>;
type NameIn<Info, Where> = Info extends {readonly name: infer Name; readonly places: ReadonlyArray<infer Known>}
	? Where extends Known
		? Name
		: never
	: never;

/** The names of the commands that exist everywhere. */
export type CoreName = Exclude<Entry, Placed>['name'];

/** The names of the commands that only some places have, and this one. */
export type NameAt<Where extends Place> = NameIn<Placed, Where> & string;

/** Returns the name of a command and its other names. */
export const listCommandNames = (name: Entry['name']): readonly string[] =>
	commandTable.filter(each => each.name === name).flatMap(({aliases = []}: CommandInfo) => [name, ...aliases]);

/** Returns whether commands like this one can be used now. */
export const isUsable = ({needs = []}: Pick<CommandInfo, 'needs'>, conditions: CommandConditions): boolean =>
	needs.every(need => conditions[need]);

/** Returns all commands of a place as they are there. `place`: undefined with `--commands`. */
export const listAllCommands = (place: Place | undefined): readonly CommandInfo[] =>
	commandTable
		.filter(({places}: CommandInfo) => places === undefined || (place !== undefined && places.includes(place)))
		.map((info: CommandInfo) => (place === 'linear' ? {...info, ...info.linear} : info));

/** Returns the commands that can be used at a place now, in the order of the table. */
export const listCommands = (place: Place | undefined, conditions: CommandConditions): readonly CommandInfo[] =>
	listAllCommands(place).filter(info => isUsable(info, conditions));

type RunTable = Readonly<Partial<Record<string, RunCommand>>>;

const addRuns = (commands: readonly CommandInfo[], runs: RunTable): readonly Command[] =>
	commands.flatMap(info => {
		const run = runs[info.name];
		return run ? [{...info, run}] : [];
	});

/** Returns the commands that exist everywhere, which do what `runs` says. */
export const createCoreCommands = (runs: Readonly<Record<CoreName, RunCommand>>): readonly Command[] =>
	addRuns(commandTable, runs);

/**
Returns the commands that a place adds, which do what `runs` says. It may also do otherwise what
exists everywhere.
*/
export const createCommands = <Where extends Place>(
	place: Where,
	runs: Readonly<Record<NameAt<Where>, RunCommand> & Partial<Record<CoreName, RunCommand>>>,
): readonly Command[] => addRuns(listAllCommands(place), runs);

/** Returns the commands in the order of the table. */
export const sortCommands = <Info extends CommandInfo>(commands: readonly Info[]): readonly Info[] => {
	const names: readonly string[] = commandTable.map(({name}) => name);
	return commands.toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
};
