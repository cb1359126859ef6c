import {foldName} from '../../text/name.ts';
import {normalizeText} from '../../text/normalize.ts';
import {listCommandNames} from './list-commands.ts';

/**
Finds private messages whose slash is missing or mistyped. Sent as they are, everybody would read
them.
*/

/** What people type for `/msg`, here and in other chats. */
const privateWords: readonly string[] = listCommandNames('msg');

/** A few other characters may stand in the slash's place, such as spaces, `\`, `.` or `／`. */
const pattern = new RegExp(
	String.raw`^[^\p{L}]{0,8}(?:${privateWords.join('|')})[:,]?\s+(?:to\s+)?(?<rest>.+)$`,
	'isu',
);

/** A command, or text that the user has marked as such by `//`. */
const explicit = /^\/{1,2}[\p{L}?]/u;

const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
/** The most words in a name: a room limits names to 24 columns. */
const mostWords = 12;

/** Removes what may stand around a name: `@bob:` or `<bob>`. */
const trimName = (text: string): string => text.replace(/^[@<"'“‘([]+/, '').replace(/[\s:,;.!?>"'”’)\]]+$/, '');

/** Finds the longest name at the start of a text. `end`: where it ends. */
const findName = (text: string, names: ReadonlyMap<string, string>) => {
	const ends = [...text.matchAll(/\S(?=\s|$)/g)].slice(0, mostWords).map(({index}) => index + 1);
	for (const end of ends.toReversed()) {
		const typed = foldName(text.slice(0, end).replaceAll(/\s+/g, ' '));
		const name = names.get(typed) ?? names.get(trimName(typed));
		if (name !== undefined) {
			return {name, end};
		}
	}

	return undefined;
};

const dropWords = (text: string, count: number): string => {
	const last = [...text.matchAll(/\S+/g)][count - 1];
	return last ? text.slice(last.index + last[0].length).replace(/^\s/, '') : text;
};

export type PrivateGuess = {
	/** Whom the message was probably meant for, as the room spells it. */
	readonly name: string;
	/** The rest of the line: the message. */
	readonly text: string;
};

/**
Returns for whom a line that would go to everybody was probably meant; undefined if it does not read
like a private message, or is for none of these names.
*/
export const findMissingSlash = (line: string, listNames: () => readonly string[]): PrivateGuess | undefined => {
	if (explicit.test(line)) {
		return undefined;
	}

	const normalized = normalizeText(line, 'NFKC').replaceAll(ignorable, '');
	const rest = pattern.exec(normalized)?.groups?.rest;
	const found =
		rest === undefined ? undefined : findName(rest, new Map(listNames().map(name => [foldName(name), name])));
	if (rest === undefined || !found) {
		return undefined;
	}

	// The text is the user's own: it is not normalized.
	const start = normalized.slice(0, normalized.length - rest.length + found.end);
	return {name: found.name, text: dropWords(line, start.match(/\S+/g)?.length ?? 0)};
};
