import {isLoopback} from '../../net/address.ts';
import {formatJoinCommand, type InvitationActions, type InvitationFacts} from './format-invitation.ts';

/** What a client knows of the room that it is in. */
type KnownRoom = {
	/** The `address:port` that it dials. */
	readonly address: string;
	/** Whether the session is plain: it has no code, and what it speaks to may be anything. */
	readonly plain: boolean;
};

const isOwnComputer = (address: string): boolean => isLoopback(address.replace(/:\d+$/, '').replaceAll(/[[\]]/g, ''));

/** Creates what a client can do with the invitation that it has itself come in by. */
export const createPassedInvitation = (
	{address, plain}: KnownRoom,
	{code, joinCommand}: Pick<InvitationFacts, 'code' | 'joinCommand'>,
	notify: (text: string) => void,
): InvitationActions => ({
	read() {
		if (plain) {
			return 'A plain connection has no invitation.';
		}

		return isOwnComputer(address)
			? "You have joined on the host's own computer: the host's /invite shows the address for others."
			: {addresses: [address], code, joinCommand};
	},
	show() {
		notify(`Others run: ${formatJoinCommand(address, joinCommand)}`);
		notify(`and give the code: ${code}`);
	},
});
