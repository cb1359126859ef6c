import {deriveMemberId, type Sid} from '../../../room/identity.ts';
import type {Room} from '../../../room/room.ts';
import type {ClientFrame, CloseCode, HelloFrame} from '../../../wire/frames.ts';
import type {Clock, Timer} from '../../clock.ts';
import type {FrameChannel} from '../../frame-channel.ts';
import {checkHello, startHelloDeadline} from './handshake.ts';

export type EntranceOptions = {
	readonly room: Room;
	/** The id of the host's own member. */
	readonly hostId: string;
	readonly clock: Clock;
	/** Returns the code to turn a member away with, or undefined to let it in. */
	readonly admit: (memberId: string, sid: Sid, name: string) => CloseCode | undefined;
	/**
	Returns whether another run of the member's program may be connected. Then `onResult` is called
	once that is known.
	*/
	readonly askRival: (
		entrant: {readonly memberId: string; readonly run: string | undefined},
		onResult: (isTaken: boolean) => void,
	) => boolean;
	readonly onAdmitted: (memberId: string, hello: HelloFrame) => void;
	readonly onRefused: (code: CloseCode) => void;
};

/** Handles the frames of a client that is no member yet: `room` and `hello`. */
export class Entrance {
	readonly #channel: FrameChannel<ClientFrame>;
	readonly #options: EntranceOptions;
	readonly #timer: Timer;
	#hasAnswered = false;
	#isOver = false;

	/** `helloTime`: milliseconds that are left for the hello. */
	constructor(channel: FrameChannel<ClientFrame>, helloTime: number, options: EntranceOptions) {
		this.#channel = channel;
		this.#options = options;
		this.#timer = startHelloDeadline(channel, options.clock, helloTime, () => {
			options.onRefused('hello-timeout');
		});
	}

	/** Handles a frame. Returns false if the client is refused. */
	handle(frame: ClientFrame): boolean {
		const {room, hostId, admit, askRival, onAdmitted, onRefused} = this.#options;
		if (frame.type === 'room' && !this.#hasAnswered) {
			this.#hasAnswered = true;
			this.#channel.send({type: 'room', room: room.log.id, host: hostId});
			return true;
		}

		this.#timer.stop();
		const hello = checkHello(frame);
		if (typeof hello === 'string') {
			onRefused(hello);
			return false;
		}

		const memberId = deriveMemberId(hello.sid);
		const refusal = admit(memberId, hello.sid, hello.name);
		if (refusal) {
			onRefused(refusal);
			return false;
		}

		// Nothing else is handled before the welcome.
		this.#channel.pause();
		const isContested = askRival({memberId, run: hello.run}, isTaken => {
			if (isTaken) {
				onRefused('in-use');
			} else if (!this.#isOver) {
				// The member may have been removed, and the room locked, meanwhile.
				const lateRefusal = admit(memberId, hello.sid, hello.name);
				if (lateRefusal) {
					onRefused(lateRefusal);
				} else {
					onAdmitted(memberId, hello);
				}
			}
		});
		if (!isContested) {
			onAdmitted(memberId, hello);
		}

		return true;
	}

	/** Call when the connection ends. */
	stop() {
		this.#isOver = true;
		this.#timer.stop();
	}
}
