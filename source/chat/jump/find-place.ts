import type {LogQueries} from '../../room/log.ts';
import {formatDateAndClock, formatDay} from '../../text/format-time.ts';
import {isLoadedAt, splitAtGap, type Item, type Loaded} from '../window/gap.ts';
import type {JumpTarget} from './parse-jump.ts';

/** The seq of a message, or a sentence that says why there is none. */
export type FoundPlace = {readonly seq: number} | {readonly text: string};

type Source = {
	readonly getState: () => Loaded<Item>;
	readonly findSince: LogQueries['findSince'];
};

const listMessages = ({history}: Pick<Loaded<Item>, 'history'>) =>
	history.flatMap(item => (item.kind === 'message' && item.seq !== undefined ? [{seq: item.seq, ts: item.at}] : []));

/** Looks in what is loaded: all that there is where the log cannot be read. */
const findLoaded = (state: ReturnType<Source['getState']>, from: number) => {
	const messages = listMessages(state);
	const found = messages.find(({ts}) => ts >= from);
	const isFirst = found !== undefined && found === messages[0] && (state.oldestSeq ?? 1) > 1;
	return isFirst && found.ts > from
		? {text: `The messages that are here begin on ${formatDateAndClock(found.ts)}.`}
		: (found ?? 'none');
};

/** Says which messages are loaded, where another one is wanted and the log cannot be read. */
const describeLoaded = (state: Loaded<Item>, wanted: number): string => {
	const {oldestSeq = 1} = state;
	const {gap} = splitAtGap(state.history);
	const here = gap
		? `${oldestSeq} to ${gap.from - 1}, and those from ${gap.to + 1} on, are here`
		: `from ${oldestSeq} on are here`;
	return `Message ${wanted} can be read while you are connected. Only the messages ${here}.`;
};

/** Finds the message that a user wants to go to. */
export const findPlace = async (target: JumpTarget, {getState, findSince}: Source): Promise<FoundPlace> => {
	if (target.kind === 'number') {
		const state = getState();
		const last = listMessages(state).at(-1)?.seq ?? 0;
		const none = last === 0 ? 'Nothing was said yet.' : `There is no message ${target.seq}: the last one is ${last}.`;
		if (target.seq > last) {
			return {text: none};
		}

		// Any question shows whether the log can be read.
		const canRead = isLoadedAt(state, target.seq) || (await findSince(0)) !== undefined;
		return canRead ? {seq: target.seq} : {text: describeLoaded(state, target.seq)};
	}

	const {from, to, words} = target;
	const found = (await findSince(from)) ?? findLoaded(getState(), from);
	if (found === 'none') {
		return {text: `Nothing was said on ${words}, or since then.`};
	}

	if ('text' in found) {
		return found;
	}

	return found.ts < to
		? {seq: found.seq}
		: {text: `Nothing was said on ${words}. The next message is of ${formatDay(found.ts)}.`};
};
