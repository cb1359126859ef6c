import type {Recipient} from '../../room/member.ts';
import {Outbox, type OutboxJournal, type SavedOutbox} from '../../room/outbox.ts';
import {wireVersion, type CloseCode, type HostFrame, type WelcomeFrame} from '../../wire/frames.ts';
import type {Connection} from '../connection.ts';
import {GracefulLeave} from './graceful-leave.ts';
import type {ClientLink, LinkOptions} from './link-types.ts';
import {Reconnector} from './reconnector.ts';
import {newcomerHistory} from '../limits.ts';
import {LinkSession, type LinkSessionEvents} from './link-session.ts';
import {MemberList} from './member-list.ts';
import {flushOutbox, repostUnconfirmed} from './send-outbox.ts';

type Message = Extract<HostFrame, {type: 'msg'}>;

export type FrameLinkOptions = LinkOptions & {
	/** The secret by which a host knows this member again. */
	readonly sid: string;
	/** What an earlier run of this member left undelivered. */
	readonly saved?: SavedOutbox;
	/** Where what waits is kept; by default nowhere. */
	readonly journal?: OutboxJournal;
};

/** Ends that were asked for. */
const exitCodeOf = (code: string): number => (code === 'bye' ? 0 : 3);

/** A member of a room: its cursor in the log and its outbox, which outlive every connection. */
export class Link implements ClientLink {
	readonly #options: FrameLinkOptions;
	readonly #lifeline: Reconnector;
	readonly #outbox: Outbox;
	readonly #members = new MemberList();
	#name: string;
	/** The present connection, from the hello on. */
	#session: LinkSession | undefined;
	/** As the present connection measured the last round trip, or the one before it. */
	#rtt: number | undefined;
	/** The seq of the last message in the log when there was the last welcome. */
	#head = 0;
	/** The ping that was sent after what is doubtful was posted again. */
	#inquiry: number | undefined;
	#isLoadingOlder = false;
	#isPumping = false;
	/** The history that `since` counts in, once there was a welcome. */
	#room: string | undefined;
	#myId = '';
	/** My cursor: the seq of the last message that I have. */
	#since = 0;
	readonly #departure: GracefulLeave;
	/** All is said: it leaves once all is acknowledged, however long that takes. */
	#isFinishing = false;
	#ending: Promise<void> | undefined;

	constructor(options: FrameLinkOptions) {
		this.#options = options;
		this.#outbox = new Outbox({
			saved: options.saved,
			journal: options.journal,
			onReady: () => {
				this.#pumpSoon();
			},
		});
		this.#name = options.name;
		this.#departure = new GracefulLeave({
			clock: options.clock,
			isSettled: () => this.#outbox.size === 0,
			isFirstAttempt: () => this.#room === undefined && this.#lifeline.status.status === 'connecting',
			end: () => {
				void this.close();
			},
		});
		this.#lifeline = new Reconnector({
			...options,
			onStatus: status => {
				options.events.onStatus(status);
				if (status.status === 'waiting') {
					this.#departure.failed();
				}
			},
			onConnection: connection => {
				this.#greet(connection);
			},
			onAbandon: () => {
				this.#abandon();
			},
		});
	}

	get pending() {
		return this.#outbox.entries.map(entry => ({...entry, isSent: this.#outbox.wasSent(entry)}));
	}

	start() {
		this.#lifeline.start();
	}

	send(text: string, to?: Recipient): number {
		return this.#outbox.add(text, to).n;
	}

	rename(name: string) {
		this.#name = name;
		if (this.#session?.isWelcome) {
			this.#session.send({type: 'rename', name});
		}
	}

	setTyping(isTyping: boolean) {
		if (this.#session?.isWelcome) {
			this.#session.send({type: 'typing', on: isTyping});
		}
	}

	loadOlder(before: number) {
		if (this.#session?.isWelcome && !this.#isLoadingOlder) {
			this.#isLoadingOlder = true;
			this.#session.send({type: 'older', before, limit: newcomerHistory});
		}
	}

	retryNow() {
		this.#lifeline.retryNow();
	}

	leave() {
		this.#departure.leave();
	}

	endInput() {
		this.#isFinishing = true;
		this.#goOnceSettled();
	}

	async close(): Promise<void> {
		this.#ending ??= this.#end();
		return this.#ending;
	}

	/** A connection is there: says who I am and where I stopped reading. */
	#greet(connection: Connection) {
		const {clock, endpoint, sid} = this.#options;
		const room = this.#room;
		const detail = `to ${connection.remote} as ${this.#name}`;
		if (room === undefined) {
			connection.log('hello', detail);
		} else {
			connection.log('resume', `${detail} from message ${this.#since + 1}`);
		}

		this.#session = new LinkSession(connection, {clock, endpoint, rtt: this.#rtt, events: this.#sessionEvents});
		this.#session.start({type: 'hello', v: wireVersion, sid, room, since: this.#since, name: this.#name});
	}

	get #sessionEvents(): LinkSessionEvents {
		return {
			onWelcome: welcome => {
				this.#enter(welcome);
			},
			onFrame: frame => this.#take(frame),
			onOpen: silentSince => {
				this.#showOpen(silentSince);
			},
			onAnswered: k => {
				this.#answered(k);
			},
			onTurn: () => {
				this.#pump();
				this.#goOnceSettled();
			},
			onLost: reason => {
				this.#abandon();
				this.#lifeline.lost(reason);
			},
			onClosed: (reason, code) => {
				this.#lifeline.close(reason, exitCodeOf(code));
			},
		};
	}

	#enter(welcome: WelcomeFrame) {
		const {events} = this.#options;
		const isSame = this.#room === welcome.room && welcome.first === this.#since + 1;
		const isReset = this.#room !== undefined && !isSame;
		this.#room = welcome.room;
		this.#myId = welcome.you.id;
		this.#since = welcome.first - 1;
		this.#head = welcome.head;
		this.#outbox.onWelcome(welcome.room, welcome.got, isReset);
		if (isReset) {
			events.onReset();
		}

		events.onMe({...welcome.you, room: welcome.roomName ?? '', first: welcome.first});
		this.#showOpen();
		this.#departure.opened();
		this.#inquire();
	}

	/** Gives the rule that the frame breaks, if it does. */
	#take(frame: Parameters<LinkSessionEvents['onFrame']>[0]): CloseCode | undefined {
		const {events} = this.#options;
		switch (frame.type) {
			case 'msg':
			case 'skip': {
				// Each place in the log comes once and in order; anything else is a host that must not be believed.
				if (frame.seq !== this.#since + 1) {
					return 'gap';
				}

				this.#since = frame.seq;
				if (frame.type === 'msg') {
					this.#receive(frame);
				}

				this.#inquire();
				return undefined;
			}

			case 'nack': {
				const entry = this.#outbox.settle(frame.n);
				if (entry) {
					events.onRefused(entry.n, frame.code, frame.text);
				}

				return undefined;
			}

			case 'who': {
				return this.#who(frame);
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
				// One that nobody has asked for would fill the memory: it is nothing.
				if (this.#isLoadingOlder) {
					this.#isLoadingOlder = false;
					events.onOlder(frame.messages, frame.from);
				}

				return undefined;
			}
		}
	}

	#receive({type, n, ...message}: Message) {
		const {events} = this.#options;
		const isOwn = message.id === this.#myId;
		events.onMessage(message, isOwn);
		const entry = isOwn ? this.#outbox.settle(n) : undefined;
		if (entry) {
			events.onAck(entry.n, message.seq);
		}
	}

	/**
	All is read that was said before this connection. Where the room has used a number of mine and I saw no message for it, either it was
	refused, and the refusal was lost on its way; or an earlier run of this member has posted it, before what I read. Posted again, it is
	refused again, or dropped as a duplicate: the answer to a ping that follows it tells which.
	*/
	#inquire() {
		const session = this.#since === this.#head ? this.#session : undefined;
		if (session && this.#outbox.unconfirmed.length > 0) {
			repostUnconfirmed(this.#outbox, session.channel);
			this.#inquiry = session.ping();
		}
	}

	#answered(k: number) {
		if (this.#inquiry === undefined || k < this.#inquiry) {
			return;
		}

		this.#inquiry = undefined;
		const {events} = this.#options;
		for (const {wireN, entry} of this.#outbox.unconfirmed) {
			this.#outbox.settle(wireN);
			if (entry.n > 0) {
				events.onRefused(entry.n, 'lost', 'The room does not have it, and does not say why.');
			} else {
				events.onAck(entry.n, undefined);
			}
		}
	}

	#who(frame: Extract<HostFrame, {type: 'who'}>): CloseCode | undefined {
		const {events, clock} = this.#options;
		const result = this.#members.apply(frame, clock.now());
		if (result === 'too-many') {
			return 'too-big';
		}

		if (result === 'changed') {
			events.onMembers(this.#members.list(this.#myId, this.#session?.rtt));
		}

		return undefined;
	}

	#showOpen(silentSince?: number) {
		const {remote: address, rtt} = this.#session ?? {};
		if (address !== undefined) {
			this.#rtt = rtt;
			this.#lifeline.opened({status: 'open', address, silentSince, rtt});
		}
	}

	/** All that becomes ready in one turn goes out as one write. */
	#pumpSoon() {
		if (!this.#isPumping) {
			this.#isPumping = true;
			queueMicrotask(() => {
				this.#isPumping = false;
				this.#pump();
			});
		}
	}

	#pump() {
		if (this.#session?.isWelcome && flushOutbox(this.#outbox, this.#session.channel)) {
			this.#session.sent();
		}
	}

	#goOnceSettled() {
		this.#departure.settled();
		if (this.#isFinishing && this.#session?.isWelcome && this.#outbox.size === 0) {
			void this.close();
		}
	}

	async #end(): Promise<void> {
		this.#departure.stop();
		const session = this.#session?.isWelcome ? this.#session : undefined;
		if (session) {
			this.#session = undefined;
			this.#abandon();
			await session.finish();
		}

		this.#lifeline.close('You have left.', 0);
	}

	#abandon() {
		this.#session?.drop();
		this.#session = undefined;
		this.#inquiry = undefined;
		this.#isLoadingOlder = false;
		this.#members.forgetParts();
	}
}
