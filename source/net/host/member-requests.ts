import type {OutgoingMessage} from '../../room/outbox.ts';
import type {Room} from '../../room/room.ts';
import type {ClientFrame} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';
import type {FrameChannel} from '../frame-channel.ts';
import type {Backpressure} from '../flow/backpressure.ts';
import {estimateDelivery} from './delivery-cost.ts';
import type {MemberOutput} from './member-output.ts';
import {findSince} from './search/find-since.ts';

type PostedMessage = OutgoingMessage & {readonly n: number};

/** A member whose frames are handled. */
export type RequestContext = {
	readonly room: Room;
	readonly clock: Pick<Clock, 'elapsed'>;
	readonly memberId: string;
	readonly channel: FrameChannel<ClientFrame>;
	readonly backpressure: Pick<Backpressure, 'countRequest'>;
	readonly output: MemberOutput;
};

/**
`left`: the member said bye. `gap` and `bad-frame`: the connection has to be closed with this code.
*/
export type RequestResult = 'handled' | 'left' | 'gap' | 'bad-frame';

const post = ({room, memberId, channel}: RequestContext, {n, text, ...more}: PostedMessage): RequestResult => {
	const result = room.post(memberId, n, text, more);
	if (result === 'accepted') {
		channel.charge(estimateDelivery(text, room.size));
	}

	if (result === 'gap') {
		return 'gap';
	}

	if (typeof result === 'object') {
		channel.send({type: 'nack', n, code: result.code, text: result.text});
	}

	return 'handled';
};

const answerPing = ({room, memberId, channel, clock}: RequestContext, k: number, rtt: number | undefined) => {
	channel.send({type: 'pong', k, at: Math.floor(clock.elapsed())});
	const milliseconds = rtt === undefined ? undefined : Math.round(rtt);
	channel.connection.log('ping', {by: 'remote', rtt: milliseconds});
	if (milliseconds !== undefined) {
		room.setRoundTrip(memberId, milliseconds);
	}
};

const answerPlace = ({room, memberId, channel}: RequestContext, k: number, ts: number) => {
	const message = findSince(room.log, ts, memberId);
	channel.send({type: 'place', k, seq: message?.seq, ts: message?.ts});
};

/** Handles one frame of a member that has had its welcome. */
export const handleRequest = (frame: ClientFrame, context: RequestContext): RequestResult => {
	const {room, memberId, output, backpressure} = context;
	if (frame.type !== 'post' && frame.type !== 'whisper') {
		backpressure.countRequest();
	}

	switch (frame.type) {
		case 'post':
		case 'whisper': {
			return post(context, frame);
		}

		case 'rename': {
			room.rename(memberId, frame.name);
			return 'handled';
		}

		case 'typing': {
			room.setTyping(memberId, frame.on);
			return 'handled';
		}

		case 'older': {
			output.pages.add(frame);
			return 'handled';
		}

		case 'search': {
			output.searches.start(frame);
			return 'handled';
		}

		case 'place': {
			answerPlace(context, frame.k, frame.ts);
			return 'handled';
		}

		case 'ping': {
			answerPing(context, frame.k, frame.rtt);
			return 'handled';
		}

		case 'pong': {
			return 'handled';
		}

		case 'bye': {
			return 'left';
		}

		case 'room':
		case 'hello': {
			return 'bad-frame';
		}
	}
};
