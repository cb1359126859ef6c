import {formatClockWithSeconds, formatSpan} from '../../text/format-time.ts';
import {describeCall, type Form} from './describe-call.ts';
import {formatNumbers} from './format-numbers.ts';
import {describeEnding, formatCounts, formatOpenTime, formatTraffic} from './format-parts.ts';
import type {LogRow} from './list-rows.ts';
import type {Retries, SocketRecord} from './types.ts';

/** The contents of a row besides its time. */
export type DescribedRow = {
	/** The call, or what stands in its place. */
	readonly verb: string;
	/** Whose it is: `#3`, or ''. */
	readonly number: string;
	readonly text: string;
};

const describeClosed = (record: SocketRecord): string => {
	const {remote = '', connectedAt = record.from, closed, received, sent} = record;
	const time = formatOpenTime((closed?.at ?? connectedAt) - connectedAt);
	return `${remote}  ${time}  in ${formatTraffic(received)} out ${formatTraffic(sent)}  ${describeEnding(record)}`;
};

const describeNext = ({next, last: {delay = 0}}: Retries): string => {
	switch (next) {
		case 'waiting': {
			return delay < 50 ? 'next at once' : `next in ${(delay / 1000).toFixed(delay < 10_000 ? 1 : 0)} s`;
		}

		case 'trying': {
			return 'trying now';
		}

		case 'connected': {
			return 'then connected';
		}
	}
};

const describeRetries = (retries: Retries): string => {
	const {attempts, from, last, code} = retries;
	return `×${attempts} in ${formatSpan(last.at - from)}: ${code === undefined ? '' : `${code}, `}${describeNext(retries)}`;
};

const formatNumber = (connection: number | undefined): string => (connection === undefined ? '' : `#${connection}`);

/** Returns the text of a row. Not sanitized. */
export const describeRow = (row: LogRow, form: Form): DescribedRow => {
	switch (row.kind) {
		case 'call': {
			const {call} = row;
			return {verb: call.verb, number: formatNumber(call.connection), text: describeCall(call, form)};
		}

		case 'data': {
			const {call, connections} = row.data;
			const text = describeCall(call, form);
			return connections.length < 2
				? {verb: call.verb, number: formatNumber(connections[0]), text}
				: {
						verb: call.verb,
						number: '',
						text: `${text} to ${connections.length} members ${formatNumbers(connections)}`,
					};
		}

		case 'chatter': {
			const {number, chatter} = row;
			const text = `${formatCounts(chatter.counts)}, last ${formatClockWithSeconds(chatter.at)}`;
			return {verb: '·', number: formatNumber(number), text};
		}

		case 'retries': {
			return {verb: 'retry', number: '', text: describeRetries(row.retries)};
		}

		case 'closed': {
			return {verb: 'close', number: formatNumber(row.record.number), text: describeClosed(row.record)};
		}
	}
};
