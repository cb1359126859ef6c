import type {Chatter, DataRow, FoldedLog, LoggedCall, Retries, SocketRecord} from './types.ts';

/** One row of the log as it is shown. `key` stays the same while the row changes. */
export type LogRow = {readonly key: string; readonly at: number} & (
	| {readonly kind: 'call'; readonly call: LoggedCall; /** Within an unfolded row. */ readonly isNested: boolean}
	| {readonly kind: 'data'; readonly data: DataRow}
	| {readonly kind: 'chatter'; readonly number: number; readonly chatter: Chatter}
	| {readonly kind: 'retries'; readonly retries: Retries; readonly isOpen: boolean}
	| {readonly kind: 'closed'; readonly record: SocketRecord; readonly isOpen: boolean; readonly canFold: boolean}
);

export type LogView = {
	/** Whether every entry has its row. */
	readonly isComplete: boolean;
	/** The connections whose rows are shown. Default: all. */
	readonly connections?: ReadonlySet<number> | undefined;
	/** The keys of the rows that are unfolded. */
	readonly unfolded: ReadonlySet<string>;
};

/** A row and its place: `order` is the key of an entry, `part` its place within an unfolded row. */
type Placed = {readonly order: number; readonly part: number; readonly row: LogRow};

const placeCall = (call: LoggedCall): Placed => ({
	order: call.key,
	part: 0,
	row: {kind: 'call', key: `call ${call.key}`, at: call.at, call, isNested: false},
});

const placeData = (data: DataRow): Placed => ({
	order: data.call.key,
	part: 0,
	row: {kind: 'data', key: `call ${data.call.key}`, at: data.call.at, data},
});

const sortRows = (placed: readonly Placed[]): readonly LogRow[] =>
	placed.toSorted((one, other) => one.order - other.order || one.part - other.part).map(({row}) => row);

/** Places the calls of an unfolded row below it. */
const placeNested = (calls: readonly LoggedCall[], order: number): Placed[] =>
	calls.map((call, index) => ({
		order,
		part: index + 1,
		row: {kind: 'call', key: `nested ${call.key}`, at: call.at, call, isNested: true},
	}));

const placeRetries = (retries: Retries, {unfolded}: LogView): Placed[] => {
	if (retries.attempts === 1) {
		return retries.calls.map(call => placeCall(call));
	}

	const key = `retries ${retries.key}`;
	const isOpen = unfolded.has(key);
	const order = retries.key;
	return [
		{order, part: 0, row: {kind: 'retries', key, at: retries.from, retries, isOpen}},
		...(isOpen ? placeNested(retries.calls, order) : []),
	];
};

const placeChatter = ({number, chatter}: SocketRecord): Placed[] =>
	chatter
		? [
				{
					order: chatter.key,
					part: 0,
					row: {kind: 'chatter', key: `chatter ${number}`, at: chatter.from, number, chatter},
				},
			]
		: [];

/** `isWhole`: its calls keep their places, and its end is summed up where its close() stands. */
const placeSocket = (record: SocketRecord, {unfolded}: LogView, isWhole: boolean): Placed[] => {
	const {closed, connectedAt, life, number} = record;
	if (!closed || connectedAt === undefined) {
		return [...life.map(call => placeCall(call)), ...placeChatter(record)];
	}

	const key = `closed ${number}`;
	const isOpen = unfolded.has(key);
	const order = closed.key;
	const summary: Placed = {
		order,
		part: 0,
		row: {kind: 'closed', key, at: closed.at, record, isOpen, canFold: !isWhole},
	};
	if (isWhole) {
		return [...life.filter(call => call.key !== order).map(call => placeCall(call)), ...placeChatter(record), summary];
	}

	return [summary, ...(isOpen ? placeNested(life, order) : [])];
};

/** Returns the connection that closed last. Its end can be read until the next one closes. */
const findLastClosed = (sockets: readonly SocketRecord[]): SocketRecord | undefined => {
	let last: SocketRecord | undefined;
	for (const each of sockets) {
		if (each.closed && each.connectedAt !== undefined && each.closed.key > (last?.closed?.key ?? 0)) {
			last = each;
		}
	}

	return last;
};

const listEach = (log: FoldedLog, isShown: (connection: number | undefined) => boolean): readonly LogRow[] =>
	log.calls.filter(({connection}) => isShown(connection)).map(call => placeCall(call).row);

/** Returns the rows of a view, oldest first. */
export const listRows = (log: FoldedLog, view: LogView): readonly LogRow[] => {
	const {connections, isComplete} = view;
	const isShown = (connection: number | undefined) =>
		connections === undefined || (connection !== undefined && connections.has(connection));
	if (isComplete) {
		return listEach(log, isShown);
	}

	const last = findLastClosed(log.sockets);
	const placed: Placed[] = [];
	for (const record of log.sockets) {
		if (isShown(record.number)) {
			placed.push(...placeSocket(record, view, record === last || connections !== undefined));
		}
	}

	for (const data of log.data) {
		if (connections === undefined || data.connections.some(each => connections.has(each))) {
			placed.push(placeData(data));
		}
	}

	if (connections === undefined) {
		placed.push(...log.loose.map(call => placeCall(call)));
		for (const retries of log.retries) {
			placed.push(...placeRetries(retries, view));
		}
	}

	return sortRows(placed);
};

/**
Returns everything that is kept, each call in its place and nothing folded but the ends of
connections and what was sent to several. Chatter is counted in `sockets` only.
*/
export const listUnfolded = (log: FoldedLog): readonly LogRow[] => {
	const {sockets, retries, loose, data} = log;
	const view: LogView = {isComplete: false, unfolded: new Set()};
	return sortRows([
		...sockets.flatMap(({chatter, ...record}) => placeSocket(record, view, true)),
		...[...loose, ...retries.flatMap(({calls}) => calls)].map(call => placeCall(call)),
		...data.map(each => placeData(each)),
	]);
};

/** Whether Enter on the row unfolds it, or folds it again. */
export const canUnfold = (row: LogRow): boolean => row.kind === 'retries' || (row.kind === 'closed' && row.canFold);

/**
Returns the sockets that are open: those that listen, then the connections in the order in which
they were made.
*/
export const listOpenSockets = ({sockets}: FoldedLog): readonly SocketRecord[] => {
	const open = sockets.filter(({closed}) => !closed);
	return [
		...open.filter(({listensSince}) => listensSince !== undefined),
		...open.filter(({listensSince, connectedAt}) => listensSince === undefined && connectedAt !== undefined),
	];
};
