import {Buffer} from 'node:buffer';
import type {Outbox, OutgoingMessage} from '../../../room/outbox.ts';
import {encodeFrame, type Frame} from '../../../wire/frames.ts';
import type {SendWindow} from '../../flow/send-window.ts';
import type {FrameChannel} from '../../frame-channel.ts';
import type {RequestedNames} from './requested-names.ts';

const encodePost = (n: number, {text, to, part}: OutgoingMessage): string =>
	encodeFrame(to ? {type: 'whisper', n, to, text, part} : {type: 'post', n, text, part});

const encodeRename = (name: string): string => encodeFrame({type: 'rename', name});

/** The frames of one write. */
type Taken = {readonly posts: number; readonly renames: number; readonly frames: readonly string[]};

/**
Takes posts of about so many bytes, for one write, and marks them as sent; and each new name, where
it was asked for between them.
*/
const takePosts = (outbox: Outbox, names: RequestedNames, bytes: number): Taken => {
	const frames: string[] = [];
	let posts = 0;
	let size = 0;
	while (size < bytes) {
		const next = outbox.takeNext();
		if (!next) {
			if (names.isWaiting) {
				frames.push(...names.takeDue(outbox.entries).map(name => encodeRename(name)));
			}

			break;
		}

		frames.push(...names.takeBefore(next.entry.n).map(name => encodeRename(name)));
		const frame = encodePost(next.wireN, next.entry);
		frames.push(frame);
		posts++;
		size += Buffer.byteLength(frame);
	}

	return {posts, renames: frames.length - posts, frames};
};

/**
Posts the unconfirmed messages again. The room refuses each again, or drops it as a duplicate.
*/
export const repostUnconfirmed = <In extends Frame>(outbox: Outbox, channel: FrameChannel<In>) => {
	const frames = outbox.unconfirmed.map(({wireN, entry}) => encodePost(wireN, entry));
	channel.write(frames.join(''), {frames: {post: frames.length}, note: 'again'});
};

/**
Writes pending messages and new names while the link takes more. Returns whether it wrote any.
*/
export const flushOutbox = (outbox: Outbox, names: RequestedNames, window: SendWindow): boolean => {
	let hasSent = false;
	for (let room = window.getRoom(); room > 0; room = window.getRoom()) {
		const {posts, renames, frames} = takePosts(outbox, names, room);
		if (frames.length === 0) {
			break;
		}

		const counts = {...(posts > 0 && {post: posts}), ...(renames > 0 && {rename: renames})};
		window.write(frames.join(''), {frames: counts});
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
