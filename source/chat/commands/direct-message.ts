import type {Member, Recipient} from '../../room/member.ts';
import {foldName} from '../../text/name.ts';
import {refuseUnknownName} from './results.ts';

/**
The argument of `/msg`: a member's name, which may contain spaces, and the text for that member
alone.
*/

export type DirectMessage =
	{readonly ok: true; readonly to: Recipient; readonly text: string} | {readonly ok: false; readonly text: string};

/** The most words in a name: a room limits names to 24 columns. */
const mostWords = 12;

type Addressed = {readonly member: Member; readonly text: string};

/** Finds the member with the longest name that the argument begins with. */
const findRecipient = (argument: string, members: readonly Member[]): Addressed | undefined => {
	const byName = new Map(members.map(member => [foldName(member.name), member]));
	const ends = [...argument.matchAll(/\S(?=\s|$)/g)].slice(0, mostWords).map(({index}) => index + 1);
	for (const end of ends.toReversed()) {
		const member = byName.get(foldName(argument.slice(0, end).replaceAll(/\s+/g, ' ')));
		if (member) {
			return {member, text: argument.slice(end).replace(/^\s/, '')};
		}
	}

	return undefined;
};

/** Parses the argument of `/msg`. `members`: undefined where there are no private messages. */
export const readDirectMessage = (
	argument: string,
	members: readonly Member[] | undefined,
	myId: string | undefined,
): DirectMessage => {
	if (!members) {
		return {ok: false, text: 'There are no private messages in a plain session.'};
	}

	const wanted = argument.trimStart();
	if (wanted === '') {
		return {ok: false, text: 'Usage: /msg name text'};
	}

	const addressed = findRecipient(wanted, members);
	if (!addressed) {
		return refuseUnknownName(wanted.split(/\s/, 1)[0] ?? '');
	}

	const {member, text} = addressed;
	if (member.id === myId) {
		return {ok: false, text: 'That is you.'};
	}

	return text.trim() === ''
		? {ok: false, text: `What do you say to ${member.name}? /msg ${member.name} text`}
		: {ok: true, to: {id: member.id, name: member.name}, text};
};
