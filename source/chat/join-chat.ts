import {formatEndpoint} from '../net/address.ts';
import {createDial} from '../net/dial/dial.ts';
import type {ClientLink, LinkEvents} from '../net/client/link-types.ts';
import type {LinkStatus} from '../net/client/reconnector.ts';
import {Link} from '../net/client/link.ts';
import {createSocketLog} from '../net/socket-log.ts';
import {PlainLink} from '../net/client/plain-link.ts';
import type {Member} from '../room/member.ts';
import type {RoomFacts} from '../room/identity.ts';
import type {OpenedIdentity} from '../room/opened-identity.ts';
import type {OutgoingMessage} from '../room/outbox.ts';
import {errorMessage} from '../text/errors.ts';
import type {Chat} from './chat.ts';
import {ChatBase, type RoleActions} from './chat-base.ts';
import {CodeChanges} from './code-changes.ts';
import {createPassedInvitation} from './invitation/pass-on.ts';
import {diffMembers} from './members.ts';
import {PresenceNews} from './presence/presence-news.ts';
import {createMessageEvents} from './store.ts';
import type {JoinChatOptions, JoinDependencies} from './options.ts';

/** A chat in a room that another process hosts. Reconnects whenever the connection is lost. */
export class JoinChat extends ChatBase implements Chat {
	readonly #options: JoinChatOptions;
	readonly #dependencies: JoinDependencies;
	readonly #code: CodeChanges;
	readonly #presence: PresenceNews;
	#release: (() => Promise<void>) | undefined;
	/** How the chat is to end, if that was asked for before there was a link. */
	#requestedEnd: 'endInput' | 'leave' | undefined;
	#closing: Promise<void> | undefined;
	#myId: string | undefined;
	#stopFollowing: (() => void) | undefined;
	/** The room as it describes itself. */
	#facts: RoomFacts | undefined;
	/** The newest list of members. Undefined before the first: its members have not just joined. */
	#members: readonly Member[] | undefined;

	constructor(options: JoinChatOptions, dependencies: JoinDependencies) {
		const {plain, name, endpoint, code, otherCodes = [], lab} = options;
		const address = formatEndpoint(endpoint.host, endpoint.port);
		super({role: 'join', plain, room: undefined, myName: name, address, lab: lab ? {} : undefined}, dependencies);
		this.#options = options;
		this.#dependencies = dependencies;
		this.#presence = new PresenceNews(this.store.emit.bind(this.store), dependencies.clock);
		this.#code = new CodeChanges({
			code,
			otherCodes,
			deriveKey: dependencies.deriveKey,
			saveCode: this.#saveRoom.bind(this),
			notify: this.notify.bind(this),
		});
	}

	start() {
		void this.#open();
	}

	setTyping(isTyping: boolean) {
		this.link?.setTyping(isTyping);
	}

	loadOlder() {
		const {oldestSeq: oldest} = this.store.state;
		if (oldest !== undefined && oldest > 1) {
			this.link?.loadOlder(oldest);
		}
	}

	getPending() {
		return this.link?.pending ?? this.unsent.map(message => ({...message, n: 0, isSent: false}));
	}

	override retry() {
		this.link?.retryNow();
	}

	endInput() {
		this.#requestedEnd = 'endInput';
		this.link?.endInput();
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	protected leaveAtOnce() {
		this.resumeReading();
		this.#requestedEnd = 'leave';
		this.store.emit({type: 'leaving'});
		this.link?.leave();
	}

	protected createRoleActions(): RoleActions {
		return {
			members: this.#options.plain ? undefined : this.store.state.members,
			myId: this.#myId,
			invitation: createPassedInvitation(this.store.state, {...this.#dependencies, code: this.#code.code}, text => {
				this.notify(text);
			}),
			rename: name => {
				if (this.#options.plain) {
					return {ok: false, text: 'A plain peer knows you by your address.'};
				}

				this.runOnceOpen(() => this.link?.rename(name));
				return {ok: true};
			},
		};
	}

	protected post(message: OutgoingMessage) {
		if (this.link) {
			const n = this.link.send(message.text, message.to, message.part);
			this.store.emit({type: 'queued', n, ...message});
		}
	}

	async #close() {
		this.#presence.stop();
		this.store.emit({type: 'leaving'});
		await this.link?.close();
		await this.#release?.();
		this.store.flush();
	}

	async #open() {
		// Deriving the key is slow. The disk is read meanwhile.
		this.#code.deriveKey();
		try {
			const identity = await this.#dependencies.openIdentity(reason => {
				this.store.warn('disk', reason);
			});
			this.#release = identity.release;
			this.#start(this.#createLink(identity));
			await this.#code.key;
		} catch (error) {
			void this.link?.close();
			this.store.emit({type: 'status', status: 'closed', reason: errorMessage(error), exitCode: 1});
		}
	}

	#start(link: ClientLink) {
		if (this.#closing) {
			void this.#release?.();
			return;
		}

		this.link = link;
		for (const {isSent: _, ...entry} of link.pending) {
			this.store.emit({type: 'queued', ...entry});
		}

		this.openQueue();
		link.start();
		if (this.#requestedEnd) {
			link[this.#requestedEnd]();
		}
	}

	#createLink(identity: OpenedIdentity): ClientLink {
		const {clock, random, findMore} = this.#dependencies;
		const {endpoint, name, plain, code, lineEnd, isImpatient} = this.#options;
		const log = createSocketLog(this.logSocketCall.bind(this), this.xray.addConnection.bind(this.xray));
		const dialOptions = {clock, log, openConnection: this.lab?.openConnection};
		const common = {endpoint, name, isImpatient, clock, random, log, events: this.#events};
		if (plain) {
			return new PlainLink({...common, lineEnd, dial: createDial({...dialOptions, findMore})});
		}

		// Without a key no connection opens: a private session is never continued unencrypted.
		const dial = createDial({...dialOptions, key: async () => this.#code.key});
		return new Link({
			...identity,
			...common,
			dial,
			tryNextCode: () => this.#code.tryNext(),
			isUnsure: () => identity.isUnsure?.() === true || this.#code.code !== code,
		});
	}

	#onMembers(members: readonly Member[], removed?: ReadonlySet<string>) {
		const {store} = this;
		store.emit({type: 'members', members});
		for (const change of this.#members ? diffMembers(this.#members, members, {myId: this.#myId, removed}) : []) {
			this.#presence.take(change);
		}

		// A plain session has the two ends of its connection alone: the status says what they do.
		this.#members = this.#options.plain ? undefined : members;
		const me = members.find(({id}) => id === this.#myId);
		if (me && me.name !== store.state.myName) {
			this.showMe({id: me.id, name: me.name, room: ''});
		}
	}

	/** Looks for the room from the time when it no longer answers until it does. */
	#follow(status: LinkStatus['status']) {
		const {code} = this.#code;
		if (status === 'open' || status === 'closed') {
			this.#stopFollowing?.();
			this.#stopFollowing = undefined;
		} else if (status === 'waiting' && this.#facts && code !== undefined) {
			const room = {history: this.#facts.history, code, endpoint: this.#options.endpoint};
			this.#stopFollowing ??= this.#dependencies.followRoom(room, endpoint => {
				if (this.link?.moveTo(endpoint)) {
					this.store.emit({type: 'moved', address: formatEndpoint(endpoint.host, endpoint.port)});
				}
			});
		}
	}

	#saveRoom(code: string) {
		const {status, address} = this.store.state;
		const remote = status.status === 'open' ? status.address : address;
		this.#dependencies.saveRoom({code, facts: this.#facts, addresses: [address, remote]});
	}

	get #events(): LinkEvents {
		const {store} = this;
		return {
			...createMessageEvents(store),
			onStatus: status => {
				const {code} = this.#code;
				const isOpening = status.status === 'open' && store.state.status.status !== 'open';
				// A host that closes while the user leaves changes nothing for the user.
				store.emit({type: 'status', ...status, ...(this.#requestedEnd && {isByHost: false})});
				this.#presence.onStatus(status.status);
				this.#follow(status.status);
				if (isOpening && code !== undefined) {
					this.#saveRoom(code);
				} else if (status.status === 'closed' && status.needsCode === 'wrong') {
					this.#dependencies.onWrongCode();
				}
			},
			onCode: code => {
				this.#code.change(code);
			},
			onMe: ({facts, ...me}) => {
				this.#myId = me.id;
				this.#facts = facts;
				this.showMe(me);
			},
			onMembers: this.#onMembers.bind(this),
		};
	}
}
