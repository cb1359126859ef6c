import {memo, useMemo} from 'react';
import {Box} from 'ink';
import {findFirstInView, countNewerInList, type ListScroll} from '../layout/list-scroll.ts';
import {useNow} from '../primitives/use-now.ts';
import type {RowSource} from '../layout/scroll.ts';
import type {Member} from '../../room/member.ts';
import {formatMoment} from '../../text/format-time.ts';
import type {Span} from '../primitives/rows.ts';
import {countPresent} from '../primitives/status-text.ts';
import {formatRange, layoutTitle} from '../layout/pane-title.ts';
import {RowText} from '../primitives/row-text.tsx';
import {layoutPeerLine, measurePeerNames, layoutPeer, type Roles} from './peer-rows.ts';

type PeerProps = Roles & {
	readonly member: Member;
	readonly columns: number;
	readonly nameColumns: number;
};

const minute = 60_000;

function PeerView({member, columns, nameColumns, ...roles}: PeerProps) {
	const since = member.status === 'here' ? undefined : member.since;
	const minutes = useNow(since, minute);
	const isRecent = since !== undefined && minutes - since < minute;
	const seconds = useNow(isRecent ? since : undefined);
	const now = isRecent ? seconds : minutes;
	return <RowText row={layoutPeer(member, roles, {columns, nameColumns, now})} />;
}

const Peer = memo(PeerView);

type Props = Roles & {
	readonly members: readonly Member[];
	/** When the host was last heard of, if it is gone. */
	readonly lastSeenAt: number | undefined;
	readonly source: RowSource;
	readonly scroll: ListScroll;
	readonly isFocused: boolean;
	readonly columns: number;
	/** With 1, only the names are shown, on the title's row. */
	readonly rows: number;
};

export const createPeerSource = (members: readonly Member[]): RowSource => ({
	length: members.length,
	getKey: index => members[index]?.id ?? '',
	countRows: () => 1,
});

const countMembers = (members: readonly Member[], lastSeenAt: number | undefined): Span => {
	// The user at least is in the room: the list has not come yet.
	if (members.length === 0) {
		return {text: ' …', tone: 'quiet'};
	}

	const count = ` ${countPresent({members})}`;
	return lastSeenAt === undefined
		? {text: count}
		: {text: `${count} when last seen ${formatMoment(lastSeenAt, Date.now())}`, tone: 'quiet'};
};

/** The members who are here, and those who may come back; or who was here, if the host is gone. */
function PeerPaneView({members, lastSeenAt, source, scroll, isFocused, myId, hostId, columns, rows}: Props) {
	const isGone = lastSeenAt !== undefined;
	const first = findFirstInView(source, scroll, rows - 1);
	const title = layoutTitle(
		'Peers',
		{
			isFocused,
			count: countMembers(members, lastSeenAt),
			isScrolled: scroll !== undefined,
			newer: countNewerInList(source, scroll),
			range: rows === 1 ? undefined : formatRange(first, rows - 1, members.length),
		},
		columns,
	);
	const nameColumns = useMemo(() => measurePeerNames(members, {myId, hostId}), [members, myId, hostId]);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowText row={rows === 1 ? layoutPeerLine(members, {myId, hostId, isGone}, title, columns) : title} />
			{members.slice(first, first + rows - 1).map(member => (
				<Peer
					key={member.id}
					member={member}
					myId={myId}
					hostId={hostId}
					isGone={isGone}
					columns={columns}
					nameColumns={nameColumns}
				/>
			))}
		</Box>
	);
}

export const PeerPane = memo(PeerPaneView);
