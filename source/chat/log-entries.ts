import type {ChatState} from './state.ts';

/** Entries of the connection log that are kept for the screen. */
export const logCapacity = 1000;

/**
The log with more entries. A heartbeat that goes on takes one row for each peer, not one each time.
*/
export const appendLogEntries = (log: ChatState['socketLog'], more: ChatState['socketLog']): ChatState['socketLog'] => {
	const entries = [...log];
	for (const entry of more) {
		if (entry.verb === 'ping') {
			const before = entries.findLastIndex(({verb, peer}) => verb !== 'ping' || peer === entry.peer);
			if (entries[before]?.verb === 'ping') {
				entries.splice(before, 1);
			}
		}

		entries.push(entry);
	}

	return entries.length > logCapacity ? entries.slice(-logCapacity) : entries;
};
