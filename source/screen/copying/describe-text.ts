import {sanitizeLine} from '../../text/sanitize.ts';
import {isHistory} from '../messages/conversation-item.ts';
import type {Conversation, SaidText} from './said-text.ts';

/** Describes a text to its reader: `bob's message, 3 lines`. */
export const describeText = ({getItem}: Conversation, {indexes, text, missing}: SaidText): string => {
	const item = getItem(indexes[0] ?? 0);
	const isOthers = item !== undefined && isHistory(item) && item.kind === 'message' && !item.own;
	const lines = text.split('\n').length;
	const notes = [
		`${isOthers ? `${sanitizeLine(item.from)}'s` : 'your'} message`,
		...(lines > 1 ? [`${lines} lines`] : []),
		...(indexes.length + missing > 1 ? [`${indexes.length} of ${indexes.length + missing} parts`] : []),
	];
	return notes.join(', ');
};
