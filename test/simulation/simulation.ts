/**
A host, its members, an intruder, their disks and the network between them, in one process and in
simulated time.
*/
import assert from 'node:assert/strict';
import {maximumUncommitted} from '../../source/net/limits.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import {endOfTurn} from '../helpers/turn.ts';
import type {CrashRest} from '../model/simulated-disk.ts';
import {check} from '../model/checker.ts';
import {MemberRecorder} from './member-recorder.ts';
import {RoomHistory} from './room-history.ts';
import {HostProgram, hostId} from './host-program.ts';
import {OnlineChecker} from './online-checker.ts';
import {Member} from './member.ts';
import {Peer, type Answer} from './peer.ts';
import {WatchedConnection} from './watched-connection.ts';
import {Time} from './time.ts';

export const memberCount = 3;

/** Members as whom the intruder says hello. */
const intruderIds = new Set(['e', 'f'].map(digit => deriveMemberId(digit.repeat(32))));

/** `capacity`: how many bytes the kernels of both ends hold of each direction. */
export type SimulationOptions = {readonly capacity: number; readonly seed: number};

export class Simulation {
	readonly time = new Time();
	readonly checker = new OnlineChecker();
	readonly members: readonly Member[];
	/** A hostile peer. */
	readonly intruder: Peer;
	/** Second computers of the members, by member index. */
	readonly secondComputers: readonly Peer[];
	history = new RoomHistory('history 1');
	readonly #histories = [this.history];
	readonly #hostRecorder = new MemberRecorder('host');
	#host: HostProgram;
	#isComputerOff = false;
	#activity = 0;
	#typed = 0;

	constructor({capacity, seed}: SimulationOptions) {
		const peer = (name: string, index: number) => new Peer(name, {index, capacity, answer: this.#answer});
		const onActivity = this.#onActivity;
		this.#host = this.#createHost();
		this.members = Array.from({length: memberCount}, (_, index) => {
			const options = {
				time: this.time,
				checker: this.checker,
				onActivity,
				seed,
				history: () => this.history,
			};
			return new Member(index, peer(`member ${index}`, index), options);
		});
		this.intruder = peer('the intruder', 9);
		this.secondComputers = this.members.map((_, index) => peer(`member ${index} elsewhere`, index + 10));
	}

	get host() {
		return this.#host;
	}

	member(who: number): Member {
		const member = this.members[who];
		assert.ok(member);
		return member;
	}

	get peers(): readonly Peer[] {
		return [...this.members.map(member => member.peer), ...this.secondComputers, this.intruder];
	}

	/** Turns the event loop until nothing happens any more. Throws the first failed check. */
	async settleTurn() {
		for (let idle = 0, before = this.#activity; idle < 4; idle++) {
			await endOfTurn();
			if (this.#activity !== before) {
				before = this.#activity;
				idle = 0;
			}
		}

		this.checker.throwIfFailed();
		for (const {id, name} of this.members) {
			assert.ok(
				(this.#host.room?.countUncommitted(id) ?? 0) <= maximumUncommitted,
				`messages of ${name} wait for the disk without bound`,
			);
		}
	}

	/** Delivers everything up to `rounds` times; with `isJournaling` syncs the journals, too. */
	async flow(rounds = 100, isJournaling = true) {
		for (let round = 0; round < rounds; round++) {
			const moved = [
				this.history.disk.proceed(100),
				...this.members.map(({journal}) => isJournaling && journal.sync(1000)),
				...this.peers.flatMap(peer => [peer.connect(), peer.deliver('host', 65_536), peer.deliver('client', 65_536)]),
			];
			await this.settleTurn();
			if (!moved.includes(true)) {
				return;
			}
		}
	}

	/** Passes time from timer to timer; with `isFlowing` delivers everything in between. */
	async pass(duration: number, isFlowing: boolean) {
		const end = this.time.now() + duration;
		while (this.time.now() < end) {
			this.time.pass(Math.min(end - this.time.now(), Math.max(1, this.time.untilNext)));
			await this.settleTurn();
			if (isFlowing) {
				await this.flow();
			}
		}
	}

	sendFromHost() {
		this.#typed++;
		this.#host.send(`host: ${this.#typed}`);
	}

	/** Kills the host's process, or with `rest` its computer. */
	killHost(rest: CrashRest | undefined) {
		this.#host.kill(rest ? undefined : 'fin');
		this.#isComputerOff = rest !== undefined;
		if (rest) {
			this.history.disk.crash(rest);
		} else {
			this.history.disk.kill();
		}
	}

	/** Starts a new process of the host if none runs. */
	startHost() {
		if (this.#host.status === 'down') {
			this.#isComputerOff = false;
			this.history.disk.fail(undefined);
			const before = this.#host;
			before.kill('fin');
			before.reboot();
			this.#host = this.#createHost();
		}
	}

	/** Deletes the room's file if the host is down: another history begins. */
	deleteLog() {
		if (this.#host.status === 'down') {
			this.history = new RoomHistory(`history ${this.#histories.length + 1}`);
			this.#histories.push(this.history);
		}
	}

	check() {
		for (const history of this.#histories) {
			history.checkEnd();
			const recorders = [this.#hostRecorder, ...this.members.map(({recorder}) => recorder)];
			const recorded = {
				members: recorders.map(recorder => recorder.build(history)),
				// Without `n`: refused messages have a number, too. DurableRecords checks those.
				// return, have one too.
				log: history.disk.durable.messages.map(({seq, id, from, text, to}) => ({seq, id, from, text, to: to?.id})),
				unrecorded: intruderIds,
			};
			assert.deepEqual(check(recorded), []);
		}
	}

	get isSettled() {
		const {disk} = this.history;
		return this.#host.isUp && disk.isIdle && this.members.every(member => member.hasAll(disk.durable.messages.length));
	}

	describe() {
		return [
			`host ${this.#host.status} ${this.#host.error}, ${this.history.disk.durable.messages.length} messages`,
			...this.members.map(member => member.describe()),
		].join('\n');
	}

	readonly #onActivity = () => {
		this.#activity++;
	};

	readonly #answer: Answer = (pair, peer) => {
		if (this.#isComputerOff) {
			return 'silence';
		}

		if (!this.#host.isUp) {
			return 'refused';
		}

		const isHonest = peer !== this.intruder;
		const connection = new WatchedConnection(pair, this.#host.history, {
			who: peer.name,
			isHonest,
			checker: this.checker,
			now: this.time.now,
		});
		this.#host.accept(pair.host);
		return connection;
	};

	#createHost(): HostProgram {
		const onReceived = (id: string, what: string) => {
			this.checker.check(() => {
				this.#checkReceived(id, what);
			});
		};

		const events = {onActivity: this.#onActivity, onReceived};
		return new HostProgram(this.history, {
			clock: this.time.program(),
			events,
			checker: this.checker,
			recorder: this.#hostRecorder,
		});
	}

	/** Invariant 7: the room accepts a member's frames only from its newest connection. */
	#checkReceived(id: string, what: string) {
		const index = this.members.findIndex(member => member.id === id);
		if (id === hostId || index === -1) {
			return;
		}

		const connections = [
			...(this.members[index]?.peer.connections ?? []),
			...(this.secondComputers[index]?.connections ?? []),
		];
		const newest = connections
			.filter(connection => connection.welcome && connection.memberId === id)
			.toSorted((a, b) => b.order - a.order)[0];
		assert.ok(newest?.arrived.has(what), `${what.slice(0, 30)} arrived on an older connection`);
	}
}
