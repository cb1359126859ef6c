import type {ChatState} from '../../chat/state.ts';
import type {Member} from '../../room/member.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {pad, truncate, measureWidth} from '../../text/width.ts';
import {formatSpan} from '../../text/format-time.ts';
import {cutRow, rowColumns, type Row, type Span} from '../primitives/rows.ts';

/** Who is in the room, as rows. */

/** Which of the members are me and the host. */
export type Roles = {
	readonly myId: string | undefined;
	readonly hostId: string | undefined;
};

/** The host is the first to arrive in its own room. In a plain session nobody tells who is who. */
export const hostIdOf = ({
	role,
	plain,
	members,
	myId,
}: Pick<ChatState, 'role' | 'plain' | 'members' | 'myId'>): string | undefined => {
	if (role === 'host') {
		return myId;
	}

	return plain ? undefined : members[0]?.id;
};

const widestName = 16;
const shortestAddress = 9;

export const markOf = ({status}: Member): Span =>
	status === 'here' ? {text: '●', tone: 'here'} : {text: '○', tone: 'away'};

const tagOf = ({id}: Member, {myId, hostId}: Roles): string => {
	const tags = [...(id === myId ? ['you'] : []), ...(id === hostId ? ['host'] : [])];
	return tags.length === 0 ? '' : `(${tags.join(', ')})`;
};

const nameOf = (member: Member, roles: Roles): string =>
	`${truncate(sanitizeLine(member.name), widestName)} ${tagOf(member, roles)}`.trimEnd();

/** The width of the column of names and tags. */
export const peerNameColumns = (members: readonly Member[], roles: Roles): number =>
	Math.max(0, ...members.map(member => measureWidth(nameOf(member, roles))));

/** `● alice  192.168.1.7:57822  4 ms`. The address gives way first. */
export const peerRow = (
	member: Member,
	roles: Roles,
	{columns, nameColumns, now}: {readonly columns: number; readonly nameColumns: number; readonly now: number},
): Row => {
	const name = truncate(sanitizeLine(member.name), widestName);
	const tag = tagOf(member, roles);
	const head: Row = [
		{text: ' '},
		markOf(member),
		{text: ` ${name}`, tone: member.id === roles.myId ? 'ownName' : 'plain'},
		{text: pad(tag === '' ? '' : ` ${tag}`, Math.max(0, nameColumns - measureWidth(name))), tone: 'quiet'},
	];
	if (member.status !== 'here') {
		return cutRow([...head, {text: `  ${member.status} ${formatSpan(now - member.since)}`, tone: 'quiet'}], columns);
	}

	const isWriting = member.isTyping === true && member.id !== roles.myId;
	const end = isWriting ? '  writing…' : member.rtt === undefined ? '' : `  ${Math.round(member.rtt)} ms`;
	const left = columns - rowColumns(head) - 3 - measureWidth(end);
	const address = left >= shortestAddress ? truncate(sanitizeLine(member.address), left) : '';
	return cutRow(
		[...head, ...(address === '' ? [] : [{text: `  ${address}`, tone: 'quiet'} satisfies Span]), {text: end}],
		columns,
	);
};

const writing = ({isTyping, id}: Member, {myId}: Roles): readonly Span[] =>
	isTyping && id !== myId ? [{text: ' writing…', tone: 'quiet'}] : [];

const moreWords = (count: number): string => `+ ${count} more`;

/** Everybody on one row, as many as fit: ` Peers 3   ● alice (you)  ● bob  ○ carol away`. */
export const peerLine = (members: readonly Member[], roles: Roles, title: Row, columns: number): Row => {
	let row: Row = title;
	for (const [index, member] of members.entries()) {
		const next: Row = [
			...row,
			{text: '  '},
			markOf(member),
			{text: ` ${nameOf(member, roles)}`},
			...(member.status === 'here'
				? writing(member, roles)
				: [{text: ` ${member.status}`, tone: 'quiet'} satisfies Span]),
		];
		const after = members.length - index - 1;
		const room = after === 0 ? columns : columns - measureWidth(moreWords(after)) - 2;
		if (rowColumns(next) > room) {
			return cutRow([...row, {text: `  ${moreWords(members.length - index)}`, tone: 'quiet'}], columns);
		}

		row = next;
	}

	return row;
};
