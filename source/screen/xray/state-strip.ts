import {estimateStates} from '../../chat/xray/estimate-state.ts';
import type {TcpState, XrayConnection} from '../../chat/xray/types.ts';
import type {Row, Span} from '../primitives/rows.ts';
import {formatSeconds} from './flow-rows.ts';

/** The rows that say in which state of TCP a connection is. */

export type KnownStates = {
	/** One, or all that are possible. */
	readonly states: readonly TcpState[];
	/** Whether the kernel has said so. */
	readonly isByKernel: boolean;
};

export const findStates = (connection: XrayConnection): KnownStates =>
	connection.kernel
		? {states: [connection.kernel.view.state], isByKernel: true}
		: {states: estimateStates(connection), isByKernel: false};

const closingFirst = new Set<TcpState>(['FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSING', 'TIME-WAIT']);
const closingSecond = new Set<TcpState>(['CLOSE-WAIT', 'LAST-ACK']);

type Order = 'first' | 'second';

/** Returns which side has sent its FIN first, or is shown so while none has. */
const findClosingOrder = (
	{isDialled, ownFinAt, peerFinAt}: Pick<XrayConnection, 'isDialled' | 'ownFinAt' | 'peerFinAt'>,
	states: readonly TcpState[],
): Order => {
	if (states.some(state => closingFirst.has(state))) {
		return 'first';
	}

	if (states.some(state => closingSecond.has(state))) {
		return 'second';
	}

	if (ownFinAt === undefined && peerFinAt === undefined) {
		return isDialled ? 'first' : 'second';
	}

	return (ownFinAt ?? Infinity) < (peerFinAt ?? Infinity) ? 'first' : 'second';
};

/** Lists the states through which a connection of this kind goes, by RFC 9293. */
const listChain = (connection: XrayConnection, states: readonly TcpState[]): readonly TcpState[] => {
	const opening: readonly TcpState[] = connection.isDialled ? ['SYN-SENT'] : ['LISTEN', 'SYN-RCVD'];
	const closing: readonly TcpState[] =
		findClosingOrder(connection, states) === 'first'
			? ['FIN-WAIT-1', states.includes('CLOSING') ? 'CLOSING' : 'FIN-WAIT-2', 'TIME-WAIT']
			: ['CLOSE-WAIT', 'LAST-ACK'];
	return [...opening, 'ESTABLISHED', ...closing, 'CLOSED'];
};

/** Formats `k 0.4 s ago`; without the kernel's word `≈`, and why. */
const formatSource = ({kernel, isKernelMute}: XrayConnection, now: number): string => {
	if (!kernel) {
		return isKernelMute ? '≈ own calls' : '≈ not asked yet';
	}

	return `k ${formatSeconds(now - kernel.at)} ago`;
};

/** Formats `[CLOSE-WAIT]`, or `[FIN-WAIT-1 or FIN-WAIT-2]` where more than one is possible. */
export const formatStates = ({states}: KnownStates): string => `[${states.join(' or ')}]`;

/** Lays out `LISTEN ── SYN-RCVD ── [ESTABLISHED] ── CLOSE-WAIT ── LAST-ACK ── CLOSED`. */
export const layoutChain = (connection: XrayConnection, now: number): Row => {
	const known = findStates(connection);
	const spans = listChain(connection, known.states).map((state): Span =>
		known.states.includes(state) ? {text: `[${state}]`, tone: 'key'} : {text: state, tone: 'quiet'},
	);
	return [
		{text: ' '},
		...spans.flatMap((span, index): readonly Span[] => (index === 0 ? [span] : [{text: ' ── ', tone: 'rule'}, span])),
		{text: `  ${formatSource(connection, now)}`, tone: 'quiet'},
	];
};

const afterPeerFin = new Set<TcpState>(['CLOSE-WAIT', 'LAST-ACK', 'CLOSING', 'TIME-WAIT']);

const formatFin = (hasFin: boolean): string => (hasFin ? 'yes' : 'no');

/** Lays out `TCP [CLOSE-WAIT] k 0.4 s ago  they sent FIN: yes  we sent FIN: no`. */
export const layoutState = (connection: XrayConnection, now: number): Row => {
	const known = findStates(connection);
	const {kernel, peerFinAt, ownFinAt, resetAt} = connection;
	const hasPeerFin = peerFinAt !== undefined || (kernel !== undefined && afterPeerFin.has(kernel.view.state));
	return [
		{text: ' TCP '},
		{text: formatStates(known), tone: 'key'},
		{text: ` ${formatSource(connection, now)}`, tone: 'quiet'},
		{text: `  they sent FIN: ${formatFin(hasPeerFin)}  we sent FIN: ${formatFin(ownFinAt !== undefined)}`},
		...(resetAt === undefined ? [] : [{text: '   reset', tone: 'trouble'} satisfies Span]),
	];
};
