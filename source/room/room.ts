import {Buffer} from 'node:buffer';
import {foldName, cleanName, uniqueName} from '../text/name.ts';
import {cleanText, maximumTextBytes} from '../text/message.ts';
import type {LoggedMessage, Refusal, RoomLog} from './log.ts';
import {hasRttChanged, type Member, type MemberStatus, type Recipient} from './member.ts';

/**
What became of a post. `duplicate`: the room has had this number before, and its acknowledgement or refusal is on its way or has been
seen; `gap`: a number before it is missing; `refused`: its number is used up, and the author is told why once that is durable. A refusal:
that is durable, and the author asks again, as what it was told may have been lost on its way.
*/
export type PostResult = 'accepted' | 'duplicate' | 'gap' | 'refused' | Refusal;

/** How a member changed: the event's name, and the name it had before where that is the change. */
export type MemberChange = {
	readonly event: 'joined' | 'left' | 'away' | 'back' | 'renamed' | 'updated';
	readonly member: Member;
	readonly formerly?: string;
};

/** Who wants in. */
export type Entrant = {
	readonly id: string;
	readonly address: string;
	/** The name it asks for; it gets it if it is free. */
	readonly name: string;
	/** Take the name as it is: a plain peer's is its address and port, which no chosen name can look like. */
	readonly isNameExact?: boolean;
};

/** Two counters of an author: `accepted` drops duplicates, `durable` is what may be reported as kept. */
type Author = {accepted: number; durable: number};

const refusalOf = (text: string): Pick<Refusal, 'code' | 'text'> | undefined => {
	if (text === '') {
		return {code: 'empty', text: 'The message is empty.'};
	}

	if (Buffer.byteLength(text) > maximumTextBytes) {
		return {code: 'too-big', text: `A message holds at most ${maximumTextBytes} bytes.`};
	}

	return undefined;
};

/**
The chat itself: who is here and what was said, in one order. It gives each message its place, drops duplicates by the author's
own number, and keeps names unique. It knows no socket and no file.
*/
export class Room {
	readonly name: string;
	readonly log: RoomLog;
	readonly #now: () => number;
	readonly #members = new Map<string, Member>();
	readonly #authors = new Map<string, Author>();
	readonly #listeners: Array<(change: MemberChange) => void> = [];
	#lastSeq: number;

	constructor({name, log, now}: {readonly name: string; readonly log: RoomLog; readonly now: () => number}) {
		this.name = name;
		this.log = log;
		this.#now = now;
		this.#lastSeq = log.head;
		for (const [id, n] of log.authors) {
			this.#authors.set(id, {accepted: n, durable: n});
		}

		log.onDurable(({messages, refusals}) => {
			for (const {id, n} of [...messages, ...refusals]) {
				const author = this.#author(id);
				author.durable = Math.max(author.durable, n);
			}
		});
	}

	/** Everybody who is here or away, in order of arrival. */
	get members(): readonly Member[] {
		return [...this.#members.values()];
	}

	/** Calls back at each change of a member. */
	onMember(listener: (change: MemberChange) => void) {
		this.#listeners.push(listener);
	}

	findMember(id: string): Member | undefined {
		return this.#members.get(id);
	}

	/** The highest number of this author that is durable. */
	getLastNumber(id: string): number {
		return this.#authors.get(id)?.durable ?? 0;
	}

	/** How many messages of this author are accepted and not durable yet. */
	countUncommitted(id: string): number {
		const {accepted, durable} = this.#author(id);
		return accepted - durable;
	}

	/** Lets somebody in, or back in. Gives the member with the name that it got. */
	enter({id, address, name, isNameExact = false}: Entrant): Member {
		const known = this.#members.get(id);
		const member: Member = {
			id,
			name: isNameExact ? name : this.#freeName(name, id),
			address,
			status: 'here',
			since: this.#now(),
		};
		this.#members.set(id, member);
		if (!known) {
			this.#tell({event: 'joined', member});
			return member;
		}

		if (known.status === 'away') {
			this.#tell({event: 'back', member});
		} else {
			// A newer connection of a member that is here: nothing for people to read, but its address is another one.
			this.#tell({event: 'updated', member});
		}

		if (known.name !== member.name) {
			this.#tell({event: 'renamed', member, formerly: known.name});
		}

		return member;
	}

	/** The member is away (it may come back) or has left for good. */
	leave(id: string, status: Exclude<MemberStatus, 'here'>) {
		const known = this.#members.get(id);
		if (!known || known.status === status) {
			return;
		}

		const member: Member = {...known, status, since: this.#now(), isTyping: false};
		if (status === 'left') {
			this.#members.delete(id);
		} else {
			this.#members.set(id, member);
		}

		this.#tell({event: status, member});
	}

	/** Gives the member the name, or the nearest one that is free. */
	rename(id: string, name: string) {
		const known = this.#members.get(id);
		const free = this.#freeName(name, id);
		if (!known || known.name === free) {
			return;
		}

		const member = {...known, name: free};
		this.#members.set(id, member);
		this.#tell({event: 'renamed', member, formerly: known.name});
	}

	/** The member has measured its round trip, in milliseconds. */
	setRoundTrip(id: string, rtt: number) {
		const known = this.#members.get(id);
		if (known && hasRttChanged(known.rtt, rtt)) {
			const member = {...known, rtt};
			this.#members.set(id, member);
			this.#tell({event: 'updated', member});
		}
	}

	/** The member is writing something, or has stopped. */
	setTyping(id: string, isTyping: boolean) {
		const known = this.#members.get(id);
		if (known && (known.isTyping ?? false) !== isTyping) {
			const member = {...known, isTyping};
			this.#members.set(id, member);
			this.#tell({event: 'updated', member});
		}
	}

	/**
	The author's n-th message. It is seen by nobody before the log has it. `to`: by nobody else than the author and that member, who need
	not be here: it waits in the log like any other.
	*/
	post(id: string, n: number, raw: string, to?: Recipient): PostResult {
		const author = this.#author(id);
		// One that is too large is not cleaned: bringing a flood of combining marks into order costs the square of their number.
		const text = Buffer.byteLength(raw) > maximumTextBytes ? raw : cleanText(raw);
		const refusal = refusalOf(text);
		if (n <= author.accepted) {
			return refusal && n <= author.durable ? {id, n, ...refusal} : 'duplicate';
		}

		if (n > author.accepted + 1) {
			return 'gap';
		}

		author.accepted = n;
		if (refusal) {
			this.log.appendRefusal({id, n, ...refusal});
			return 'refused';
		}

		this.#lastSeq++;
		const message: LoggedMessage = {
			seq: this.#lastSeq,
			id,
			n,
			from: this.#members.get(id)?.name ?? id,
			ts: this.#now(),
			text,
			...(to && {to: {id: to.id, name: this.#members.get(to.id)?.name ?? cleanName(to.name)}}),
		};
		this.log.append(message);
		return 'accepted';
	}

	/** Posts with the author's next number: for those who keep no count of their own. */
	postNext(id: string, text: string, to?: Recipient): PostResult {
		return this.post(id, this.#author(id).accepted + 1, text, to);
	}

	#author(id: string): Author {
		const known = this.#authors.get(id);
		if (known) {
			return known;
		}

		const author = {accepted: 0, durable: 0};
		this.#authors.set(id, author);
		return author;
	}

	#freeName(wanted: string, id: string): string {
		const taken = new Set<string>();
		for (const member of this.#members.values()) {
			if (member.id !== id) {
				taken.add(foldName(member.name));
			}
		}

		return uniqueName(cleanName(wanted), folded => taken.has(folded));
	}

	#tell(change: MemberChange) {
		for (const listener of this.#listeners) {
			listener(change);
		}
	}
}
