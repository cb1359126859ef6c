import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {wrap} from '../../text/wrap.ts';
import {hereCount} from '../primitives/status-words.ts';
import {blankRow, type Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

type WelcomeState = Pick<ChatState, 'role' | 'inviteAddresses' | 'code' | 'tag' | 'members' | 'status' | 'address'>;

const hasWords = ({history, pending}: Pick<ChatState, 'history' | 'pending'>): boolean =>
	pending.length > 0 || history.some(({kind}) => kind === 'message');

const lines = (text: string, columns: number, tone: Tone = 'plain'): readonly Row[] =>
	wrap(text, columns - 4).map(line => [{text: `  ${line}`, tone}]);

const hostWelcome = (state: WelcomeState, columns: number): readonly Row[] => {
	if (hereCount(state) > 1) {
		return lines('Somebody is here. Say something.', columns);
	}

	if (state.inviteAddresses.length === 0) {
		return lines('Nobody else is here yet.', columns);
	}

	const nearby = state.tag === undefined ? '' : ` (or "socket-chat join" alone, which finds this room as ${state.tag})`;
	const codeRows =
		state.code === undefined
			? lines('Nobody else is here yet.', columns)
			: [
					...lines('Nobody else is here yet. This code lets others in:', columns),
					...lines(`  ${state.code}`, columns, 'title'),
				];
	return [
		...codeRows,
		blankRow,
		...lines(`They join with${nearby}`, columns),
		...state.inviteAddresses.flatMap(address => lines(`  socket-chat join ${sanitizeLine(address)}`, columns, 'title')),
	];
};

const joinWelcome = ({status, address}: WelcomeState, columns: number): readonly Row[] => {
	if (status.status === 'open') {
		return lines('You are in. Say something.', columns);
	}

	return status.status === 'closed'
		? []
		: lines(`What you type is kept, and sent once ${sanitizeLine(address)} answers.`, columns);
};

/** What stands in the message pane while nobody has said anything. */
export const welcomeRows = (
	state: WelcomeState & Pick<ChatState, 'history' | 'pending'>,
	columns: number,
): readonly Row[] => {
	if (hasWords(state)) {
		return [];
	}

	return [blankRow, ...(state.role === 'host' ? hostWelcome(state, columns) : joinWelcome(state, columns))];
};
