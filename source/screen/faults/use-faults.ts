import {faultTable} from '../../chat/faults/fault-table.ts';
import type {SubmitResult} from '../../chat/commands/types.ts';
import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import type {Hint} from '../bars/hints.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';

type Options = {
	readonly state: ChatState;
	/** Returns the newest state, which may not be drawn yet. */
	readonly getState: () => ChatState;
	/** Runs a command. */
	readonly onCommand: (line: string) => SubmitResult;
	/** Called with the reason why a command was refused. */
	readonly onRefusal: (text: string) => void;
};

export type FaultControls = {
	/** The list of faults; undefined while it is closed. */
	readonly shown: {readonly title: string; readonly chosen: number} | undefined;
	/** The keys that work in the list; undefined while it is closed. */
	readonly hints: readonly Hint[] | undefined;
	readonly close: () => void;
	/** Opens the list on F6, and handles the keys in it. */
	readonly handleKey: KeyHandler;
	/** Ends the fault on Escape. Must come after the handlers of what is open. */
	readonly handleEscape: KeyHandler;
	/** Returns whether Escape has an effect here. */
	readonly canEscape: () => boolean;
};

type Place = {readonly fault: number; readonly peer: number};

const chooserHints: readonly Hint[] = [
	{key: 'Enter', action: 'break', rank: 0},
	{key: 'Esc', action: 'back', rank: 1},
	{key: '↑↓', action: 'choose', rank: 2},
];

const turn = (index: number, delta: number, length: number): number =>
	length === 0 ? 0 : (index + delta + length) % length;

/** Returns whose connections a host can break, by name; none at a client, which has its own. */
const listPeers = ({role, members, myId}: ChatState): readonly string[] =>
	role === 'host' ? members.filter(({id, status}) => id !== myId && status === 'here').map(({name}) => name) : [];

const readMove = (press: KeyPress): Place | undefined => {
	if (press.type === 'up' || press.type === 'down') {
		return {fault: press.type === 'up' ? -1 : 1, peer: 0};
	}

	const action = press.type === 'edit' ? press.action.type : undefined;
	return action === 'left' || action === 'right' ? {fault: 0, peer: action === 'left' ? -1 : 1} : undefined;
};

/** The list of faults that F6 opens with --lab, and the Escape that ends a fault. */
export const useFaults = ({state, getState, onCommand, onRefusal}: Options): FaultControls => {
	const {value, current, set} = useLatestState<Place | undefined>(undefined);
	const close = () => {
		set(undefined);
	};

	const run = (line: string) => {
		const result = onCommand(line);
		if (!result.ok) {
			onRefusal(result.text);
		}
	};

	const start = ({fault, peer}: Place) => {
		const name = listPeers(getState())[peer];
		close();
		run(['/break', name, faultTable[fault]?.kind].filter(word => word !== undefined).join(' '));
	};

	const open = () => {
		if (getState().lab) {
			set({fault: 0, peer: 0});
		} else {
			run('/break');
		}
	};

	const peers = listPeers(state);
	const peer = value && peers[value.peer];
	const more = peers.length > 1 ? ', ←→ another' : '';
	return {
		shown: value && {
			title: peer === undefined ? 'Break this connection' : `Break the connection of ${sanitizeLine(peer)}${more}`,
			chosen: value.fault,
		},
		hints: value && chooserHints,
		close,
		handleKey(press) {
			const place = current();
			if (press.type === 'redraw' || press.type === 'suspend') {
				return false;
			}

			if (press.type === 'f6' && !place) {
				open();
				return true;
			}

			if (!place) {
				return false;
			}

			const move = readMove(press);
			if (move) {
				const {length} = listPeers(getState());
				set({fault: turn(place.fault, move.fault, faultTable.length), peer: turn(place.peer, move.peer, length)});
				return true;
			}

			if (press.type === 'submit') {
				start(place);
				return true;
			}

			// Any other key closes the list and then has its usual effect.
			close();
			return press.type === 'escape' || press.type === 'f6' || press.type === 'interrupt';
		},
		handleEscape({type}) {
			if (type !== 'escape' || !getState().lab?.active) {
				return false;
			}

			run('/break off');
			return true;
		},
		canEscape: () => current() !== undefined || getState().lab?.active !== undefined,
	};
};
