import {Buffer} from 'node:buffer';
import type {LoggedMessage} from '../../room/log.ts';
import {encodeFrame} from '../../wire/frames.ts';

/** The encodings that are kept may take this many bytes. */
const maximumBytes = 8 * 1024 * 1024;
/** The memory of an entry besides its bytes. */
const entryBytes = 300;

/**
Messages as frames, for members that have fallen behind: they read the same, each at its own pace.
*/
export class EncodedMessages {
	/** Oldest first. */
	readonly #frames = new Map<LoggedMessage, Uint8Array>();
	#bytes = 0;

	/** Encodes a message, once as long as there is room for it. */
	encode(message: LoggedMessage): Uint8Array {
		const known = this.#frames.get(message);
		if (known) {
			return known;
		}

		const frame = Buffer.from(encodeFrame({type: 'msg', ...message}));
		this.#frames.set(message, frame);
		this.#bytes += frame.length + entryBytes;
		for (const [oldest, {length}] of this.#frames) {
			if (this.#bytes <= maximumBytes) {
				break;
			}

			this.#frames.delete(oldest);
			this.#bytes -= length + entryBytes;
		}

		return frame;
	}
}
