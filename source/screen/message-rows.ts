import type {ChatState, Delivery, HistoryItem} from '../chat/state.ts';
import {sanitize, sanitizeLine} from '../text/sanitize.ts';
import {pad, width} from '../text/width.ts';
import {wrap} from '../text/wrap.ts';
import {clockOf} from './duration.ts';
import {rowColumns, type Row, type Span} from './rows.ts';
import {peerTone, type Tone} from './theme.ts';

/** A message or a notice as rows: time, sender, text, and after my own text how far it has come. */

export type Pending = ChatState['pending'][number];
export type Entry = HistoryItem | Pending;

/** What the rows of every entry depend on. Made anew only when one of these changes, for the rows are cached by it. */
export type MessageFrame = {
	readonly columns: number;
	/** The width of the sender's column. */
	readonly nameColumns: number;
	readonly myName: string;
};

/** Below this a row has no room for the time. */
const roomyColumns = 56;
const widestName = 12;
const widestNameInBrief = 8;
/** How many of the newest entries the width of the sender's column is measured on. */
const measuredEntries = 100;

const isBrief = (columns: number): boolean => columns < roomyColumns;

/** The width of the sender's column: the longest name that is around, within limits. */
export const nameColumnsOf = ({history, members, myName}: Pick<ChatState, 'history' | 'members' | 'myName'>, columns: number): number => {
	const widest = isBrief(columns) ? widestNameInBrief : widestName;
	let columnsSoFar = Math.max(3, width(sanitizeLine(myName)));
	for (const {name} of members) {
		columnsSoFar = Math.max(columnsSoFar, width(sanitizeLine(name)));
		if (columnsSoFar >= widest) {
			return widest;
		}
	}

	for (let index = history.length - 1; index >= Math.max(0, history.length - measuredEntries); index--) {
		const item = history[index];
		if (item?.kind === 'message') {
			columnsSoFar = Math.max(columnsSoFar, width(sanitizeLine(item.from)));
		}
	}

	return Math.min(widest, columnsSoFar);
};

const isHistory = (entry: Entry): entry is HistoryItem => 'kind' in entry;

const authorOf = (entry: Entry): string | undefined => {
	if (!isHistory(entry) || (entry.kind === 'message' && entry.own)) {
		return 'me';
	}

	return entry.kind === 'message' ? `${entry.fromId} ${entry.from}` : undefined;
};

/** Whether the entry goes on where the one before it stopped: the same author within the same minute. */
export const isContinued = (before: Entry | undefined, entry: Entry): boolean => {
	const author = authorOf(entry);
	return (
		before !== undefined &&
		author !== undefined &&
		author === authorOf(before) &&
		Math.floor(before.at / 60_000) === Math.floor(entry.at / 60_000)
	);
};

const marks: Readonly<Record<Delivery, Span>> = {
	queued: {text: '…', tone: 'underway'},
	logged: {text: '✓', tone: 'delivered'},
	handed: {text: '→', tone: 'quiet'},
	refused: {text: '!', tone: 'refused'},
};

type Content = {
	readonly name: string;
	readonly nameTone: Tone;
	readonly text: string;
	readonly delivery?: Delivery;
	readonly reason?: string;
};

const contentOf = (entry: Pending | Extract<HistoryItem, {kind: 'message'}>, myName: string): Content => {
	if (!isHistory(entry)) {
		return {name: myName, nameTone: 'ownName', text: entry.text, delivery: 'queued'};
	}

	return {...entry, name: entry.from, nameTone: entry.own ? 'ownName' : peerTone(entry.fromId)};
};

/** The rows of the text column. The mark always stands after the last word, so that nothing moves when it changes. */
const textRows = ({text, delivery, reason}: Content, columns: number): readonly Row[] => {
	const clean = sanitize(text);
	const full = wrap(clean, columns);
	if (!delivery) {
		return full.map(line => [{text: line}]);
	}

	const mark = marks[delivery];
	const markColumns = 1 + width(mark.text);
	const lines = width(full.at(-1) ?? '') + markColumns <= columns ? full : wrap(clean, columns - markColumns);
	const rows: Row[] = lines.map((line, index) => (index < lines.length - 1 ? [{text: line}] : [{text: `${line} `}, mark]));
	if (delivery !== 'refused' || !reason) {
		return rows;
	}

	const words = sanitizeLine(reason);
	const last = rows.at(-1) ?? [];
	if (rowColumns(last) + 1 + width(words) <= columns) {
		return [...rows.slice(0, -1), [...last, {text: ` ${words}`, tone: mark.tone}]];
	}

	return [...rows, ...wrap(words, columns).map((line): Row => [{text: line, tone: mark.tone}])];
};

const noticeRows = (entry: Extract<HistoryItem, {kind: 'notice'}>, columns: number): readonly Row[] => {
	const head = isBrief(columns) ? ' — ' : ` ${clockOf(entry.at)}  — `;
	const indent = ' '.repeat(width(head));
	return wrap(sanitize(entry.text), columns - head.length - 1).map((line, index): Row => [
		{text: (index === 0 ? head : indent) + line, tone: 'quiet'},
	]);
};

/** The rows of one entry, none wider than the frame. A continued one leaves the time and the name out. */
export const entryRows = (entry: Entry, isContinuation: boolean, {columns, nameColumns, myName}: MessageFrame): readonly Row[] => {
	if (isHistory(entry) && entry.kind === 'notice') {
		return noticeRows(entry, columns);
	}

	const content = contentOf(entry, myName);
	const time = isBrief(columns) ? ' ' : ` ${clockOf(entry.at)}  `;
	const gap = isBrief(columns) ? ' ' : '  ';
	const indentColumns = time.length + nameColumns + gap.length;
	const rows = textRows(content, columns - indentColumns - 1);
	const indent = ' '.repeat(indentColumns);
	return rows.map((row, index): Row => {
		if (index > 0 || isContinuation) {
			return [{text: indent}, ...row];
		}

		return [{text: time, tone: 'quiet'}, {text: pad(sanitizeLine(content.name), nameColumns) + gap, tone: content.nameTone}, ...row];
	});
};
