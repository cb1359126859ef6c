import type {Member} from '../../../room/member.ts';
import type {Room} from '../../../room/room.ts';
import type {MemberChange} from '../../../room/roster.ts';
import type {Clock} from '../../clock.ts';
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

/**
Gathers changes of members and passes them on together. Each change is told to every session, so the
cost of single changes would grow with the square of the members: the more sessions there are, the
longer changes are gathered. Round trips, which change all the time, are passed on more slowly, and
in a large room a few at a time.
*/
export class PresenceFeed {
	readonly #options: PresenceFeedOptions;
	readonly #changed = new Map<string, Member>();
	/** The ids of members of whom only the round trip has changed, the oldest change first. */
	readonly #measured = new Set<string>();
	readonly #changes: Pace;
	readonly #roundTrips: Pace;

	constructor(options: PresenceFeedOptions) {
		const {room, clock, countSessions} = options;
		this.#options = options;
		this.#changes = new Pace(clock, () => {
			this.#pass();
		});
		this.#roundTrips = new Pace(clock, () => {
			this.#passRoundTrips();
		});
		room.onMemberChange(change => {
			this.#add(change, countSessions());
		});
	}

	stop() {
		this.#changes.stop();
		this.#roundTrips.stop();
	}

	#add({event, member}: MemberChange, sessions: number) {
		if (event === 'measured' && sessions > smallRoom) {
			this.#measured.add(member.id);
			this.#roundTrips.request(Math.max(roundTripsEvery, (2 * sessions * 1000) / presencePerSecond));
			return;
		}

		this.#changed.set(member.id, member);
		this.#changes.request(sessions > smallRoom ? (sessions * 1000) / presencePerSecond : 0);
	}

	/** Passes on as many round trips as there may be lines a second, shared by all sessions. */
	#passRoundTrips() {
		const {room, countSessions} = this.#options;
		let left = Math.max(1, Math.floor((2 * presencePerSecond) / countSessions()));
		for (const id of this.#measured) {
			if (left === 0) {
				this.#roundTrips.request(roundTripsEvery);
				break;
			}

			this.#measured.delete(id);
			const member = room.findMember(id);
			if (member) {
				this.#changed.set(id, member);
				left--;
			}
		}

		this.#changes.stop();
		this.#pass();
	}

	#pass() {
		const {room, clock, onUpdate} = this.#options;
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
