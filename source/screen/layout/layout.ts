/**
The position of each pane: a pure function of the window's size and of how much there is to show.
All numbers are columns and rows.
*/
import {clamp, divideRows, minimumBodyRows, type Need} from './divide-rows.ts';

/** The focused pane gets the most space; below 60 columns it is the only one shown. */
export type PaneName = 'messages' | 'log' | 'peers';

export type Rect = {
	readonly x: number;
	readonly y: number;
	readonly columns: number;
	readonly rows: number;
};

export type LayoutRequest = {
	readonly columns: number;
	readonly rows: number;
	/** The rows that the draft needs. */
	readonly composerRows: number;
	/** The rows that the list above the composer needs. Default: there is no list. */
	readonly listRows?: number;
	/** The rows that the banner above the composer needs. */
	readonly bannerRows: number;
	readonly members: number;
	/** Returns whether all members fit on one row. Default: they do not. */
	readonly fitsPeerLine?: (columns: number) => boolean;
	/** Returns the rows that the invitation needs beside the peers; 0 without one. */
	readonly countInvitationRows?: (columns: number) => number;
	/** The focused pane. */
	readonly focused: PaneName;
	/** Panes that are shown only while focused. */
	readonly hidden?: ReadonlyArray<'log' | 'peers'>;
	readonly need?: Need | undefined;
};

/** Covers the window without gaps or overlaps. A pane that does not fit is undefined. */
export type Layout = {
	readonly kind: 'wide' | 'stacked' | 'single';
	readonly header?: Rect;
	readonly messages?: Rect;
	/** False in a low window: then all rows of the message pane are messages. */
	readonly hasMessageTitle: boolean;
	readonly peers?: Rect;
	/** What others need to join, below the peers. */
	readonly invitation?: Rect;
	readonly log?: Rect;
	/** The vertical line left of the right column. */
	readonly separator?: Rect;
	/** The horizontal line above the composer. */
	readonly rule?: Rect;
	readonly banner?: Rect;
	/** What can be chosen for the draft. */
	readonly list?: Rect;
	readonly composer: Rect;
	readonly hints?: Rect;
};

export const minimumColumns = 20;
export const minimumRows = 4;
/** As long as no more are here, the host may be waiting for others. */
export const fewMembers = 8;
const wideColumns = 100;
const stackedColumns = 60;
/** The rows that the stacked panes keep beside an invitation. */
const rowsBesideInvitation = 13;

export const isTooSmall = (columns: number, rows: number): boolean => columns < minimumColumns || rows < minimumRows;

type Panes = Pick<Layout, 'messages' | 'peers' | 'invitation' | 'log' | 'separator'>;
type Part = Exclude<keyof Panes, 'separator'>;

/** Places panes below one another, leaving out those with 0 rows. */
const stackPanes = (area: Rect, panes: ReadonlyArray<readonly [Part, number]>): Panes => {
	const placed: Partial<Record<Part, Rect>> = {};
	let {y} = area;
	for (const [name, rows] of panes) {
		if (rows > 0) {
			placed[name] = {...area, y, rows};
			y += rows;
		}
	}

	return placed;
};

/** A hidden pane is shown while it is focused. */
const isShown = (pane: 'log' | 'peers', {hidden = [], focused}: LayoutRequest): boolean =>
	focused === pane || !hidden.includes(pane);

/** The log's minimum below the peers, if both fit: a title and three rows. */
const shortLogRows = 4;

const computePeerRowsAboveLog = (rows: number, {members, focused}: LayoutRequest): number => {
	// A title, the members, and a blank row.
	const wanted = members + 2;
	if (focused === 'peers') {
		return rows < 3 + shortLogRows ? rows : clamp(wanted, 3, rows - shortLogRows);
	}

	return rows < 6 ? 0 : clamp(wanted, 3, Math.floor(rows / (focused === 'log' ? 3 : 2)));
};

/**
Returns 0 if the invitation would leave less than `minimum` of `rows` to the other panes, or if many
are here already: then it is shown while the peers are focused.
*/
const fitInvitation = (columns: number, rows: number, minimum: number, request: LayoutRequest): number => {
	const {members, focused, countInvitationRows} = request;
	const wanted = members > fewMembers && focused !== 'peers' ? 0 : (countInvitationRows?.(columns) ?? 0);
	return rows - wanted < minimum ? 0 : wanted;
};

const layoutWide = (body: Rect, request: LayoutRequest): Panes => {
	const {focused} = request;
	const hasLog = isShown('log', request);
	const hasPeers = isShown('peers', request);
	if (!hasLog && !hasPeers) {
		return {messages: body};
	}

	const isLogBig = focused === 'log';
	const widest = Math.max(56, Math.round(body.columns * 0.36));
	const rightColumns = isLogBig ? Math.round(body.columns * 0.6) : clamp(Math.round(body.columns * 0.42), 40, widest);
	const leftColumns = body.columns - rightColumns - 1;
	const right: Rect = {...body, x: leftColumns + 1, columns: rightColumns};
	// The last row of the invitation is blank, as the last row of the peers is.
	const invitationRows = hasPeers ? fitInvitation(rightColumns, body.rows - 1, 2 * shortLogRows, request) : 0;
	const rows = body.rows - (invitationRows > 0 ? invitationRows + 1 : 0);
	const peerRows = hasLog ? (hasPeers ? computePeerRowsAboveLog(rows, request) : 0) : rows;
	return {
		...stackPanes(right, [
			['peers', peerRows],
			['invitation', body.rows - rows],
			['log', rows - peerRows],
		]),
		messages: {...body, columns: leftColumns},
		separator: {...body, x: leftColumns, columns: 1},
	};
};

/**
The height of a focused pane above or below the messages: up to 60 %, or 0 if it does not fit.
*/
const computeLargeRows = (rows: number): number => {
	const large = Math.min(Math.floor(rows * 0.6), rows - minimumBodyRows);
	return large < 2 ? 0 : large;
};

const computeStackedLogRows = (rows: number, focused: PaneName): number => {
	if (focused === 'log') {
		return computeLargeRows(rows);
	}

	if (rows < 11) {
		return 0;
	}

	return rows < 16 ? 4 : rows < 24 ? 5 : 6;
};

/** With a single row, the pane shows names only. */
const computeStackedPeerRows = (rows: number, {columns, members, focused, fitsPeerLine}: LayoutRequest): number => {
	if (focused === 'peers') {
		return Math.min(members + 1, computeLargeRows(rows));
	}

	return rows < 5 ? 0 : rows < 26 || fitsPeerLine?.(columns) ? 1 : clamp(members + 1, 2, 4);
};

const layoutStacked = (body: Rect, request: LayoutRequest): Panes => {
	const {focused} = request;
	const hasPeers = isShown('peers', request);
	const invitationRows = hasPeers ? fitInvitation(body.columns, body.rows, rowsBesideInvitation, request) : 0;
	const rows = body.rows - invitationRows;
	const peerRows = hasPeers ? computeStackedPeerRows(rows, request) : 0;
	const logRows = isShown('log', request) ? computeStackedLogRows(rows - peerRows, focused) : 0;
	return stackPanes(body, [
		['peers', peerRows],
		['invitation', invitationRows],
		['messages', rows - peerRows - logRows],
		['log', logRows],
	]);
};

const layoutPanes = (kind: Layout['kind'], body: Rect, request: LayoutRequest): Panes => {
	if (body.rows === 0) {
		return {};
	}

	if (kind === 'single') {
		const isPeers = request.focused === 'peers';
		const invitationRows = isPeers ? fitInvitation(body.columns, body.rows, minimumBodyRows, request) : 0;
		return stackPanes(body, [
			[request.focused, body.rows - invitationRows],
			['invitation', invitationRows],
		]);
	}

	return kind === 'wide' ? layoutWide(body, request) : layoutStacked(body, request);
};

/** Requires a window that is not too small: see `isTooSmall`. */
export const computeLayout = (request: LayoutRequest): Layout => {
	const {columns} = request;
	const kind = columns >= wideColumns ? 'wide' : columns >= stackedColumns ? 'stacked' : 'single';
	const heights = divideRows(request);
	let y = 0;
	const takeBand = (height: number): Rect => {
		const band = {x: 0, y, columns, rows: height};
		y += height;
		return band;
	};

	const header = takeBand(heights.header);
	const body = takeBand(heights.body);
	const rule = takeBand(heights.rule);
	const banner = takeBand(heights.banner);
	const list = takeBand(heights.list);
	const composer = takeBand(heights.composer);
	const hints = takeBand(heights.hints);
	return {
		kind,
		hasMessageTitle: heights.hasTitle,
		...(header.rows > 0 && {header}),
		...layoutPanes(kind, body, request),
		...(rule.rows > 0 && {rule}),
		...(banner.rows > 0 && {banner}),
		...(list.rows > 0 && {list}),
		composer,
		...(hints.rows > 0 && {hints}),
	};
};
