import type {Outbox, OutgoingMessage} from '../../../room/outbox.ts';
import {encodeFrame, type Frame} from '../../../wire/frames.ts';
import type {FrameChannel} from '../../frame-channel.ts';
import {backlogLimit} from '../../limits.ts';

const encodePost = (n: number, {text, to, part}: OutgoingMessage): string =>
	encodeFrame(to ? {type: 'whisper', n, to, text, part} : {type: 'post', n, text, part});

/** Takes about `backlogLimit` characters of posts, for one write, and marks them as sent. */
const takePosts = (outbox: Outbox): readonly string[] => {
	const frames: string[] = [];
	let size = 0;
	while (size < backlogLimit) {
		const next = outbox.takeNext();
		if (!next) {
			break;
		}

		const frame = encodePost(next.wireN, next.entry);
		frames.push(frame);
		size += frame.length;
	}

	return frames;
};

/**
Posts the unconfirmed messages again. The room refuses each again, or drops it as a duplicate.
*/
export const repostUnconfirmed = <In extends Frame>(outbox: Outbox, channel: FrameChannel<In>) => {
	const frames = outbox.unconfirmed.map(({wireN, entry}) => encodePost(wireN, entry));
	channel.write(frames.join(''), `post ×${frames.length} again`);
};

/** Writes pending messages while the socket has room. Returns whether it wrote any. */
export const flushOutbox = <In extends Frame>(outbox: Outbox, channel: FrameChannel<In>): boolean => {
	let hasSent = false;
	while (channel.connection.isWritable && channel.connection.backlog < backlogLimit) {
		const frames = takePosts(outbox);
		if (frames.length === 0) {
			break;
		}

		channel.write(frames.join(''), frames.length === 1 ? 'post' : `post ×${frames.length}`);
		hasSent = true;
	}

	return hasSent;
};
