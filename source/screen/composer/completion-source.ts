import type {ChatState} from '../../chat/state.ts';
import type {CompletionSource} from './completion.ts';

/** Authors of so many of the newest items count as those who have just spoken. */
const recent = 200;

/** What Tab can complete now. */
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
