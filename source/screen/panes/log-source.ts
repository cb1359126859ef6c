import type {Form} from '../../chat/socket-log/describe-call.ts';
import type {LogRow} from '../../chat/socket-log/list-rows.ts';
import type {RowSource} from '../layout/scroll.ts';
import type {Row} from '../primitives/rows.ts';
import {layoutLogRow} from './log-rows.ts';

export type LogSource = RowSource & {
	/** Returns the laid out rows of an item. */
	readonly getRows: (index: number) => readonly Row[];
	readonly rows: readonly LogRow[];
};

type Options = {
	readonly columns: number;
	readonly form: Form;
	/** The key of the row that Enter acts on. */
	readonly selected: string | undefined;
};

/** Returns the object that a row shows: another one once the row has changed. */
const getSubject = (row: LogRow): Record<string, unknown> => {
	switch (row.kind) {
		case 'call': {
			return row.call;
		}

		case 'data': {
			return row.data;
		}

		case 'chatter': {
			return row.chatter;
		}

		case 'retries': {
			return row.retries;
		}

		case 'closed': {
			return row.record;
		}
	}
};

/** The last layout of each row. */
const cache = new WeakMap<Record<string, unknown>, {readonly stamp: string; readonly rows: readonly Row[]}>();

/** Lays out only the rows that are asked for, and each only once as long as it does not change. */
export const createLogSource = (rows: readonly LogRow[], {columns, form, selected}: Options): LogSource => {
	const getRows = (index: number): readonly Row[] => {
		const row = rows[index];
		if (!row) {
			return [];
		}

		const isSelected = row.key === selected;
		const isMarked = (row.kind === 'call' && row.isNested) || (row.kind === 'closed' && row.canFold);
		const stamp = [columns, form, isSelected, isMarked].join(' ');
		const subject = getSubject(row);
		const known = cache.get(subject);
		if (known?.stamp === stamp) {
			return known.rows;
		}

		const laidOut = layoutLogRow(row, {columns, form, isSelected});
		cache.set(subject, {stamp, rows: laidOut});
		return laidOut;
	};

	return {
		rows,
		length: rows.length,
		getKey: index => rows[index]?.key ?? '',
		countRows: index => Math.max(1, getRows(index).length),
		getRows,
	};
};
