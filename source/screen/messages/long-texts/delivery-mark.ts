import type {Delivery} from '../../../chat/state.ts';
import {sanitizeLine} from '../../../text/sanitize.ts';
import {measureWidth} from '../../../text/width.ts';
import {wrap} from '../../../text/wrap.ts';
import {measureRow, type Row, type Span} from '../../primitives/rows.ts';
import type {Content} from './content.ts';

const marks: Readonly<Record<Delivery, Span>> = {
	queued: {text: '…', tone: 'underway'},
	logged: {text: '✓', tone: 'delivered'},
	sent: {text: '→', tone: 'quiet'},
	refused: {text: '!', tone: 'refused'},
};

/** Returns the columns that the mark of an own message takes. */
export const measureMark = ({delivery}: Content): number =>
	delivery === undefined ? 0 : 1 + measureWidth(marks[delivery].text);

/** Adds the mark of an own message behind its last word, and the reason if it was refused. */
export const addMark = (rows: readonly Row[], {delivery, reason}: Content, columns: number): readonly Row[] => {
	if (!delivery) {
		return rows;
	}

	const mark = marks[delivery];
	const last: Row = [...(rows.at(-1) ?? []), {text: ' '}, mark];
	const why = delivery === 'refused' ? sanitizeLine(reason ?? '') : '';
	if (why === '') {
		return [...rows.slice(0, -1), last];
	}

	if (measureRow(last) + 1 + measureWidth(why) <= columns) {
		return [...rows.slice(0, -1), [...last, {text: ` ${why}`, tone: mark.tone}]];
	}

	return [...rows.slice(0, -1), last, ...wrap(why, columns).map((line): Row => [{text: line, tone: mark.tone}])];
};
