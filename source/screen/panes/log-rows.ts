import {describeRow} from '../../chat/socket-log/describe-row.ts';
import type {Form} from '../../chat/socket-log/describe-call.ts';
import {canUnfold, type LogRow} from '../../chat/socket-log/list-rows.ts';
import {formatClockWithMilliseconds, formatClockWithSeconds} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {wrap} from '../../text/wrap.ts';
import {linkRows} from '../messages/long-texts/styled-text.ts';
import type {Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

export type LogRowOptions = {
	readonly columns: number;
	readonly form: Form;
	/** Whether Enter acts on this row. */
	readonly isSelected: boolean;
};

const verbColumns = 'shutdown'.length;
const numberColumns = '#12'.length;
/** With fewer columns than this beside the first ones, a text is better below them. */
const enoughColumns = 16;

const chooseTone = (row: LogRow): Tone => {
	switch (row.kind) {
		case 'chatter': {
			return 'quiet';
		}

		case 'retries': {
			return 'retry';
		}

		case 'call': {
			const {verb, code} = row.call;
			return verb === 'reset' || verb === 'timeout' || code !== undefined
				? 'trouble'
				: verb === 'retry'
					? 'retry'
					: 'verb';
		}

		default: {
			return 'verb';
		}
	}
};

const chooseMark = (row: LogRow, isSelected: boolean): string => {
	if (row.kind === 'call' && row.call && row.isNested) {
		return '│';
	}

	if (isSelected) {
		return '›';
	}

	return canUnfold(row) ? '…' : ' ';
};

/**
Wraps a text whose first row has less space than those after it: no word of it is cut because of
that.
*/
const wrapAfter = (text: string, firstColumns: number, columns: number): readonly string[] => {
	if (firstColumns === columns) {
		return wrap(text, columns);
	}

	const [first = ''] = firstColumns < 1 ? [''] : wrap(text, firstColumns);
	const rest = text.slice(first.length);
	if (rest === '') {
		return [first];
	}

	return rest.startsWith(' ') ? [first, ...wrap(rest.trimStart(), columns)] : ['', ...wrap(text, columns)];
};

/**
Lays out `10:01:58 recv     #3  34 B post`, wrapped to `columns`: what does not fit stands below,
indented.
*/
export const layoutLogRow = (row: LogRow, {columns, form, isSelected}: LogRowOptions): readonly Row[] => {
	const {verb, number, text} = describeRow(row, form);
	const clock = form === 'wide' ? formatClockWithMilliseconds(row.at) : formatClockWithSeconds(row.at);
	const time = `${chooseMark(row, isSelected)}${clock} `;
	const whose = number === '' ? '' : `${number.padEnd(numberColumns)} `;
	const start = time.length + verbColumns + 1 + whose.length;
	const indent = columns - start < enoughColumns ? time.length : start;
	const clean = sanitizeLine(text);
	const lines = wrapAfter(clean, columns - start, columns - indent);
	const [first = [], ...rest] = linkRows(clean, lines, row.kind === 'chatter' ? 'quiet' : undefined);
	const tone = chooseTone(row);
	return [
		[
			{text: time, tone: isSelected ? 'header' : 'quiet'},
			{text: verb.padEnd(verbColumns + 1), tone},
			{text: whose, tone: 'quiet'},
			...first,
		],
		...rest.map((line): Row => [{text: ' '.repeat(indent)}, ...line]),
	];
};
