import type {DurableBatch} from '../../room/log.ts';
import type {Member} from '../../room/member.ts';
import type {Room} from '../../room/room.ts';
import type {CloseCode} from '../../wire/frames.ts';
import type {Clock, Timer} from '../clock.ts';
import {awayTimeout, maximumAway, cursorBatch} from '../limits.ts';
import {createBatch} from './log-reader.ts';
import {PresenceFeed} from './presence/presence-feed.ts';
import type {Session, SessionOwner} from './session.ts';

/**
The sessions of the room, one for each connected member, and the members that are away. It delivers
durable messages and changes of members to all sessions.
*/
export class SessionRegistry implements SessionOwner {
	readonly #room: Room;
	readonly #clock: Clock;
	readonly #sessions = new Map<string, Session>();
	/** One timer for each member that is away, in the order in which they went away. */
	readonly #awayTimers = new Map<string, Timer>();
	readonly #presence: PresenceFeed;
	#isClosing = false;

	/** `onMembers`: called with all members when some have changed. */
	constructor(room: Room, clock: Clock, onMembers: (members: readonly Member[]) => void = () => undefined) {
		this.#room = room;
		this.#clock = clock;
		this.#presence = new PresenceFeed({
			room,
			clock,
			countSessions: () => this.#sessions.size,
			onUpdate: update => {
				for (const session of this.#sessions.values()) {
					session.sendWho(update);
				}

				onMembers(room.members);
			},
		});
		room.log.onDurable(batch => {
			this.#deliver(batch);
		});
	}

	/** The number of sessions. */
	get size() {
		return this.#sessions.size;
	}

	/** Returns whether the member has a session. */
	has(memberId: string): boolean {
		return this.#sessions.has(memberId);
	}

	/**
	A second copy of a client's files is the same member. The copy that is connected, and answers,
	stays it; without this, the two would replace each other for ever.
	*/
	askRival(
		{memberId, run}: {readonly memberId: string; readonly run: string | undefined},
		onResult: (isTaken: boolean) => void,
	): boolean {
		const holder = this.#sessions.get(memberId);
		if (run === undefined || holder?.run === undefined || holder.run === run || !holder.probe) {
			return false;
		}

		holder.probe(onResult);
		return true;
	}

	/** Registers a session, and closes an older one of the same member. */
	onEnter(session: Session) {
		const older = this.#sessions.get(session.memberId);
		this.#sessions.set(session.memberId, session);
		this.#stopAwayTimer(session.memberId);
		older?.close('replaced');
	}

	onLeave(session: Session, status: 'away' | 'left') {
		const {memberId} = session;
		if (this.#sessions.get(memberId) !== session) {
			// A newer connection of the same member has taken over.
			return;
		}

		this.#sessions.delete(memberId);
		this.#room.leave(memberId, status);
		if (status === 'away' && !this.#isClosing) {
			this.#evictOldestAway();
			this.#awayTimers.set(
				memberId,
				this.#clock.after(awayTimeout, () => {
					this.#removeAway(memberId);
				}),
			);
		}
	}

	/** Closes the member's session, and removes the member, here or away. */
	kick(memberId: string) {
		this.#stopAwayTimer(memberId);
		this.#room.remove(memberId);
		this.#sessions.get(memberId)?.close('kicked');
	}

	/** Sends the room's new code to all sessions. */
	sendCode(code: string) {
		for (const session of this.#sessions.values()) {
			session.sendCode(code);
		}
	}

	/** Closes all sessions for good. */
	close(code: CloseCode) {
		this.#isClosing = true;
		this.#presence.stop();
		for (const timer of this.#awayTimers.values()) {
			timer.stop();
		}

		for (const session of this.#sessions.values()) {
			session.close(code);
		}
	}

	/**
	Caps the list of members that are away, so that a client that invents identities cannot grow it.
	*/
	#evictOldestAway() {
		const [oldest] = this.#awayTimers.keys();
		if (oldest !== undefined && this.#awayTimers.size >= maximumAway) {
			this.#removeAway(oldest);
		}
	}

	#removeAway(memberId: string) {
		this.#stopAwayTimer(memberId);
		this.#room.leave(memberId, 'left');
	}

	#stopAwayTimer(memberId: string) {
		this.#awayTimers.get(memberId)?.stop();
		this.#awayTimers.delete(memberId);
	}

	#deliver({messages, refusals}: DurableBatch) {
		// A batch of refusals alone is delivered, too: sessions wait for their uncommitted
		// messages.
		for (let start = 0; start === 0 || start < messages.length; start += cursorBatch) {
			const batch = createBatch(messages.slice(start, start + cursorBatch));
			for (const session of this.#sessions.values()) {
				session.deliver(batch);
			}
		}

		for (const refusal of refusals) {
			this.#sessions.get(refusal.id)?.refuse(refusal);
		}
	}
}
