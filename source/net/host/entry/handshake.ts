import {maximumTextBytes} from '../../../text/message.ts';
import type {RoomLog} from '../../../room/log.ts';
import type {Member} from '../../../room/member.ts';
import type {Room} from '../../../room/room.ts';
import {findResumeSeq} from '../../../room/seen.ts';
import {
	maximumFrameBytes,
	wireVersion,
	type ClientFrame,
	type HelloFrame,
	type WelcomeFrame,
} from '../../../wire/frames.ts';
import type {Clock, Timer} from '../../clock.ts';
import type {Connection} from '../../connection.ts';
import type {FrameChannel} from '../../frame-channel.ts';
import {startByteDeadline} from '../../idle-timer.ts';
import {helloBytes, hostGivesUpAfter, newcomerHistory, pingAfter} from '../../limits.ts';

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

/** Where the log begins for a client. */
export type Start = {
	/** The seq after which the client is sent messages. */
	readonly seq: number;
	/** Whether the client goes on where it has stopped. */
	readonly isResumed: boolean;
	/** Whether the client has read another history of this room. */
	readonly isReset: boolean;
};

/** Finds where the log begins for a client. A newcomer gets the last 500 messages. */
export const findStart = (log: RoomLog, {room, since, seen}: HelloFrame, memberId: string): Start => {
	const newest = Math.max(0, log.head - newcomerHistory);
	if (room !== log.id) {
		return {seq: newest, isResumed: false, isReset: false};
	}

	try {
		const seq = findResumeSeq(log, {memberId, since, seen});
		return {seq: seq ?? newest, isResumed: seq !== undefined, isReset: seq === undefined};
	} catch {
		// The log has failed, and ends the room.
		return {seq: Math.min(since, log.head), isResumed: true, isReset: false};
	}
};

/** The UTF-16 code units of a name as its peer sent it that the connection log shows. */
const maximumLoggedName = 64;

/** Enters a hello in the connection log. */
export const logHello = (connection: Connection, hello: HelloFrame, {seq, isResumed}: Start) => {
	const name = hello.name.slice(0, maximumLoggedName);
	if (isResumed) {
		connection.log('resume', {by: 'remote', name, seq: seq + 1});
	} else {
		connection.log('hello', {by: 'remote', name});
	}
};

/** Creates the answer to a hello. */
export const createWelcome = (
	{room, hostId}: {readonly room: Room; readonly hostId: string},
	{id, name}: Member,
	{seq, isReset}: Start,
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
	search: true,
	...(isReset && {reset: true}),
});
