import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {wrap} from '../../text/wrap.ts';
import {countPresent} from '../primitives/status-text.ts';
import {blankRow, type Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

type WelcomeState = Pick<ChatState, 'role' | 'inviteAddresses' | 'code' | 'tag' | 'members' | 'status' | 'address'>;

const hasMessages = ({history, pending}: Pick<ChatState, 'history' | 'pending'>): boolean =>
	pending.length > 0 || history.some(({kind}) => kind === 'message');

const wrapLines = (text: string, columns: number, tone: Tone = 'plain'): readonly Row[] =>
	wrap(text, columns - 4).map(line => [{text: `  ${line}`, tone}]);

const layoutHostWelcome = (state: WelcomeState, columns: number): readonly Row[] => {
	if (countPresent(state) > 1) {
		return wrapLines('Somebody is here. Say something.', columns);
	}

	if (state.inviteAddresses.length === 0) {
		return wrapLines('Nobody else is here yet.', columns);
	}

	const nearby = state.tag === undefined ? '' : ` (or "socket-chat join" alone, which finds this room as ${state.tag})`;
	const codeRows =
		state.code === undefined
			? wrapLines('Nobody else is here yet.', columns)
			: [
					...wrapLines('Nobody else is here yet. This code lets others in:', columns),
					...wrapLines(`  ${state.code}`, columns, 'title'),
				];
	return [
		...codeRows,
		blankRow,
		...wrapLines(`They join with${nearby}`, columns),
		...state.inviteAddresses.flatMap(address =>
			wrapLines(`  socket-chat join ${sanitizeLine(address)}`, columns, 'title'),
		),
	];
};

const layoutClientWelcome = ({status, address}: WelcomeState, columns: number): readonly Row[] => {
	if (status.status === 'open') {
		return wrapLines('You are in. Say something.', columns);
	}

	return status.status === 'closed'
		? []
		: wrapLines(`What you type is kept, and sent once ${sanitizeLine(address)} answers.`, columns);
};

/** What stands in the message pane while nobody has said anything. */
export const layoutWelcome = (
	state: WelcomeState & Pick<ChatState, 'history' | 'pending'>,
	columns: number,
): readonly Row[] => {
	if (hasMessages(state)) {
		return [];
	}

	return [
		blankRow,
		...(state.role === 'host' ? layoutHostWelcome(state, columns) : layoutClientWelcome(state, columns)),
	];
};
