import {useState} from 'react';
import {findPlace} from '../../chat/jump/find-place.ts';
import type {JumpTarget} from '../../chat/jump/parse-jump.ts';
import {useShownMatch, type ShownMatchOptions, type Target} from './use-shown-match.ts';

export type Jump = {
	/** Goes to a place in the conversation. `notify`: says why there is no such place. */
	readonly to: (target: JumpTarget, notify: (text: string) => void) => void;
	/** Goes to the room's first message. Returns false if it is loaded, or cannot be. */
	readonly toFirst: () => boolean;
	/** Whether the user has gone to a place, and not elsewhere since: it has to stay loaded. */
	readonly isOn: boolean;
	/** Call when the user goes elsewhere: what is still being loaded is not shown. */
	readonly end: () => void;
};

/** Goes to places far back: the messages around them are loaded, and not those between. */
export const useJump = (options: ShownMatchOptions): Jump => {
	const {state, reader} = options;
	const [target, setTarget] = useState<Target>();
	useShownMatch(target, options);
	const show = (seq: number) => {
		setTarget({match: {seq}, fromEnd: 0});
	};

	return {
		isOn: target !== undefined,
		to(wanted, notify) {
			const findSince = async (ts: number) => reader?.findSince(ts);
			void findPlace(wanted, {getState: () => state, findSince}).then(found => {
				if ('text' in found) {
					notify(found.text);
				} else {
					show(found.seq);
				}
			});
		},
		toFirst() {
			const {status} = state.status;
			const canLoad = reader !== undefined && (status === 'open' || status === 'listening');
			if (!canLoad || (state.oldestSeq ?? 1) <= 1) {
				return false;
			}

			show(1);
			return true;
		},
		end() {
			setTarget(undefined);
		},
	};
};
