import {foldForSearch} from '../../text/search.ts';
import {parseJump, type JumpTarget} from '../jump/parse-jump.ts';
import {accepted, refused} from './results.ts';
import type {Actions, OnSaveProgress, SaveResult, SubmitResult} from './types.ts';

/** The actions of commands that several places have and that act on the user's computer alone. */

/** Runs a command that can tell the user something, and needs nothing else of the chat. */
export type LocalCommand = (actions: Pick<Actions, 'notify'>, argument: string) => SubmitResult;

/** How often the progress of a save is said, in milliseconds, unless it is over sooner. */
export type ProgressPace = {readonly interval: number; readonly elapsed: () => number};

/**
`save`: writes the conversation to a file. `showProgress`: called with a sentence now and then, and
with undefined in the end.
*/
export const createSave =
	(
		save: (file: string, onProgress: OnSaveProgress) => SaveResult,
		showProgress: (text: string | undefined) => void,
		{interval, elapsed}: ProgressPace,
	): LocalCommand =>
	({notify}, argument) => {
		const file = argument.trim();
		if (file === '') {
			return refused('Usage: /save file');
		}

		let saidAt = elapsed();
		const result = save(file, (fetched, all) => {
			if (elapsed() - saidAt >= interval) {
				saidAt = elapsed();
				showProgress(`Saving… ${fetched} of ${all}`);
			}
		});
		if (!result.ok) {
			return result;
		}

		void result.done.then(({text}) => {
			showProgress(undefined);
			notify(text);
		});
		return accepted;
	};

/** `find`: searches for a text that is not empty, once case and marks are disregarded. */
export const createFind =
	(find: (text: string) => SubmitResult): LocalCommand =>
	(_, argument) =>
		foldForSearch(argument).trim() === '' ? refused('Usage: /find text') : find(argument.trim());

/** `jump`: goes to a place in the conversation. */
export const createJump =
	(jump: (target: JumpTarget) => void): LocalCommand =>
	(_, argument) => {
		const target = parseJump(argument, Date.now());
		if (!target) {
			return refused('Usage: /jump 2026-11-25, /jump yesterday 14:30, /jump 9:05 or /jump 1200');
		}

		jump(target);
		return accepted;
	};

const formatUsage = (name: string, words: readonly string[]): string => {
	const usages = words.map(word => `/${name} ${word}`);
	return `Usage: ${usages.slice(0, -1).join(', ')} or ${usages.at(-1)}`;
};

/**
Chooses one of a few words, and says what that means. `sentences`: by word, in the order of the
usage.
*/
export const createChoice =
	<Word extends string>(
		name: string,
		sentences: Readonly<Record<Word, string>>,
		choose: (word: Word) => void,
	): LocalCommand =>
	({notify}, argument) => {
		const typed = argument.trim().toLowerCase();
		const isWord = (text: string): text is Word => Object.hasOwn(sentences, text);
		if (!isWord(typed)) {
			return refused(formatUsage(name, Object.keys(sentences)));
		}

		choose(typed);
		notify(sentences[typed]);
		return accepted;
	};

/** Copies the n-th text from the end. `copy` is called without a number if none was typed. */
export const createCopy =
	(copy: (n: number | undefined) => SubmitResult): LocalCommand =>
	(_, argument) => {
		const n = argument.trim();
		return /^(?:[1-9]\d{0,8})?$/.test(n)
			? copy(n === '' ? undefined : Number(n))
			: refused('Usage: /copy, or /copy 1 for the newest message');
	};
