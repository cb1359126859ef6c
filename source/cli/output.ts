/** Printing, and writing all of standard output and standard error before the end. */
import {closeSync, readdirSync} from 'node:fs';
import process from 'node:process';
import type {Writable} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {describeOutputError} from '../line-mode/output-error.ts';
import type {UnreadEvents} from '../line-mode/unread-events.ts';
import {getErrorOutput, getOutput} from '../output/standard-streams.ts';
import {isInBackground} from '../screen/terminal/modes/foreground.ts';
import type {EndingSignal} from './ignored-signals.ts';
import {getEndingSignal, onSignals} from './signals.ts';

/** Prints a text that is all of the program's output. */
export const printAll = (text: string) => {
	const output = getOutput();
	output.on('error', error => {
		const reason = describeOutputError(error, output);
		if (reason !== undefined) {
			getErrorOutput().report(`${reason}\n`);
			process.exitCode = 1;
		}
	});
	output.write(text);
};

/** Resolves once all that was written to the stream has left the process, or cannot. */
const drain = async (stream: Writable): Promise<void> =>
	new Promise(resolve => {
		stream.write('', () => {
			resolve();
		});
	});

/** How a mode has ended. */
export type Ending = {
	readonly exitCode: number;
	/** The text that is not printed yet. */
	readonly unread?: UnreadEvents;
};

/** How long a reader may take when a signal has ended the chat, in milliseconds. */
const readLimitAfterSignal = 5000;

/** How long standard error may take after standard output, in milliseconds. */
const errorReadLimit = 1000;

/**
Exits once standard output is written, however slowly it is read. Standard input may still be open
and would keep the process alive. A signal ends the wait at once, and one that has ended the chat
limits it: who sends it expects an end. Standard error is waited for only for a moment.
*/
export const exitOnceWritten = async ({exitCode, unread}: Ending) => {
	const output = getOutput();
	const loseOutput = (signal: EndingSignal) => {
		if (output.writableLength > 0) {
			const messages = unread?.unreadMessages ?? 0;
			const rest = messages === 0 ? '' : `, and ${messages} messages that are in the room's log`;
			getErrorOutput().report(`Not read from standard output, and lost: ${output.writableLength} bytes${rest}.\n`);
		}

		// eslint-disable-next-line unicorn/no-process-exit
		process.exit(signal === 'SIGINT' ? 130 : 1);
	};

	onSignals(loseOutput);
	const signal = getEndingSignal();
	if (signal !== undefined) {
		setTimeout(loseOutput, readLimitAfterSignal, signal);
	}

	await unread?.waitUntilPrinted();
	await drain(output);
	await Promise.race([getErrorOutput().drain(), delay(errorReadLimit)]);
	// eslint-disable-next-line unicorn/no-process-exit
	process.exit(exitCode);
};

/** Node has the terminal open more than three times. Linux only, as `isInBackground`. */
const listTerminals = (): readonly number[] =>
	readdirSync('/proc/self/fd')
		.map(Number)
		.filter(descriptor => isatty(descriptor));

/**
Keeps Node from restoring the settings of the terminal at the end of the process where that does
harm. Where the terminal is gone, Node 20 aborts, and leaves a core file. In the background, the
settings are the shell's, and the kernel would stop the program instead of ending it.
*/
export const leaveForeignTerminalsAtExit = () => {
	const terminals = [0, 1, 2].filter(descriptor => isatty(descriptor));
	process.on('exit', () => {
		const isForeign = terminals.length > 0 && isInBackground();
		for (const descriptor of isForeign ? listTerminals() : terminals.filter(each => !isatty(each))) {
			closeSync(descriptor);
		}
	});
};
