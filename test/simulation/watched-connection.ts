/**
Reads along on one connection, at the host's end of it: what the host tells, and what has arrived
there.
*/
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {backlogLimit} from '../../source/net/limits.ts';
import {deriveMemberId, isSid} from '../../source/room/identity.ts';
import type {RoomHistory} from './room-history.ts';
import type {OnlineChecker} from './online-checker.ts';
import type {SocketPair} from '../model/socket-pair.ts';

/**
What a host may still have to say to one that reads nothing: answers to what was read from it in one
turn.
*/
const answersLimit = 4 * backlogLimit;

/** Ends of a connection that only a fault of one of the two programs explains. */
const faults = new Set(['gap', 'bad-frame', 'bad-utf8', 'too-big', 'bad-version']);

export type Welcome = {readonly room: string; readonly first: number; readonly got: number; readonly head: number};

type WatchedConnectionOptions = {
	readonly who: string;
	readonly isHonest: boolean;
	readonly checker: OnlineChecker;
	readonly now: () => number;
};

let welcomes = 0;

export class WatchedConnection {
	readonly pair: SocketPair;
	readonly who: string;
	welcome: Welcome | undefined;
	/** Later welcomes have higher ones. */
	order = 0;
	/** Whose connection it is, once a hello has arrived. */
	memberId: string | undefined;
	/** When the member last got something. */
	receivedAt = 0;
	/** The posts and renames that have arrived on it. */
	readonly arrived = new Set<string>();
	readonly history: RoomHistory;
	readonly #isHonest: boolean;
	#next = 0;
	#rest = '';
	#hello: {readonly room?: string; readonly since: number} | undefined;
	/** The largest part of the log that it was handed at a time. */
	#batch = 0;

	constructor(pair: SocketPair, history: RoomHistory, {who, isHonest, checker, now}: WatchedConnectionOptions) {
		this.pair = pair;
		this.who = who;
		this.history = history;
		this.#isHonest = isHonest;
		pair.host.onWrite = (bytes, before) => {
			checker.check(() => {
				this.#checkBacklog(bytes, before);
				for (const line of bytes.split('\n').slice(0, -1)) {
					this.#checkSent(line);
				}
			});
		};

		pair.onArrival = (to, bytes) => {
			if (to === 'client') {
				this.receivedAt = now();
			} else if (isHonest) {
				checker.check(() => {
					this.#readArrival(Buffer.from(bytes).toString());
				});
			}
		};
	}

	/** Invariant 8: the log is read for it only while little waits, and answers to it are few. */
	#checkBacklog(bytes: string, before: number) {
		if (/^{"type":"(?:msg|skip)"/.test(bytes)) {
			assert.ok(before < backlogLimit, `${before} B wait for ${this.who}, and it is handed more of the log`);
			this.#batch = Math.max(this.#batch, bytes.length);
		} else {
			assert.ok(before < answersLimit + this.#batch, `${before} B wait for ${this.who}: ${bytes.slice(0, 60)}`);
		}
	}

	#checkSent(line: string) {
		if (!line.startsWith('{')) {
			return;
		}

		const {type, ...frame} = JSON.parse(line);
		switch (type) {
			case 'welcome': {
				this.#checkWelcome(frame);
				break;
			}

			case 'msg':
			case 'skip': {
				assert.equal(frame.seq, this.#next, `the next message for ${this.who}`);
				this.#next++;
				this.history.checkVisibility(frame.seq, type === 'msg', {id: this.memberId, who: this.who});
				this.history.checkShown(frame, this.who);
				break;
			}

			case 'page': {
				for (const message of frame.messages) {
					this.history.checkVisibility(message.seq, true, {id: this.memberId, who: this.who});
					this.history.checkShown(message, this.who);
				}

				break;
			}

			case 'nack': {
				this.history.checkSettled(this.memberId ?? this.welcome?.room ?? '', frame.n, this.who);
				break;
			}

			case 'close': {
				assert.ok(!this.#isHonest || !faults.has(frame.code), `the host found a fault of ${this.who}: ${frame.code}`);
				break;
			}
		}
	}

	/**
	Invariant 1 begins here: a member goes on after the last that it has, a newcomer with the newest
	500.
	*/
	#checkWelcome({you, ...welcome}: Welcome & {readonly you: {readonly id: string}}) {
		const {room, first, got, head} = welcome;
		assert.equal(room, this.history.id);
		assert.ok(head <= this.history.disk.durable.messages.length, 'the head is durable');
		this.memberId = you.id;
		this.history.checkSettled(you.id, got, this.who);
		if (this.#isHonest) {
			const isResuming = this.#hello?.room === room;
			assert.equal(
				first,
				isResuming ? (this.#hello?.since ?? 0) + 1 : Math.max(0, head - 500) + 1,
				`where ${this.who} begins`,
			);
		}

		this.welcome = welcome;
		welcomes++;
		this.order = welcomes;
		this.#next = first;
	}

	#readArrival(text: string) {
		const lines = (this.#rest + text).split('\n');
		this.#rest = lines.pop() ?? '';
		for (const line of lines) {
			const frame = JSON.parse(line);
			if (frame.type === 'hello' && isSid(frame.sid)) {
				this.#hello = frame;
				this.memberId = deriveMemberId(frame.sid);
			} else if (frame.type === 'post' || frame.type === 'whisper' || frame.type === 'rename') {
				this.arrived.add(`${frame.type} ${frame.text ?? frame.name}`);
			}
		}
	}
}
