/**
A person at one computer: the runs of the program there, one after another, and what was typed in
them.
*/
import {deriveMemberId, type Sid} from '../../source/room/identity.ts';
import type {Recipient} from '../../source/room/member.ts';
import type {History} from './history.ts';
import {SimulatedJournal} from './journal.ts';
import {JoinProgram} from './join-program.ts';
import type {Judge} from './judge.ts';
import type {Peer} from './network.ts';
import type {Time} from './time.ts';

type MemberParts = {
	readonly time: Time;
	readonly judge: Judge;
	readonly onActivity: () => void;
	readonly seed: number;
	/** The history that is there now. */
	readonly history: () => History;
};

export class Member {
	readonly peer: Peer;
	readonly name: string;
	sid: Sid;
	journal = new SimulatedJournal();
	readonly #parts: MemberParts;
	#program: JoinProgram | undefined;
	#typed = 0;
	#random: number;

	constructor(index: number, peer: Peer, parts: MemberParts) {
		this.peer = peer;
		this.name = `member ${index}`;
		this.sid = index.toString(16).padStart(32, '0');
		this.#parts = parts;
		this.#random = (parts.seed % 2_147_483_646) + 1;
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
	start(isNewcomer: boolean) {
		if (this.isRunning) {
			return;
		}

		this.kill();
		if (isNewcomer) {
			this.journal = new SimulatedJournal();
			this.sid = `${(Number.parseInt(this.sid.slice(0, 8), 16) + 1).toString(16).padStart(8, '0')}${this.sid.slice(8)}`;
		}

		const {time, judge, onActivity, history} = this.#parts;
		const clock = time.program();
		this.#program = new JoinProgram({
			who: this.name,
			sid: this.sid,
			journal: this.journal,
			clock,
			createDial: log => this.peer.dial({clock, log}),
			random: this.#next,
			judge,
			onActivity,
			told: () => {
				const tap = this.peer.taps.at(-1);
				return {welcome: tap?.welcome, heardAt: tap?.heardAt ?? 0, history: tap?.history ?? history()};
			},
		});
	}

	/** A number from 0 up to 1, the same in each run of a schedule. */
	readonly #next = () => {
		this.#random = (this.#random * 16_807) % 2_147_483_647;
		return (this.#random - 1) / 2_147_483_646;
	};
}
