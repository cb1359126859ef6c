import type {Socket} from 'node:net';
import type {Member} from '../../room/member.ts';
import type {Room} from '../../room/room.ts';
import type {CloseCode} from '../../wire/frames.ts';
import type {LineEnd} from '../../wire/plain-text.ts';
import type {Endpoint} from '../address.ts';
import type {Clock} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {openConnection, type OpenConnection} from '../faults/open-connection.ts';
import {maximumConnections, maximumPending} from '../limits.ts';
import type {SocketLog} from '../socket-log.ts';
import type {TlsUpgrader} from '../tls-psk.ts';
import {Turns} from '../turns/turns.ts';
import {KnownSecrets} from './admission/known-secrets.ts';
import {Newcomers} from './admission/newcomers.ts';
import {ConnectionGate, type PendingConnection} from './connection-gate.ts';
import {Listener} from './listener.ts';
import type {WantedEndpoint} from './listening/listening-socket.ts';
import {MemberSession} from './member-session.ts';
import type {UnreadCountOptions} from './plain/unread-count.ts';
import {PlainSession} from './plain-session.ts';
import {Searcher} from './search/searcher.ts';
import {SearchTurns} from './search/search-turns.ts';
import {SessionRegistry} from './session-registry.ts';

type AcceptedSocket = {readonly socket: Socket; readonly connection: Connection};

export type HostOptions = UnreadCountOptions & {
	readonly room: Room;
	/** The id of the host's own member. Plain peers receive its text without a name. */
	readonly hostId: string;
	/** Recognizes clients by their first byte, and encrypts their connections. */
	readonly tlsUpgrader: TlsUpgrader;
	/** Whether plain peers may enter. */
	readonly plain: boolean;
	/** How lines to a plain peer end. Default: as the peer's own lines do. */
	readonly lineEnd: LineEnd | undefined;
	/**
	How long a plain peer that has ended its side is kept without a reply to it, in milliseconds.
	Default: until it closes.
	*/
	readonly halfOpenLimit: number | undefined;
	/** The number of members that may be connected at a time. Default: 2048. */
	readonly maximumConnections?: number;
	/** Called with all members when some have changed, as often as their clients are told. */
	readonly onMembers?: (members: readonly Member[]) => void;
	readonly clock: Clock;
	readonly log: SocketLog;
	/** Default: connections that nothing breaks on purpose. */
	readonly openConnection?: OpenConnection | undefined;
	/** Creates an id for a plain peer, which has none of its own. */
	readonly createId: () => string;
};

/** Opens the room's port and runs a session for each member that connects. */
export class Host {
	/** Searches the room's log for the host's own member. */
	readonly searcher: Searcher;
	/** Who may enter while the room is locked. */
	readonly newcomers = new Newcomers();
	readonly #options: HostOptions;
	readonly #listener: Listener;
	readonly #gate: ConnectionGate;
	readonly #sessions: SessionRegistry;
	readonly #turns: Turns;
	readonly #searchTurns: SearchTurns;
	readonly #maximum: number;
	/** Sockets that wait, unread, until `resumeAccepting`. Undefined while the host accepts. */
	#waiting: AcceptedSocket[] | undefined;
	readonly #secrets: KnownSecrets;
	#isClosing = false;

	constructor(options: HostOptions) {
		const {room, clock, log} = options;
		this.#options = options;
		this.#secrets = new KnownSecrets(options.hostId);
		this.#turns = new Turns(clock);
		this.#searchTurns = new SearchTurns({turns: this.#turns, clock});
		this.searcher = new Searcher({log: room.log, turns: this.#searchTurns, clock});
		this.#maximum = options.maximumConnections ?? maximumConnections;
		// Some more than the room holds, so that a client can be told that the room is full.
		const maximum = this.#maximum + maximumPending;
		this.#gate = new ConnectionGate({
			...options,
			maximum,
			onMember: (pending, first, helloTime) => {
				this.#startMember(pending, first, helloTime);
			},
			onPlain: (pending, first) => {
				this.#startPlain(pending, first);
			},
		});
		// The gate counts, too, for sockets that this listener has not accepted.
		this.#listener = new Listener({
			maximumConnections: maximum,
			log,
			onSocket: socket => {
				this.accept(socket);
			},
		});
		this.#sessions = new SessionRegistry(room, clock, options.onMembers);
	}

	/** Lets connections wait until `resumeAccepting`, as long as the room's key is not derived. */
	pauseAccepting() {
		this.#waiting ??= [];
	}

	/** Accepts the connections that wait, and all later ones. */
	resumeAccepting() {
		const waiting = this.#waiting ?? [];
		this.#waiting = undefined;
		for (const accepted of waiting) {
			this.#admit(accepted);
		}
	}

	/**
	Binds and listens, besides the addresses where it listens already. `note`: why, for the
	connection log. Returns the address that was bound. Throws a ListenError.
	*/
	async listen(wanted: WantedEndpoint, note?: string): Promise<Endpoint> {
		return this.#listener.listen(wanted, note);
	}

	/** Closes the room and tells every peer why. Resolves once all connections are closed. */
	async close(code: CloseCode): Promise<void> {
		if (this.#isClosing) {
			return;
		}

		this.#isClosing = true;
		this.#sessions.close(code);
		this.resumeAccepting();
		if (!this.#listener.isListening) {
			return;
		}

		const closed = this.#listener.close();
		const connections = [...this.#gate.connections];
		await Promise.all([closed, ...connections.map(async connection => connection.close(this.#options.clock))]);
	}

	/** Accepts a connected socket, as the listener does with each of its own. */
	accept(socket: Socket) {
		if (socket.remoteAddress === undefined) {
			socket.destroy();
			return;
		}

		const {log, openConnection: open = openConnection} = this.#options;
		const connection = open(socket, log);
		connection.log('accept');
		if (this.#waiting && !this.#isClosing) {
			this.#waiting.push({socket, connection});
		} else {
			this.#admit({socket, connection});
		}
	}

	/** Closes the member's connection, and removes the member. */
	kick(memberId: string) {
		this.#sessions.kick(memberId);
	}

	/**
	Lets nobody in until `announceCode` or `cancelCodeChange`: the code is about to change, and
	somebody who may not have the new one has the old one.
	*/
	awaitCodeChange() {
		this.#gate.isCodeChanging = true;
		this.pauseAccepting();
	}

	/** The code has not changed after all. */
	cancelCodeChange() {
		this.#gate.isCodeChanging = false;
		this.resumeAccepting();
	}

	/**
	Tells all members the room's new code. Call it when the key has changed: a connection that has
	shown the old key and has not said hello is then refused.
	*/
	announceCode(code: string) {
		this.#gate.onKeyChange();
		this.#sessions.sendCode(code);
		this.cancelCodeChange();
	}

	#admit({socket, connection}: AcceptedSocket) {
		if (this.#isClosing) {
			connection.destroy();
		} else {
			this.#gate.admit(connection, socket);
		}
	}

	/** Returns the code to turn a member away with, if there is a reason. */
	#checkAdmission(memberId: string, name: string, address: string): CloseCode | undefined {
		if (this.#sessions.size >= this.#maximum && !this.#sessions.has(memberId)) {
			return 'full';
		}

		const isKnown = this.#options.room.findMember(memberId) !== undefined;
		return isKnown || this.newcomers.admits(memberId, name, address) ? undefined : 'locked';
	}

	#startMember({connection, isOutdated, onIdentified}: PendingConnection, first: Uint8Array, helloTime: number) {
		const {room, hostId, clock} = this.#options;
		const session = new MemberSession(connection, {
			room,
			hostId,
			clock,
			turns: this.#turns,
			searchTurns: this.#searchTurns,
			owner: this.#sessions,
			admit: (memberId, sid = '', name = '') => {
				onIdentified();
				return isOutdated() || !this.#secrets.accepts(memberId, sid)
					? 'auth'
					: this.#checkAdmission(memberId, name, connection.remote);
			},
		});
		session.start(first, helloTime);
	}

	#startPlain({connection, onIdentified}: PendingConnection, first: Uint8Array) {
		const {createId} = this.#options;
		const session = new PlainSession(connection, {
			...this.#options,
			turns: this.#turns,
			searchTurns: this.#searchTurns,
			owner: this.#sessions,
			// Without an identity, all plain peers of an address are the same newcomer.
			admit: () => this.#checkAdmission(`plain ${connection.remote.replace(/:\d+$/, '')}`, 'nc', connection.remote),
			memberId: createId(),
			looksLikeTls: bytes => this.#gate.looksLikeTls(bytes),
			onTls: bytes => {
				this.#gate.upgradeMember(connection, bytes);
			},
			onIdentified,
		});
		session.start(first);
	}
}
