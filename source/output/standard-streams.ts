import process from 'node:process';
import type {Writable} from 'node:stream';
import {isatty} from 'node:tty';
import {ErrorOutput} from './error-output.ts';
import {FileStream, isFile} from './file-stream.ts';
import {openStream} from './terminal-stream.ts';

/** Returns the stream to write to in place of Node's own one. */
const replaceStream = (descriptor: 1 | 2, stream: Writable): Writable => {
	const own = isatty(descriptor) ? openStream(descriptor) : undefined;
	if (own === undefined) {
		return stream;
	}

	// What a package or Node itself writes, such as a warning, must not wait either.
	Reflect.set(stream, 'write', own.write.bind(own));
	return own;
};

let output: Writable | undefined;
let errorOutput: ErrorOutput | undefined;

/** Returns standard output, for all that is not drawn on a screen. */
export const getOutput = (): Writable => {
	output ??= isFile(1) ? new FileStream(1) : replaceStream(1, process.stdout);
	return output;
};

/** Returns standard error. */
export const getErrorOutput = (): ErrorOutput => {
	errorOutput ??= new ErrorOutput(replaceStream(2, process.stderr));
	return errorOutput;
};

/** Opens both. Call before this program, a package or Node writes to them. */
export const openStandardStreams = () => {
	process.stderr.on('error', () => undefined);
	getErrorOutput();
	getOutput();
};
