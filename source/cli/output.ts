/** Standard output and standard error: their errors, and writing all of them before the end. */
import {closeSync, fstatSync, readdirSync, writeSync} from 'node:fs';
import process from 'node:process';
import {Writable} from 'node:stream';
import {isatty} from 'node:tty';
import {describeOutputError} from '../line-mode/output-error.ts';
import {isInBackground} from '../screen/terminal/modes/foreground.ts';
import type {EndingSignal} from './ignored-signals.ts';
import {getEndingSignal, onSignals} from './signals.ts';

const standardOutput = 1;

const isFile = (descriptor: number): boolean => {
	try {
		return fstatSync(descriptor).isFile();
	} catch {
		return false;
	}
};

/**
A file as standard output. Node's own stream writes once and takes it for the whole, which loses the
rest without an error where the disk is nearly full.
*/
class FileOutput extends Writable {
	override _write(chunk: Uint8Array, _encoding: string, callback: (error?: Error) => void) {
		try {
			for (let written = 0; written < chunk.length;) {
				written += writeSync(standardOutput, chunk, written);
			}

			callback();
		} catch (error) {
			callback(error instanceof Error ? error : new Error(String(error)));
		}
	}
}

let fileOutput: FileOutput | undefined;

/** Returns standard output, for all that is not drawn on a screen. */
export const getOutput = (): Writable => {
	if (fileOutput === undefined && isFile(standardOutput)) {
		fileOutput = new FileOutput();
	}

	return fileOutput ?? process.stdout;
};

/** Goes on without standard error when nobody reads it. Call before anything is written to it. */
export const ignoreErrorsOfErrorOutput = () => {
	process.stderr.on('error', () => undefined);
};

/** Prints a text that is all of the program's output. */
export const printAll = (text: string) => {
	const output = getOutput();
	output.on('error', error => {
		const reason = describeOutputError(error, output);
		if (reason !== undefined) {
			process.stderr.write(`${reason}\n`);
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

/** How long a reader may take when a signal has ended the chat, in milliseconds. */
const readLimitAfterSignal = 5000;

/**
Exits once standard output and standard error are written, however slowly they are read. Standard
input may still be open and would keep the process alive. A signal ends the wait at once, and one
that has ended the chat limits it: who sends it expects an end.
*/
export const exitOnceWritten = async (exitCode: number) => {
	const output = getOutput();
	const loseOutput = (signal: EndingSignal) => {
		if (output.writableLength > 0) {
			process.stderr.write(`Not read from standard output, and lost: ${output.writableLength} bytes.\n`);
		}

		// eslint-disable-next-line unicorn/no-process-exit
		process.exit(signal === 'SIGINT' ? 130 : 1);
	};

	onSignals(loseOutput);
	const signal = getEndingSignal();
	if (signal !== undefined) {
		setTimeout(loseOutput, readLimitAfterSignal, signal);
	}

	await Promise.all([drain(output), drain(process.stderr)]);
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
