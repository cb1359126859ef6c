import type {Outbox} from '../../room/outbox.ts';
import type {LoggedMessage} from '../../room/log.ts';
import {digestMessage, type Seen} from '../../room/seen.ts';
import type {CloseCode, HostFrame, WelcomeFrame} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';
import type {LinkEvents, LinkSessionEvents} from './link-types.ts';
import type {LogRequests} from './log/log-requests.ts';
import {OwnCopies} from './outbox/own-copies.ts';
import type {RequestedNames} from './outbox/requested-names.ts';
import {MemberList} from './member-list.ts';

type Message = Extract<HostFrame, {type: 'msg'}>;

export type RoomFollowerOptions = {
	readonly clock: Clock;
	readonly outbox: Outbox;
	readonly names: RequestedNames;
	readonly requests: LogRequests;
	readonly events: LinkEvents;
	/** Returns this client's round trip, in milliseconds. */
	readonly getRtt: () => number | undefined;
	/** Called after each place in the log that was read. */
	readonly onRead: () => void;
};

/** Follows a room: the client's cursor in its log, its members, and what became of my messages. */
export class RoomFollower {
	readonly #options: RoomFollowerOptions;
	readonly #members = new MemberList();
	readonly #copies: OwnCopies;
	/** The seq of the last message in the log at the last welcome. */
	#head = 0;
	/**
	The seq of the last message that was in the log before this run first connected; undefined
	before that. 0 after a reset: nothing in the new log is known.
	*/
	#replayEnd: number | undefined;
	#isReplayed = false;
	/** The seq of the first message that was received of this history. */
	#first = 1;
	/** The id of the history that `#since` counts in; undefined before the first welcome. */
	#room: string | undefined;
	#myId = '';
	#since = 0;
	/** The last message that was received of this history. */
	#last: LoggedMessage | undefined;

	constructor(options: RoomFollowerOptions) {
		this.#options = options;
		this.#copies = new OwnCopies(options.outbox, options.events);
	}

	/** The id of the room's history; undefined before the first welcome. */
	get room() {
		return this.#room;
	}

	/** The cursor: the seq of the last message that was received. */
	get since() {
		return this.#since;
	}

	/** Shows the host which history was read; undefined before the first welcome. */
	get seen(): Seen | undefined {
		if (this.#room === undefined) {
			return undefined;
		}

		return this.#last ? {seq: this.#last.seq, digest: digestMessage(this.#last)} : {seq: this.#first - 1, digest: ''};
	}

	get myId() {
		return this.#myId;
	}

	/** The seq from which on every place in the log was received. */
	get first() {
		return this.#first;
	}

	/** The copies of my messages that were received from there on. */
	get copies() {
		return this.#copies;
	}

	/** Whether the log was read exactly to its end at the last welcome. */
	get isCaughtUp() {
		return this.#since === this.#head;
	}

	onWelcome(welcome: WelcomeFrame) {
		const {events, outbox, names, requests} = this.#options;
		const isNext = [this.#since, this.seen?.seq].includes(welcome.first - 1);
		const isResumed = this.#room === welcome.room && isNext && welcome.reset !== true;
		const isReset = this.#room !== undefined && !isResumed;
		requests.onWelcome(welcome);
		names.onGiven(welcome.you.name);
		this.#room = welcome.room;
		this.#myId = welcome.you.id;
		this.#since = welcome.first - 1;
		this.#head = welcome.head;
		if (!isResumed) {
			this.#first = welcome.first;
			this.#last = undefined;
		}

		this.#copies.onWelcome(welcome.you.id, isReset);
		const hasLost = outbox.onWelcome(welcome.room, welcome.got, isReset);
		if (isReset || hasLost) {
			events.onReset();
		}

		events.onMe({
			...welcome.you,
			room: welcome.roomName ?? '',
			first: welcome.first,
			facts: {host: welcome.host, history: welcome.room, name: welcome.roomName},
			isPlainRoom: welcome.plain === true,
		});
		this.#replayEnd = isReset ? 0 : (this.#replayEnd ?? welcome.head);
		this.#checkReplayed();
	}

	/** Returns the rule that the frame breaks, if it breaks one. */
	handle(frame: Parameters<LinkSessionEvents['onFrame']>[0]): CloseCode | undefined {
		const {events, outbox, requests, onRead} = this.#options;
		switch (frame.type) {
			case 'msg':
			case 'skip': {
				// Each place comes once and in order. A host that breaks this cannot be trusted.
				if (frame.seq !== this.#since + 1) {
					return 'gap';
				}

				this.#since = frame.seq;
				if (frame.type === 'msg') {
					this.#receive(frame);
				}

				this.#checkReplayed();
				onRead();
				return undefined;
			}

			case 'nack': {
				const entry = outbox.settle(frame.n);
				if (entry) {
					events.onRefused(entry.n, frame.code, frame.text);
				}

				return undefined;
			}

			case 'who': {
				return this.#updateMembers(frame);
			}

			case 'paused': {
				events.onPaused(frame.on);
				return undefined;
			}

			case 'code': {
				events.onCode(frame.code);
				return undefined;
			}

			case 'page': {
				requests.pages.receive(frame);
				return undefined;
			}

			case 'found': {
				requests.receiveFound(frame);
				return undefined;
			}

			case 'place': {
				requests.receivePlace(frame);
				return undefined;
			}
		}
	}

	/** Call when the connection is lost: answers that are under way do not come. */
	onLost() {
		this.#options.requests.drop();
		this.#members.dropPartialList();
	}

	#receive({type, n, ...message}: Message) {
		const {events} = this.#options;
		const isReplayed = message.seq <= (this.#replayEnd ?? 0);
		events.onMessage(isReplayed ? {...message, isReplayed} : message, message.id === this.#myId);
		this.#last = {n, ...message};
		this.#copies.receive(this.#last);
	}

	#checkReplayed() {
		if (!this.#isReplayed && this.#since >= (this.#replayEnd ?? Infinity)) {
			this.#isReplayed = true;
			this.#options.events.onReplayed();
		}
	}

	#updateMembers(frame: Extract<HostFrame, {type: 'who'}>): CloseCode | undefined {
		const {events, names, clock, getRtt} = this.#options;
		const result = this.#members.apply(frame, clock.now());
		if (result === 'too-many') {
			return 'too-big';
		}

		if (result === 'changed') {
			const removed = frame.members.filter(each => each.removed).map(({id}) => id);
			const members = this.#members.list(this.#myId, getRtt());
			names.onGiven(members.find(({id}) => id === this.#myId)?.name ?? '');
			events.onMembers(members, new Set(removed));
		}

		return undefined;
	}
}
