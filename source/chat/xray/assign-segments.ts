import type {KernelReading, Segments, TransferCall, XrayCall} from './types.ts';

/** The counts of the kernel for a connection that has received nothing. */
export type SegmentBase = {readonly received: number; readonly dataSegmentsIn: number};

/** Returns what a reading says of what has come; undefined if it does not say all of it. */
export const findBase = ({
	payload: {received, waiting},
	view: {dataSegmentsIn},
}: KernelReading): SegmentBase | undefined =>
	received === undefined || waiting !== 0 || dataSegmentsIn === undefined ? undefined : {received, dataSegmentsIn};

/**
Says of the calls of recv() whose bytes have come between two readings of the kernel how many
segments brought them. Returns `early` while bytes wait in the kernel, or are on their way to the
program: they belong to no call yet. Without `before`, and with calls that were not recorded, the
segments are unknown.
*/
export const assignSegments = (
	calls: readonly XrayCall[],
	{before, reading}: {readonly before: SegmentBase | undefined; readonly reading: KernelReading},
): ReadonlyMap<number, Segments> | 'early' => {
	const base = findBase(reading);
	if (!base) {
		return 'early';
	}

	const receivedBefore = before?.received ?? 0;
	const group = calls.filter(
		(call): call is TransferCall =>
			call.kind === 'recv' && (call.through ?? 0) > receivedBefore && (call.through ?? Infinity) <= base.received,
	);
	const last = group.at(-1);
	if (last && last.through !== base.received) {
		return 'early';
	}

	const bytes = group.reduce((sum, call) => sum + (call.wireBytes ?? call.bytes), 0);
	const isWhole = before !== undefined && bytes === base.received - receivedBefore;
	const found = new Map<number, Segments>();
	for (const {key, segments} of group) {
		const isLast = key === last?.key;
		const count = base.dataSegmentsIn - (before?.dataSegmentsIn ?? 0);
		found.set(key, segments ?? (isWhole ? (isLast ? {count, calls: group.length} : 'below') : 'unknown'));
	}

	return found;
};
