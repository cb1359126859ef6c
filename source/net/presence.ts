import type {Member} from '../room/member.ts';
import {encodeFrame, type WireMember} from '../wire/frames.ts';

/** The number of members in one `who` line. They take at most a third of a line's limit. */
const membersPerLine = 100;

const toWireMember = (
	{id, name, address, status, since, rtt, isTyping, isHalfClosed, isRemoved}: Member,
	now: number,
): WireMember => ({
	id,
	name,
	address,
	status,
	for: Math.max(0, now - since),
	rtt,
	typing: isTyping ? true : undefined,
	ended: isHalfClosed ? true : undefined,
	removed: isRemoved ? true : undefined,
});

/** Converts a member from a `who` line. The spans in it become times on this computer's clock. */
export const fromWireMember = (
	{id, name, address, status, for: span = 0, rtt, typing, ended}: WireMember,
	now: number,
): Member => ({
	id,
	name,
	address,
	status,
	since: now - span,
	rtt,
	...(typing && {isTyping: true}),
	...(ended && {isHalfClosed: true}),
});

/** Encodes members in parts of which each fits into a line. An empty list is one empty part. */
const encodeParts = (
	members: readonly Member[],
	now: number,
	encode: (part: readonly WireMember[], isLast: boolean) => string,
): readonly string[] => {
	const lines: string[] = [];
	let from = 0;
	do {
		const part = members.slice(from, from + membersPerLine).map(member => toWireMember(member, now));
		from += membersPerLine;
		lines.push(encode(part, from >= members.length));
	} while (from < members.length);

	return lines;
};

/** Encodes all members, as one or more `who` lines that replace the list before. */
export const encodeWho = (members: readonly Member[], now: number): readonly string[] =>
	encodeParts(members, now, (part, isLast) =>
		encodeFrame({type: 'who', members: part, all: true, more: isLast ? undefined : true}),
	);

/** Encodes members that have changed, as one or more `who` lines. */
export const encodeWhoChange = (members: readonly Member[], now: number): readonly string[] =>
	encodeParts(members, now, part => encodeFrame({type: 'who', members: part}));
