import {Buffer} from 'node:buffer';
import {detectDialect} from '../wire/detect.ts';
import {encodeFrame} from '../wire/frames.ts';
import type {Clock} from './clock.ts';
import type {Connection} from './connection.ts';
import {helloDeadline, plainAfter} from './limits.ts';
import {closeReasons} from './reasons.ts';

/** What a plain peer reads where none are let in. */
export const noPlainLine = 'This is a socket-chat room. Come in with: socket-chat join (the host lets plain text in with --plain)\n';

export type IntakeEvents = {
	/** It speaks frames. `helloTime`: what is left of its time for the hello, in milliseconds. */
	readonly onFrames: (first: Uint8Array, helloTime: number) => void;
	/** It speaks plain text, or is silent where plain peers are let in. */
	readonly onPlain: (first: Uint8Array) => void;
	/** It was turned away, or has gone. */
	readonly onNone: () => void;
};

/** Finds out from its first bytes how an accepted connection speaks, and hands it on. */
export const takeIn = (
	connection: Connection,
	{clock, plain, events}: {readonly clock: Clock; readonly plain: boolean; readonly events: IntakeEvents},
) => {
	const start = clock.now();
	let first: Uint8Array = new Uint8Array();

	const turnAway = (words: string) => {
		connection.write(words, 'why it is turned away');
		void connection.finish(clock);
		events.onNone();
	};

	const giveUpWaiting = () => {
		if (plain && first.length > 0 && clock.now() < start + helloDeadline) {
			// Half a hello: it holds a secret, and must not be read out as text.
			timer = clock.after(start + helloDeadline - clock.now(), giveUpWaiting);
		} else if (plain) {
			events.onPlain(first);
		} else {
			connection.log('timeout', `${connection.remote} ${closeReasons['hello-timeout'].text}`);
			turnAway(encodeFrame({type: 'close', code: 'hello-timeout', ...closeReasons['hello-timeout']}));
		}
	};

	let timer = clock.after(plain ? plainAfter : helloDeadline, giveUpWaiting);

	const decide = (act: () => void) => {
		timer.stop();
		act();
	};

	const take = (chunk: Uint8Array) => {
		first = Buffer.concat([first, chunk]);
		const dialect = detectDialect(first);
		if (dialect === 'frames') {
			decide(() => {
				events.onFrames(first, Math.max(0, start + helloDeadline - clock.now()));
			});
		} else if (dialect === 'plain') {
			decide(() => {
				if (plain) {
					events.onPlain(first);
				} else {
					turnAway(noPlainLine);
				}
			});
		}
	};

	connection.listen({
		onData: take,
		onEnd() {
			decide(() => {
				if (plain && first.length > 0) {
					events.onPlain(first);
				} else {
					void connection.finish(clock);
					events.onNone();
				}
			});
		},
		onDrain() {
			// Nothing is written before the dialect is known.
		},
		onClose() {
			decide(events.onNone);
		},
	});
};
