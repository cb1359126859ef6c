import type {Outbox} from '../../room/outbox.ts';
import type {LinkEvents} from './link-types.ts';
import type {LinkSession} from './link-session.ts';
import {repostUnconfirmed} from './send-outbox.ts';

/**
Settles the messages whose results were lost with a connection. The room has used their numbers, but
the client saw no message for them in the log: either the room refused one and the refusal was lost,
or an earlier run of this member posted it before the place from which this run reads.

Each is posted again: the room refuses it again, or drops it as a duplicate. A ping follows as a
fence. Messages that are still unconfirmed at its pong were duplicates.
*/
export class OutstandingConfirmer {
	readonly #outbox: Outbox;
	readonly #events: LinkEvents;
	/** The number of the ping that followed the reposted messages; undefined if none is open. */
	#fencePing: number | undefined;

	constructor(outbox: Outbox, events: LinkEvents) {
		this.#outbox = outbox;
		this.#events = events;
	}

	/** Call once everything that was in the log at the welcome has been read. */
	confirmOutstanding(session: LinkSession) {
		if (this.#outbox.unconfirmed.length > 0) {
			repostUnconfirmed(this.#outbox, session.channel);
			this.#fencePing = session.ping();
		}
	}

	/** Call for each pong; `k`: its number. */
	onPong(k: number) {
		if (this.#fencePing === undefined || k < this.#fencePing) {
			return;
		}

		this.#fencePing = undefined;
		for (const {wireN, entry} of this.#outbox.unconfirmed) {
			this.#outbox.settle(wireN);
			if (entry.n > 0) {
				this.#events.onRefused(entry.n, 'lost', 'The message is not in the room, and the reason was lost.');
			} else {
				this.#events.onAck(entry.n, undefined);
			}
		}
	}

	/** Call when the connection is lost: its fence gets no answer. */
	onLost() {
		this.#fencePing = undefined;
	}
}
