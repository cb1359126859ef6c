import {formatEndpoint, type Endpoint} from '../net/address.ts';
import type {Clock} from '../net/clock.ts';
import {createDial} from '../net/dial.ts';
import type {ClientLink, LinkEvents} from '../net/client/link-types.ts';
import {Link} from '../net/client/link.ts';
import type {SocketLogEntry} from '../net/socket-log.ts';
import {PlainLink} from '../net/client/plain-link.ts';
import {parseCode} from '../text/room-code.ts';
import type {Member, Recipient} from '../room/member.ts';
import type {OpenedIdentity} from '../room/opened-identity.ts';
import type {OutgoingMessage} from '../room/outbox.ts';
import {cleanText, splitText} from '../text/message.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import type {Chat} from './chat.ts';
import {runLine} from './commands/run-line.ts';
import type {Actions, Command} from './commands/types.ts';
import {describeMembers, diffMembers} from './members.ts';
import {createInitialState} from './state.ts';
import {ChatStore} from './store.ts';
import {errorMessage} from '../text/errors.ts';

export type JoinChatOptions = {
	readonly name: string;
	readonly endpoint: Endpoint;
	/** The room's code; undefined in a plain session, which is not private. */
	readonly code: string | undefined;
	readonly plain: boolean;
	/** End when the first attempt to connect fails. */
	readonly isImpatient: boolean;
	/** How a plain line ends; undefined: as the other side's do. */
	readonly lineEnd: LineEnd | undefined;
};

/** What a join needs of the world around it. */
export type JoinDependencies = {
	readonly clock: Clock;
	/** How many items of the history are kept: 0 where nobody looks at it. */
	readonly historyCapacity: number;
	/** From 0 up to 1. */
	readonly random: () => number;
	/** The key of a room with this code. */
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** The room has let this member in with this code, or has another one from now on: the next run need not ask for it. */
	readonly saveCode: (code: string) => void;
	/** `onFailure`: what is typed can no more be kept; the sentence says why. Rejects with an error whose message is a sentence. */
	readonly openIdentity: (onFailure: (reason: string) => void) => Promise<OpenedIdentity>;
};

/** Walks into a room, and back in as often as the connection is lost. */
export class JoinChat implements Chat {
	readonly #options: JoinChatOptions;
	readonly #parts: JoinDependencies;
	readonly #store: ChatStore;
	#link: ClientLink | undefined;
	#code: string | undefined;
	/** Of the room's code of the moment, perhaps still in the making. */
	#key: Promise<Uint8Array> | undefined;
	/** The code that the host has said last and that is not taken yet. */
	#nextCode: string | undefined;
	#isTakingCode = false;
	#release: (() => Promise<void>) | undefined;
	/** What was said before the identity was open. */
	readonly #early: OutgoingMessage[] = [];
	/** What was asked of it before there was a link. */
	#wish: 'stay' | 'endInput' | 'leave' = 'stay';
	#closing: Promise<void> | undefined;
	#myId: string | undefined;
	/** The members as they were told last; undefined before the first time: whoever is there then has not just joined. */
	#members: readonly Member[] | undefined;

	constructor(options: JoinChatOptions, parts: JoinDependencies) {
		const {plain, name, endpoint, code} = options;
		this.#options = options;
		this.#code = code;
		this.#parts = parts;
		const address = formatEndpoint(endpoint.host, endpoint.port);
		this.#store = new ChatStore(
			createInitialState({role: 'join', plain, room: undefined, myName: name, address}),
			parts.clock.now,
			parts.historyCapacity,
		);
	}

	readonly getState = () => this.#store.state;

	readonly subscribe: Chat['subscribe'] = listener => this.#store.subscribe(listener);

	readonly onEvents: Chat['onEvents'] = listener => this.#store.onEvents(listener);

	start() {
		void this.#open();
	}

	send(raw: string, to?: Recipient) {
		for (const text of splitText(cleanText(raw))) {
			if (this.#link) {
				this.#store.emit({type: 'queued', n: this.#link.send(text, to), text, ...(to && {to})});
			} else {
				this.#early.push({text, to});
			}
		}
	}

	submit(line: string, extra: readonly Command[] = []) {
		const actions: Actions = {
			send: (text, to) => {
				this.send(text, to);
			},
			members: this.#options.plain ? undefined : this.#store.state.members,
			myId: this.#myId,
			leave: () => {
				this.leave();
			},
			retry: () => {
				this.retry();
			},
			rename: wanted => {
				if (this.#options.plain) {
					return {ok: false, text: 'A plain peer knows you by your address.'};
				}

				this.#link?.rename(wanted);
				return {ok: true};
			},
			who: () => {
				this.#tell(describeMembers(this.#store.state.members));
			},
			notify: text => {
				this.#tell(text);
			},
		};
		return runLine(line, actions, extra);
	}

	setTyping(isTyping: boolean) {
		this.#link?.setTyping(isTyping);
	}

	loadOlder() {
		const {oldestSeq: oldest} = this.#store.state;
		if (oldest !== undefined && oldest > 1) {
			this.#link?.loadOlder(oldest);
		}
	}

	getPending() {
		return this.#link?.pending ?? this.#early.map(words => ({...words, n: 0, isSent: false}));
	}

	retry() {
		this.#link?.retryNow();
	}

	leave() {
		this.#wish = 'leave';
		this.#link?.leave();
	}

	endInput() {
		this.#wish = 'endInput';
		this.#link?.endInput();
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close() {
		await this.#link?.close();
		await this.#release?.();
		this.#store.flush();
	}

	async #open() {
		const {openIdentity, deriveKey} = this.#parts;
		// The key takes its time: the disk is read meanwhile.
		this.#key = this.#code === undefined ? undefined : deriveKey(this.#code);
		try {
			const identity = await openIdentity(reason => {
				this.#store.emit({type: 'error', code: 'disk', text: reason});
				this.#store.emit({type: 'notice', text: reason});
			});
			this.#release = identity.release;
			this.#start(this.#createLink(identity));
			await this.#key;
		} catch (error) {
			void this.#link?.close();
			this.#store.emit({
				type: 'status',
				status: 'closed',
				reason: errorMessage(error),
				exitCode: 1,
			});
		}
	}

	#start(link: ClientLink) {
		if (this.#closing) {
			void this.#release?.();
			return;
		}

		this.#link = link;
		for (const {n, text, to} of link.pending) {
			this.#store.emit({type: 'queued', n, text, to});
		}

		for (const {text, to} of this.#early.splice(0)) {
			this.send(text, to);
		}

		link.start();
		if (this.#wish !== 'stay') {
			link[this.#wish]();
		}
	}

	#createLink({sid, saved, journal}: OpenedIdentity): ClientLink {
		const {clock, random} = this.#parts;
		const {endpoint, name, plain, lineEnd, isImpatient} = this.#options;
		const log = (entry: SocketLogEntry) => {
			this.#store.emit({type: 'log', ...entry});
		};

		const common = {endpoint, name, isImpatient, clock, random, log, events: this.#events};
		if (plain) {
			return new PlainLink({...common, lineEnd, dial: createDial({clock, log})});
		}

		// Without a key nobody is let in: a private session never goes on in the clear.
		const dial = createDial({clock, log, key: async () => this.#key ?? new Uint8Array()});
		return new Link({...common, sid, saved, journal, dial});
	}

	#tell(text: string) {
		this.#store.emit({type: 'notice', text});
	}

	/** One at a time: a key costs work, and of several codes only the last counts. */
	#takeCodeSoon(code: string) {
		this.#nextCode = code;
		if (!this.#isTakingCode) {
			this.#isTakingCode = true;
			void this.#takeCodes();
		}
	}

	async #takeCodes() {
		while (this.#nextCode !== undefined) {
			const code = this.#nextCode;
			this.#nextCode = undefined;
			// eslint-disable-next-line no-await-in-loop
			await this.#takeCode(code);
		}

		this.#isTakingCode = false;
	}

	async #takeCode(text: string) {
		const {deriveKey, saveCode: keepCode} = this.#parts;
		try {
			const code = parseCode(text);
			const key = await deriveKey(code);
			this.#key = Promise.resolve(key);
			this.#code = code;
			keepCode(code);
			this.#tell(`The host has changed the code of the room. From now on others join with: ${code}`);
		} catch (error) {
			this.#tell(`The host has changed the code of the room to something that is no code. (${errorMessage(error)})`);
		}
	}

	#onMembers(members: readonly Member[]) {
		const store = this.#store;
		store.emit({type: 'members', members});
		for (const event of this.#members ? diffMembers(this.#members, members, this.#myId) : []) {
			store.emit(event);
		}

		this.#members = members;
		const me = members.find(({id}) => id === this.#myId);
		if (me && me.name !== store.state.myName) {
			store.emit({type: 'me', id: me.id, name: me.name, room: ''});
		}
	}

	get #events(): LinkEvents {
		const store = this.#store;
		return {
			onStatus: status => {
				if (status.status === 'open' && store.state.status.status !== 'open' && this.#code !== undefined) {
					this.#parts.saveCode(this.#code);
				}

				store.emit({type: 'status', ...status});
			},
			onCode: code => {
				this.#takeCodeSoon(code);
			},
			onMe: me => {
				this.#myId = me.id;
				store.emit({type: 'me', ...me});
			},
			onMembers: members => {
				this.#onMembers(members);
			},
			onMessage({seq, from, id, text, ts, to}, own) {
				store.emit({type: 'message', seq, from, fromId: id, text, own, ts, to});
			},
			onOlder(messages, from) {
				// A host that has nothing before what it was asked for is not asked again.
				const isNothing = messages.length === 0 && from === store.state.oldestSeq;
				store.emit({type: 'older', messages, from: isNothing ? 1 : from});
			},
			onAck(n, seq) {
				store.emit({type: 'ack', n, seq});
			},
			onSent(n) {
				store.emit({type: 'sent', n});
			},
			onRefused(n, code, text) {
				store.emit({type: 'refused', n, code, text});
			},
			onPaused(isPaused) {
				const text = isPaused
					? 'The room takes your messages more slowly than you send them: they wait, in order.'
					: 'The room has caught up with your messages.';
				store.emit({type: 'notice', text});
			},
			onReset() {
				store.emit({type: 'reset'});
			},
		};
	}
}
