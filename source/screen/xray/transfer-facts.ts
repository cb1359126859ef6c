import type {TransferCall, XrayConnection} from '../../chat/xray/types.ts';

/** How far the bytes of one send() have come, and how those of one recv() arrived. */

/** The bytes that a TLS 1.3 record adds: header, type of the content, tag of the cipher. */
export const recordParts = {header: 5, type: 1, tag: 16} as const;

const recordOverhead = recordParts.header + recordParts.type + recordParts.tag;

/** Returns how many records carried a call's bytes; undefined if the counts do not say so. */
export const countRecords = ({bytes, wireBytes}: TransferCall): number | undefined => {
	const extra = (wireBytes ?? bytes) - bytes;
	return extra > 0 && extra % recordOverhead === 0 ? extra / recordOverhead : undefined;
};

/** Formats `1 segment`, and `? segments` where it is not known. */
export const formatSegments = (count: number | undefined): string =>
	count === 1 ? '1 segment' : `${count ?? '?'} segments`;

/** Returns whether all bytes up to `through` are known to have come so far. */
const hasCome = (count: number | undefined, through: number): boolean => count !== undefined && count >= through;

/**
Formats what became of a send: `acked k`, `in kernel k`, `taken ≈`, `queued ≈`. Without the kernel's
word, that the kernel has taken the bytes is all that is known.
*/
export const formatSent = ({through, code}: TransferCall, {counts}: XrayConnection): string => {
	if (code !== undefined) {
		return code;
	}

	if (through === undefined) {
		return 'queued ≈';
	}

	const {acknowledged, unacknowledged} = counts?.payload ?? {};
	if (hasCome(acknowledged, through)) {
		return 'acked k';
	}

	return acknowledged !== undefined && hasCome(acknowledged + (unacknowledged ?? 0), through)
		? 'in kernel k'
		: 'taken ≈';
};

/**
Formats `2 segments k`, or `3 seg./2 calls k` on the last of several calls that lie between two
readings of the kernel.
*/
export const formatReceived = (
	{segments}: TransferCall,
	{isKernelMute}: Pick<XrayConnection, 'isKernelMute'>,
): string => {
	if (segments === 'below') {
		return 'see below';
	}

	if (segments === undefined || segments === 'unknown') {
		return segments === undefined && !isKernelMute ? '…' : '? segments';
	}

	const {count, calls} = segments;
	return calls === 1 ? `${formatSegments(count)} k` : `${count} seg./${calls} calls k`;
};
