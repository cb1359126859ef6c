import {Buffer} from 'node:buffer';
import type {Outbox, OutgoingMessage} from '../../../room/outbox.ts';
import {encodeFrame, type Frame} from '../../../wire/frames.ts';
import type {SendWindow} from '../../flow/send-window.ts';
import type {FrameChannel} from '../../frame-channel.ts';

const encodePost = (n: number, {text, to, part}: OutgoingMessage): string =>
	encodeFrame(to ? {type: 'whisper', n, to, text, part} : {type: 'post', n, text, part});

/** Takes posts of about so many bytes, for one write, and marks them as sent. */
const takePosts = (outbox: Outbox, bytes: number): readonly string[] => {
	const frames: string[] = [];
	let size = 0;
	while (size < bytes) {
		const next = outbox.takeNext();
		if (!next) {
			break;
		}

		const frame = encodePost(next.wireN, next.entry);
		frames.push(frame);
		size += Buffer.byteLength(frame);
	}

	return frames;
};

/**
Posts the unconfirmed messages again. The room refuses each again, or drops it as a duplicate.
*/
export const repostUnconfirmed = <In extends Frame>(outbox: Outbox, channel: FrameChannel<In>) => {
	const frames = outbox.unconfirmed.map(({wireN, entry}) => encodePost(wireN, entry));
	channel.write(frames.join(''), {frames: {post: frames.length}, note: 'again'});
};

/** Writes pending messages while the link takes more. Returns whether it wrote any. */
export const flushOutbox = (outbox: Outbox, window: SendWindow): boolean => {
	let hasSent = false;
	for (let room = window.getRoom(); room > 0; room = window.getRoom()) {
		const frames = takePosts(outbox, room);
		if (frames.length === 0) {
			break;
		}

		window.write(frames.join(''), {frames: {post: frames.length}});
		hasSent = true;
	}

	return hasSent;
};

/**
Returns a function that lets `act` run once at the end of this turn of the event loop: messages that
become ready together are sent with one write.
*/
export const oncePerTurn = (act: () => void): (() => void) => {
	let isScheduled = false;
	return () => {
		if (!isScheduled) {
			isScheduled = true;
			queueMicrotask(() => {
				isScheduled = false;
				act();
			});
		}
	};
};
