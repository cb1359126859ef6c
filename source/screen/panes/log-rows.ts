import type {ChatState} from '../../chat/state.ts';
import {formatLogDetail} from '../../chat/socket-log/format-log-detail.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {formatClockWithSeconds} from '../../text/format-time.ts';
import {cutRow, type Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

export type LogEntry = ChatState['socketLog'][number];

const verbColumns = 'connect'.length;

const chooseTone = (verb: LogEntry['verb']): Tone => {
	if (verb === 'reset' || verb === 'timeout') {
		return 'trouble';
	}

	return verb === 'retry' ? 'retry' : 'verb';
};

/** Lays out `10:01:58 listen  0.0.0.0:5000`, cut to `columns`. */
export const layoutLogEntry = (entry: LogEntry, columns: number): Row =>
	cutRow(
		[
			{text: ` ${formatClockWithSeconds(entry.at)} `, tone: 'quiet'},
			{text: entry.verb.padEnd(verbColumns + 1), tone: chooseTone(entry.verb)},
			{text: sanitizeLine(formatLogDetail(entry))},
		],
		columns,
	);
