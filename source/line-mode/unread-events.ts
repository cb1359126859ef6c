import type {Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {TimedEvent} from '../chat/events.ts';
import type {LogReader} from '../chat/own-log/own-log.ts';
import {compactEvents, type WaitingEvent} from './compact-events.ts';

/** More is written once less than this waits in the output, in bytes. */
const refillBelow = 65_536;

/** So many events wait before those that replace each other are joined. */
const compactAbove = 1000;

/** Events that nobody prints, or that can be read from the log again. */
const ignored = new Set<TimedEvent['type']>([
	'members',
	'me',
	'moved',
	'queued',
	'sent',
	'older',
	'replayed',
	'invitation-shown',
]);

type Options = {
	readonly chat: Pick<Chat, 'openLogReader'>;
	readonly output: Writable;
	/** Events wait here while more than this waits in the output, in bytes. */
	readonly maximumUnread: number;
	/** Prints events. */
	readonly print: (events: readonly TimedEvent[]) => void;
	/** Whether old messages are being loaded, in which the next events have their part. */
	readonly isReplaying: () => boolean;
	readonly onBehind?: () => void;
	readonly onCaughtUp?: () => void;
};

/**
The events that an output has not taken yet. A host reads its messages again from the log, so that
they need no memory. Of the connection log, the rows are counted. All else waits in its order, and
what replaces each other is joined where much waits.
*/
export class UnreadEvents {
	readonly #options: Options;
	#waiting: WaitingEvent[] = [];
	#compactAt = compactAbove;
	/** The first and the last message that is to be read from the log. */
	#next = 1;
	#last = 0;
	/** The messages up to this place are from before this run. */
	#oldTo = 0;
	#reader: LogReader | undefined;
	#skipped = 0;
	#isBehind = false;
	#isScheduled = false;
	#isAbandoned = false;
	readonly #onCaughtUp: Array<() => void> = [];

	constructor(options: Options) {
		this.#options = options;
		options.output.on('drain', () => {
			this.#goOnLater();
		});
	}

	/** The number of messages in the log that are not printed. */
	get unreadMessages(): number {
		return Math.max(0, this.#last - this.#next + 1);
	}

	/**
	Prints the newest messages of a host's log, and whatever happens meanwhile after them. `count`:
	their number; Infinity for all.
	*/
	printOld(count: number) {
		this.#reader ??= this.#options.chat.openLogReader();
		if (this.#reader && !this.#isBehind) {
			this.#isBehind = true;
			this.#next = this.#reader.findStart(count);
			this.#last = this.#reader.head;
			this.#oldTo = this.#last;
			this.#goOnLater();
		}
	}

	/** Prints the events, now or as soon as the output takes them. */
	take(events: readonly TimedEvent[]) {
		if (this.#isAbandoned) {
			return;
		}

		if (!this.#isBehind) {
			this.#print(events);
		} else if (this.#options.isReplaying()) {
			this.#print(events.filter(event => !this.#skip(event)));
		} else {
			for (const event of events) {
				this.#keep(event);
			}
		}
	}

	/** Resolves when everything is printed, or nothing more will be. */
	async waitUntilPrinted(): Promise<void> {
		if (this.#isBehind) {
			await new Promise<void>(resolve => {
				this.#onCaughtUp.push(resolve);
			});
		}
	}

	/** Prints no more messages: the output cannot be written, or the wait for it is over. */
	abandon() {
		const last = this.#waiting.map(({event}) => event).filter(({type}) => type === 'status');
		this.#waiting = [];
		this.#isAbandoned = true;
		if (this.#isBehind) {
			this.#options.print(last);
			this.#finish();
		}
	}

	#print(events: readonly TimedEvent[]) {
		const {print, output, maximumUnread, onBehind} = this.#options;
		print(events);
		if (!this.#isBehind && output.writableLength > maximumUnread) {
			this.#isBehind = true;
			this.#reader = this.#options.chat.openLogReader();
			onBehind?.();
		}
	}

	/** Leaves out a row of the connection log. One row in place of all tells of it. */
	#skip({type, at}: TimedEvent): boolean {
		const {output, maximumUnread} = this.#options;
		const isFull = output.writableLength > Math.min(refillBelow, maximumUnread);
		if (type !== 'log' || (!isFull && this.#waiting.length < compactAbove)) {
			return false;
		}

		if (this.#skipped === 0) {
			this.#waiting.push({event: {type, verb: 'skipped', at}, after: this.#last});
		}

		this.#skipped++;
		return true;
	}

	#describeSkipped(event: TimedEvent): TimedEvent {
		if (event.type !== 'log' || event.verb !== 'skipped') {
			return event;
		}

		const note = `${this.#skipped} rows of the connection log, while standard output was not read`;
		this.#skipped = 0;
		return {...event, note};
	}

	#keep(event: TimedEvent) {
		if (this.#skip(event) || ignored.has(event.type)) {
			return;
		}

		if (this.#reader && event.type === 'message' && event.seq !== undefined) {
			// One that became durable while the log was opened is known already.
			if (event.seq > this.#last) {
				this.#next = this.unreadMessages === 0 ? event.seq : this.#next;
				this.#last = event.seq;
			}

			return;
		}

		if (this.#reader && event.type === 'ack' && event.seq === this.#last && this.unreadMessages > 0) {
			// It is told again with the message.
			return;
		}

		this.#waiting.push({event, after: this.#last});
		if (this.#waiting.length > this.#compactAt) {
			this.#waiting = compactEvents(this.#waiting);
			this.#compactAt = Math.max(compactAbove, this.#waiting.length * 2);
		}
	}

	/** Each step in a turn of its own: the reader is not the only one who waits. */
	#goOnLater() {
		if (this.#isBehind && !this.#isScheduled) {
			this.#isScheduled = true;
			setImmediate(() => {
				this.#isScheduled = false;
				this.#goOn();
			});
		}
	}

	#goOn() {
		if (!this.#isBehind || this.#options.output.writableLength > refillBelow) {
			return;
		}

		const events = this.#takeNext();
		if (events.length > 0) {
			this.#options.print(events);
		} else if (this.unreadMessages === 0 && this.#waiting.length === 0) {
			this.#finish();
		}

		this.#goOnLater();
	}

	/** Takes what comes next: events up to the next message, or a page of messages. */
	#takeNext(): readonly TimedEvent[] {
		const ready = this.#waiting.findIndex(({after}) => this.unreadMessages > 0 && after >= this.#next);
		const count = Math.min(ready === -1 ? this.#waiting.length : ready, 100);
		if (count > 0) {
			return this.#waiting.splice(0, count).map(({event}) => this.#describeSkipped(event));
		}

		return this.unreadMessages > 0 ? this.#read(this.#waiting[0]?.after ?? this.#last) : [];
	}

	#read(to: number): readonly TimedEvent[] {
		try {
			const {events = [], next = to + 1} = this.#reader?.read(this.#next, Math.min(to, this.#last)) ?? {};
			this.#next = next;
			return events.flatMap((event): TimedEvent[] => {
				if (event.seq <= this.#oldTo) {
					return event.type === 'message' ? [{...event, at: event.ts, isReplayed: true}] : [];
				}

				return [{...event, at: event.type === 'message' ? event.ts : Date.now()}];
			});
		} catch {
			const text = `The messages ${this.#next} to ${this.#last} could not be read back from the log.`;
			this.#next = this.#last + 1;
			return [{type: 'error', code: 'disk', text, at: Date.now()}];
		}
	}

	#finish() {
		this.#isBehind = false;
		this.#reader?.close();
		this.#reader = undefined;
		this.#options.onCaughtUp?.();
		for (const resolve of this.#onCaughtUp.splice(0)) {
			resolve();
		}
	}
}
