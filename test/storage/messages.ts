import type {DiskLog} from '../../source/storage/log/disk-log.ts';
import type {LoggedMessage} from '../../source/room/log.ts';

/** Returns message number `seq` of a room in which `authors` members take turns. */
export const messageAt = (seq: number, text = `message ${seq}`, authors = 3): LoggedMessage => ({
	seq,
	id: `author-${(seq - 1) % authors}`,
	n: Math.floor((seq - 1) / authors) + 1,
	from: `name ${(seq - 1) % authors}`,
	ts: 1_764_000_000_000 + seq,
	text,
});

export const messagesTo = (head: number): LoggedMessage[] =>
	Array.from({length: head}, (_, index) => messageAt(index + 1));

/** Resolves once the log holds `head` durable messages; rejects if the log fails first. */
export const durable = async (log: DiskLog, head: number): Promise<void> =>
	new Promise((resolve, reject) => {
		const look = () => {
			if (log.head >= head) {
				resolve();
			}
		};

		log.onDurable(look);
		log.onFailure(code => {
			reject(new Error(`The log failed: ${code}`));
		});
		look();
	});

export const appendAll = async (log: DiskLog, messages: readonly LoggedMessage[]): Promise<void> => {
	for (const message of messages) {
		log.append(message);
	}

	await durable(log, messages.at(-1)?.seq ?? 0);
};
