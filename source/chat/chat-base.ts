import type {ClientLink} from '../net/client/link-types.ts';
import type {Clock} from '../net/clock.ts';
import type {ReadKernel} from '../net/kernel/kernel-view.ts';
import type {SocketLogEntry} from '../net/socket-log.ts';
import {reportLost, type LoggedMessage, type LogQueries} from '../room/log.ts';
import type {Recipient} from '../room/member.ts';
import type {OutgoingMessage} from '../room/outbox.ts';
import {cleanText, splitMessage} from '../text/message.ts';
import type {Chat} from './chat.ts';
import {accepted, refused} from './commands/results.ts';
import {Leaving} from './commands/closing.ts';
import {describeRetry, endedText, readConditions} from './commands/conditions.ts';
import {runLine} from './commands/run-line.ts';
import type {Actions, Command} from './commands/types.ts';
import type {ChatEvent} from './events.ts';
import {describeMembers} from './members.ts';
import type {LogReader} from './own-log/own-log.ts';
import {Lab} from './faults/lab.ts';
import {OpeningQueue} from './presence/opening-queue.ts';
import {WantedName} from './presence/wanted-name.ts';
import {createInitialState, type KnownState} from './state.ts';
import {ChatStore} from './store.ts';
import {Xray} from './xray/xray.ts';
import {WindowLoader} from './window/window-loader.ts';

export type ChatBaseOptions = {
	readonly clock: Clock;
	/** The number of history items to keep; 0 if no history is shown. */
	readonly historyCapacity: number;
	/** Reads what the kernel says about a connection. Default: it cannot be asked. */
	readonly readKernel?: ReadKernel;
};

/** The actions that a host and a client do differently. */
export type RoleActions = Pick<Actions, 'members' | 'myId' | 'rename' | 'host' | 'invitation'>;

/** What a hosted and a joined chat share: the store, the user's lines, and messages sent early. */
export abstract class ChatBase {
	readonly xray: Xray;
	readonly leaving = new Leaving({leave: this.leaveAtOnce.bind(this), notify: this.notify.bind(this)});

	protected readonly store: ChatStore;
	/** The link to the room. A host has none: it has the log. */
	protected link: ClientLink | undefined;
	/** Where the room's log is read; undefined at a client, whose link reads it. */
	protected ownLog: LogQueries | undefined;
	/** Breaks connections on purpose; undefined without --lab. */
	protected readonly lab: Lab | undefined;
	protected readonly wantedName: WantedName;
	/** Why the link is not read. */
	readonly #pauses = new Set<'output' | 'fault'>();
	readonly #window = new WindowLoader<LoggedMessage>({
		getLoaded: () => this.store.state,
		readOlder: async before => this.readOlder(before),
		onPage: page => {
			this.store.emit({type: 'window', ...page});
		},
	});

	readonly #queue = new OpeningQueue(message => {
		this.post(message);
	});

	constructor(known: KnownState, {clock, historyCapacity, readKernel = async () => undefined}: ChatBaseOptions) {
		this.xray = new Xray({clock, readKernel, hidesPrivate: known.role === 'host'});
		this.store = new ChatStore(createInitialState(known), clock.now, historyCapacity);
		this.lab = known.lab && this.#createLab(clock);
		this.wantedName = new WantedName(known.myName);
		if (known.lab) {
			this.xray.startRecording();
		}
	}

	readonly getState = () => this.store.state;

	readonly subscribe: Chat['subscribe'] = listener => this.store.subscribe(listener);

	readonly onEvents: Chat['onEvents'] = listener => this.store.onEvents(listener);

	send(raw: string, to?: Recipient) {
		for (const message of splitMessage(cleanText(raw))) {
			this.sendMessage({...message, ...(to && {to})});
		}
	}

	submit(line: string, extra: readonly Command[] = [], requestLeave = this.leaving.request.bind(this.leaving)) {
		const {rename, ...role} = this.createRoleActions();
		const ended = this.store.state.status.status === 'closed' ? refused(endedText) : undefined;
		const actions: Actions = {
			...role,
			conditions: readConditions(this.store.state),
			rename: name => ended ?? this.wantedName.ask(name, {view: this.#view, rename, notify: this.notify.bind(this)}),
			retry: () => {
				this.notify(describeRetry(this.store.state));
				this.retry();
			},
			send: (text, to) => {
				if (!ended) {
					this.send(text, to);
				}

				return ended ?? accepted;
			},
			leave: requestLeave,
			who: () => {
				this.notify(describeMembers(this.store.state.members, this.store.state.lastSeenAt));
			},
			notify: text => {
				this.notify(text);
			},
			breakConnection: this.lab?.run.bind(this.lab),
		};
		return runLine(line, actions, extra);
	}

	warn(code: string, text: string) {
		this.store.warn(code, text);
	}

	/** Ends the wait for the next attempt. A host has no connection to retry. */
	retry() {
		// A client does more.
	}

	/** A client has no log. */
	openLogReader(): LogReader | undefined {
		return undefined;
	}

	pauseReading() {
		this.#pauseFor('output');
	}

	resumeReading() {
		this.#resumeFor('output');
	}

	async readOlder(...request: Parameters<LogQueries['readOlder']>) {
		return this.#log?.readOlder?.(...request);
	}

	searchLog(...[request, onFound]: Parameters<LogQueries['searchLog']>) {
		return this.#log?.searchLog ? this.#log.searchLog(request, onFound) : reportLost(onFound);
	}

	async findSince(ts: number) {
		return this.#log?.findSince?.(ts);
	}

	async showAround(seq: number) {
		return this.#window.showAround(seq);
	}

	fillGap(place: 'above' | 'below') {
		void this.#window.fillGap(place);
	}

	setReadingBack(isReadingBack: boolean) {
		if (this.store.state.isReadingBack !== isReadingBack) {
			this.store.emit({type: 'reading-back', isReadingBack});
		}
	}

	leave() {
		this.leaving.request();
	}

	/** Adds an entry to the connection log, and to what the x-ray knows. */
	protected logSocketCall(entry: SocketLogEntry) {
		this.store.emit({type: 'log', ...(this.lab?.mark(entry) ?? entry)});
		this.xray.addEntry(entry);
	}

	/** Posts a message, or keeps it until `openQueue`. */
	protected sendMessage(message: OutgoingMessage) {
		this.#queue.post(message);
	}

	/** Acts now, or at `openQueue`, after the messages that were kept. */
	protected runOnceOpen(act: () => void) {
		this.#queue.run(act);
	}

	/** Posts the messages that were kept. Later ones are posted at once. */
	protected openQueue() {
		this.#queue.open();
	}

	/** The messages that were sent before `openQueue`, in order. */
	protected get unsent() {
		return this.#queue.messages;
	}

	/** Shows a line to this user only. */
	protected notify(text: string) {
		this.store.emit({type: 'notice', text});
	}

	/** Shows the user's id and name in the room. */
	protected showMe(me: Omit<Extract<ChatEvent, {type: 'me'}>, 'type' | 'wanted'>) {
		this.store.emit({type: 'me', ...me, wanted: this.wantedName.name});
	}

	protected abstract leaveAtOnce(): void;

	protected abstract createRoleActions(): RoleActions;

	/** Posts a message to the room, which is open. */
	protected abstract post(message: OutgoingMessage): void;

	get #view() {
		const {myId: id, myName: name, members, status} = this.store.state;
		return {id, name, members, isConnected: status.status === 'open' || status.status === 'listening'};
	}

	get #log(): Partial<LogQueries> | undefined {
		return this.ownLog ?? this.link;
	}

	#pauseFor(reason: 'output' | 'fault') {
		this.#pauses.add(reason);
		this.link?.pauseReading();
	}

	#resumeFor(reason: 'output' | 'fault') {
		this.#pauses.delete(reason);
		if (this.#pauses.size === 0) {
			this.link?.resumeReading();
		}
	}

	#createLab(clock: Clock): Lab {
		return new Lab({
			clock,
			getPeers: () => (this.store.state.role === 'host' ? this.store.state.members : undefined),
			onChange: state => {
				this.store.emit({type: 'lab', ...state});
			},
			notify: this.notify.bind(this),
			pauseReading: () => {
				this.#pauseFor('fault');
			},
			resumeReading: () => {
				this.#resumeFor('fault');
			},
		});
	}
}
