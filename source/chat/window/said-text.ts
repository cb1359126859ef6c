import {sanitizeLine} from '../../text/sanitize.ts';
import {countLines, joinParts, type TextPart} from '../../text/message.ts';
import type {Item} from './parts.ts';

/** Which of the items are messages, and the text that each belongs to. */

/** The history, and the messages that wait for their acknowledgement. */
export type Conversation = {
	readonly length: number;
	readonly getItem: (index: number) => (Item & {readonly from?: string | number; readonly own?: boolean}) | undefined;
	/** Returns the indexes of all parts of an item's text, in order. */
	readonly listParts: (index: number) => readonly number[];
};

/** A text that was said, of one message or, if it was too long for one, of several. */
export type SaidText = {
	/** The indexes of its messages, in order. */
	readonly indexes: readonly number[];
	readonly text: string;
	/** The number of its parts that are not loaded. */
	readonly missing: number;
};

/** Returns an item if it is a message. One that waits for its acknowledgement has no kind. */
const readMessage = (item: Item | undefined): TextPart | undefined =>
	item?.text !== undefined && (item.kind === undefined || item.kind === 'message')
		? {...item, text: item.text}
		: undefined;

/** Returns the text that the message at an index belongs to; undefined if there is none. */
export const findSaidText = (conversation: Conversation, index: number): SaidText | undefined => {
	const message = readMessage(conversation.getItem(index));
	if (!message) {
		return undefined;
	}

	const indexes = message.part ? conversation.listParts(index) : [index];
	const parts = indexes.map(each => readMessage(conversation.getItem(each))).filter(each => each !== undefined);
	const [, count = 1] = message.part ?? [];
	// What stood between the first part and one before it that is not loaded is left out.
	const joint = parts[0]?.part?.[2] ?? '';
	return {indexes, text: joinParts(parts).slice(joint.length), missing: count - indexes.length};
};

/**
Returns the index of the next message above (-1) or below (1) that belongs to another text than the
one at `from`.
*/
export const findNextMessage = (conversation: Conversation, from: number, step: -1 | 1): number | undefined => {
	const own = findSaidText(conversation, from)?.indexes ?? [];
	for (let index = from + step; index >= 0 && index < conversation.length; index += step) {
		if (readMessage(conversation.getItem(index)) && !own.includes(index)) {
			return index;
		}
	}

	return undefined;
};

/** Returns the index of the message of the n-th text from the end, from 1. */
export const findFromEnd = (conversation: Conversation, n: number): number | undefined => {
	let index = findNextMessage(conversation, conversation.length, -1);
	for (let count = 1; count < n && index !== undefined; count++) {
		index = findNextMessage(conversation, index, -1);
	}

	return index;
};

/** Says how many texts there are, to a user who wants one beyond the first. */
export const describeTextCount = (conversation: Conversation): string => {
	let count = 0;
	let index = findNextMessage(conversation, conversation.length, -1);
	while (index !== undefined) {
		count++;
		index = findNextMessage(conversation, index, -1);
	}

	return count === 0
		? 'There is no message to copy yet.'
		: `There ${count === 1 ? 'is only 1 message' : `are only ${count} messages`}.`;
};

/** Returns the range of a text's messages that follow one another with `index` among them. */
export const findRun = ({indexes}: SaidText, index: number): readonly [first: number, last: number] => {
	let first = index;
	let last = index;
	while (indexes.includes(first - 1)) {
		first--;
	}

	while (indexes.includes(last + 1)) {
		last++;
	}

	return [first, last];
};

/** Describes a text to its reader: `bob's message, 3 lines`. */
export const describeText = ({getItem}: Conversation, {indexes, text, missing}: SaidText): string => {
	const {own, from = ''} = getItem(indexes[0] ?? 0) ?? {};
	const lines = countLines(text);
	const notes = [
		`${own === false ? `${sanitizeLine(String(from))}'s` : 'your'} message`,
		...(lines > 1 ? [`${lines} lines`] : []),
		...(indexes.length + missing > 1 ? [`${indexes.length} of ${indexes.length + missing} parts`] : []),
	];
	return notes.join(', ');
};
