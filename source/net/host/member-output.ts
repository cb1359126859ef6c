import type {LoggedMessage} from '../../room/log.ts';
import type {Room} from '../../room/room.ts';
import type {ClientFrame} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';
import {SendWindow} from '../flow/send-window.ts';
import type {FrameChannel} from '../frame-channel.ts';
import {hostWindow, pingAfter} from '../limits.ts';
import type {Turn, Turns} from '../turns/turns.ts';
import {LogCursor} from './log-cursor.ts';
import {encodeMessages, measureMessage} from './log-reader.ts';
import {PageSender} from './page-sender.ts';
import {SearchSender} from './search/search-sender.ts';
import {Searcher} from './search/searcher.ts';
import type {SearchTurns} from './search/search-turns.ts';
import {WhoSender} from './presence/who-sender.ts';
import type {Batch} from './session.ts';

export type MemberOutputOptions = {
	readonly room: Room;
	readonly clock: Clock;
	readonly turns: Turns;
	readonly searchTurns: SearchTurns;
	readonly channel: FrameChannel<ClientFrame>;
	readonly memberId: string;
	/** The seq of the last message that the member has. */
	readonly seq: number;
	/** Whether the member answers pings. */
	readonly isAcknowledging: boolean;
};

/**
What the host sends to a member of its own accord: messages, pages, the list of members. No more of
it is on its way than the member's link takes in a few seconds. Answers overtake the rest, which
waits in the log and in the room.
*/
export class MemberOutput {
	readonly pages: PageSender;
	readonly searches: SearchSender;
	readonly who: WhoSender;
	readonly #options: MemberOutputOptions;
	readonly #window: SendWindow;
	readonly #cursor: LogCursor;
	/** Reads on in the log: many who have fallen behind must not hold up the others. */
	readonly #turn: Turn;
	/** The number of the last ping. */
	#k = 0;

	constructor(options: MemberOutputOptions) {
		const {room, clock, turns, searchTurns, channel, memberId, seq, isAcknowledging} = options;
		const {log} = room;
		const window = new SendWindow({
			clock,
			channel,
			...hostWindow,
			isAcknowledging,
			ping: () => {
				this.ping();
			},
		});
		const getRoom = () => window.getRoom();
		this.#options = options;
		this.#turn = turns.add(() => this.#cursor.pumpOnce());
		this.#window = window;
		const searcher = new Searcher({log, turns: searchTurns, clock});
		this.pages = new PageSender({log, window, turns, searcher, memberId});
		this.searches = new SearchSender({window, searcher, memberId});
		this.who = new WhoSender({hasRoom: () => getRoom() > 0, channel: window, now: clock.now});
		this.#cursor = new LogCursor({
			log,
			seq,
			getRoom,
			measure: message => measureMessage(message, memberId),
			write: messages => {
				this.#write(messages);
			},
		});
		if (isAcknowledging) {
			// Nothing else is on its way yet: this is how long a ping takes that does not wait.
			this.ping();
		}
	}

	/** Delivers messages that have become durable. */
	deliver({messages, encodeFor}: Batch) {
		const {memberId} = this.#options;
		if (this.#cursor.tryAdvance(messages, () => encodeFor(memberId).frames.length)) {
			const {frames, content} = encodeFor(memberId);
			this.#window.write(frames, content);
		} else {
			this.#turn.begin();
		}
	}

	/** Sends what waits. Call it when the link may take more. */
	sendMore() {
		this.pages.sendMore();
		this.searches.sendMore();
		this.who.catchUp();
		this.#turn.begin();
	}

	/** Call when the member is gone. */
	stop() {
		this.pages.stop();
		this.searches.stop();
		this.#turn.stop();
	}

	/** Returns whether the pong answers an open ping. Then more may be sent. */
	onPong(k: number, at: number | undefined): boolean {
		return this.#window.onPong(k, at);
	}

	/**
	Call when bytes have come from the member: a pong may wait behind them, and the link has taken
	more meanwhile. A frame that takes long to come has no answer yet:
	without a ping now and then, the member would take the host for dead.
	*/
	onBytes() {
		const {channel, clock} = this.#options;
		if (channel.partialBytes > 0 && clock.now() - channel.sent.at >= pingAfter / 2) {
			this.ping();
		}

		if (this.#window.isFull && this.#window.getRoom() > 0) {
			this.sendMore();
		}
	}

	/** Sends a ping. Returns its number. */
	ping(): number {
		this.#k++;
		this.#options.channel.send({type: 'ping', k: this.#k});
		this.#window.onPing(this.#k);
		return this.#k;
	}

	#write(messages: readonly LoggedMessage[]) {
		const {frames, content} = encodeMessages(messages, this.#options.memberId);
		this.#window.write(frames, content);
	}
}
