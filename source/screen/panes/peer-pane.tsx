import {memo, useMemo} from 'react';
import {Box} from 'ink';
import {firstInView, newerInList, type ListScroll} from '../layout/use-list-scroll.ts';
import {useNow} from '../primitives/use-now.ts';
import type {RowSource} from '../layout/use-scroll.ts';
import type {Member} from '../../room/member.ts';
import {hereCount} from '../primitives/status-words.ts';
import {rangeOf, titleRow} from '../layout/pane-title.ts';
import {peerLine, peerNameColumns, peerRow, type Roles} from './peer-rows.ts';
import {RowText} from '../primitives/row-text.tsx';

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
	return <RowText row={peerRow(member, roles, {columns, nameColumns, now})} />;
}

const Peer = memo(PeerView);

type Props = Roles & {
	readonly members: readonly Member[];
	readonly source: RowSource;
	readonly scroll: ListScroll;
	readonly isFocused: boolean;
	readonly columns: number;
	/** One row has room for the names only. */
	readonly rows: number;
};

export const peerSource = (members: readonly Member[]): RowSource => ({
	length: members.length,
	keyAt: index => members[index]?.id ?? '',
	rowsAt: () => 1,
});

/** Who is here, and who may come back. */
function PeerPaneView({members, source, scroll, isFocused, myId, hostId, columns, rows}: Props) {
	const first = firstInView(source, scroll, rows - 1);
	const title = titleRow(
		'Peers',
		{
			isFocused,
			count: members.length === 0 ? {text: '  nobody yet', tone: 'quiet'} : {text: ` ${hereCount({members})}`},
			isScrolled: scroll !== undefined,
			newer: newerInList(source, scroll),
			range: rows === 1 ? undefined : rangeOf(first, rows - 1, members.length),
		},
		columns,
	);
	const nameColumns = useMemo(() => peerNameColumns(members, {myId, hostId}), [members, myId, hostId]);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowText row={rows === 1 ? peerLine(members, {myId, hostId}, title, columns) : title} />
			{members.slice(first, first + rows - 1).map(member => (
				<Peer key={member.id} member={member} myId={myId} hostId={hostId} columns={columns} nameColumns={nameColumns} />
			))}
		</Box>
	);
}

export const PeerPane = memo(PeerPaneView);
