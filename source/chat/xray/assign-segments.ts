import type {KernelReading, TransferCall, XrayCall} from './types.ts';

export type SegmentGroup = {
	/** The last call whose bytes the segments have brought. */
	readonly last: TransferCall;
	/** Undefined where it cannot be told. */
	readonly segments: TransferCall['segments'];
};

/**
Finds the calls of recv() whose bytes have come between two readings of the kernel, and the number
of segments that brought them. Returns `early` while bytes wait in the kernel, or are on their way
to the program: they belong to no call yet.
*/
export const assignSegments = (
	calls: readonly XrayCall[],
	{before, reading}: {readonly before: KernelReading | undefined; readonly reading: KernelReading},
): SegmentGroup | 'none' | 'early' => {
	const {received, waiting} = reading.payload;
	const {dataSegmentsIn} = reading.view;
	if (received === undefined || waiting !== 0 || dataSegmentsIn === undefined) {
		return 'early';
	}

	const receivedBefore = before?.payload.received ?? 0;
	const group = calls.filter(
		(call): call is TransferCall =>
			call.kind === 'recv' && (call.through ?? 0) > receivedBefore && (call.through ?? Infinity) <= received,
	);
	const last = group.at(-1);
	if (!last) {
		return 'none';
	}

	if (last.through !== received) {
		return 'early';
	}

	// Without an earlier reading, or with calls that were not recorded, the segments are unknown.
	const bytes = group.reduce((sum, call) => sum + (call.wireBytes ?? call.bytes), 0);
	const isWhole = before !== undefined && bytes === received - receivedBefore;
	return {
		last,
		segments: isWhole ? {count: dataSegmentsIn - (before.view.dataSegmentsIn ?? 0), calls: group.length} : undefined,
	};
};
