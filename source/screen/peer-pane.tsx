import {memo, useMemo} from 'react';
import {Box} from 'ink';
import {useNow} from '../hooks/use-now.ts';
import type {Member} from '../room/member.ts';
import {hereCount} from './status-words.ts';
import {moreWords, peerLine, peerNameColumns, peerRow, type Roles} from './peer-rows.ts';
import {RowText} from './row-text.tsx';
import type {Row} from './rows.ts';

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
	readonly columns: number;
	/** One row has room for the names only. */
	readonly rows: number;
};

/** Who is here, and who may come back. */
function PeerPaneView({members, myId, hostId, columns, rows}: Props) {
	const title: Row = [
		{text: ' Peers', tone: 'title'},
		{text: members.length === 0 ? '  nobody yet' : ` ${hereCount({members})} `, tone: members.length === 0 ? 'quiet' : 'plain'},
	];
	const shown = members.length > rows - 1 ? members.slice(0, Math.max(0, rows - 2)) : members;
	const nameColumns = useMemo(() => peerNameColumns(members, {myId, hostId}), [members, myId, hostId]);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowText row={rows === 1 ? peerLine(members, {myId, hostId}, title, columns) : title} />
			{rows > 1 &&
				shown.map(member => (
					<Peer key={member.id} member={member} myId={myId} hostId={hostId} columns={columns} nameColumns={nameColumns} />
				))}
			{rows > 1 && shown.length < members.length && (
				<RowText row={[{text: `   ${moreWords(members.length - shown.length)}`, tone: 'quiet'}]} />
			)}
		</Box>
	);
}

export const PeerPane = memo(PeerPaneView);
