import type {ChatState} from '../../chat/state.ts';
import type {CompletionSource} from './completion.ts';

/** How many of the newest items are searched for recent authors. */
const recent = 200;

/**
Lists what Tab can complete: the commands, and the names of other members, recent authors first.
*/
export const createCompletionSource = (
	{history, members, myId}: Pick<ChatState, 'history' | 'members' | 'myId'>,
	commands: CompletionSource['commands'],
): CompletionSource => {
	const names = new Set<string>();
	for (const item of history.slice(-recent).toReversed()) {
		if (item.kind === 'message' && !item.own && members.some(({id}) => id === item.fromId)) {
			names.add(item.from);
		}
	}

	for (const {id, name} of members) {
		if (id !== myId) {
			names.add(name);
		}
	}

	return {commands, names: [...names]};
};
