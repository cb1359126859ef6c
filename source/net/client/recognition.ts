import {deriveMemberId, type RoomFacts} from '../../room/identity.ts';
import type {MemberIdentity, OpenedIdentity} from '../../room/opened-identity.ts';
import type {Outbox} from '../../room/outbox.ts';
import {wireVersion, type HelloFrame, type WelcomeFrame} from '../../wire/frames.ts';
import type {Clock, Timer} from '../clock.ts';
import type {LinkEvents} from './link-types.ts';
import type {OwnCopies} from './outbox/own-copies.ts';

/** A host that does not answer by then is an older one, in milliseconds. */
const answerTime = 1000;

/** The question which room this is, until it is answered. */
export class RoomQuestion {
	readonly #onAnswer: (facts?: RoomFacts) => void;
	readonly #timer: Timer;
	#isAnswered = false;

	/** `onAnswer`: called once, without facts if there is no answer. */
	constructor(clock: Clock, onAnswer: (facts?: RoomFacts) => void) {
		this.#onAnswer = onAnswer;
		this.#timer = clock.after(answerTime, () => {
			this.answer();
		});
	}

	/** Call with the answer. A second one is ignored. */
	answer(facts?: RoomFacts) {
		this.#timer.stop();
		if (!this.#isAnswered) {
			this.#isAnswered = true;
			this.#onAnswer(facts);
		}
	}

	/** Call when the connection is over: no answer follows. */
	stop() {
		this.#isAnswered = true;
		this.#timer.stop();
	}
}

/** Why a message stays behind that was typed for another room at the same address. */
const waitsElsewhere = 'It was for another room, and waits for that.';

type RecognitionOptions = Omit<OpenedIdentity, 'release'> & {readonly events: LinkEvents};

/** Which member a client is: that of the room that is there, not of the address. */
export class Recognition {
	readonly #options: RecognitionOptions;
	readonly #outbox: Outbox;
	#identity: MemberIdentity;
	/** Whether to ask for the room. Undefined: as the options say. */
	#mustAsk: boolean | undefined;

	constructor(options: RecognitionOptions, outbox: Outbox) {
		this.#options = options;
		this.#outbox = outbox;
		this.#identity = options;
	}

	get sid() {
		return this.#identity.sid;
	}

	/** Creates the hello of the member that this is. */
	createHello({room, since, seen, name}: Pick<HelloFrame, 'room' | 'since' | 'seen' | 'name'>): HelloFrame {
		// The last message may be private to the member that this was.
		const comparable = this.#outbox.isLeaving ? undefined : seen;
		const {run} = this.#options;
		return {type: 'hello', v: wireVersion, sid: this.sid, room, since, seen: comparable, run, name, pong: true};
	}

	/**
	Becomes another member, as another copy of these files is connected. `copies`: looks for what
	this one has sent. Returns false if it cannot.
	*/
	becomeAnother(copies: OwnCopies): boolean {
		const sid = this.#options.createSid?.();
		if (sid === undefined) {
			return false;
		}

		copies.startLeaving(deriveMemberId(this.sid));
		this.#identity = {...this.#identity, sid};
		this.#outbox.startLeaving(sid);
		this.#options.events.onInUse();
		return true;
	}

	/** Whether the room has to say which one it is before the hello. */
	get mustAsk(): boolean {
		return this.#mustAsk ?? this.#options.isUnsure?.() === true;
	}

	/**
	Returns whether the member belongs to the room that welcomes it. If not, the next connection
	must ask.
	*/
	accept(welcome: WelcomeFrame): boolean {
		const {host} = this.#identity;
		this.#mustAsk = host !== undefined && welcome.host !== undefined && welcome.host !== host;
		return !this.#mustAsk;
	}

	/**
	Becomes the member that this user is in the room. Without `facts`, stays the same member. Only
	what was typed now, and cannot have arrived elsewhere, goes to another room than the expected
	one.
	*/
	async recognise(facts: RoomFacts | undefined) {
		const {events, recognise} = this.#options;
		const {host} = this.#identity;
		const other = facts && (await recognise?.(facts));
		this.#mustAsk = false;
		if (!other) {
			return;
		}

		this.#identity = other;
		const {found, left} = this.#outbox.adopt(
			other,
			entry => host === undefined || (entry.n > 0 && !this.#outbox.wasSent(entry)),
		);
		for (const entry of found) {
			events.onQueued(entry);
		}

		for (const {n} of left) {
			events.onRefused(n, 'other-room', waitsElsewhere);
		}
	}
}
