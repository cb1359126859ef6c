import {useEffect, useReducer} from 'react';
import type {SubmitResult} from '../../chat/commands/types.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Xray} from '../../chat/xray/xray.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import {useNow} from '../primitives/use-now.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import {findConnection, findPeer} from './find-connection.ts';
import {createXrayKeyHandler} from './xray-keys.ts';
import type {XrayPosition} from './xray-position.ts';
import type {XrayLayoutOptions} from './xray-rows.ts';

export type XrayPane = {
	/** What to render; undefined while the x-ray is closed. */
	readonly shown: XrayLayoutOptions | undefined;
	/** Opens it. `wanted`: a member's name, a number, an address, or nothing. */
	readonly open: (wanted: string) => SubmitResult;
	readonly close: () => void;
	readonly handleKey: KeyHandler;
};

type Options = {
	/** Undefined where there are no sockets to look at. */
	readonly xray: Xray | undefined;
	readonly state: ChatState;
	readonly isDraftEmpty: () => boolean;
	/** Called with the reason why the x-ray cannot be opened by its key. */
	readonly onRefusal: (text: string) => void;
	/** How many calls PgUp and PgDn move by. */
	readonly pageSize: number;
};

/** The x-ray in place of the panes: what it shows, and its keys. */
export const useXray = ({xray, state, isDraftEmpty, onRefusal, pageSize}: Options): XrayPane => {
	const position = useLatestState<XrayPosition | undefined>(undefined);
	const number = position.value?.number;
	const [, redraw] = useReducer((version: number) => version + 1, 0);
	useNow(number === undefined ? undefined : 0);
	useEffect(() => (number === undefined ? undefined : xray?.watch(number, redraw)), [xray, number]);

	const open = (wanted: string): SubmitResult => {
		if (!xray) {
			return {ok: false, text: 'There are no sockets to look at here.'};
		}

		const found = findConnection(xray, state, wanted);
		if (found.ok) {
			xray.startRecording();
			position.set({number: found.number, selected: undefined, unfolded: undefined});
		}

		return found;
	};

	const connection = number === undefined ? undefined : xray?.look(number);
	const peer = connection && findPeer(state, connection.remote);
	return {
		shown:
			xray && connection && position.value
				? {
						connection,
						name: peer?.name,
						authorId: state.role === 'host' ? peer?.id : state.myId,
						index: xray.numbers.indexOf(connection.number),
						count: xray.numbers.length,
						selected: position.value.selected,
						unfolded: position.value.unfolded,
						now: xray.now(),
					}
				: undefined,
		open,
		close() {
			position.set(undefined);
		},
		handleKey: createXrayKeyHandler({xray, position, isDraftEmpty, pageSize, open, onRefusal}),
	};
};
