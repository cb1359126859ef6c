import {formatEndpoint, isWildcard, type Endpoint} from '../net/address.ts';
import {describeDiskError} from '../net/error-messages.ts';
import {newcomerHistory} from '../net/limits.ts';
import {createOwnQueries, readPageBefore} from '../net/host/log-reader.ts';
import type {DurableBatch} from '../room/log.ts';
import type {OpenedRoom} from '../room/opened-room.ts';
import type {MemberChange} from '../room/roster.ts';
import type {OutgoingMessage} from '../room/outbox.ts';
import {errorMessage} from '../text/errors.ts';
import type {CloseCode} from '../wire/frames.ts';
import {assembleHost, type AssembledHost} from './assemble-host.ts';
import type {Chat} from './chat.ts';
import {ChatBase, type RoleActions} from './chat-base.ts';
import type {HostActions} from './commands/types.ts';
import {Invitation} from './invitation/invitation.ts';
import {listenOnNames} from './listening/listen-on-names.ts';
import {createHostActions} from './moderation.ts';
import type {HostChatOptions, HostDependencies} from './options.ts';
import {listEvents, OwnLog, type OwnMember} from './own-log/own-log.ts';
import {HostName} from './presence/host-name.ts';
import {createPeerEvent} from './presence/peer-event.ts';

type Opened = OpenedRoom &
	AssembledHost & {
		readonly actions: HostActions;
		readonly member: OwnMember;
		readonly ownLog: OwnLog;
		readonly ownName: HostName;
	};

/** A chat in a room that this process hosts. */
export class HostChat extends ChatBase implements Chat {
	readonly #options: HostChatOptions;
	readonly #dependencies: HostDependencies;
	#opened: Opened | undefined;
	#invitation: Invitation | undefined;
	/** The number of messages that the host has sent in this run. */
	#sentCount = 0;
	#ending: Promise<void> | undefined;

	constructor(options: HostChatOptions, dependencies: HostDependencies) {
		const {plain, room, name, listen, port, lab, announce} = options;
		const address = formatEndpoint(listen ?? '0.0.0.0', port);
		const known = {plain, room, myName: name, address, announcedName: announce, lab: lab ? {} : undefined};
		super({role: 'host', ...known}, dependencies);
		this.#options = options;
		this.#dependencies = dependencies;
	}

	start() {
		void this.#open();
	}

	setTyping(isTyping: boolean) {
		this.#opened?.room.setTyping(this.#opened.hostId, isTyping);
	}

	loadOlder() {
		const {oldestSeq: oldest} = this.store.state;
		if (this.#opened && oldest !== undefined && oldest > 1) {
			this.#showOlder(this.#opened, oldest);
		}
	}

	override openLogReader() {
		return this.#opened?.ownLog.openReader();
	}

	getPending() {
		return this.store.state.pending.map(entry => ({...entry, isSent: this.#opened !== undefined}));
	}

	endInput() {
		// The room stays open for its members.
	}

	async close(): Promise<void> {
		return this.#end('shutdown', 'The room is closed.');
	}

	override submit(...line: Parameters<Chat['submit']>) {
		// A command may show where the room is, and that must be true.
		if (line[0].startsWith('/')) {
			this.#invitation?.look();
		}

		return super.submit(...line);
	}

	protected leaveAtOnce() {
		void this.#end('bye', 'You closed the room.');
	}

	protected createRoleActions(): RoleActions {
		return {
			members: this.store.state.members,
			myId: this.#opened?.hostId,
			rename: name => {
				this.runOnceOpen(() => this.#opened?.room.rename(this.#opened.hostId, name));
				return {ok: true};
			},
			host: this.#opened?.actions,
			invitation: this.#invitation,
		};
	}

	protected override sendMessage(message: OutgoingMessage) {
		this.#sentCount++;
		this.store.emit({type: 'queued', n: this.#sentCount, ...message});
		super.sendMessage(message);
	}

	protected post({text, ...more}: OutgoingMessage) {
		this.#opened?.room.postNext(this.#opened.hostId, text, more);
	}

	async #open() {
		try {
			this.#opened = this.#assemble(await this.#dependencies.openRoom());
			this.ownLog = createOwnQueries(this.#opened);
			// Deriving the key is slow: the room opens meanwhile, and early connections wait.
			this.#opened.host.pauseAccepting();
			await Promise.all([this.#opened.codeRotation.deriveKey(), this.#listen(this.#opened)]);
			this.#opened.host.resumeAccepting();
		} catch (error) {
			await this.#end('shutdown', errorMessage(error), 1);
		}
	}

	async #listen(opened: Opened) {
		const {host, hostId, log, ownName} = opened;
		this.showMe({id: hostId, name: this.wantedName.keep(ownName.name), room: this.#options.room});
		this.#showOlder(opened, log.head + 1);
		const sources = {...this.#dependencies, listen: host.listen.bind(host), emit: this.store.emit.bind(this.store)};
		this.#enter(opened, await listenOnNames(this.#options, sources));
	}

	#assemble(opened: OpenedRoom): Opened {
		const assembled = assembleHost(opened, {
			...this.#options,
			...this.#dependencies,
			name: this.#options.room,
			openConnection: this.lab?.openConnection,
			onSocketCall: this.logSocketCall.bind(this),
			onConnection: this.xray.addConnection.bind(this.xray),
			onMemberChange: this.#onMemberChange.bind(this),
			onMembers: members => {
				this.store.emit({type: 'members', members});
			},
			warn: this.warn.bind(this),
			onDurable: this.#onDurable.bind(this),
			onLogFailure: code => {
				void this.#end('disk', describeDiskError(code), 1);
			},
		});
		const actions = createHostActions({
			...assembled,
			onCodeChange: () => this.#invitation?.emit(),
			onLock: isLocked => {
				this.store.emit({type: 'lock', isLocked});
			},
			onNewcomers: names => {
				this.store.emit({type: 'newcomers', names});
			},
			notify: this.notify.bind(this),
		});
		const ownName = new HostName(this.#options, opened);
		const member = {hostId: assembled.hostId, numberOffset: assembled.room.getLastNumber(assembled.hostId)};
		return {...opened, ...assembled, actions, member, ownLog: new OwnLog(opened.log, member), ownName};
	}

	#enter({room, hostId, ownName, announce, codeRotation, log, notice}: Opened, bound: Endpoint) {
		this.#invitation = new Invitation({
			...this.#dependencies,
			bound,
			history: log.id,
			getCode: () => codeRotation.code,
			emit: this.store.emit.bind(this.store),
			onMove: room.setAddress.bind(room, hostId),
		});
		const {address} = this.#invitation;
		room.enter({id: hostId, address, name: ownName.name});
		this.store.emit({type: 'status', status: 'listening', address});
		this.#invitation.show();
		if (notice !== undefined) {
			this.store.warn('history-older', notice);
		}

		try {
			announce({...bound, host: isWildcard(bound.host) ? '127.0.0.1' : bound.host});
		} catch (error) {
			this.notify(
				`Programs on this computer cannot find the room by themselves (${errorMessage(error)}). They need its address and code.`,
			);
		}

		this.openQueue();
	}

	#showOlder({log, hostId}: Pick<Opened, 'log' | 'hostId'>, before: number) {
		this.store.emit({type: 'older', ...readPageBefore(log, {before, limit: newcomerHistory}, hostId)});
	}

	#onDurable({messages, refusals}: DurableBatch) {
		const member = this.#opened?.member ?? {hostId: '', numberOffset: 0};
		for (const event of listEvents(messages, member)) {
			this.store.emit(event);
			if (event.type === 'message' && !event.own && event.text === this.#options.stopOn) {
				void this.#end('bye', `${event.from} said ${event.text}.`);
			}
		}

		for (const {n, code, text} of refusals.filter(({id}) => id === member.hostId)) {
			this.store.emit({type: 'refused', n: n - member.numberOffset, code, text});
		}
	}

	#onMemberChange(change: MemberChange) {
		const {room, hostId, ownName} = this.#opened ?? {};
		const {event, member} = change;
		const news = createPeerEvent(change, this.store.state.myName);
		if (room && member.id === hostId) {
			ownName?.save(member.name);
			this.showMe({id: hostId, name: member.name, room: this.#options.room});
		} else if (room && news) {
			this.store.emit(news);
		}

		if (event === 'left' && this.#options.once && room?.members.every(({id}) => id === hostId)) {
			void this.#end('bye', 'The last peer has left.');
		}
	}

	async #end(code: CloseCode, reason: string, exitCode = 0): Promise<void> {
		this.#ending ??= this.#close(code, reason, exitCode);
		return this.#ending;
	}

	/** Makes accepted messages durable, and sends them before members are told of the end. */
	async #close(code: CloseCode, reason: string, exitCode: number) {
		this.store.emit({type: 'leaving'});
		const {log, host, ownLog, release} = this.#opened ?? {};
		await log?.finish();
		await Promise.all([host?.close(code), this.#invitation?.stop()]);
		await ownLog?.end();
		await release?.();
		this.store.emit({type: 'status', status: 'closed', reason, exitCode});
		this.store.flush();
	}
}
