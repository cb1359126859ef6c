import type {SubmitResult} from '../../chat/commands/types.ts';
import type {Xray} from '../../chat/xray/xray.ts';
import type {LatestState} from '../primitives/use-latest-state.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import {moveSelection, type XrayPosition} from './xray-position.ts';

type Options = {
	readonly xray: Xray | undefined;
	readonly position: LatestState<XrayPosition | undefined>;
	readonly isDraftEmpty: () => boolean;
	readonly pageSize: number;
	readonly open: (wanted: string) => SubmitResult;
	readonly onRefusal: (text: string) => void;
};

/** Returns by how many calls a key moves; undefined for other keys. */
const findMove = (press: KeyPress, pageSize: number): number | undefined => {
	if (press.type === 'edit') {
		return press.action.type === 'home' ? -Infinity : press.action.type === 'end' ? Infinity : undefined;
	}

	switch (press.type) {
		case 'up':
		case 'row-up': {
			return -1;
		}

		case 'down':
		case 'row-down': {
			return 1;
		}

		case 'page-up': {
			return -pageSize;
		}

		case 'page-down': {
			return pageSize;
		}

		case 'top': {
			return -Infinity;
		}

		case 'bottom':
		case 'end': {
			return Infinity;
		}

		default: {
			return undefined;
		}
	}
};

/** Returns whether a key asks for the next connection (1), the previous (-1), or neither (0). */
const findTurn = (press: KeyPress): -1 | 0 | 1 => {
	if (press.type !== 'edit') {
		return 0;
	}

	return press.action.type === 'right' ? 1 : press.action.type === 'left' ? -1 : 0;
};

/** Handles F5 everywhere, and while the x-ray is open the keys that a draft does not need. */
export const createXrayKeyHandler =
	({xray, position, isDraftEmpty, pageSize, open, onRefusal}: Options): KeyHandler =>
	press => {
		const current = position.current();
		if (press.type === 'f5') {
			if (current) {
				position.set(undefined);
				return true;
			}

			const result = open('');
			if (!result.ok) {
				onRefusal(result.text);
			}

			return true;
		}

		if (!current || !xray) {
			return false;
		}

		if (press.type === 'escape') {
			position.set(undefined);
			return true;
		}

		if (press.type === 'f2' || press.type === 'f3' || press.type === 'find') {
			position.set(undefined);
			return false;
		}

		if (!isDraftEmpty()) {
			return false;
		}

		const keys = xray.look(current.number)?.calls.map(({key}) => key) ?? [];
		const move = findMove(press, pageSize);
		if (move !== undefined) {
			position.set(moveSelection(current, keys, move));
			return true;
		}

		const turn = findTurn(press);
		if (turn !== 0) {
			const {numbers} = xray;
			const index = numbers.indexOf(current.number) + turn;
			const number = numbers[index];
			if (number !== undefined) {
				position.set({number, selected: undefined, unfolded: undefined});
			}

			return true;
		}

		if (press.type === 'submit') {
			const selected = current.selected ?? keys.at(-1);
			position.set({...current, unfolded: current.unfolded === selected ? undefined : selected});
			return true;
		}

		return press.type === 'complete' || press.type === 'complete-back';
	};
