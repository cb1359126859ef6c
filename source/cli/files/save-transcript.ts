/** Saves the conversation as a text file. */
import {closeSync, constants, copyFileSync, linkSync, lstatSync, openSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {Chat} from '../../chat/chat.ts';
import type {ChatState} from '../../chat/state.ts';
import {dropWindow} from '../../chat/window/gap.ts';
import type {OnSaveProgress, SaveReport, SaveResult} from '../../chat/commands/types.ts';
import {errorCode} from '../../text/errors.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {expandHome} from './complete-path.ts';
import {formatHandIn, type HandInFacts} from './hand-in.ts';
import {formatJsonTranscript} from './json-transcript.ts';
import {describeLogged, describeShown, type Entry} from './spoken.ts';
import {formatTranscript} from './transcript.ts';

type Content = {
	/** Oldest first. */
	readonly entries: readonly Entry[];
	/** Makes the file. */
	readonly format: (entries: readonly Entry[]) => string;
	/** How many messages the room has besides, at most, that could not be fetched. */
	readonly missing: number;
	/** Whether the chat has ended, or the user leaves it: nothing more can be fetched. */
	readonly isEnded: boolean;
};

/** How many files were begun: each has a temporary name of its own. */
let files = 0;

const describeFailure = (file: string, code: string): string => {
	const shown = sanitizeLine(file);
	const folder = sanitizeLine(path.dirname(file));
	switch (code) {
		case 'EEXIST': {
			return `${shown} already exists. Choose another name.`;
		}

		case 'EISDIR': {
			return `${shown} is a folder. Add the name of a file.`;
		}

		case 'ENOENT': {
			return `There is no folder ${folder}.`;
		}

		case 'ENOTDIR': {
			return `${folder} is not a folder.`;
		}

		case 'EACCES':
		case 'EPERM':
		case 'EROFS': {
			return `You may not write in ${folder}.`;
		}

		case 'ENOSPC':
		case 'EDQUOT': {
			return `Nothing was saved to ${shown}: the disk is full.`;
		}

		default: {
			return `${shown} cannot be written (${code}).`;
		}
	}
};

/** Returns the error code that speaks against this name, if one does. */
const checkName = (typed: string, file: string): string | undefined => {
	try {
		return lstatSync(file).isDirectory() ? 'EISDIR' : 'EEXIST';
	} catch {
		return /[/\\]$/.test(typed) ? 'EISDIR' : undefined;
	}
};

export type SavedChat = Pick<Chat, 'getState' | 'readOlder'> & {
	readonly leaving?: Pick<Chat['leaving'], 'isRequested'>;
};

const countMessages = (entries: readonly Entry[]): number => entries.filter(entry => !('notice' in entry)).length;

/** Reads what is not loaded. */
const collect = async (chat: SavedChat, shown: Content, onProgress: OnSaveProgress): Promise<Content> => {
	const pages: Array<readonly Entry[]> = [];
	let {missing} = shown;
	const all = missing + countMessages(shown.entries);
	while (missing > 0) {
		const before = missing + 1;
		// Each page says where the next one ends.
		// eslint-disable-next-line no-await-in-loop
		const page = await chat.readOlder(before);
		if (!page || page.from >= before) {
			break;
		}

		pages.push(describeLogged(page.messages, chat.getState().myId));
		missing = page.from - 1;
		onProgress(all - missing, all);
	}

	return {
		...shown,
		entries: [...pages.toReversed().flat(), ...shown.entries],
		missing,
		isEnded: chat.getState().status.status === 'closed' || chat.leaving?.isRequested === true,
	};
};

/**
Moves a finished file to its name, unless something has got that name meanwhile. Not every file
system has links, which do this at once.
*/
const publish = (temporary: string, file: string) => {
	try {
		linkSync(temporary, file);
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			throw error;
		}

		try {
			copyFileSync(temporary, file, constants.COPYFILE_EXCL);
		} catch (error_) {
			if (errorCode(error_) !== 'EEXIST') {
				rmSync(file, {force: true});
			}

			throw error_;
		}
	}
};

/** Writes the file, and returns what is in it. Throws system errors. */
const write = (temporary: string, file: string, {entries, format, missing, isEnded}: Content): SaveReport => {
	try {
		writeFileSync(temporary, format(entries), {flush: true});
		publish(temporary, file);
	} finally {
		rmSync(temporary, {force: true});
	}

	const shown = sanitizeLine(file);
	const count = countMessages(entries);
	if (missing === 0) {
		return {text: `Saved ${count} ${count === 1 ? 'message' : 'messages'} to ${shown}.`, isComplete: true};
	}

	const others = isEnded ? 'The host has the others.' : 'The older ones can be fetched while you are connected.';
	return {text: `Saved ${count} of ${count + missing} messages to ${shown}. ${others}`, isComplete: false};
};

/** Returns how many places of the room's log lie between messages that are loaded. */
const countInGaps = ({history}: ChatState): number =>
	history.reduce((sum, item) => sum + (item.kind === 'gap' ? item.to - item.from + 1 : 0), 0);

/** Returns how the file is made, by the end of its name. */
const chooseFormat = (file: string, state: ChatState, facts: HandInFacts): Content['format'] => {
	if (/\.(?:json|jsonl|ndjson)$/i.test(file)) {
		return formatJsonTranscript;
	}

	return /\.md$/i.test(file) ? entries => formatHandIn(state, formatTranscript(entries), facts) : formatTranscript;
};

/**
Saves all that was said to a new file that only its user can read, since the room may be private.
Never overwrites a file, and leaves none that is incomplete. What needs no fetching is written at
once. A name that ends with .md gets the connection log, too,
and one that ends with .json, .jsonl or .ndjson lines of JSON.
*/
export const saveTranscript = (
	typed: string,
	chat: SavedChat,
	facts: HandInFacts,
	onProgress: OnSaveProgress = () => undefined,
): SaveResult => {
	const expanded = expandHome(typed);
	const file = path.resolve(expanded);
	const wrongName = checkName(expanded, file);
	if (wrongName !== undefined) {
		return {ok: false, text: describeFailure(file, wrongName)};
	}

	const loaded = chat.getState();
	const isEnded = loaded.status.status === 'closed';
	// What is loaded around a place far back is read again, with all the rest, where that is
	// possible.
	const state = isEnded ? loaded : {...loaded, ...dropWindow(loaded)};
	const shown: Content = {
		entries: describeShown(state),
		format: chooseFormat(file, state, facts),
		missing: (state.oldestSeq ?? 1) - 1 + countInGaps(state),
		isEnded,
	};
	files++;
	const temporary = path.join(path.dirname(file), `.socket-chat-${process.pid}-${files}.tmp`);
	try {
		closeSync(openSync(temporary, 'wx', 0o600));
		if (shown.missing === 0 || isEnded) {
			return {ok: true, done: Promise.resolve(write(temporary, file, shown))};
		}
	} catch (error) {
		return {ok: false, text: describeFailure(file, errorCode(error))};
	}

	const finish = async (): Promise<SaveReport> => {
		const content = await collect(chat, shown, onProgress);
		try {
			return write(temporary, file, content);
		} catch (error) {
			return {text: describeFailure(file, errorCode(error)), isComplete: false};
		}
	};

	return {ok: true, done: finish()};
};
