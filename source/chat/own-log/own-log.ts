/** The room's log as its host reads it: at the pace of its own output, as any other peer does. */
import {isVisibleTo, type LoggedMessage, type RoomLog} from '../../room/log.ts';

/** The host's own member. */
export type OwnMember = {
	readonly hostId: string;
	/** The room's number of a message of the host is this plus the message's number in this run. */
	readonly numberOffset: number;
};

type OwnLogEvent =
	| (Omit<LoggedMessage, 'id' | 'n'> & {readonly type: 'message'; readonly fromId: string; readonly own: boolean})
	| {readonly type: 'ack'; readonly n: number; readonly seq: number};

/** One reader's access to the log. */
export type LogReader = {
	/** The place of the newest message; 0 if there is none. */
	readonly head: number;
	/** Returns the place from which on the log has so many messages for this member. */
	readonly findStart: (count: number) => number;
	/**
	Returns the events of the messages from place `from` to place `to`, both included, or of the
	first ones of them, and the place after these. Throws if they cannot be read.
	*/
	readonly read: (from: number, to: number) => {readonly events: readonly OwnLogEvent[]; readonly next: number};
	/** Call when nothing more is read: then the log can be closed. */
	readonly close: () => void;
};

/** The messages of one read. Together with their longest texts, they stay below a megabyte. */
const pageSize = 32;
/** As many messages are looked at together to find where to begin. */
const searchSize = 500;

/**
Returns the events of messages. The host is a member like any other: private messages between two
others are not shown to it.
*/
export const listEvents = (
	messages: readonly LoggedMessage[],
	{hostId, numberOffset}: OwnMember,
): readonly OwnLogEvent[] =>
	messages
		.filter(message => isVisibleTo(message, hostId))
		.flatMap(({id, n, ...message}): readonly OwnLogEvent[] => {
			const event = {type: 'message', ...message, fromId: id, own: id === hostId} as const;
			return event.own ? [event, {type: 'ack', n: n - numberOffset, seq: message.seq}] : [event];
		});

/** Finds the newest messages of a member, in steps from the end of the log. */
const findStart = (log: RoomLog, count: number, {hostId}: OwnMember): number => {
	let missing = count;
	let start = count >= log.head ? 1 : log.head + 1;
	while (start > 1 && missing > 0) {
		const from = Math.max(1, start - searchSize);
		const found = log.read(from, start - from).filter(message => isVisibleTo(message, hostId));
		start = found.at(-missing)?.seq ?? from;
		missing -= found.length;
	}

	return start;
};

/** Keeps the log open for its readers when the room has closed. */
export class OwnLog {
	readonly #log: RoomLog;
	readonly #member: OwnMember;
	readonly #readers = new Set<LogReader>();
	#hasEnded = false;

	constructor(log: RoomLog, member: OwnMember) {
		this.#log = log;
		this.#member = member;
	}

	readonly openReader = (): LogReader => {
		const reader: LogReader = {
			head: this.#log.head,
			findStart: count => findStart(this.#log, count, this.#member),
			read: (from, to) => {
				const messages = this.#log.read(from, Math.min(pageSize, to - from + 1));
				return {events: listEvents(messages, this.#member), next: (messages.at(-1)?.seq ?? to) + 1};
			},
			close: () => {
				this.#readers.delete(reader);
				void this.#closeIfDone();
			},
		};
		this.#readers.add(reader);
		return reader;
	};

	/** Closes the log as soon as nobody reads it. Resolves at once if that takes longer. */
	async end(): Promise<void> {
		this.#hasEnded = true;
		await this.#closeIfDone();
	}

	async #closeIfDone() {
		if (this.#hasEnded && this.#readers.size === 0) {
			await this.#log.close();
		}
	}
}
