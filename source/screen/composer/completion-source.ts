import type {ChatState} from '../../chat/state.ts';
import type {CompletionSource} from './completion.ts';

/** How many of the newest items are searched for recent authors. */
const recent = 200;

/**
Lists what Tab can complete: the commands, the names that other members have now, recent authors
first, and those who wait at a locked room.
*/
export const createCompletionSource = (
	{history, members, myId, newcomers}: Pick<ChatState, 'history' | 'members' | 'myId' | 'newcomers'>,
	commands: CompletionSource['commands'],
): CompletionSource => {
	const names = new Set<string>();
	for (const item of history.slice(-recent).toReversed()) {
		const author = item.kind === 'message' && !item.own && members.find(({id}) => id === item.fromId);
		if (author) {
			names.add(author.name);
		}
	}

	for (const {id, name} of members) {
		if (id !== myId) {
			names.add(name);
		}
	}

	return {commands, names: [...names], newcomers};
};
