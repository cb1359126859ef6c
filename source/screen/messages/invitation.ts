import {formatJoinCommand, formatNetcatCommand} from '../../chat/invitation/format-invitation.ts';
import type {ChatState} from '../../chat/state.ts';
import {measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import type {Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

/** What others need to join the room that this program hosts. */
export type Invitation = Pick<ChatState, 'inviteAddresses' | 'code' | 'tag' | 'joinCommand'> &
	Partial<Pick<ChatState, 'plain' | 'announcedName'>>;

/** Returns how others see the room in their lists. */
const formatListing = ({tag, announcedName}: Invitation): string | undefined =>
	tag === undefined || announcedName === undefined ? tag : `${tag} “${announcedName}”`;

const hasInvitation = ({inviteAddresses, code}: Invitation): boolean =>
	inviteAddresses.length > 0 || code !== undefined;

const wrapLines = (text: string, columns: number, tone: Tone): readonly Row[] =>
	wrap(text, columns).map(line => [{text: line, tone}]);

/** Lays out each way to reach the room and the code, as the conversation shows them. */
export const layoutInvitation = (invitation: Invitation, columns: number): readonly Row[] => {
	const {inviteAddresses, code, joinCommand, plain} = invitation;
	const indent = (text: string) => wrapLines(`  ${text}`, columns, 'title');
	const [first] = inviteAddresses;
	const plainRows =
		plain && first !== undefined
			? [...wrapLines('Anybody can join, not encrypted, by', columns, 'quiet'), ...indent(formatNetcatCommand(first))]
			: [];
	const listing = formatListing(invitation);
	const nearby = listing === undefined ? '' : ` (on the same network, without the address: it is listed as ${listing})`;
	const commandRows =
		inviteAddresses.length === 0
			? []
			: [
					...plainRows,
					...wrapLines(`${plain ? 'Those with this program' : 'Others'} run${nearby}`, columns, 'quiet'),
					...inviteAddresses.flatMap(address => indent(formatJoinCommand(address, joinCommand))),
				];
	return code === undefined
		? commandRows
		: [
				...commandRows,
				...wrapLines(commandRows.length === 0 ? 'Others join with the code' : 'and give the code', columns, 'quiet'),
				...indent(code),
			];
};

const gap = '   ';

/**
Lays out the code, the first command that reaches the room, and the tag by which it is listed, on as
few rows as they take. Empty for a client.
*/
export const layoutShortInvitation = (invitation: Invitation, columns: number): readonly Row[] => {
	if (!hasInvitation(invitation)) {
		return [];
	}

	const {code, inviteAddresses, joinCommand, plain} = invitation;
	const listing = formatListing(invitation);
	const parts = [
		...(plain ? inviteAddresses.slice(0, 1).map(address => formatNetcatCommand(address)) : []),
		...(code === undefined ? [] : [`Code ${code}`]),
		...inviteAddresses.slice(0, 1).map(address => formatJoinCommand(address, joinCommand)),
		...(listing === undefined ? [] : [`Listed as ${listing}`]),
	];
	const lines: string[] = [];
	for (const part of parts) {
		const longer = [...lines.slice(-1), part].join(gap);
		if (lines.length > 0 && measureWidth(longer) <= columns - 2) {
			lines.splice(-1, 1, longer);
		} else {
			lines.push(...wrap(part, columns - 2));
		}
	}

	return lines.map(line => [{text: ` ${line}`, tone: 'title'}]);
};
