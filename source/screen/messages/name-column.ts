import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth} from '../../text/width.ts';

/** Below this width the time is left out. */
const roomyColumns = 56;
const widestName = 12;
const widestNameInBrief = 8;
/** Only this many of the newest items decide the width of the sender's column. */
const measuredItems = 100;

/** True if the pane is too narrow for the time and for long names. */
export const isBrief = (columns: number): boolean => columns < roomyColumns;

/**
Returns the width of the sender's column: that of the widest name, from 3 to 12 columns (8 below 56
columns).
*/
export const measureNameColumns = (
	{history, members, myName}: Pick<ChatState, 'history' | 'members' | 'myName'>,
	columns: number,
): number => {
	const widest = isBrief(columns) ? widestNameInBrief : widestName;
	let columnsSoFar = Math.max(3, measureWidth(sanitizeLine(myName)));
	for (const {name} of members) {
		columnsSoFar = Math.max(columnsSoFar, measureWidth(sanitizeLine(name)));
		if (columnsSoFar >= widest) {
			return widest;
		}
	}

	for (let index = history.length - 1; index >= Math.max(0, history.length - measuredItems); index--) {
		const item = history[index];
		if (item?.kind === 'message') {
			columnsSoFar = Math.max(columnsSoFar, measureWidth(sanitizeLine(item.from)));
		}
	}

	return Math.min(widest, columnsSoFar);
};
