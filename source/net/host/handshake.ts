import {maximumTextBytes} from '../../text/message.ts';
import type {RoomLog} from '../../room/log.ts';
import type {Member} from '../../room/member.ts';
import {
	maximumFrameBytes,
	wireVersion,
	type ClientFrame,
	type HelloFrame,
	type WelcomeFrame,
} from '../../wire/frames.ts';
import type {Clock, Timer} from '../clock.ts';
import type {Connection} from '../connection.ts';
import type {FrameChannel} from '../frame-channel.ts';
import {startByteDeadline} from '../idle-timer.ts';
import {helloBytes, hostGivesUpAfter, newcomerHistory, pingAfter} from '../limits.ts';
import type {SessionOptions} from './session.ts';

/** Starts the deadline for a hello. `time`: milliseconds that are left, apart from its bytes. */
export const startHelloDeadline = (
	channel: FrameChannel<ClientFrame>,
	clock: Clock,
	time: number,
	onMissed: () => void,
): Timer => startByteDeadline({clock, time, count: () => channel.partialBytes, maximum: helloBytes, onMissed});

/**
Checks a client's first frame. Returns it as a hello, or the code to close the connection with.
*/
export const checkHello = (frame: ClientFrame): HelloFrame | 'bad-frame' | 'bad-version' => {
	if (frame.type !== 'hello') {
		return 'bad-frame';
	}

	return frame.v === wireVersion ? frame : 'bad-version';
};

/**
Returns the seq of the last message that the client has of this log; undefined for a newcomer, and
for a client that has another history or claims to be ahead of the log.
*/
const findResumeSeq = (log: RoomLog, {room, since}: HelloFrame): number | undefined =>
	room === log.id && since <= log.head ? since : undefined;

/** Returns the seq after which the client is sent messages: a newcomer gets the last 500. */
export const findStartSeq = (log: RoomLog, hello: HelloFrame): number =>
	findResumeSeq(log, hello) ?? Math.max(0, log.head - newcomerHistory);

/** Enters a hello in the connection log. */
export const logHello = (connection: Connection, log: RoomLog, hello: HelloFrame) => {
	const seq = findResumeSeq(log, hello);
	const detail = `from ${connection.remote} as ${hello.name}`;
	if (seq === undefined) {
		connection.log('hello', detail);
	} else {
		connection.log('resume', `${detail} from message ${seq + 1}`);
	}
};

/** Creates the answer to a hello. `seq`: messages are sent from the one after it on. */
export const createWelcome = (
	{room, hostId}: Pick<SessionOptions, 'room' | 'hostId'>,
	{id, name}: Member,
	seq: number,
): WelcomeFrame => ({
	type: 'welcome',
	v: wireVersion,
	room: room.log.id,
	host: hostId,
	roomName: room.name,
	you: {id, name},
	head: room.log.head,
	first: seq + 1,
	got: room.getLastNumber(id),
	limits: {text: maximumTextBytes, line: maximumFrameBytes},
	heartbeat: {ping: pingAfter, silent: hostGivesUpAfter},
	...(room.isPlain && {plain: true}),
});
