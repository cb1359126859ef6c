import type {FrameCounts} from '../../../net/socket-log.ts';
import type {DataRow, LoggedCall} from '../types.ts';

/** Sends of the same bytes to several connections this close together are one row, in ms. */
const sameSend = 1000;

const hasSameFrames = (one: FrameCounts = {}, other: FrameCounts = {}): boolean => {
	const types = Object.keys(one);
	return (
		one === other || (types.length === Object.keys(other).length && types.every(type => one[type] === other[type]))
	);
};

const hasSameBytes = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
	one === other ||
	(one !== undefined && one.length === other?.length && one.every((byte, index) => byte === other[index]));

/** Whether a send is the same message as the last row, to one more connection. */
export const isSameSend = ({call, connections}: DataRow, next: LoggedCall): boolean =>
	next.verb === 'send' &&
	call.verb === 'send' &&
	next.connection !== undefined &&
	call.bytes === next.bytes &&
	call.wireBytes === next.wireBytes &&
	next.at - call.at < sameSend &&
	call.note === next.note &&
	hasSameFrames(call.frames, next.frames) &&
	hasSameBytes(call.quoted, next.quoted) &&
	!connections.includes(next.connection);
