import type {Member} from '../../room/member.ts';
import type {HostFrame, WireMember} from '../../wire/frames.ts';
import {maximumMembers} from '../limits.ts';
import {fromWireMember} from '../presence.ts';

/** The room's members as the client knows them: a list in one or more frames, then changes. */
export class MemberList {
	readonly #members = new Map<string, Member>();
	/** The frames so far of a whole list that is not complete. */
	#partialList: WireMember[] = [];

	/** Returns the members in order of arrival. `rtt`: my round trip, in milliseconds. */
	list(myId: string, rtt: number | undefined): readonly Member[] {
		return [...this.#members.values()].map(member =>
			member.id === myId ? {...member, rtt: rtt ?? member.rtt} : member,
		);
	}

	/**
	Returns `partial` while more frames of a whole list follow, and `too-many` for a list that no
	room can have; nothing of that frame is used.
	*/
	apply({members, all, more}: Extract<HostFrame, {type: 'who'}>, now: number): 'changed' | 'partial' | 'too-many' {
		if (this.#members.size + this.#partialList.length > maximumMembers) {
			return 'too-many';
		}

		if (all) {
			this.#partialList.push(...members);
			if (more) {
				return 'partial';
			}

			this.#members.clear();
		}

		for (const member of all ? this.#partialList.splice(0) : members) {
			if (member.status === 'left') {
				this.#members.delete(member.id);
			} else {
				this.#members.set(member.id, fromWireMember(member, now));
			}
		}

		return 'changed';
	}

	/** Call when the connection is lost: the rest of an incomplete list does not come. */
	dropPartialList() {
		this.#partialList = [];
	}
}
