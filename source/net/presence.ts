import type {Member} from '../room/member.ts';
import {encodeFrame, type WireMember} from '../wire/frames.ts';

/** How many members one `who` line carries: at most a third of a line's limit. */
const membersPerLine = 100;

const toWire = ({id, name, address, status, since, rtt, isTyping}: Member, now: number): WireMember => ({
	id,
	name,
	address,
	status,
	for: Math.max(0, now - since),
	rtt,
	typing: isTyping ? true : undefined,
});

/** A member as a join keeps it, its spans counted on the join's own clock. */
export const fromWire = ({id, name, address, status, for: span = 0, rtt, typing}: WireMember, now: number): Member => ({
	id,
	name,
	address,
	status,
	since: now - span,
	rtt,
	...(typing && {isTyping: true}),
});

/** The whole list, as it follows a welcome: it replaces what was told before. */
export const encodeWho = (members: readonly Member[], now: number): string => {
	const lines: string[] = [];
	let from = 0;
	do {
		const part = members.slice(from, from + membersPerLine).map(member => toWire(member, now));
		from += membersPerLine;
		lines.push(encodeFrame({type: 'who', members: part, all: true, more: from < members.length ? true : undefined}));
	} while (from < members.length);

	return lines.join('');
};

/** Only what has changed. */
export const encodeWhoChange = (members: readonly Member[], now: number): string =>
	encodeFrame({type: 'who', members: members.map(member => toWire(member, now))});
