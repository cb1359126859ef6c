import type {ChatState} from '../../chat/state.ts';
import type {Member} from '../../room/member.ts';
import {pad, measureWidth} from '../../text/width.ts';
import {formatSpan} from '../../text/format-time.ts';
import {plainPrefix} from '../../text/lookalikes.ts';
import {cutRow, measureRow, type Row, type Span} from '../primitives/rows.ts';
import {shortenName} from '../primitives/short-name.ts';
import {countPresent, formatRoundTrip} from '../primitives/status-text.ts';

/** The rows of the peer pane. */

/** The ids of the user and of the host, and whether the host is there to say who else is. */
export type Roles = {
	readonly myId: string | undefined;
	readonly hostId: string | undefined;
	/** Whether the members are those of when the host was last heard of. */
	readonly isGone?: boolean;
};

/** The host is always the first member of its room. A plain session does not say who it is. */
export const findHostId = ({
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
/** The columns of `…:57822`. */
const shortestAddress = 7;

export const choosePresenceMark = ({status, isHalfClosed}: Member, isGone = false): Span => {
	if (status !== 'here' || isGone) {
		return {text: '○', tone: 'away'};
	}

	return isHalfClosed ? {text: '◐', tone: 'away'} : {text: '●', tone: 'here'};
};

/** Returns what a member that is here does, or its round trip. */
const formatActivity = ({id, isTyping, isHalfClosed, rtt}: Member, {myId, isGone}: Roles): string => {
	if (isGone) {
		return '';
	}

	if (isHalfClosed) {
		return '  has closed its side';
	}

	if (isTyping && id !== myId) {
		return '  writing…';
	}

	return rtt === undefined ? '' : `  ${formatRoundTrip(rtt)}`;
};

const formatRoles = ({id}: Member, {myId, hostId}: Roles): string => {
	const tags = [...(id === myId ? ['you'] : []), ...(id === hostId ? ['host'] : [])];
	return tags.length === 0 ? '' : `(${tags.join(', ')})`;
};

const formatName = (member: Member, roles: Roles): string =>
	`${shortenName(member.name, widestName)} ${formatRoles(member, roles)}`.trimEnd();

/** Returns the width of the column of names and roles. */
export const measurePeerNames = (members: readonly Member[], roles: Roles): number =>
	Math.max(0, ...members.map(member => measureWidth(formatName(member, roles))));

/** Lays out `● alice  192.168.1.7:57822  4 ms`. The address is shortened first. */
export const layoutPeer = (
	member: Member,
	roles: Roles,
	{columns, nameColumns, now}: {readonly columns: number; readonly nameColumns: number; readonly now: number},
): Row => {
	const name = shortenName(member.name, widestName);
	const tag = formatRoles(member, roles);
	const head: Row = [
		{text: ' '},
		choosePresenceMark(member, roles.isGone),
		{text: ` ${name}`, tone: roles.isGone ? 'quiet' : member.id === roles.myId ? 'ownName' : 'plain'},
		{text: pad(tag === '' ? '' : ` ${tag}`, Math.max(0, nameColumns - measureWidth(name))), tone: 'quiet'},
	];
	if (member.status !== 'here') {
		return cutRow([...head, {text: `  ${member.status} ${formatSpan(now - member.since)}`, tone: 'quiet'}], columns);
	}

	const end = formatActivity(member, roles);
	const left = columns - measureRow(head) - 3 - measureWidth(end);
	const address = left >= shortestAddress ? shortenName(member.address, left) : '';
	return cutRow(
		[...head, ...(address === '' ? [] : [{text: `  ${address}`, tone: 'quiet'} satisfies Span]), {text: end}],
		columns,
	);
};

const writing = ' writing…';

/** Returns the activity of a member that is here, in few words. */
const listActivitySpans = ({isTyping, isHalfClosed, id}: Member, {myId, isGone}: Roles): readonly Span[] => {
	if (isGone) {
		return [];
	}

	const text = isHalfClosed ? ' closed its side' : isTyping && id !== myId ? writing : '';
	return text === '' ? [] : [{text, tone: 'quiet'}];
};

const formatMore = (count: number): string => `+ ${count} more`;

/** The port of a plain peer, which its name does not tell: ` …:42408`. */
const listPortSpans = ({name, address}: Member): readonly Span[] =>
	name.startsWith(plainPrefix) ? [{text: ` ${shortenName(address, shortestAddress)}`, tone: 'quiet'}] : [];

type LineOptions = {readonly columns: number; readonly listDetails: (member: Member) => readonly Span[]};

/** Returns the row, and the number of members on it. */
const addPeers = (members: readonly Member[], roles: Roles, title: Row, {columns, listDetails}: LineOptions) => {
	let row: Row = title;
	for (const [index, member] of members.entries()) {
		const next: Row = [
			...row,
			{text: '  '},
			choosePresenceMark(member, roles.isGone),
			{text: ` ${formatName(member, roles)}`, ...(roles.isGone && {tone: 'quiet' as const})},
			...listDetails(member),
			...(member.status === 'here'
				? listActivitySpans(member, roles)
				: [{text: ` ${member.status}`, tone: 'quiet'} satisfies Span]),
		];
		const after = members.length - index - 1;
		const room = after === 0 ? columns : columns - measureWidth(formatMore(after)) - 2;
		if (measureRow(next) > room) {
			const more = formatMore(members.length - index);
			return {row: cutRow([...row, {text: `  ${more}`, tone: 'quiet'}], columns), shown: index};
		}

		row = next;
	}

	return {row, shown: members.length};
};

/**
Returns whether all members fit on one row, also while one of them is writing: the pane must not
change its height then.
*/
export const fitsPeerLine = (
	state: Pick<ChatState, 'role' | 'plain' | 'members' | 'myId'>,
	columns: number,
): boolean => {
	const {members, myId} = state;
	const roles = {myId, hostId: findHostId(state)};
	const quiet = members.map(member => ({...member, isTyping: false}));
	const title = {text: ` Peers ${countPresent(state)}${writing}`};
	return addPeers(quiet, roles, [title], {columns, listDetails: () => []}).shown === members.length;
};

/**
Lays out as many members as fit on one row: ` Peers 3   ● ann (you)  ● nc-1 …:42408  ○ bob away`.
Ports are left out where not all members fit with them.
*/
export const layoutPeerLine = (members: readonly Member[], roles: Roles, title: Row, columns: number): Row => {
	const full = addPeers(members, roles, title, {columns, listDetails: listPortSpans});
	return full.shown === members.length
		? full.row
		: addPeers(members, roles, title, {columns, listDetails: () => []}).row;
};
