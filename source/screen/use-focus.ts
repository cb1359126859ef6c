import {Buffer} from 'node:buffer';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {useInsertionEffect, useState} from 'react';
import {useStdout} from 'ink';

/** Mode 1004: the terminal says when it gains and loses the focus. */
const on = '\u{1B}[?1004h';
const off = '\u{1B}[?1004l';
const gained = '\u{1B}[I';
const lost = '\u{1B}[O';

/** Whether the last report in what was read says that the terminal has the focus; nothing where there is none. */
export const focusIn = (chunk: string): boolean | undefined => {
	const gain = chunk.lastIndexOf(gained);
	const loss = chunk.lastIndexOf(lost);
	return gain === loss ? undefined : gain > loss;
};

/** Ink reads the reports and drops them, and a second reader would take bytes from it: so its own reading is watched. */
const watch = (stdin: Readable, onFocus: (hasFocus: boolean) => void): (() => void) => {
	const {read} = stdin;
	stdin.read = (size?: number): unknown => {
		const chunk: unknown = Reflect.apply(read, stdin, [size]);
		const focus = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? focusIn(chunk.toString()) : undefined;
		if (focus !== undefined) {
			onFocus(focus);
		}

		return chunk;
	};

	return () => {
		stdin.read = read;
	};
};

/** Whether the terminal has the focus. One that does not tell has it always. */
export const useFocus = (): boolean => {
	const {stdout} = useStdout();
	const [hasFocus, setHasFocus] = useState(true);
	useInsertionEffect(() => {
		const stop = watch(process.stdin, setHasFocus);
		stdout.write(on);
		return () => {
			stop();
			stdout.write(off);
		};
	}, [stdout]);
	return hasFocus;
};
