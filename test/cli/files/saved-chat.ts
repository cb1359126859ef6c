import {createInitialState, type ChatState, type HistoryItem} from '../../../source/chat/state.ts';
import type {LoggedMessage} from '../../../source/room/log.ts';

/** What a hand-in says of the program, and when. */
export const facts = {program: '1.2.3', node: 'v20.20.2', platform: 'linux x64 6.18', now: 0};

/** Returns a message of a log, said a second after the one before it. */
export const createLogged = (seq: number, text = `said ${seq}`): LoggedMessage => ({
	seq,
	id: 'b',
	n: seq,
	from: 'bob',
	ts: seq * 1000,
	text,
});

/**
A chat that shows this history, and reads what is before it in pages of three from a log, until the
connection is lost after `pages` pages.
*/
export const createSavedChat = (
	history: readonly HistoryItem[],
	{
		log = [],
		pages = Infinity,
		...state
	}: Partial<ChatState> & {readonly log?: readonly LoggedMessage[]; readonly pages?: number} = {},
) => {
	const initial = createInitialState({role: 'join', plain: false, room: 'r', myName: 'ann', address: 'h:1'});
	let read = 0;
	return {
		getState: (): ChatState => ({...initial, ...state, history}),
		async readOlder(before: number) {
			read++;
			const from = Math.max(1, before - 3);
			return read > pages ? undefined : {from, messages: log.filter(({seq}) => seq >= from && seq < before)};
		},
	};
};
