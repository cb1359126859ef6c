import {plainPrefix} from '../text/lookalikes.ts';
import {hasRttChanged, type Member, type MemberStatus} from './member.ts';
import {TakenNames} from './taken-names.ts';

/** A change of one member. `measured`: nothing but its round trip, which was known before. */
export type MemberChange = {
	readonly event: 'joined' | 'left' | 'away' | 'back' | 'half-closed' | 'renamed' | 'updated' | 'measured';
	readonly member: Member;
	/** The name before, where the event is `renamed`. */
	readonly formerly?: string;
};

/** A member that enters the room. */
export type Entrant = {
	readonly id: string;
	readonly address: string;
	/**
	The name to use. A name that another member has gets a number. Default, for a plain peer, which
	has none: the next of `nc-1`, `nc-2`, …
	*/
	readonly name?: string;
};

/** The members of a room, here or away. Keeps their names unique and reports each change. */
export class Roster {
	readonly #now: () => number;
	readonly #members = new Map<string, Member>();
	readonly #names = new TakenNames();
	/** The number of the last plain peer. None is used again, so old lines stay true. */
	#plainNumber = 0;
	readonly #listeners: Array<(change: MemberChange) => void> = [];

	/** `now`: returns milliseconds since the epoch. */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** All members, in order of arrival. */
	get members(): readonly Member[] {
		return [...this.#members.values()];
	}

	/** The number of members. */
	get size() {
		return this.#members.size;
	}

	onChange(listener: (change: MemberChange) => void) {
		this.#listeners.push(listener);
	}

	findMember(id: string): Member | undefined {
		return this.#members.get(id);
	}

	/** Adds a member, or marks one that was away as here. Returns it with the name that it got. */
	enter({id, address, name}: Entrant): Member {
		const known = this.#members.get(id);
		const member: Member = {
			id,
			name: name === undefined ? this.#createPlainName() : this.#names.findFree(name, id, known?.name),
			address,
			status: 'here',
			since: this.#now(),
		};
		if (!known) {
			this.#set('joined', member);
			return member;
		}

		// `updated`: a newer connection of a member that is here. Only its address is news.
		this.#set(known.status === 'away' ? 'back' : 'updated', member);
		if (known.name !== member.name) {
			this.#announce({event: 'renamed', member, formerly: known.name});
		}

		return member;
	}

	/**
	Marks a member as away, so that it may come back; or takes it off the list. `more`: that the
	host has removed it.
	*/
	leave(id: string, status: Exclude<MemberStatus, 'here'>, more: Pick<Member, 'isRemoved'> = {}) {
		const known = this.#members.get(id);
		if (!known || known.status === status) {
			return;
		}

		const member: Member = {...known, ...more, status, since: this.#now(), isTyping: false};
		if (status === 'away') {
			this.#set('away', member);
		} else {
			this.#members.delete(id);
			this.#names.remove(known.name);
			this.#announce({event: 'left', member});
		}
	}

	/** Renames a member. A name that another member has gets a number. */
	rename(id: string, name: string) {
		const known = this.#members.get(id);
		const free = this.#names.findFree(name, id, known?.name);
		if (known && known.name !== free) {
			this.#set('renamed', {...known, name: free}, known.name);
		}
	}

	/**
	Sets the round trip that a member has measured, in milliseconds. Small changes are ignored.
	*/
	setRoundTrip(id: string, rtt: number) {
		const known = this.#members.get(id);
		if (known && hasRttChanged(known.rtt, rtt)) {
			this.#set(known.rtt === undefined ? 'updated' : 'measured', {...known, rtt});
		}
	}

	setAddress(id: string, address: string) {
		const known = this.#members.get(id);
		if (known && known.address !== address) {
			this.#set('updated', {...known, address});
		}
	}

	setTyping(id: string, isTyping: boolean) {
		const known = this.#members.get(id);
		if (known && (known.isTyping ?? false) !== isTyping) {
			this.#set('updated', {...known, isTyping});
		}
	}

	/** Marks a member that has ended its sending side. */
	setHalfClosed(id: string) {
		const known = this.#members.get(id);
		if (known && !known.isHalfClosed) {
			this.#set('half-closed', {...known, isHalfClosed: true});
		}
	}

	#createPlainName(): string {
		let name: string;
		do {
			this.#plainNumber++;
			name = `${plainPrefix}${this.#plainNumber}`;
		} while (this.#names.has(name));

		return name;
	}

	#set(event: MemberChange['event'], member: Member, formerly?: string) {
		const before = this.#members.get(member.id)?.name;
		if (before !== member.name) {
			if (before !== undefined) {
				this.#names.remove(before);
			}

			this.#names.add(member.name, member.id);
		}

		this.#members.set(member.id, member);
		this.#announce({event, member, ...(formerly !== undefined && {formerly})});
	}

	#announce(change: MemberChange) {
		for (const listener of this.#listeners) {
			listener(change);
		}
	}
}
