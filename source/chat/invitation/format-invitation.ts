import {sanitizeLine} from '../../text/sanitize.ts';

/** What others need to join a room. */
export type InvitationFacts = {
	/** `address:port` for each way to reach the room, the best one first. */
	readonly addresses: readonly string[];
	readonly code: string | undefined;
	/** How others start the program to join; the address follows. Default: as it is installed. */
	readonly joinCommand?: string | undefined;
};

/** What a member can do with the invitation to its room. */
export type InvitationActions = {
	/** Returns it, or a sentence that says why there is none. */
	readonly read: () => InvitationFacts | string;
	/** Shows it to this user only. */
	readonly show: () => void;
};

/** How the program is started to join a room, once it is installed. */
export const installedCommand = 'socket-chat join';

/**
Returns the command that joins a room at an address, as it can be pasted into a shell. Some shells
take brackets for a pattern of file names.
*/
export const formatJoinCommand = (address: string, joinCommand = installedCommand): string => {
	const shown = sanitizeLine(address);
	return `${joinCommand} ${shown.startsWith('[') ? `"${shown}"` : shown}`;
};

/** Returns the command that joins a plain room without this program: `nc 192.168.1.20 5000`. */
export const formatNetcatCommand = (address: string): string =>
	`nc ${sanitizeLine(address).replace(/^\[?(.*?)]?:(\d+)$/, '$1 $2')}`;

/**
Returns an invitation to paste anywhere: into a message to somebody, into a shell, or where the
program asks for the address or the code. The code is not a part of the command: a shell keeps its
commands, and shows them to the other users of the computer.
*/
export const formatInvitation = ({addresses, code, joinCommand}: InvitationFacts): string =>
	[
		...addresses.slice(0, 1).map(address => formatJoinCommand(address, joinCommand)),
		...(code === undefined ? [] : [`code: ${code}`]),
	].join('\n');

/** Names what `formatInvitation` returns, without the code. */
export const nameInvitation = ({addresses: [first], code, joinCommand}: InvitationFacts): string => {
	if (first === undefined) {
		return 'the code';
	}

	return formatJoinCommand(first, joinCommand) + (code === undefined ? '' : ', and the code');
};
