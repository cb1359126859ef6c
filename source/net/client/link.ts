import type {RoomFacts} from '../../room/identity.ts';
import type {LogQueries} from '../../room/log.ts';
import type {Recipient} from '../../room/member.ts';
import type {OpenedIdentity} from '../../room/opened-identity.ts';
import {Outbox} from '../../room/outbox.ts';
import {errorMessage} from '../../text/errors.ts';
import type {MessagePart} from '../../text/message.ts';
import type {WelcomeFrame} from '../../wire/frames.ts';
import type {Connection} from '../connection.ts';
import {OutstandingConfirmer} from './outbox/confirm-outstanding.ts';
import {ReadingPause} from './heartbeat.ts';
import type {ClientLink, LinkOptions, LinkSessionEvents} from './link-types.ts';
import {LogRequests} from './log/log-requests.ts';
import {LinkSession} from './link-session.ts';
import {ReconnectingLink} from './reconnecting-link.ts';
import {Recognition} from './recognition.ts';
import {RoomFollower} from './room-follower.ts';
import {RequestedNames} from './outbox/requested-names.ts';
import {flushOutbox, oncePerTurn} from './outbox/send-outbox.ts';

export type FrameLinkOptions = LinkOptions & Omit<OpenedIdentity, 'release'>;

/** Returns the exit code after the host has closed the link: 0 for the end of the room, else 3. */
const chooseExitCode = (code: string): number => (code === 'bye' ? 0 : 3);

/** A member's link to its room. Its cursor in the log and its outbox outlive every connection. */
export class Link extends ReconnectingLink<FrameLinkOptions> implements ClientLink {
	readonly #outbox: Outbox;
	readonly #confirmer: OutstandingConfirmer;
	readonly #follower: RoomFollower;
	readonly #readingPause = new ReadingPause(this.options.clock, () => this.#session);
	readonly #requests = new LogRequests(() => this.#session);

	readonly #names: RequestedNames;
	readonly #recognition: Recognition;
	/** The current connection, from the hello on. */
	#session: LinkSession | undefined;

	constructor(options: FrameLinkOptions) {
		super(options);
		this.#names = new RequestedNames(options.name);
		this.#outbox = new Outbox({
			saved: options.saved,
			journal: options.journal,
			onReady: oncePerTurn(() => {
				this.#flush();
			}),
		});
		this.#recognition = new Recognition(options, this.#outbox);
		this.#follower = new RoomFollower({
			clock: options.clock,
			outbox: this.#outbox,
			names: this.#names,
			requests: this.#requests,
			events: options.events,
			getRtt: () => this.#session?.rtt,
			onRead: this.#confirmOnceCaughtUp.bind(this),
		});
		this.#confirmer = new OutstandingConfirmer({
			outbox: this.#outbox,
			copies: this.#follower.copies,
			getMyId: () => this.#follower.myId,
			getFirst: () => this.#follower.first,
			readPage: async before => this.#requests.pages.read(before),
		});
	}

	get pending() {
		return this.#outbox.entries.map(entry => ({...entry, isSent: this.#outbox.wasSent(entry)}));
	}

	send(text: string, to?: Recipient, part?: MessagePart): number {
		return this.#outbox.add(text, to, part).n;
	}

	rename(name: string) {
		this.#names.ask(name, this.#outbox.entries);
		this.#flush();
	}

	setTyping(isTyping: boolean) {
		if (this.#session?.isWelcome) {
			this.#session.send({type: 'typing', on: isTyping});
		}
	}

	loadOlder(before: number) {
		this.#requests.load(before, ({messages, from}) => {
			this.options.events.onOlder(messages, from, before);
		});
	}

	async readOlder(before: number, find?: string) {
		return this.#requests.readOlder(before, find);
	}

	searchLog(...[request, onFound]: Parameters<LogQueries['searchLog']>) {
		return this.#requests.searchLog(request, onFound);
	}

	async findSince(ts: number) {
		return this.#requests.findSince(ts, this.#follower.since);
	}

	pauseReading() {
		this.#readingPause.pause();
	}

	resumeReading() {
		this.#readingPause.resume();
	}

	protected get hasPending() {
		return this.#outbox.size > 0;
	}

	protected get isFirstAttempt() {
		return this.#follower.room === undefined && this.status.status === 'connecting';
	}

	/** Sends the hello: who this member is and where it stopped reading. */
	protected startSession(connection: Connection) {
		const {clock, endpoint} = this.options;
		const session = new LinkSession(connection, {clock, endpoint, events: this.#sessionEvents});
		this.#session = session;
		if (this.#recognition.mustAsk) {
			session.ask(facts => {
				void this.#sayHelloAs(connection, session, facts);
			});
		} else {
			this.#sayHello(connection, session);
		}
	}

	protected abandonConnection() {
		this.#session?.destroy();
		this.#session = undefined;
		this.#readingPause.stop();
		this.#confirmer.onLost();
		this.#follower.onLost();
	}

	protected closeConnection(): Promise<void> | undefined {
		// Without a bye, the host shows a member that has said hello as away.
		const session = this.#session?.hasSaidHello ? this.#session : undefined;
		if (!session) {
			return undefined;
		}

		this.#session = undefined;
		this.abandonConnection();
		return session.close();
	}

	protected finish() {
		if (this.#session?.isWelcome) {
			void this.close();
		}
	}

	#sayHello(connection: Connection, session: LinkSession) {
		const {room, since, seen} = this.#follower;
		const name = this.#names.startConnection(this.#recognition.sid, this.#outbox.entries);
		if (room === undefined) {
			connection.log('hello', {by: 'local', name});
		} else {
			connection.log('resume', {by: 'local', name, seq: since + 1});
		}

		session.send(this.#recognition.createHello({room, since, seen, name}));
	}

	/** Says hello as the member that this user is in the room. */
	async #sayHelloAs(connection: Connection, session: LinkSession, facts: RoomFacts | undefined) {
		try {
			await this.#recognition.recognise(facts);
			if (this.#session === session) {
				this.#sayHello(connection, session);
			}
		} catch (error) {
			this.stop(errorMessage(error), 1);
		}
	}

	get #sessionEvents(): LinkSessionEvents {
		return {
			onWelcome: welcome => this.#onWelcome(welcome),
			onFrame: frame => this.#follower.handle(frame),
			onOpen: silentSince => {
				this.#updateStatus(silentSince);
			},
			onPong: k => {
				this.#confirmer.onPong(k);
			},
			onTurn: () => {
				this.#flush();
				this.checkSettled();
			},
			onLost: reason => {
				this.reconnect(reason);
			},
			onClose: (reason, code) => {
				if (code === 'in-use' && this.#recognition.becomeAnother(this.#follower.copies)) {
					this.redial();
				} else {
					this.stop(reason, chooseExitCode(code), code === 'kicked' ? {isRemoved: true} : {});
				}
			},
		};
	}

	/** Returns false if the member is another one in this room. */
	#onWelcome(welcome: WelcomeFrame): boolean {
		if (this.#follower.room === undefined && !this.#recognition.accept(welcome)) {
			void this.#session?.close();
			this.#session = undefined;
			this.redial();
			return false;
		}

		this.#follower.onWelcome(welcome);
		this.#updateStatus();
		this.#confirmOnceCaughtUp();
		this.#readingPause.onWelcome();
		return true;
	}

	/** Once the log is read up to the welcome, only lost results can be missing. */
	#confirmOnceCaughtUp() {
		if (this.#session && this.#follower.isCaughtUp) {
			void this.#confirmer.confirmOutstanding(this.#session);
		}
	}

	#updateStatus(silentSince?: number) {
		const {remote: address, rtt} = this.#session ?? {};
		if (address !== undefined) {
			this.showOpen({status: 'open', address, silentSince, rtt});
		}
	}

	#flush() {
		if (this.#session?.isWelcome && flushOutbox(this.#outbox, this.#names, this.#session.window)) {
			this.#session.onSent();
		}
	}
}
