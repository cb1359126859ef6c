import type {Writer} from './terminal-writer.ts';

/**
Returns a writer over a function that returns only once everything is written. Its failures are not
noticed here.
*/
export const createBlockingWriter = (write: (text: string | Uint8Array) => unknown): Writer => ({
	pendingBytes: 0,
	write(text) {
		write(text);
	},
	onDrain: () => undefined,
	onError: () => undefined,
	discard: () => undefined,
	flush: async () => undefined,
	flushNow: () => undefined,
});
