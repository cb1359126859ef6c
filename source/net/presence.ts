import type {Member} from '../room/member.ts';
import {encodeFrame, type WireMember} from '../wire/frames.ts';

/** The number of members in one `who` line. They take at most a third of a line's limit. */
const membersPerLine = 100;

const toWireMember = ({id, name, address, status, since, rtt, isTyping}: Member, now: number): WireMember => ({
	id,
	name,
	address,
	status,
	for: Math.max(0, now - since),
	rtt,
	typing: isTyping ? true : undefined,
});

/** Converts a member from a `who` line. The spans in it become times on this computer's clock. */
export const fromWireMember = (
	{id, name, address, status, for: span = 0, rtt, typing}: WireMember,
	now: number,
): Member => ({
	id,
	name,
	address,
	status,
	since: now - span,
	rtt,
	...(typing && {isTyping: true}),
});

/** Encodes all members, as one or more `who` lines that replace the list before. */
export const encodeWho = (members: readonly Member[], now: number): string => {
	const lines: string[] = [];
	let from = 0;
	do {
		const part = members.slice(from, from + membersPerLine).map(member => toWireMember(member, now));
		from += membersPerLine;
		lines.push(encodeFrame({type: 'who', members: part, all: true, more: from < members.length ? true : undefined}));
	} while (from < members.length);

	return lines.join('');
};

/** Encodes members that have changed, as one `who` line. */
export const encodeWhoChange = (members: readonly Member[], now: number): string =>
	encodeFrame({type: 'who', members: members.map(member => toWireMember(member, now))});
