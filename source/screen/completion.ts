import {foldName} from '../text/name.ts';
import {cursorOf, type Draft} from './composer-state.ts';

/** What Tab makes of the word before the cursor. Pure. */

export type Completion = {
	/** Where the word that is completed begins and ends in the draft, as it was typed. */
	readonly start: number;
	readonly end: number;
	/** What can stand there instead, the likeliest first. */
	readonly choices: readonly string[];
};

export type Completable = {
	/** Without their slash. */
	readonly commands: readonly string[];
	/** Who has spoken last first. */
	readonly names: readonly string[];
};

/** Commands at the very beginning, names anywhere. Nothing where nothing fits. */
export const completionsOf = (draft: Draft, {commands, names}: Completable): Completion | undefined => {
	const end = cursorOf(draft);
	const before = draft.text.slice(0, end);
	const start = before.search(/\S*$/);
	const word = before.slice(start);
	if (start === 0 && word.startsWith('/')) {
		const choices = commands.filter(name => name.startsWith(word.slice(1).toLowerCase())).map(name => `/${name} `);
		return choices.length === 0 ? undefined : {start, end, choices};
	}

	if (word === '') {
		return undefined;
	}

	const folded = foldName(word);
	const isArgument = before.startsWith('/') && !before.startsWith('//');
	const choices = names
		.filter(name => foldName(name).startsWith(folded))
		.map(name => (start === 0 && !isArgument ? `${name}: ` : `${name} `));
	return choices.length === 0 ? undefined : {start, end, choices};
};

/** The draft with one of the choices in the place of the word. */
export const completed = ({text}: Draft, {start, end}: Completion, choice: string): Draft => ({
	text: text.slice(0, start) + choice + text.slice(end),
	at: start + choice.length,
});
