import type {Member} from '../../room/member.ts';
import {cleanName, foldName, isAltered, isNumberedName, nameRule} from '../../text/name.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

/** The sentences about the own name, which the room chooses. */

/** The user's name in the room, and the one that the user has asked for. */
export type OwnName = {readonly name: string; readonly wanted?: string | undefined};

/** Returns the end of a sentence about a name: why it is not all that was asked for. */
const formatReason = (asked: string, clean: string): string => (isAltered(asked, clean) ? `: ${nameRule}.` : '.');

const describeTaken = (wanted: string, name: string) => `${wanted} is taken here: you are ${name}.`;

/**
Returns the sentence for a name that is not the one before; undefined if it is. `isFirst`: the room
has just let the user in.
*/
export const describeOwnName = ({name, wanted}: OwnName, before: string, isFirst: boolean): string | undefined => {
	const now = sanitizeLine(name);
	const clean = cleanName(wanted ?? before);
	if (now === sanitizeLine(before)) {
		return undefined;
	}

	if (isNumberedName(now, clean)) {
		return describeTaken(clean, now);
	}

	const reason = wanted !== undefined && now === clean ? formatReason(wanted, clean) : '.';
	return isFirst ? `You are ${now} here.` : `You are now ${now}${reason}`;
};

/** The parts of the state that the sentences depend on. */
export type RoomView = {
	readonly id: string | undefined;
	readonly name: string;
	readonly members: readonly Member[];
	readonly isConnected: boolean;
};

/**
Returns what to say when the user asks for a name and the room will not answer: it has nothing to
change, or is not connected. Undefined if the room answers.
*/
export const describeUnansweredRename = (
	wanted: string,
	{name, id, members, isConnected}: RoomView,
): string | undefined => {
	const clean = cleanName(wanted);
	if (!isConnected) {
		return `You are ${clean} once you are connected${formatReason(wanted, clean)}`;
	}

	if (clean === name) {
		return `You are ${sanitizeLine(name)} already${formatReason(wanted, clean)}`;
	}

	const isTaken = members.some(other => other.id !== id && foldName(other.name) === foldName(clean));
	return isTaken && isNumberedName(name, clean) ? describeTaken(clean, sanitizeLine(name)) : undefined;
};
