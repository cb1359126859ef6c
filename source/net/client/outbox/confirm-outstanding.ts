import type {LoggedMessage} from '../../../room/log.ts';
import type {Outbox} from '../../../room/outbox.ts';
import type {HostFrame} from '../../../wire/frames.ts';
import type {FrameChannel} from '../../frame-channel.ts';
import type {OwnCopies} from './own-copies.ts';
import {repostUnconfirmed} from './send-outbox.ts';

/** A connection to the room. */
type Session = {
	readonly channel: FrameChannel<HostFrame>;
	/** Sends a ping. Returns its number. */
	readonly ping: () => number;
};

type Options = {
	readonly outbox: Outbox;
	readonly copies: OwnCopies;
	/** Returns the id of this member. */
	readonly getMyId: () => string;
	/** Returns the seq from which on the log was received. */
	readonly getFirst: () => number;
	/** Reads a page of the log. Resolves with undefined if the connection is lost. */
	readonly readPage: (
		before: number,
	) => Promise<{readonly from: number; readonly messages: readonly LoggedMessage[]} | undefined>;
};

/**
Settles the messages whose results were lost with a connection. The room has used their numbers, but
the client saw no message for them in the log. An earlier run of this member may have posted one
before the place from which this run reads, so the log is read back as far as that can be.

What is not found is posted again: the room refuses it again, or drops it as a duplicate. A ping
follows as a fence. A message that is still unconfirmed at its pong is not in the room, whose log
has another message under its number.
*/
export class OutstandingConfirmer {
	readonly #options: Options;
	/** The connection that the search belongs to. */
	#session: Session | undefined;
	/** The number of the ping that followed the reposted messages; undefined if none is open. */
	#fencePing: number | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	/** Call once everything that was in the log at the welcome has been read. */
	async confirmOutstanding(session: Session) {
		const {outbox, copies, getMyId} = this.#options;
		const isLeaving = () => outbox.isLeaving;
		if (this.#session === session || (outbox.unconfirmed.length === 0 && !isLeaving())) {
			return;
		}

		this.#session = session;
		if (outbox.isEarlierPossible) {
			await this.#searchEarlier(session);
		}

		if (this.#session !== session) {
			return;
		}

		if (isLeaving()) {
			copies.finishLeaving(getMyId());
		} else if (outbox.unconfirmed.length > 0) {
			repostUnconfirmed(outbox, session.channel);
			this.#fencePing = session.ping();
		}
	}

	/** Call for each pong; `k`: its number. */
	onPong(k: number) {
		if (this.#fencePing === undefined || k < this.#fencePing) {
			return;
		}

		this.#fencePing = undefined;
		const {outbox, copies} = this.#options;
		for (const {wireN} of outbox.unconfirmed) {
			copies.sendAgain(wireN);
		}
	}

	/** Call when the connection is lost: its fence gets no answer. */
	onLost() {
		this.#session = undefined;
		this.#fencePing = undefined;
	}

	/** Reads the log back until it has no place left for a message that is looked for. */
	async #searchEarlier(session: Session) {
		const {copies, getFirst, readPage} = this.#options;
		let before = getFirst();
		while (before > 1 && copies.earlier.length > 0) {
			// Each page tells where the next one ends.
			// eslint-disable-next-line no-await-in-loop
			const page = await readPage(before);
			if (!page || this.#session !== session || page.from >= before) {
				return;
			}

			for (const message of page.messages) {
				copies.receive(message);
			}

			before = page.from;
		}
	}
}
