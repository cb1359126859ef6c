import type {Member} from '../../room/member.ts';
import type {HostFrame, WireMember} from '../../wire/frames.ts';
import {maximumMembers} from '../limits.ts';
import {fromWireMember} from '../presence.ts';

/** Everybody in the room, as a join hears of them: a whole list, perhaps in parts, and then what changes. */
export class MemberList {
	readonly #members = new Map<string, Member>();
	/** Parts of a whole list that is still under way. */
	#parts: WireMember[] = [];

	/** In order of arrival; `rtt` is mine, in milliseconds. */
	list(myId: string, rtt: number | undefined): readonly Member[] {
		return [...this.#members.values()].map(member =>
			member.id === myId ? {...member, rtt: rtt ?? member.rtt} : member,
		);
	}

	/** `parts`: more of it is under way; `too-many`: no room has so many, and nothing was taken. */
	apply({members, all, more}: Extract<HostFrame, {type: 'who'}>, now: number): 'changed' | 'parts' | 'too-many' {
		if (this.#members.size + this.#parts.length > maximumMembers) {
			return 'too-many';
		}

		if (all) {
			this.#parts.push(...members);
			if (more) {
				return 'parts';
			}

			this.#members.clear();
		}

		for (const member of all ? this.#parts.splice(0) : members) {
			if (member.status === 'left') {
				this.#members.delete(member.id);
			} else {
				this.#members.set(member.id, fromWireMember(member, now));
			}
		}

		return 'changed';
	}

	/** The connection is gone, and with it the rest of a list that was under way. */
	forgetParts() {
		this.#parts = [];
	}
}
