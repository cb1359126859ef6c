import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {wrap} from '../../text/wrap.ts';
import {blankRow, type Row} from '../primitives/rows.ts';

type WelcomeState = Pick<ChatState, 'role' | 'room' | 'members' | 'myId' | 'status' | 'address'>;

/** At most this many members are named; the rest are counted. */
const maximumNames = 3;

const hasMessages = ({history, pending}: Pick<ChatState, 'history' | 'pending'>): boolean =>
	pending.length > 0 || history.some(({kind}) => kind === 'message');

const wrapLines = (text: string, columns: number): readonly Row[] =>
	wrap(text, columns - 4).map(line => [{text: `  ${line}`}]);

const listOthers = ({members, myId}: WelcomeState): readonly string[] =>
	members.filter(({id, status}) => status === 'here' && id !== myId).map(({name}) => sanitizeLine(name));

/** `ada, bob, chloé and 4 more` */
const formatNames = (names: readonly string[]): string => {
	const more = names.length - maximumNames;
	return names.slice(0, maximumNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

const layoutHostWelcome = (state: WelcomeState, columns: number): readonly Row[] => {
	if (state.status.status === 'starting') {
		return wrapLines('Opening the room…', columns);
	}

	const others = listOthers(state);
	if (others.length > 0) {
		return wrapLines(`${formatNames(others)} ${others.length === 1 ? 'is' : 'are'} here. Say hello.`, columns);
	}

	return wrapLines('Waiting for others.', columns);
};

const layoutClientWelcome = (state: WelcomeState, columns: number): readonly Row[] => {
	const {status, address, room} = state;
	if (status.status === 'open') {
		const others = listOthers(state);
		const place = room === undefined ? 'You are connected' : `You are in "${sanitizeLine(room)}"`;
		return wrapLines(`${place}${others.length === 0 ? '' : ` with ${formatNames(others)}`}. Say hello.`, columns);
	}

	return status.status === 'closed'
		? []
		: wrapLines(`What you type is kept and sent once ${sanitizeLine(address)} answers.`, columns);
};

/** Lays out the greeting that the message pane shows until the first message. */
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
