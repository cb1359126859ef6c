import type {SubmitResult} from '../../chat/commands/types.ts';
import type {ChatState, HistoryItem} from '../../chat/state.ts';
import {listParts} from '../../chat/window/parts.ts';
import {isWhole} from '../../chat/window/gap.ts';
import {
	describeText,
	describeTextCount,
	findFromEnd,
	findSaidText,
	type Conversation,
} from '../../chat/window/said-text.ts';

/** Copies what was said to the terminal's clipboard. */

type Copy = (text: string, what: string) => SubmitResult;

/** Returns a key for author and recipient; undefined for what is not a message. */
const findAuthor = (item: HistoryItem | undefined): string | undefined =>
	item?.kind === 'message'
		? `${item.own ? 'me' : `${item.fromId} ${item.from}`} to ${item.to?.id ?? 'all'}`
		: undefined;

/** Copies the n-th text from the end, from 1, as it was said. */
export const copyFromEnd = (state: Pick<ChatState, 'history' | 'oldestSeq'>, n: number, copy: Copy): SubmitResult => {
	const {history} = state;
	const getItem = (index: number) => history[index];
	const getAuthor = (index: number) => findAuthor(history[index]);
	const conversation: Conversation = {
		length: history.length,
		getItem,
		listParts: index => listParts({getItem, getAuthor}, index),
	};
	const index = findFromEnd(conversation, n);
	const said = index === undefined ? undefined : findSaidText(conversation, index);
	if (said) {
		return copy(said.text, describeText(conversation, said));
	}

	return {
		ok: false,
		text: isWhole(state)
			? describeTextCount(conversation)
			: 'No message is loaded there. /copy 1 copies the newest, /copy 2 the one before.',
	};
};
