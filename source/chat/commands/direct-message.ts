import type {Member, Recipient} from '../../room/member.ts';
import {foldName} from '../../text/name.ts';
import {refuseUnknownName} from './results.ts';

/**
Reads what follows `/msg`: a member's name, which may have spaces in it, and what is said to that
member alone.
*/

export type DirectMessage =
	{readonly ok: true; readonly to: Recipient; readonly text: string} | {readonly ok: false; readonly text: string};

/** No name that a room gives has more words: it has at most 24 columns. */
const mostWords = 12;

type Addressed = {readonly member: Member; readonly text: string};

/** The member whose name is the longest that the argument begins with. */
const addressedIn = (argument: string, members: readonly Member[]): Addressed | undefined => {
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

/** `members`: who can be spoken to; undefined where nobody can. */
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

	const addressed = addressedIn(wanted, members);
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
