import type {Duplex} from 'node:stream';
import type {ConnectionTap, OnTaken} from './connection-tap.ts';

/** Writes to a socket, by way of whoever records its calls. Returns what the socket returns. */
export const writeTapped = (
	{tap, socket}: {readonly tap: ConnectionTap | undefined; readonly socket: Duplex},
	bytes: string | Uint8Array,
	content: {readonly note?: string} | undefined,
	onTaken?: OnTaken,
): boolean =>
	tap
		? tap.recordSend(bytes, content, onRecorded =>
				socket.write(bytes, error => {
					onRecorded(error);
					onTaken?.(error);
				}),
			)
		: socket.write(bytes, onTaken);
