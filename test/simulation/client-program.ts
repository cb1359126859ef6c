/** A process of a client: a link and its journal, and the checks of all that it receives. */
import assert from 'node:assert/strict';
import {formatLogDetail} from '../../source/chat/socket-log/format-log-detail.ts';
import type {Dial} from '../../source/net/dial/dial.ts';
import type {LinkEvents} from '../../source/net/client/link-types.ts';
import type {LinkStatus} from '../../source/net/client/reconnector.ts';
import {clientGivesUpAfter} from '../../source/net/limits.ts';
import {Link} from '../../source/net/client/link.ts';
import {createSocketLog, type SocketLog} from '../../source/net/socket-log.ts';
import {closeReasons} from '../../source/net/error-messages.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import type {Recipient} from '../../source/room/member.ts';
import type {RoomHistory} from './room-history.ts';
import {refusedText, type MemberRecorder} from './member-recorder.ts';
import type {OnlineChecker} from './online-checker.ts';
import type {SimulatedJournal} from './journal.ts';
import type {Welcome} from './watched-connection.ts';
import type {ProgramClock} from './time.ts';

export type ClientProgramOptions = {
	readonly who: string;
	readonly sid: string;
	/** Identifies this process. */
	readonly run: string;
	readonly journal: SimulatedJournal;
	readonly clock: ProgramClock;
	readonly createDial: (log: SocketLog) => Dial;
	readonly random: () => number;
	/**
	Returns the welcome of the current connection, when bytes last arrived, and the room's history.
	*/
	readonly readConnection: () => {
		readonly heardAt: number;
		readonly welcome: Welcome | undefined;
		readonly history: RoomHistory;
	};
	readonly checker: OnlineChecker;
	readonly recorder: MemberRecorder;
	readonly onActivity: () => void;
};

export class ClientProgram {
	status: LinkStatus | undefined;
	isDead = false;
	readonly #options: ClientProgramOptions;
	readonly #link: Link;
	/** The texts without an acknowledgement or a refusal, by the client's own number. */
	readonly #waiting = new Map<number, string>();
	#room: string | undefined;
	#next = 0;
	#isReset = false;
	readonly #id: string;

	constructor(options: ClientProgramOptions) {
		const {who, sid, journal, clock, createDial, random, checker, onActivity} = options;
		this.#options = options;
		this.#id = deriveMemberId(sid);
		options.recorder.startProcess();
		const log = createSocketLog(entry => {
			const {verb, awaited, reason} = entry;
			onActivity();
			checker.check(() => {
				const isGivenUp = verb === 'timeout' && awaited === 'sign of life';
				assert.ok(
					!isGivenUp || clock.now() - options.readConnection().heardAt >= clientGivesUpAfter,
					`${who} gives up a host that was not silent`,
				);
				assert.ok(
					verb !== 'bye' || !/^(gap|bad-frame|bad-utf8|too-big)$/.test(reason ?? ''),
					`${who} found a fault of the host: ${formatLogDetail(entry)}`,
				);
			});
		});

		const endpoint = {host: '10.0.0.1', port: 5000};
		const {saved} = journal;
		const events = checker.wrap(this.#events);
		this.#link = new Link({
			endpoint,
			name: who,
			dial: createDial(log),
			clock,
			random,
			log,
			sid,
			run: options.run,
			saved,
			journal,
			events,
		});
		for (const {n, text} of this.#link.pending) {
			this.#waiting.set(n, text);
		}

		this.#link.start();
	}

	get pending() {
		return this.#link.pending.length;
	}

	/** Whether every line is settled and every message up to `head` was shown. */
	hasAll(head: number) {
		return (
			this.status?.status === 'open' &&
			this.#waiting.size === 0 &&
			!this.#options.readConnection().history.hasFor(this.#id, this.#next, head)
		);
	}

	describe() {
		return `${this.#options.who}: ${JSON.stringify(this.status)}, next ${this.#next}, waits for ${JSON.stringify([...this.#waiting.keys()])}`;
	}

	type(text: string, to?: Recipient) {
		if (!this.isDead) {
			this.#options.recorder.addOperation(text);
			this.#waiting.set(this.#link.send(text, to && {id: to.id, name: to.name}), text);
		}
	}

	retryNow() {
		if (!this.isDead) {
			this.#link.retryNow();
		}
	}

	rename(name: string) {
		if (!this.isDead) {
			this.#link.rename(name);
		}
	}

	kill() {
		this.isDead = true;
		this.#options.recorder.endProcess();
		this.#options.clock.kill();
		this.#options.journal.crash();
	}

	/** Invariant 6: the link reports each line once, as acknowledged or refused. */
	#settle(n: number): string {
		const text = this.#waiting.get(n);
		assert.ok(text !== undefined, `${this.#options.who} got a second report of its message ${n}`);
		this.#waiting.delete(n);
		return text;
	}

	/** A resumed link continues after its last message; a new or reset one starts anew. */
	#checkWelcome() {
		const {who, recorder} = this.#options;
		const {welcome, history} = this.#options.readConnection();
		assert.ok(welcome, 'the host sent a welcome');
		if (welcome.room === this.#room) {
			assert.ok(!this.#isReset, `${who} got a reset, but the history is the same`);
			const isNext = welcome.first >= this.#next && !history.hasFor(this.#id, this.#next, welcome.first - 1);
			assert.ok(isNext, `${who} continues at ${welcome.first} instead of ${this.#next}`);
		} else {
			assert.equal(
				this.#isReset,
				this.#room !== undefined,
				`${who} gets a reset if and only if the history is another one`,
			);
			this.#room = welcome.room;
			this.#next = welcome.first;
			recorder.startReading(history, this.#id, welcome.first);
		}

		this.#isReset = false;
	}

	get #events(): LinkEvents {
		const {who, readConnection, recorder} = this.#options;
		return {
			onStatus: status => {
				assert.ok(
					status.status !== 'closed' || status.reason === closeReasons.replaced.text,
					`${who} gave up: ${JSON.stringify(status)}`,
				);
				this.status = status;
			},
			onQueued: () => undefined,
			onMe: () => {
				this.#checkWelcome();
			},
			onMembers() {},
			onMessage: ({seq, id, from, text, ts, to}) => {
				assert.ok(seq !== undefined && seq >= this.#next, `${who} sees message ${seq} after ${this.#next - 1}`);
				assert.ok(
					!readConnection().history.hasFor(this.#id, this.#next, seq - 1),
					`${who} sees message ${seq} next to ${this.#next - 1}`,
				);
				this.#next = seq + 1;
				recorder.addSeen({seq, id, from, text});
				readConnection().history.checkShown({seq, id, from, text, ts, to}, who);
			},
			onOlder() {},
			onAck: (n, seq) => {
				const text = this.#settle(n);
				const {history} = readConnection();
				history.checkAcknowledged(text, who);
				recorder.acknowledge(text, history, seq);
				if (seq !== undefined) {
					history.checkShown({seq, text}, who);
				}
			},
			onSent() {},
			onRefused: n => {
				assert.match(this.#settle(n), refusedText, `the host refused a line of ${who}`);
			},
			onReplayed() {},
			onInUse() {},
			onNumberTaken() {},
			onUnheard() {},
			onPaused() {},
			onCode() {},
			onReset: () => {
				this.#isReset = true;
			},
		};
	}
}
