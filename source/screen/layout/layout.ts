/** Where each pane stands: a pure function of the window's size and of how much there is to show. All numbers are columns and rows. */

/** A pane. The one that has the focus is given the most room; under 60 columns it is all that is seen. */
export type View = 'messages' | 'log' | 'peers';

export type Rect = {
	readonly x: number;
	readonly y: number;
	readonly columns: number;
	readonly rows: number;
};

export type LayoutRequest = {
	readonly columns: number;
	readonly rows: number;
	/** How many rows the draft would like. */
	readonly composerRows: number;
	/** How many rows the sentence above the composer would like. */
	readonly noticeRows: number;
	readonly members: number;
	/** The pane that has the focus. */
	readonly view: View;
	/** Panes that are shown only when they are asked for. */
	readonly hidden?: ReadonlyArray<'log' | 'peers'>;
};

/** The panes cover the window without a gap and without an overlap; one that has no room is missing. */
export type Layout = {
	readonly kind: 'wide' | 'stacked' | 'single';
	readonly header: Rect;
	readonly messages?: Rect;
	readonly peers?: Rect;
	readonly log?: Rect;
	/** The line to the left of the right column. */
	readonly separator?: Rect;
	/** The line above the composer. */
	readonly rule?: Rect;
	readonly notice?: Rect;
	readonly composer: Rect;
	readonly hints: Rect;
};

export const minimumColumns = 40;
export const minimumRows = 10;
const wideColumns = 100;
const stackedColumns = 60;
const maximumComposerRows = 5;
/** From here on a row may go to a line. */
const roomyRows = 18;
/** A title and two rows of messages: no notice and no draft takes these. */
const minimumBodyRows = 3;

export const isTooSmall = (columns: number, rows: number): boolean => columns < minimumColumns || rows < minimumRows;

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

type Panes = Pick<Layout, 'messages' | 'peers' | 'log' | 'separator'>;

/** Puts panes under one another; one without rows is left out. */
const stack = (area: Rect, panes: ReadonlyArray<readonly ['messages' | 'peers' | 'log', number]>): Panes => {
	const placed: Partial<Record<'messages' | 'peers' | 'log', Rect>> = {};
	let {y} = area;
	for (const [name, rows] of panes) {
		if (rows > 0) {
			placed[name] = {...area, y, rows};
			y += rows;
		}
	}

	return placed;
};

/** A pane that the user has asked for is shown, hidden or not. */
const isShown = (pane: 'log' | 'peers', {hidden = [], view}: LayoutRequest): boolean =>
	view === pane || !hidden.includes(pane);

/** The log has at least a title and three rows beside the peers, if both fit. */
const shortLogRows = 4;

const peerRowsBesideLog = (rows: number, {members, view}: LayoutRequest): number => {
	// A title, the members, and a blank row.
	const wanted = members + 2;
	if (view === 'peers') {
		return rows < 3 + shortLogRows ? rows : clamp(wanted, 3, rows - shortLogRows);
	}

	return rows < 6 ? 0 : clamp(wanted, 3, Math.floor(rows / (view === 'log' ? 3 : 2)));
};

const widePanes = (body: Rect, request: LayoutRequest): Panes => {
	const {view} = request;
	const hasLog = isShown('log', request);
	const hasPeers = isShown('peers', request);
	if (!hasLog && !hasPeers) {
		return {messages: body};
	}

	const isLogBig = view === 'log';
	const rightColumns = isLogBig ? Math.round(body.columns * 0.6) : clamp(Math.round(body.columns * 0.42), 40, 56);
	const leftColumns = body.columns - rightColumns - 1;
	const right: Rect = {...body, x: leftColumns + 1, columns: rightColumns};
	const peerRows = hasLog ? (hasPeers ? peerRowsBesideLog(body.rows, request) : 0) : body.rows;
	return {
		...stack(right, [
			['peers', peerRows],
			['log', body.rows - peerRows],
		]),
		messages: {...body, columns: leftColumns},
		separator: {...body, x: leftColumns, columns: 1},
	};
};

/** What a pane that has the focus may take of what stands over the messages and under them. */
const largeRows = (rows: number): number => {
	const large = Math.min(Math.floor(rows * 0.6), rows - minimumBodyRows);
	return large < 2 ? 0 : large;
};

const stackedLogRows = (rows: number, view: View): number => {
	if (view === 'log') {
		return largeRows(rows);
	}

	if (rows < 11) {
		return 0;
	}

	return rows < 16 ? 4 : rows < 24 ? 5 : 6;
};

/** One row has room for the names only. */
const stackedPeerRows = (rows: number, {members, view}: LayoutRequest): number => {
	if (view === 'peers') {
		return Math.min(members + 1, largeRows(rows));
	}

	return rows < 5 ? 0 : rows < 26 ? 1 : clamp(members + 1, 2, 4);
};

const stackedPanes = (body: Rect, request: LayoutRequest): Panes => {
	const {view} = request;
	const peerRows = isShown('peers', request) ? stackedPeerRows(body.rows, request) : 0;
	const logRows = isShown('log', request) ? stackedLogRows(body.rows - peerRows, view) : 0;
	return stack(body, [
		['peers', peerRows],
		['messages', body.rows - peerRows - logRows],
		['log', logRows],
	]);
};

const panesOf = (kind: Layout['kind'], body: Rect, request: LayoutRequest): Panes => {
	if (kind === 'single') {
		return stack(body, [[request.view, body.rows]]);
	}

	return kind === 'wide' ? widePanes(body, request) : stackedPanes(body, request);
};

/** Asks for a window of at least 40×10: see `isTooSmall`. */
export const layoutOf = (request: LayoutRequest): Layout => {
	const {columns, rows} = request;
	const kind = columns >= wideColumns ? 'wide' : columns >= stackedColumns ? 'stacked' : 'single';
	const ruleRows = rows < roomyRows ? 0 : 1;
	const free = rows - 2 - ruleRows - minimumBodyRows;
	const noticeRows = clamp(request.noticeRows, 0, free - 1);
	const composerRows = clamp(request.composerRows, 1, Math.min(maximumComposerRows, free - noticeRows));
	const bodyRows = rows - 2 - ruleRows - noticeRows - composerRows;
	const band = (y: number, height: number): Rect => ({x: 0, y, columns, rows: height});
	return {
		kind,
		header: band(0, 1),
		...panesOf(kind, band(1, bodyRows), request),
		...(ruleRows > 0 && {rule: band(1 + bodyRows, ruleRows)}),
		...(noticeRows > 0 && {notice: band(1 + bodyRows + ruleRows, noticeRows)}),
		composer: band(1 + bodyRows + ruleRows + noticeRows, composerRows),
		hints: band(rows - 1, 1),
	};
};
