import type {ChatState} from '../../chat/state.ts';
import type {Xray} from '../../chat/xray/xray.ts';

/** Which connection the user means. */
export type FoundConnection =
	{readonly ok: true; readonly number: number} | {readonly ok: false; readonly text: string};

type Room = Pick<ChatState, 'members' | 'role'>;

const findNewest = (xray: Xray): number | undefined => {
	const open = xray.numbers.filter(number => xray.look(number)?.closedAt === undefined);
	return open.at(-1) ?? xray.numbers.at(-1);
};

const findNamed = (xray: Xray, {members}: Room, wanted: string): number | undefined => {
	const number = Number(/^#?(?<digits>\d+)$/.exec(wanted)?.groups?.digits ?? Number.NaN);
	if (xray.numbers.includes(number)) {
		return number;
	}

	const folded = wanted.toLowerCase();
	const member = members.find(({name}) => name.toLowerCase() === folded);
	return xray.findByRemote(member?.address ?? wanted);
};

/**
Finds a connection by a member's name, by the number in the connection log, or by `address:port`.
`wanted` empty: the newest open one.
*/
export const findConnection = (xray: Xray, room: Room, wanted: string): FoundConnection => {
	if (xray.numbers.length === 0) {
		return {ok: false, text: 'There is no connection yet that the x-ray could show.'};
	}

	const number = wanted === '' ? findNewest(xray) : findNamed(xray, room, wanted);
	if (number !== undefined) {
		return {ok: true, number};
	}

	return {
		ok: false,
		text:
			room.role === 'join'
				? 'Your only connection is the one to the host: /xray shows it.'
				: `No connection is known by ${JSON.stringify(wanted)}. Use a member's name, or a number from the log: /xray #3.`,
	};
};

/** Returns the member at the other end of a connection. */
export const findPeer = ({members}: Pick<Room, 'members'>, remote: string) =>
	members.find(({address}) => address === remote);
