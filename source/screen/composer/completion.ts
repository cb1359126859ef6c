import {filterCommands, findCommand} from '../../chat/commands/find-command.ts';
import type {ArgumentKind, CommandInfo} from '../../chat/commands/types.ts';
import {foldName} from '../../text/name.ts';
import {normalizeText} from '../../text/normalize.ts';
import {findCursor, type Draft} from './draft.ts';

/** Completes the word before the cursor. Pure. */

export type Completion = {
	/** Where the typed word begins and ends in the draft. */
	readonly start: number;
	readonly end: number;
	/** The texts that can replace the word, the likeliest first. */
	readonly choices: readonly string[];
};

export type CompletionSource = {
	readonly commands: ReadonlyArray<Pick<CommandInfo, 'name' | 'aliases' | 'argumentKind'>>;
	/** The most recent author first. */
	readonly names: readonly string[];
	/** The names of those who wait at a locked room. */
	readonly newcomers?: readonly string[] | undefined;
};

type Argument = {
	readonly kind: ArgumentKind | undefined;
	/** The part before the cursor, and where it begins. */
	readonly typed: string;
	readonly start: number;
};

/**
Returns the argument of the command before the cursor. It reaches to the cursor, because names may
contain spaces.
*/
const findArgument = (before: string, commands: CompletionSource['commands']): Argument | undefined => {
	const {name = '', typed = ''} = /^\/(?<name>[^\s/]\S*)\s+(?<typed>.*)$/s.exec(before)?.groups ?? {};
	const command = findCommand(name.toLowerCase(), commands);
	return command && {kind: command.argumentKind, typed, start: before.length - typed.length};
};

const dropEmpty = (completion: Completion): Completion | undefined =>
	completion.choices.length === 0 ? undefined : completion;

/** Ranks a name that begins with what was typed: as typed first, whole names before longer ones. */
const rankName = (name: string, begun: string): number => {
	const typed = normalizeText(begun, 'NFC');
	return [name === typed, name.startsWith(typed), foldName(name) === foldName(typed), true].indexOf(true);
};

const filterNames = (begun: string, names: readonly string[]): readonly string[] => {
	const folded = foldName(begun);
	return names
		.filter(name => foldName(name).startsWith(folded))
		.toSorted((one, other) => rankName(one, begun) - rankName(other, begun));
};

/** The characters that may stand right before a name. */
const openingMarks = /^[@("'“‘«]+/;

/** Completes a name, also after an opening mark. */
const filterMentions = (word: string, names: readonly string[]): readonly string[] => {
	const whole = filterNames(word, names);
	const [mark = ''] = openingMarks.exec(word) ?? [];
	return whole.length > 0 || mark === '' ? whole : filterNames(word.slice(mark.length), names).map(name => mark + name);
};

/**
Completes a command at the beginning of the draft, then the command's argument, and names anywhere.
Returns undefined if nothing fits.
*/
export const findCompletion = (
	draft: Draft,
	{commands, names, newcomers = []}: CompletionSource,
): Completion | undefined => {
	const end = findCursor(draft);
	const before = draft.text.slice(0, end);
	const start = before.search(/\S*$/);
	const word = before.slice(start);
	if (start === 0 && word.startsWith('/')) {
		const begun = word.slice(1).toLowerCase();
		return dropEmpty({start, end, choices: filterCommands(begun, commands).map(({name}) => `/${name} `)});
	}

	const argument = findArgument(before, commands);
	switch (argument?.kind) {
		case 'member': {
			const choices = filterNames(argument.typed, names);
			if (choices.length > 0) {
				return {start: argument.start, end, choices: choices.map(name => `${name} `)};
			}

			break;
		}

		case 'newcomer': {
			const choices = filterNames(argument.typed, newcomers).map(name => `${name} `);
			return dropEmpty({start: argument.start, end, choices});
		}

		case 'connection': {
			return dropEmpty({start: argument.start, end, choices: filterNames(argument.typed, ['all', ...names])});
		}

		default: {
			if (Array.isArray(argument?.kind)) {
				const begun = argument.typed.toLowerCase();
				return dropEmpty({
					start: argument.start,
					end,
					choices: filterNames(begun, argument.kind),
				});
			}
		}
	}

	if (word === '') {
		return undefined;
	}

	const isArgument = before.startsWith('/') && !before.startsWith('//');
	const ending = start === 0 && !isArgument && !openingMarks.test(word) ? ': ' : ' ';
	return dropEmpty({start, end, choices: filterMentions(word, names).map(name => name + ending)});
};

/**
Returns the path before the cursor if a command takes one there. Its completions have to be read
from the disk.
*/
export const findPathArgument = (
	draft: Draft,
	commands: CompletionSource['commands'],
): {readonly typed: string; readonly start: number} | undefined => {
	const argument = findArgument(draft.text.slice(0, findCursor(draft)), commands);
	return argument?.kind === 'file' ? argument : undefined;
};

/** Returns the draft with the word replaced by `choice`. */
export const applyCompletion = ({text}: Draft, {start, end}: Completion, choice: string): Draft => ({
	text: text.slice(0, start) + choice + text.slice(end),
	at: start + choice.length,
});
