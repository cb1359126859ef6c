import type {ChatState} from '../../chat/state.ts';
import type {LayoutRequest} from '../layout/layout.ts';
import {layoutShortInvitation} from '../messages/invitation.ts';
import {fitsPeerLine} from './peer-rows.ts';

type PaneNeeds = Pick<LayoutRequest, 'members' | 'fitsPeerLine' | 'countInvitationRows'>;

/** Returns how much the panes have to show. */
export const measurePanes = (state: ChatState): PaneNeeds => ({
	members: state.members.length,
	fitsPeerLine: columns => fitsPeerLine(state, columns),
	countInvitationRows: columns => layoutShortInvitation(state, columns).length,
});
