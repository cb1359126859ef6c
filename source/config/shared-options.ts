import {readName, readText, UsageError, type RawFlags} from './flags.ts';
import {readInputOptions, type InputOptions} from './input-options.ts';

/** The options of both commands. */
export type SharedOptions = {
	readonly name: string;
	/** Line mode with one JSON event per line. */
	readonly json: boolean;
	/** On a terminal: print lines instead of drawing a screen. */
	readonly linear: boolean;
	/** The laboratory: the user may break connections on purpose. */
	readonly lab: boolean;
	/** Plain text: unencrypted, and without a code. */
	readonly plain: boolean;
	/** Line mode: a line `bye` ends the chat. */
	readonly bye: boolean;
	/**
	Line mode and linear mode: the number of messages from before this run to print, Infinity for
	all. Undefined: the mode's default.
	*/
	readonly history: number | undefined;
	/** The file that the connection log is written to. */
	readonly log: string | undefined;
	/** Line mode: what becomes of standard input. */
	readonly input: InputOptions;
};

/** Returns a whole number from 0 on, Infinity for `all`, or undefined if the flag is not set. */
const readHistory = (flags: RawFlags): number | undefined => {
	const text = readText(flags, 'history');
	if (text === undefined) {
		return undefined;
	}

	if (text.toLowerCase() === 'all') {
		return Infinity;
	}

	if (!/^\d{1,9}$/.test(text)) {
		throw new UsageError('--history takes a number of messages, or all.');
	}

	return Number(text);
};

export const readSharedOptions = (flags: RawFlags, loginName: string): SharedOptions => ({
	name: readName(flags, loginName),
	json: flags.json === true,
	linear: flags.linear === true,
	lab: flags.lab === true,
	plain: flags.plain === true,
	bye: flags.bye !== false,
	history: readHistory(flags),
	log: readText(flags, 'log'),
	input: readInputOptions(flags),
});
