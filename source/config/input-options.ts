import {readText, UsageError, type RawFlags} from './flags.ts';

/** Line mode: what becomes of standard input. */
export type InputOptions = {
	/**
	`lines`: each line is a message. `commands`: each line is a message, or a slash command. `text`:
	all of it is one message.
	*/
	readonly kind: 'lines' | 'commands' | 'text';
	/** The name of the only member who gets it; undefined: everybody. */
	readonly to: string | undefined;
};

/** The options of line mode that say what becomes of standard input. */
export const inputFlags = ['to', 'paste', 'commands'];

/** Reads --to, --paste and --commands. Throws a UsageError. */
export const readInputOptions = (flags: RawFlags): InputOptions => {
	const to = readText(flags, 'to')?.replaceAll(/\s+/g, ' ');
	const isText = flags.paste === true;
	const hasCommands = flags.commands === true;
	if (hasCommands && isText) {
		throw new UsageError('--paste and --commands exclude each other: pasted text has no commands.');
	}

	if (hasCommands && to !== undefined) {
		throw new UsageError('--to and --commands exclude each other: with --commands, use /msg name text.');
	}

	return {kind: isText ? 'text' : hasCommands ? 'commands' : 'lines', to};
};

/** Throws if standard input is a terminal, where lines are typed to a screen or to linear mode. */
export const rejectInputOptions = ({kind, to}: InputOptions) => {
	const flag = to === undefined ? {lines: undefined, commands: '--commands', text: '--paste'}[kind] : '--to';
	if (flag !== undefined) {
		throw new UsageError(`${flag} goes with a pipe, a file or --json. On a terminal, use commands such as /msg.`);
	}
};
