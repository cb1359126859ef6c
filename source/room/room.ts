import {Buffer} from 'node:buffer';
import {cleanText, maximumTextBytes} from '../text/message.ts';
import {cleanName} from '../text/name.ts';
import {CommitWindow} from './commit-window.ts';
import type {LoggedMessage, Refusal, RoomLog} from './log.ts';
import type {Member, MemberStatus} from './member.ts';
import type {OutgoingMessage} from './outbox.ts';
import {Roster, type Entrant, type MemberChange} from './roster.ts';

/**
The result of a post:
`accepted`: the message goes into the log.
`duplicate`: the number was used before. Its author has been sent the result, or will be.
`gap`: a number before it is missing. Nothing is taken.
`refused`: the number is used up. The author is told why once the refusal is durable.
A refusal: the number was refused before, and the refusal is durable. The author has to be told
again, as the first notification may have been lost with its connection.
*/
export type PostResult = 'accepted' | 'duplicate' | 'gap' | 'refused' | Refusal;

/** The fields of a message besides its text. */
export type MessageExtras = Pick<OutgoingMessage, 'to' | 'part'>;

/**
The highest numbers of an author's messages. `accepted` identifies duplicates. Only `durable` may be
reported to the author: after a crash the host would not know the numbers above it.
*/
type AuthorCounts = {accepted: number; durable: number};

const checkText = (text: string): Pick<Refusal, 'code' | 'text'> | undefined => {
	if (text === '') {
		return {code: 'empty', text: 'The message is empty.'};
	}

	if (Buffer.byteLength(text) > maximumTextBytes) {
		return {code: 'too-big', text: `A message holds at most ${maximumTextBytes} bytes.`};
	}

	return undefined;
};

export type RoomOptions = {
	readonly name: string;
	readonly log: RoomLog;
	/** Returns milliseconds since the epoch. */
	readonly now: () => number;
	/** Whether plain peers may enter. */
	readonly isPlain?: boolean;
};

/**
A chat room: its members and, in one order, their messages. It assigns each message its place in the
log and drops duplicates. It uses no socket and no file.
*/
export class Room {
	readonly name: string;
	readonly log: RoomLog;
	/** Whether plain peers may enter, so that what is said does not stay encrypted. */
	readonly isPlain: boolean;
	readonly #now: () => number;
	readonly #roster: Roster;
	readonly #window = new CommitWindow();
	readonly #authors = new Map<string, AuthorCounts>();
	#lastSeq: number;

	constructor({name, log, now, isPlain = false}: RoomOptions) {
		this.name = name;
		this.log = log;
		this.isPlain = isPlain;
		this.#now = now;
		this.#roster = new Roster(now);
		this.#lastSeq = log.head;
		for (const [id, n] of log.authors) {
			this.#authors.set(id, {accepted: n, durable: n});
		}

		log.onDurable(({messages, refusals}) => {
			this.#window.settle(messages.length + refusals.length);
			for (const {id, n} of [...messages, ...refusals]) {
				const author = this.#getAuthor(id);
				author.durable = Math.max(author.durable, n);
			}
		});
	}

	/** All members, here or away, in order of arrival. */
	get members(): readonly Member[] {
		return this.#roster.members;
	}

	/** The number of members, here or away. */
	get size() {
		return this.#roster.size;
	}

	/**
	Whether so much is on its way into the log that a member's next message should wait. This ends
	when something has become durable.
	*/
	get isFull() {
		return this.#window.isFull(this.#roster.size);
	}

	/** Calls back at each change of a member. */
	onMemberChange(listener: (change: MemberChange) => void) {
		this.#roster.onChange(listener);
	}

	findMember(id: string): Member | undefined {
		return this.#roster.findMember(id);
	}

	/** Returns the highest number of this author that is durable; 0 if there is none. */
	getLastNumber(id: string): number {
		return this.#authors.get(id)?.durable ?? 0;
	}

	/** Returns how many messages of this author are accepted and not durable yet. */
	countUncommitted(id: string): number {
		const {accepted, durable} = this.#getAuthor(id);
		return accepted - durable;
	}

	/** Lets a member in, or back in. Returns it with the name that it got. */
	enter(entrant: Entrant): Member {
		return this.#roster.enter(entrant);
	}

	/** Marks a member as away, so that it may come back; or removes it. */
	leave(id: string, status: Exclude<MemberStatus, 'here'>) {
		this.#roster.leave(id, status);
	}

	/** Takes a member off the list, here or away, because the host wants so. */
	remove(id: string) {
		this.#roster.leave(id, 'left', {isRemoved: true});
	}

	/** Renames a member. A name that another member has gets a number. */
	rename(id: string, name: string) {
		this.#roster.rename(id, name);
	}

	/** Sets the round trip that a member has measured, in milliseconds. */
	setRoundTrip(id: string, rtt: number) {
		this.#roster.setRoundTrip(id, rtt);
	}

	setAddress(id: string, address: string) {
		this.#roster.setAddress(id, address);
	}

	setTyping(id: string, isTyping: boolean) {
		this.#roster.setTyping(id, isTyping);
	}

	/** Marks a member that has ended its sending side. */
	setHalfClosed(id: string) {
		this.#roster.setHalfClosed(id);
	}

	/**
	Posts the author's n-th message. It is shown to no member before the log has made it durable.
	`to`: the only other member that receives it. The recipient need not be here: the message waits
	in the log.
	*/
	post(id: string, n: number, raw: string, {to, part}: MessageExtras = {}): PostResult {
		const author = this.#getAuthor(id);
		if (n > author.accepted + 1) {
			return 'gap';
		}

		if (n <= author.accepted && n > author.durable) {
			return 'duplicate';
		}

		// Text that is too large is not cleaned: that takes longer than to measure it.
		const text = Buffer.byteLength(raw) > maximumTextBytes ? raw : cleanText(raw);
		const refusal = checkText(text);
		if (n <= author.accepted) {
			return refusal ? {id, n, ...refusal} : 'duplicate';
		}

		author.accepted = n;
		if (refusal) {
			this.#window.add('');
			this.log.appendRefusal({id, n, ...refusal});
			return 'refused';
		}

		this.#lastSeq++;
		const message: LoggedMessage = {
			seq: this.#lastSeq,
			id,
			n,
			from: this.findMember(id)?.name ?? id,
			ts: this.#now(),
			text,
			...(to && {to: {id: to.id, name: this.findMember(to.id)?.name ?? cleanName(to.name)}}),
			...(part && {part}),
		};
		this.#window.add(text);
		this.log.append(message);
		return 'accepted';
	}

	/** Posts with the author's next number, for authors that do not count their messages. */
	postNext(id: string, text: string, more?: MessageExtras): PostResult {
		return this.post(id, this.#getAuthor(id).accepted + 1, text, more);
	}

	#getAuthor(id: string): AuthorCounts {
		const known = this.#authors.get(id);
		if (known) {
			return known;
		}

		const author = {accepted: 0, durable: 0};
		this.#authors.set(id, author);
		return author;
	}
}
