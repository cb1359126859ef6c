import type {Chat} from '../../chat/chat.ts';
import {createInvite} from '../../chat/commands/invite-command.ts';
import {createCommands} from '../../chat/commands/list-commands.ts';
import {createChoice, createCopy, createFind, createJump, createSave} from '../../chat/commands/local-commands.ts';
import {accepted, refused} from '../../chat/commands/results.ts';
import type {Command, OnSaveProgress, SaveResult} from '../../chat/commands/types.ts';
import {findPlace} from '../../chat/jump/find-place.ts';
import type {JumpTarget} from '../../chat/jump/parse-jump.ts';
import {describeRow} from '../../chat/socket-log/describe-row.ts';
import {listRows} from '../../chat/socket-log/list-rows.ts';
import type {Clipboard} from '../../output/clipboard.ts';
import type {Bell} from '../../config/preferences.ts';
import {formatClockWithSeconds} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {copyFromEnd} from './copy-message.ts';
import {describeStatus} from './describe-status.ts';
import type {PrintedMessage} from './format-message.ts';
import {readFrom, readNewest} from './older-messages.ts';

/** The number of messages or rows that is printed if none is typed: a person listens to so many. */
const defaultCount = 10;
const mostMessages = 10_000;
/** How often the progress of a save is printed, in milliseconds: each time a reader speaks. */
const progressInterval = 5000;

const bellSentences: Readonly<Record<Bell, string>> = {
	off: 'The bell is off.',
	mention: 'The bell rings when you are mentioned and have not typed for a minute.',
	all: 'The bell rings at every message when you have not typed for a minute.',
};

export type LinearActions = {
	readonly chat: Pick<Chat, 'getState' | 'readOlder' | 'findSince'>;
	/** Prints a sentence. */
	readonly print: (text: string) => void;
	/** Prints messages that were said before, in rows of their own. */
	readonly printOld: (messages: readonly PrintedMessage[]) => void;
	readonly setBell: (bell: Bell) => void;
	/** Copies to the terminal's clipboard. */
	readonly copy: Clipboard['copy'];
	/** Writes the conversation to a file. */
	readonly save: (file: string, onProgress: OnSaveProgress) => SaveResult;
	/** Returns the time since some moment, in milliseconds. */
	readonly elapsed: () => number;
};

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

const incomplete = 'There may be more: the older ones can be read while you are connected.';

const printHistory = async ({chat, print, printOld}: LinearActions, wanted: number) => {
	const {messages, isComplete} = await readNewest(chat, wanted);
	print(messages.length === 0 ? 'Nothing was said yet.' : `The last ${count(messages.length, 'message')}:`);
	printOld(messages);
	if (!isComplete) {
		print(incomplete);
	}
};

const printMatches = async ({chat, print, printOld}: LinearActions, text: string) => {
	const {messages, isComplete} = await readNewest(chat, defaultCount, text);
	const shown = sanitizeLine(text);
	const number =
		messages.length === defaultCount ? `The last ${defaultCount} messages` : count(messages.length, 'message');
	print(messages.length === 0 ? `No message has “${shown}”.` : `${number} with “${shown}”:`);
	printOld(messages);
	if (!isComplete) {
		print(incomplete);
	}
};

const printFrom = async ({chat, print, printOld}: LinearActions, target: JumpTarget) => {
	const found = await findPlace(target, {getState: chat.getState, findSince: async ts => chat.findSince(ts)});
	if ('text' in found) {
		print(found.text);
		return;
	}

	const messages = await readFrom(chat, found.seq, defaultCount);
	print(messages.length === 0 ? incomplete : `${count(messages.length, 'message')} from number ${found.seq} on:`);
	printOld(messages);
};

const readCount = (argument: string): number | undefined => {
	const text = argument.trim();
	const wanted = text === '' ? defaultCount : text.toLowerCase() === 'all' ? mostMessages : Number(text);
	return /^(?:\d{0,9}|all)$/i.test(text) && wanted > 0 ? Math.min(wanted, mostMessages) : undefined;
};

/** Returns the commands of linear mode: those of the screen that make sense there, and its own. */
export const createLinearCommands = (actions: LinearActions): readonly Command[] => {
	const copy: Clipboard['copy'] = (text, what) => {
		const result = actions.copy(text, what);
		if (result.ok) {
			actions.print(result.text);
		}

		return result;
	};

	return createCommands('linear', {
		history(_, argument) {
			const wanted = readCount(argument);
			if (wanted === undefined) {
				return refused('Usage: /history, /history 50 or /history all');
			}

			void printHistory(actions, wanted);
			return accepted;
		},
		find: createFind(text => {
			void printMatches(actions, text);
			return accepted;
		}),
		invite: createInvite({copy}),
		copy: createCopy(n => copyFromEnd(actions.chat.getState(), n ?? 1, copy)),
		jump: createJump(target => {
			void printFrom(actions, target);
		}),
		status() {
			actions.print(describeStatus(actions.chat.getState()));
			return accepted;
		},
		save: createSave(
			actions.save,
			text => {
				if (text !== undefined) {
					actions.print(text);
				}
			},
			{interval: progressInterval, elapsed: actions.elapsed},
		),
		bell: createChoice('bell', bellSentences, actions.setBell),
		log(_, argument) {
			const wanted = readCount(argument);
			if (wanted === undefined) {
				return refused('Usage: /log or /log 50');
			}

			const {socketLog} = actions.chat.getState();
			const rows = listRows(socketLog, {isComplete: false, unfolded: new Set()}).slice(-wanted);
			for (const row of rows) {
				const {verb, number, text} = describeRow(row, 'wide');
				const words = [formatClockWithSeconds(row.at), verb, number, text];
				actions.print(sanitizeLine(words.filter(Boolean).join(' ')));
			}

			if (rows.length === 0) {
				actions.print('The connection log is empty.');
			}

			return accepted;
		},
	});
};
