import type {Chat} from '../../chat/chat.ts';
import {isLoadedAt} from '../../chat/window/gap.ts';
import {foldForSearch, isFound} from '../../text/search.ts';
import type {PrintedMessage} from './format-message.ts';

type ReadChat = Pick<Chat, 'getState' | 'readOlder'>;

/** Messages, oldest first. */
export type FoundMessages = {
	readonly messages: readonly PrintedMessage[];
	/** Whether all of the log was read that is needed, and not only what is loaded. */
	readonly isComplete: boolean;
};

/**
Resolves with the newest messages, or the newest of them that contain a text: what is loaded, and
what the room's log has before. `count`: the most of them.
*/
export const readNewest = async (chat: ReadChat, count: number, find?: string): Promise<FoundMessages> => {
	const {history, oldestSeq = 1} = chat.getState();
	const wanted = find === undefined ? undefined : foldForSearch(find).trim();
	const isWanted = (message: PrintedMessage) => wanted === undefined || isFound(message, wanted);
	let messages: readonly PrintedMessage[] = history
		.filter(item => item.kind === 'message')
		.filter(item => isWanted(item));
	let before = oldestSeq;
	while (messages.length < count && before > 1) {
		const end = before;
		// Each page says where the next one ends.
		// eslint-disable-next-line no-await-in-loop
		const page = await chat.readOlder(end, find);
		if (!page || page.from >= end) {
			break;
		}

		const older = page.messages
			.filter(({seq}) => seq < end)
			.map(message => ({...message, at: message.ts}))
			.filter(message => isWanted(message));
		messages = [...older, ...messages];
		before = page.from;
	}

	return {messages: messages.slice(-count), isComplete: messages.length >= count || before <= 1};
};

/**
Resolves with some messages from a place on, oldest first: of the log, or of what is loaded. None if
that place can be read nowhere.
*/
export const readFrom = async (chat: ReadChat, seq: number, count: number): Promise<readonly PrintedMessage[]> => {
	let messages: readonly PrintedMessage[] = [];
	let before = seq + count;
	while (before > seq) {
		// Each page says where the next one ends.
		// eslint-disable-next-line no-await-in-loop
		const page = await chat.readOlder(before);
		if (!page || page.from >= before) {
			const state = chat.getState();
			const loaded = isLoadedAt(state, seq) ? state.history.filter(item => item.kind === 'message') : [];
			return loaded.filter(item => (item.seq ?? 0) >= seq).slice(0, count);
		}

		const older = page.messages.filter(message => message.seq >= seq).map(message => ({...message, at: message.ts}));
		messages = [...older, ...messages];
		before = page.from;
	}

	return messages;
};
