/** A member at one computer: a sequence of client processes, and the lines typed in them. */
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
	/** Returns the current history of the room. */
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
	#runs = 0;
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
		return this.#program?.describe() ?? `${this.name} is not running`;
	}

	/** Types a unique text of about `size` bytes, as a whisper if there is a recipient. */
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

	/** Starts a process if none runs. A new member has an empty outbox and another identity. */
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
		this.#runs++;
		this.#program = new ClientProgram({
			who: this.name,
			sid: this.sid,
			run: `run ${this.#runs}`,
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
