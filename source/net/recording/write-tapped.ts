import type {ConnectionTap, OnTaken} from './connection-tap.ts';

type Content = {readonly note?: string} | undefined;

/** Writes, by way of whoever records the calls. Returns what the socket returns. */
export const writeTapped = <C extends Content>(
	{
		tap,
		sends,
	}: {
		readonly tap: ConnectionTap | undefined;
		readonly sends: {readonly write: (bytes: string | Uint8Array, content: C, onTaken?: OnTaken) => boolean};
	},
	bytes: string | Uint8Array,
	content: C,
	onTaken?: OnTaken,
): boolean =>
	tap
		? tap.recordSend(bytes, content, onRecorded =>
				sends.write(bytes, content, error => {
					onRecorded(error);
					onTaken?.(error);
				}),
			)
		: sends.write(bytes, content, onTaken);
