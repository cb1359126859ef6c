import {inputFlags} from './input-options.ts';
import {hostFlags, joinFlags, readText, rejectFlags, UsageError, checkFlags, type RawFlags} from './flags.ts';

export type RepairCommand = {
	/** The room whose history is repaired; undefined for all that this user has. */
	readonly room: string | undefined;
};

const otherFlags = [
	...hostFlags.filter(flag => flag !== 'room'),
	...joinFlags,
	'plain',
	'name',
	'json',
	'linear',
	'lab',
	'history',
	...inputFlags,
	'log',
];

/** `words`: what follows the command. Throws a UsageError. */
export const parseRepairOptions = (words: readonly string[], flags: RawFlags): RepairCommand => {
	checkFlags(flags);
	rejectFlags(flags, otherFlags, 'repair');
	if (words.length > 1) {
		throw new UsageError(`repair takes one room; you gave ${words.length}.`);
	}

	const [room = readText(flags, 'room')] = words;
	return {room};
};
