import type {LoggedMessage, LogPage} from '../../../room/log.ts';

/** Half of the messages of a page: the middle of what is searched is in the middle of a page. */
const halfPage = 250;

/**
Finds the first message since a time in the log of a host that cannot say where it is, page by page.
The log is taken to be in the order of time. `head`: the seq of the last message.
*/
export const findSinceByPages = async (
	readPage: (before: number) => Promise<LogPage | undefined>,
	ts: number,
	head: number,
): Promise<LoggedMessage | 'none' | undefined> => {
	let found: LoggedMessage | undefined;
	/** All messages before `low` are older, and all from `high` on are not. */
	let low = 1;
	let high = head + 1;
	while (low < high) {
		const before = Math.min(high, Math.floor((low + high) / 2) + halfPage);
		// Each page says which one to read next.
		// eslint-disable-next-line no-await-in-loop
		const page = await readPage(before);
		if (!page || page.from >= before) {
			return undefined;
		}

		const index = page.messages.findIndex(message => message.ts >= ts);
		found = page.messages[index] ?? found;
		if (index > 0) {
			break;
		}

		low = index === -1 ? before : low;
		high = index === -1 ? high : page.from;
	}

	return found ?? 'none';
};
