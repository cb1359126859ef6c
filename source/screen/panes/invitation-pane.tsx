import {memo} from 'react';
import {Box} from 'ink';
import {layoutShortInvitation, type Invitation} from '../messages/invitation.ts';
import {RowTexts} from '../primitives/row-text.tsx';

type Props = Invitation & {
	readonly columns: number;
	readonly rows: number;
};

/** What others need to join, below the peers. */
function InvitationPaneView({columns, rows, ...invitation}: Props) {
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowTexts rows={layoutShortInvitation(invitation, columns)} />
		</Box>
	);
}

export const InvitationPane = memo(InvitationPaneView);
