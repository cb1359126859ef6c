import type {RoomFacts} from '../room/identity.ts';
import type {MemberIdentity, OpenedIdentity} from '../room/opened-identity.ts';
import {emptyOutbox, type SavedOutbox} from '../room/outbox.ts';
import {
	deriveJoinedId,
	findRoomAt,
	isUnreached,
	listJoinedRooms,
	saveJoinedRoom,
	saveReachedRoom,
	type JoinedRoom,
} from './joined-rooms.ts';
import {migrateMembers} from './migrate-members.ts';
import {openMember, type MemberOptions} from './open-member.ts';

/** Returns an outbox with the messages of another after its own. */
const appendEntries = (saved: SavedOutbox, {entries}: SavedOutbox): SavedOutbox => ({
	...saved,
	last: saved.last + entries.length,
	entries: [...saved.entries, ...entries.map((entry, index) => ({...entry, wireN: saved.last + 1 + index}))],
});

const isSameRoom = ({host, history}: JoinedRoom, facts: RoomFacts): boolean =>
	host === undefined || facts.host === undefined ? history === facts.history : host === facts.host;

/** The facts that a client knows about the room before it joins. */
export type MembershipOptions = {
	readonly code: string;
	/** The address to dial, `address:port`, then others that lead to the same socket. */
	readonly addresses: readonly string[];
	/** The member's name. */
	readonly name: string;
	/** Returns milliseconds since the epoch. */
	readonly now: () => number;
};

/** A room as it describes itself. */
export type ReachedRoom = {
	/** The code that it has accepted, or has changed to. */
	readonly code: string;
	readonly facts: RoomFacts | undefined;
	/** Each `address:port` at which it was reached. */
	readonly addresses: readonly string[];
};

/**
Opens the same member for the same room each time, however its address is written. A room is
recognised by its code, since only its host and members can have that; among rooms with one code, by
the address, and then by its host.
*/
export class Membership {
	readonly #home: string;
	readonly #options: MembershipOptions;
	/** All that is open, to be released. */
	readonly #opened: OpenedIdentity[] = [];
	#room: JoinedRoom;

	constructor(home: string, options: MembershipOptions) {
		this.#home = home;
		this.#options = options;
		this.#room = this.#selectRoom();
	}

	/** The room's history, once it is known. */
	get history(): string | undefined {
		return this.#room.history;
	}

	/** Opens the member. Rejects if the saved files are damaged. */
	async open(parts: MemberOptions): Promise<OpenedIdentity> {
		await migrateMembers(this.#home);
		this.#room = this.#selectRoom();
		saveJoinedRoom(this.#home, this.#room);
		const opened = await this.#openMember(parts);
		return {
			...(opened.journal ? await this.#addRefused(opened, parts) : opened),
			host: this.#room.host,
			isUnsure: () => this.#isUnsure,
			recognise: async facts => this.#recognise(facts, parts),
			release: async () => {
				for (const {release} of this.#opened) {
					// eslint-disable-next-line no-await-in-loop
					await release();
				}
			},
		};
	}

	/** Saves what the room has said of itself, so that the next run finds it. */
	save({code, facts, addresses}: ReachedRoom) {
		const {host = this.#room.host, history = this.#room.history, name = this.#room.name} = facts ?? {};
		this.#room = {...this.#room, code, host, history, name, usedAt: this.#options.now()};
		saveReachedRoom(this.#home, this.#room, addresses);
	}

	/**
	Call when the room at the address has refused the code. If no room has ever accepted it, what
	was typed for this address goes to the next room that is joined there.
	*/
	refuse() {
		if (isUnreached(this.#room) && this.#isSoughtHere(this.#room)) {
			saveJoinedRoom(this.#home, {...this.#room, code: '', refusedAt: this.#options.addresses[0]});
		}
	}

	/**
	Whether the room may be another than the expected one: it is not at its address, and others are
	known.
	*/
	get #isUnsure(): boolean {
		const {addresses} = this.#options;
		return (
			!this.#room.addresses.some(address => addresses.includes(address)) &&
			listJoinedRooms(this.#home).some(room => room.history !== undefined)
		);
	}

	async #openMember(parts: MemberOptions) {
		const opened = await openMember(this.#home, {room: this.#room.id, name: this.#options.name}, parts);
		this.#opened.push(opened);
		return opened;
	}

	/** Opens the member of the room that has said what it is, unless it is the expected room. */
	async #recognise(facts: RoomFacts, parts: MemberOptions): Promise<MemberIdentity | undefined> {
		const expected = this.#room;
		if (isSameRoom(expected, facts)) {
			return undefined;
		}

		const known = listJoinedRooms(this.#home).find(room => isSameRoom(room, facts));
		if (expected.history === undefined) {
			if (!known) {
				return undefined;
			}

			// The room has changed its code: from now on, the code leads to it.
			saveJoinedRoom(this.#home, {...expected, code: ''});
		}

		const {code, now} = this.#options;
		const id = deriveJoinedId(`${code} ${facts.host ?? facts.history}`);
		this.#room = known ?? {id, code, addresses: [], usedAt: now()};
		return {...(await this.#openMember(parts)), host: known?.host};
	}

	#isSoughtHere({soughtAt}: JoinedRoom): boolean {
		return soughtAt !== undefined && this.#options.addresses.includes(soughtAt);
	}

	/**
	Returns the expected room. A known code at an address that it has not opened stands for a room
	of its own until that says what it is: another room may be there, and what is typed for one must
	not reach the other.
	*/
	#selectRoom(): JoinedRoom {
		const {code, addresses, now} = this.#options;
		const rooms = listJoinedRooms(this.#home).filter(room => room.code === code);
		const isKnown = rooms.some(room => !isUnreached(room));
		return (
			findRoomAt(rooms, addresses) ??
			rooms.find(room => isUnreached(room) && (!isKnown || this.#isSoughtHere(room))) ?? {
				id: deriveJoinedId(isKnown ? `${code} ${addresses[0]}` : code),
				code,
				addresses: [],
				soughtAt: addresses[0],
				usedAt: now(),
			}
		);
	}

	/** Adds what was typed for this address while its code was refused, and so was never sent. */
	async #addRefused(opened: OpenedIdentity, parts: MemberOptions): Promise<OpenedIdentity> {
		const {addresses, name} = this.#options;
		const refused = listJoinedRooms(this.#home).filter(
			room => room.id !== this.#room.id && room.refusedAt !== undefined && addresses.includes(room.refusedAt),
		);
		let {saved = emptyOutbox} = opened;
		for (const room of refused) {
			// eslint-disable-next-line no-await-in-loop
			const other = await openMember(this.#home, {room: room.id, name}, parts);
			if (other.saved && other.saved.room === undefined && other.saved.entries.length > 0) {
				saved = appendEntries(saved, other.saved);
				const whole = saved;
				// eslint-disable-next-line no-await-in-loop
				await new Promise<void>(resolve => {
					opened.journal?.replace(whole, resolve);
				});
				other.journal?.replace(emptyOutbox, () => undefined);
			}

			// eslint-disable-next-line no-await-in-loop
			await other.release();
		}

		return {...opened, saved};
	}
}
