import type {Member} from '../../../room/member.ts';
import type {Room} from '../../../room/room.ts';
import type {MemberChange} from '../../../room/roster.ts';
import type {Clock, Timer} from '../../clock.ts';
import {presencePerSecond, roundTripsEvery, smallRoom} from '../../limits.ts';
import {encodeWho, encodeWhoChange} from '../../presence.ts';
import {Pace} from './pace.ts';
import type {PresenceUpdate} from './who-sender.ts';

export type PresenceFeedOptions = {
	readonly room: Room;
	readonly clock: Clock;
	/** Returns the number of sessions that are told of changes. */
	readonly countSessions: () => number;
	readonly onUpdate: (update: PresenceUpdate) => void;
};

/** How many round trips all sessions together are told with another change, and how many alone. */
const roundTripsWithChange = 2 * presencePerSecond;
const roundTripsAtOnce = 20 * presencePerSecond;

/**
Gathers changes of members and passes them on together. Each change is told to every session, so the
cost of single changes would grow with the square of the members: the more sessions there are, the
longer changes are gathered. A round trip that has changed waits for another change, to be told in
the same line, or for 30 s: an idle room sends next to nothing. In a large room a few are told at a
time.
*/
export class PresenceFeed {
	readonly #options: PresenceFeedOptions;
	readonly #changed = new Map<string, Member>();
	/** The ids of members of whom only the round trip has changed, the oldest change first. */
	readonly #measured = new Set<string>();
	readonly #changes: Pace;
	/** Set while round trips wait for another change. */
	#roundTripTimer: Timer | undefined;

	constructor(options: PresenceFeedOptions) {
		const {room, clock, countSessions} = options;
		this.#options = options;
		this.#changes = new Pace(clock, () => {
			this.#pass();
		});
		room.onMemberChange(change => {
			this.#add(change, countSessions());
		});
	}

	stop() {
		this.#changes.stop();
		this.#stopRoundTrips();
	}

	#add({event, member}: MemberChange, sessions: number) {
		if (event === 'measured') {
			this.#measured.add(member.id);
			this.#waitForChange();
			return;
		}

		this.#changed.set(member.id, member);
		this.#changes.request(sessions > smallRoom ? (sessions * 1000) / presencePerSecond : 0);
	}

	#waitForChange() {
		this.#roundTripTimer ??= this.#options.clock.after(roundTripsEvery, () => {
			this.#roundTripTimer = undefined;
			this.#pass(roundTripsAtOnce);
		});
	}

	#stopRoundTrips() {
		this.#roundTripTimer?.stop();
		this.#roundTripTimer = undefined;
	}

	/** Adds round trips, the oldest change first. `most`: for all sessions together. */
	#addRoundTrips(most: number) {
		const {room, countSessions} = this.#options;
		let left = Math.max(1, Math.floor(most / Math.max(1, countSessions())));
		for (const id of this.#measured) {
			if (left === 0) {
				this.#waitForChange();
				return;
			}

			this.#measured.delete(id);
			const member = room.findMember(id);
			if (member) {
				this.#changed.set(id, member);
				left--;
			}
		}

		this.#stopRoundTrips();
	}

	#pass(mostRoundTrips = roundTripsWithChange) {
		const {room, clock, onUpdate} = this.#options;
		this.#changes.stop();
		this.#addRoundTrips(mostRoundTrips);
		const changed = [...this.#changed.values()];
		this.#changed.clear();
		if (changed.length === 0) {
			return;
		}

		let list: readonly string[] | undefined;
		onUpdate({
			changed,
			lines: encodeWhoChange(changed, clock.now()),
			getList() {
				list ??= encodeWho(room.members, clock.now());
				return list;
			},
		});
	}
}
