import {findMessages} from '../../chat/xray/message-marks.ts';
import type {XrayCall, XrayConnection} from '../../chat/xray/types.ts';
import {formatClockWithSeconds, formatSpan} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {blankRow, cutRow, spreadRow, type Row} from '../primitives/rows.ts';
import {layoutCalls} from './call-rows.ts';
import {layoutIn, layoutLoopback, layoutOut, layoutTimes} from './flow-rows.ts';
import {layoutHex} from './hex-rows.ts';
import {findStates, formatStates, layoutChain, layoutState} from './state-strip.ts';

/** All rows of the x-ray. */

export type XrayLayoutOptions = {
	readonly connection: XrayConnection;
	/** The name of the member at the other end, if it is known. */
	readonly name: string | undefined;
	/** The id of the member at the client's end. */
	readonly authorId: string | undefined;
	/** Its place among the connections that can be shown, from 0. */
	readonly index: number;
	readonly count: number;
	/** The key of the selected call; undefined: the newest. */
	readonly selected: number | undefined;
	readonly unfolded: number | undefined;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

export type Size = {readonly columns: number; readonly rows: number};

const wideColumns = 100;
const mediumColumns = 80;
const smallColumns = 60;
/** Below these, only state and calls are shown. */
const smallRows = 12;
const tallRows = 30;

/** Lays out the title: `[X-ray #3]  bob  127.0.0.1:5040 ⇄ 127.0.0.1:47640  accepted 16:49:23 …`. */
const layoutTitle = ({connection, name, index, count, now}: XrayLayoutOptions, columns: number): Row => {
	const {number, local, remote, isDialled, openedAt, closedAt} = connection;
	const opened = `${isDialled ? 'connected' : 'accepted'} ${formatClockWithSeconds(openedAt)}`;
	const span =
		closedAt === undefined ? `open ${formatSpan(now - openedAt)}` : `closed ${formatClockWithSeconds(closedAt)}`;
	const title: Row = [
		{text: `[X-ray #${number}]`, tone: 'header'},
		...(name === undefined || columns < wideColumns ? [] : [{text: `  ${sanitizeLine(name)}`}]),
		{text: `  ${local} ⇄ ${remote}`},
		{text: `  ${opened}, ${span}`, tone: 'quiet'},
	];
	return count > 1
		? spreadRow(title, [{text: ` ${index + 1} of ${count}`, tone: 'quiet'}], columns)
		: cutRow(title, columns);
};

/** Lays out state and title on one row: `[X-ray #3 ESTABLISHED]  :5040 ⇄ 127.0.0.1:47640`. */
const layoutShortTitle = ({connection}: XrayLayoutOptions, columns: number): Row => {
	const known = findStates(connection);
	return cutRow(
		[
			{text: `#${connection.number} `, tone: 'key'},
			{text: formatStates(known), tone: 'key'},
			{text: known.isByKernel ? ' k ' : ' ≈ ', tone: 'quiet'},
			{text: connection.remote},
		],
		columns,
	);
};

/** Lays out the rows above the calls. */
const layoutHead = (options: XrayLayoutOptions, {columns, rows}: Size): readonly Row[] => {
	const {connection, now} = options;
	if (columns < smallColumns || rows < smallRows) {
		return [layoutShortTitle(options, columns)];
	}

	const flow = [layoutOut(connection, now), layoutIn(connection, now)];
	if (columns < mediumColumns) {
		return [layoutShortTitle(options, columns), ...flow].map(row => cutRow(row, columns));
	}

	const loopback = layoutLoopback(connection);
	const isWide = columns >= wideColumns;
	return [
		layoutTitle(options, columns),
		isWide ? layoutChain(connection, now) : layoutState(connection, now),
		...flow,
		layoutTimes(connection, now, {hasMore: isWide}),
		...(loopback ? [loopback] : []),
	].map(row => cutRow(row, columns));
};

/** Returns the call that is selected: the newest, unless another one is. */
export const findSelected = (calls: readonly XrayCall[], selected: number | undefined): XrayCall | undefined =>
	calls.find(({key}) => key === selected) ?? calls.at(-1);

/** Formats the rule above the dump: which call it shows, and how much of it. */
const layoutDumpRule = (call: XrayCall | undefined, columns: number): Row => {
	if (!call || call.kind === 'step') {
		return [{text: '─'.repeat(columns), tone: 'rule'}];
	}

	const {head} = call.kept;
	const part = head.length < call.bytes ? `, the first ${head.length} of them kept` : '';
	const title = `── ${call.kind}() ${call.bytes} B${part} `;
	return cutRow([{text: title.padEnd(columns, '─'), tone: 'rule'}], columns);
};

const layoutDump = (call: XrayCall | undefined, columns: number, rows: number): readonly Row[] =>
	rows === 0
		? []
		: [
				layoutDumpRule(call, columns),
				...layoutHex(call && call.kind !== 'step' ? call.kept : undefined, columns, rows),
			];

const countDumpRows = ({columns, rows}: Size): number => {
	if (columns < smallColumns || rows < smallRows) {
		return 0;
	}

	return columns >= wideColumns && rows >= tallRows ? 6 : 3;
};

/** Returns the part of the rows that fits and that has the selected call in it. */
const chooseRows = <Item extends {readonly key: number}>(
	all: readonly Item[],
	selected: number | undefined,
	rows: number,
): readonly Item[] => {
	const last = all.findLastIndex(({key}) => key === selected);
	const end = Math.max(rows, last === -1 ? all.length : last + 1);
	// The newest stay in view as long as the selected call is, too.
	const first = all.findIndex(({key}) => key === selected);
	const newest = Math.max(0, all.length - rows);
	const start = first === -1 || first >= newest ? newest : Math.max(0, end - rows);
	return all.slice(start, start + rows);
};

/** Lays out the x-ray on exactly `rows` rows. */
export const layoutXray = (options: XrayLayoutOptions, size: Size): readonly Row[] => {
	const {connection, authorId, unfolded} = options;
	const {columns, rows} = size;
	const head = layoutHead(options, size);
	const selected = findSelected(connection.calls, options.selected);
	const dumpRows = countDumpRows(size);
	const dump = layoutDump(selected, columns, dumpRows);
	const hasRule = dumpRows > 0;
	const room = Math.max(0, rows - head.length - dump.length - (hasRule ? 1 : 0));
	const messages = findMessages(connection.calls, authorId);
	const calls = chooseRows(
		layoutCalls({connection, columns, selected: selected?.key, unfolded, messages}),
		selected?.key,
		room,
	).map(({row}) => row);
	const empty: readonly Row[] =
		calls.length === 0
			? [
					cutRow(
						[{text: ` Calls are recorded since ${formatClockWithSeconds(connection.recordedSince)}.`, tone: 'quiet'}],
						columns,
					),
				]
			: [];
	const body = [...calls, ...empty].slice(0, room);
	return [
		...head,
		...(hasRule ? [[{text: '─'.repeat(columns), tone: 'rule'} as const]] : []),
		...body,
		...Array.from({length: room - body.length}, () => blankRow),
		...dump,
	].slice(0, rows);
};
