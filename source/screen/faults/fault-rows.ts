import {faultTable, longestFault} from '../../chat/faults/fault-table.ts';
import {pad} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {cutRow, type Row} from '../primitives/rows.ts';

const kindColumns = 20;
const narrowColumns = 70;

/** Returns each fault as it is listed, such as `split 4 B`. */
const labels = faultTable.map(({kind, amount}) => (amount ? `${kind} ${amount.usual} ${amount.unit}` : kind));

/** Returns one fault: a row, or in a narrow window, if it is chosen, the row and what it means. */
const layoutFault = (index: number, isChosen: boolean, columns: number): readonly Row[] => {
	const text = `${isChosen ? ' ›' : '  '} ${labels[index] ?? ''}`;
	const tone = isChosen ? 'title' : 'plain';
	const {onWire = ''} = faultTable[index] ?? {};
	if (columns >= narrowColumns) {
		return [
			[
				{text: pad(text, kindColumns), tone},
				{text: onWire, tone: isChosen ? 'plain' : 'quiet'},
			],
		];
	}

	const meaning = isChosen ? wrap(onWire, columns - 6) : [];
	return [[{text, tone}], ...meaning.map((line): Row => [{text: `      ${line}`, tone: 'quiet'}])];
};

/**
Lays out the list of faults, with the chosen one in view. `height` counts all rows; the last one
says what the fault is for, unless the window is low.
*/
export const layoutFaults = (
	chosen: number,
	{columns, height}: {readonly columns: number; readonly height: number},
) => {
	const items = faultTable.map((_, index) => layoutFault(index, index === chosen, columns));
	const rows = items.flat();
	const chosenEnd = items.slice(0, chosen + 1).flat().length;
	const first = Math.max(0, chosenEnd - height);
	const note = `Each ends by itself after ${longestFault} s at most. Other numbers: /break split 1`;
	const all: readonly Row[] =
		rows.length + 2 <= height ? [...rows, [{text: ' '}], [{text: ` ${note}`, tone: 'quiet'}]] : rows;
	return all.slice(first, first + height).map(row => cutRow(row, columns));
};
