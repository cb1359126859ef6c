import type {KernelReading, XrayConnection} from '../../chat/xray/types.ts';
import type {Row, Span} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';
import {formatSegments} from './transfer-facts.ts';

/** The rows that say how many bytes are where, and how the network behaves. */

/** From which age on a value of the kernel is shown as old, in milliseconds. */
const oldAge = 3000;

/** Adds `,` to thousands, so that digits can be compared with those of ss. */
export const formatCount = (count: number | undefined): string =>
	count === undefined ? '?' : count.toLocaleString('en-US');

/** Formats an age: `0.4 s`. */
export const formatSeconds = (milliseconds: number): string => `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;

const formatMilliseconds = (value: number | undefined): string => (value === undefined ? '? ms' : `${value} ms`);

export const isOld = (reading: KernelReading | undefined, now: number): boolean =>
	reading !== undefined && now - reading.at > oldAge;

/** Returns the tone of what the kernel says: quiet once it is old. */
const chooseTone = (reading: KernelReading | undefined, now: number): Tone => (isOld(reading, now) ? 'quiet' : 'plain');

/** Formats `k`; with its age where it is older than the state, and `?` where there is nothing. */
const formatAge = ({kernel, counts}: XrayConnection, now: number): string => {
	if (!counts) {
		return '?';
	}

	return counts === kernel ? 'k' : `k ${formatSeconds(now - counts.at)}`;
};

/** Lays out `out  program 0 B → kernel 0 B not acknowledged → acknowledged 51 of 51 B  k`. */
export const layoutOut = (connection: XrayConnection, now: number): Row => {
	const {counts: kernel, queued, bytesSent} = connection;
	const tone = chooseTone(kernel, now);
	return [
		{text: ` out  program ${formatCount(queued)} B ≈ → `},
		{
			text: `kernel ${formatCount(kernel?.payload.unacknowledged)} B not acknowledged → acknowledged ${formatCount(kernel?.payload.acknowledged)}`,
			tone,
		},
		{text: ` of ${formatCount(bytesSent)} B`},
		{text: kernel ? ' k' : ' ?', tone: 'quiet'},
	];
};

/** Lays out `in   kernel 0 B waiting → recv() 3 calls, 19 B in 4 segments  k`. */
export const layoutIn = (connection: XrayConnection, now: number): Row => {
	const {counts: kernel, recvCalls, bytesReceived} = connection;
	const tone = chooseTone(kernel, now);
	return [
		{text: ` in   kernel ${formatCount(kernel?.payload.waiting)} B waiting`, tone},
		{text: ` → recv() ${recvCalls} ${recvCalls === 1 ? 'call' : 'calls'}, ${formatCount(bytesReceived)} B`},
		{text: ` in ${formatSegments(kernel?.view.dataSegmentsIn)}`, tone},
		{text: kernel ? ' k' : ' ?', tone: 'quiet'},
	];
};

/**
Lays out `time RTT 0.022 ms  RTO 200 ms  retransmitted 0  window there 65,536 B k`.
`hasMore`: whether there is room for the MSS and the timer.
*/
export const layoutTimes = (connection: XrayConnection, now: number, {hasMore}: {readonly hasMore: boolean}): Row => {
	const {counts} = connection;
	const {rtt, rto, retransmits, sendWindow, mss, timer} = counts?.view ?? {};
	const tone = chooseTone(counts, now);
	const more = hasMore ? `  MSS ${formatCount(mss)} B${timer === undefined ? '' : `  timer ${timer}`}` : '';
	const isTroubled = sendWindow === 0 || (retransmits ?? 0) > 0;
	return [
		{text: ` time RTT ${formatMilliseconds(rtt)}  RTO ${formatMilliseconds(rto)}`, tone},
		{
			text: `  retransmitted ${formatCount(retransmits)}  window there ${formatCount(sendWindow)} B`,
			tone: isTroubled && tone === 'plain' ? 'trouble' : tone,
		},
		{text: more, tone},
		{text: ` ${formatAge(connection, now)}`, tone: 'quiet'},
	];
};

/** Returns the row that says what is unlike a network; undefined on a real one. */
export const layoutLoopback = ({isLoopback}: XrayConnection): Row | undefined =>
	isLoopback
		? [{text: ' loopback: MSS 32–64 KiB, RTT of µs: not like a network', tone: 'quiet'} satisfies Span]
		: undefined;
