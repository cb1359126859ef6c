/**
Checks one connection at the host's end: the frames that the host sends, and those that arrive.
*/
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {backlogLimit} from '../../source/net/limits.ts';
import {deriveMemberId, isSid} from '../../source/room/identity.ts';
import type {HelloFrame} from '../../source/wire/frames.ts';
import type {SocketPair} from '../model/socket-pair.ts';
import type {RoomHistory} from './room-history.ts';
import type {OnlineChecker} from './online-checker.ts';

/**
The most bytes that may wait for a peer that does not read, besides one batch of the log: answers to
the frames read in one turn.
*/
const answersLimit = 4 * backlogLimit;

/** Close codes that mean a bug in one of the two programs. */
const bugCodes = new Set(['gap', 'bad-frame', 'bad-utf8', 'too-big', 'bad-version']);

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
	/** Rises with each welcome of any connection. */
	order = 0;
	/** Whose connection it is; undefined before the hello. */
	memberId: string | undefined;
	/** When the member last got bytes, in simulated milliseconds. */
	receivedAt = 0;
	/** The posts, whispers and renames that have arrived. */
	readonly arrived = new Set<string>();
	readonly history: RoomHistory;
	readonly #isHonest: boolean;
	#next = 0;
	#rest = '';
	#hello: Pick<HelloFrame, 'room' | 'since' | 'seen'> | undefined;
	/** The largest write of log messages, in characters. */
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

	/** Invariant 8: the host reads the log for a peer only while little waits for it. */
	#checkBacklog(bytes: string, before: number) {
		if (/^{"type":"(?:msg|skip)"/.test(bytes)) {
			assert.ok(before < backlogLimit, `the host sends more of the log while ${before} B wait for ${this.who}`);
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
				assert.ok(
					!this.#isHonest || !bugCodes.has(frame.code),
					`the host closed the connection of ${this.who}: ${frame.code}`,
				);
				break;
			}
		}
	}

	/**
	Invariant 1: a resumed member continues after its last message, a new one gets the newest 500.
	*/
	#checkWelcome({you, ...welcome}: Welcome & {readonly you: {readonly id: string}}) {
		const {room, first, got, head} = welcome;
		assert.equal(room, this.history.id);
		assert.ok(head <= this.history.disk.durable.messages.length, 'the head is durable');
		this.memberId = you.id;
		this.history.checkSettled(you.id, got, this.who);
		if (this.#isHonest) {
			const {since, seen} = this.#hello ?? {since: 0};
			const isResuming = this.#hello?.room === room;
			// Skips after the last message may come again.
			assert.ok(
				isResuming ? [since + 1, (seen?.seq ?? since) + 1].includes(first) : first === Math.max(0, head - 500) + 1,
				`the first seq for ${this.who} is ${first}`,
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
