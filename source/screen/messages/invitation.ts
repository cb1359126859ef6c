import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import type {Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

/** What others need to join the room that this program hosts. */
export type Invitation = Pick<ChatState, 'inviteAddresses' | 'code' | 'tag'>;

const hasInvitation = ({inviteAddresses, code}: Invitation): boolean =>
	inviteAddresses.length > 0 || code !== undefined;

const formatCommand = (address: string): string => `socket-chat join ${sanitizeLine(address)}`;

const wrapLines = (text: string, columns: number, tone: Tone): readonly Row[] =>
	wrap(text, columns).map(line => [{text: line, tone}]);

/** Lays out each way to reach the room and the code, as the conversation shows them. */
export const layoutInvitation = ({inviteAddresses, code, tag}: Invitation, columns: number): readonly Row[] => {
	const indent = (text: string) => wrapLines(`  ${text}`, columns, 'title');
	const nearby = tag === undefined ? '' : ` (on the same network, without the address: it is listed as ${tag})`;
	const commandRows =
		inviteAddresses.length === 0
			? []
			: [
					...wrapLines(`Others run${nearby}`, columns, 'quiet'),
					...inviteAddresses.flatMap(address => indent(formatCommand(address))),
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
Lays out the code and the first command that reaches the room, on as few rows as they take. Empty
for a client.
*/
export const layoutShortInvitation = (invitation: Invitation, columns: number): readonly Row[] => {
	if (!hasInvitation(invitation)) {
		return [];
	}

	const {code, inviteAddresses} = invitation;
	const parts = [
		...(code === undefined ? [] : [`Code ${code}`]),
		...inviteAddresses.slice(0, 1).map(address => formatCommand(address)),
	];
	const whole = parts.join(gap);
	const lines = measureWidth(whole) + 2 <= columns ? [whole] : parts.flatMap(part => wrap(part, columns - 2));
	return lines.map(line => [{text: ` ${line}`, tone: 'title'}]);
};
