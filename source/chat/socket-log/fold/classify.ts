import type {FrameCounts, SocketLogEntry, SocketVerb} from '../../../net/socket-log.ts';

/**
`life`: what makes, changes and ends a socket, and every error. `data`: what carries messages.
`chatter`: who is here, who is typing, whether the link is alive, what is asked of the log.
*/
export type CallClass = 'life' | 'data' | 'chatter';

const traffic: ReadonlySet<SocketVerb> = new Set(['send', 'recv', 'ping']);

/** Frames that carry no message. */
const chatterFrames: ReadonlySet<string> = new Set([
	'who',
	'typing',
	'ping',
	'pong',
	'older',
	'page',
	'search',
	'found',
	'place',
	'paused',
	'skip',
	'room',
	'unknown',
]);

/** Returns how many frames of each type a call has carried. */
export const countFrames = ({verb, frames = {}}: SocketLogEntry): FrameCounts => (verb === 'ping' ? {ping: 1} : frames);

const isChatter = (frames: FrameCounts): boolean => {
	const types = Object.keys(frames);
	return types.length > 0 && types.every(type => chatterFrames.has(type));
};

export const classifyCall = ({verb, code, frames}: SocketLogEntry): CallClass => {
	if (!traffic.has(verb) || code !== undefined) {
		return 'life';
	}

	return verb === 'ping' || (frames && isChatter(frames)) ? 'chatter' : 'data';
};
