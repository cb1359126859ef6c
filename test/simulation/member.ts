/**
A person at one computer: the runs of the program there, one after another, and what was typed in
them.
*/
import {deriveMemberId, type Sid} from '../../source/room/identity.ts';
import type {Recipient} from '../../source/room/member.ts';
import {createRandom, type Random} from '../model/random.ts';
import type {RoomHistory} from './room-history.ts';
import {SimulatedJournal} from './journal.ts';
import {ClientProgram} from './client-program.ts';
import {MemberRecorder} from './member-recorder.ts';
import type {OnlineChecker} from './online-checker.ts';
import type {Peer} from './peer.ts';
import type {Time} from './time.ts';

type MemberOptions = {
	readonly time: Time;
	readonly checker: OnlineChecker;
	readonly onActivity: () => void;
	readonly seed: number;
	/** The history that is there now. */
	readonly history: () => RoomHistory;
};

export class Member {
	readonly peer: Peer;
	readonly name: string;
	readonly recorder: MemberRecorder;
	sid: Sid;
	journal = new SimulatedJournal();
	readonly #options: MemberOptions;
	#program: ClientProgram | undefined;
	#typed = 0;
	readonly #random: Random;

	constructor(index: number, peer: Peer, options: MemberOptions) {
		this.peer = peer;
		this.name = `member ${index}`;
		this.recorder = new MemberRecorder(this.name);
		this.sid = index.toString(16).padStart(32, '0');
		this.#options = options;
		this.#random = createRandom(options.seed, this.name);
	}

	get id() {
		return deriveMemberId(this.sid);
	}

	get isRunning() {
		return this.#program !== undefined && this.#program.status?.status !== 'closed';
	}

	hasAll(head: number): boolean {
		return this.#program?.hasAll(head) ?? false;
	}

	describe() {
		return this.#program?.describe() ?? `${this.name} is not there`;
	}

	/**
	Types a text of about this many bytes, which nobody else types; for one member alone, where one
	is named.
	*/
	type(size: number, to?: Recipient) {
		this.#typed++;
		const isTooBig = size > 8192;
		this.#program?.type(
			`${this.name}: ${this.#typed}${isTooBig ? ' too big' : ''} `.padEnd(isTooBig ? size : Math.min(size, 8192), 'x'),
			to,
		);
	}

	typeNothing() {
		this.#program?.type('');
	}

	rename() {
		this.#typed++;
		this.#program?.rename(`${this.name} ${this.#typed}`);
	}

	retryNow() {
		this.#program?.retryNow();
	}

	kill() {
		this.#program?.kill();
		this.#program = undefined;
		this.peer.kill();
	}

	/**
	Runs the program, where it does not run. A newcomer has nothing of what was before, and is
	somebody else.
	*/
	start(isNewMember: boolean) {
		if (this.isRunning) {
			return;
		}

		this.kill();
		if (isNewMember) {
			this.journal = new SimulatedJournal();
			this.sid = `${(Number.parseInt(this.sid.slice(0, 8), 16) + 1).toString(16).padStart(8, '0')}${this.sid.slice(8)}`;
		}

		const {time, checker, onActivity, history} = this.#options;
		const clock = time.program();
		this.#program = new ClientProgram({
			who: this.name,
			sid: this.sid,
			journal: this.journal,
			clock,
			createDial: log => this.peer.dial({clock, log}),
			random: this.#random,
			recorder: this.recorder,
			checker,
			onActivity,
			readConnection: () => {
				const connection = this.peer.connections.at(-1);
				return {
					welcome: connection?.welcome,
					heardAt: connection?.receivedAt ?? 0,
					history: connection?.history ?? history(),
				};
			},
		});
	}
}
