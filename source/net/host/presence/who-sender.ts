import type {Member} from '../../../room/member.ts';
import type {ClientFrame} from '../../../wire/frames.ts';
import type {FrameChannel} from '../../frame-channel.ts';
import {encodeWhoChange} from '../../presence.ts';

/** Members that have changed, as all sessions are told of them. */
export type PresenceUpdate = {
	readonly changed: readonly Member[];
	/** The same, encoded as one or more `who` lines. */
	readonly lines: readonly string[];
	/** Returns the whole list as it is now, in `who` lines. Encodes it once for all sessions. */
	readonly getList: () => readonly string[];
};

const whoContent = {frames: {who: 1}};

export type WhoSenderOptions = {
	/** Returns whether the member's socket takes another line now. */
	readonly hasRoom: () => boolean;
	readonly channel: Pick<FrameChannel<ClientFrame>, 'write'>;
	/** Returns milliseconds since the epoch. */
	readonly now: () => number;
};

/**
Keeps one member's list of the members up to date: first the whole list, then changes. What does not
fit into the member's socket waits here, at most once for each member of the room.
*/
export class WhoSender {
	readonly #options: WhoSenderOptions;
	/** Lines of the whole list that are still to be sent; undefined before the first update. */
	#list: string[] | undefined;
	/** Members that have changed and were not sent, by id, as they are now. */
	readonly #waiting = new Map<string, Member>();

	constructor(options: WhoSenderOptions) {
		this.#options = options;
	}

	/** Sends the whole list at the first call, and the changes at each later one. */
	update({changed, lines, getList}: PresenceUpdate) {
		if (!this.#list) {
			this.#list = [...getList()];
			this.catchUp();
			return;
		}

		const {hasRoom, channel} = this.#options;
		if (this.#list.length === 0 && this.#waiting.size === 0 && hasRoom()) {
			for (const line of lines) {
				channel.write(line, whoContent);
			}

			return;
		}

		for (const member of changed) {
			this.#waiting.set(member.id, member);
		}
	}

	/** Sends what waits, as far as it fits. Call it when the socket has room. */
	catchUp() {
		const {hasRoom, channel, now} = this.#options;
		while (this.#list && hasRoom()) {
			// A change amid the parts of a list would be undone by the end of that list.
			const line = this.#list.shift();
			if (line !== undefined) {
				channel.write(line, whoContent);
			} else if (this.#waiting.size > 0) {
				this.#list = [...encodeWhoChange([...this.#waiting.values()], now())];
				this.#waiting.clear();
			} else {
				return;
			}
		}
	}
}
