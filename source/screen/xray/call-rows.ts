import type {MessageMark} from '../../chat/xray/message-marks.ts';
import type {KeptBytes, StepCall, TransferCall, XrayCall, XrayConnection} from '../../chat/xray/types.ts';
import {formatClockWithSeconds} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {pad} from '../../text/width.ts';
import {cutRow, type Row, type Span} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';
import {formatHex, formatText} from './hex-rows.ts';
import {countRecords, formatReceived, formatSent, recordParts} from './transfer-facts.ts';

/** The rows of the calls, one each, and what Enter unfolds below one. */

export type CallRowOptions = {
	readonly connection: XrayConnection;
	readonly columns: number;
	/** The key of the selected call. */
	readonly selected: number | undefined;
	/** The key of the call that is unfolded. */
	readonly unfolded: number | undefined;
	readonly messages: ReadonlyMap<number, MessageMark>;
};

const wideColumns = 100;
const smallColumns = 60;
const hexBytes = 8;

const steps: Readonly<Record<StepCall['verb'], {readonly text: string; readonly tone?: Tone}>> = {
	accept: {text: 'accept()'},
	connect: {text: 'connect()'},
	secure: {text: 'TLS is up'},
	end: {text: 'recv() 0 B: FIN came', tone: 'retry'},
	shutdown: {text: 'shutdown(): own FIN', tone: 'retry'},
	reset: {text: 'RST came', tone: 'trouble'},
	timeout: {text: 'own deadline passed', tone: 'trouble'},
	close: {text: 'close()', tone: 'retry'},
};

const formatClock = (at: number): string =>
	`${formatClockWithSeconds(at)}.${String(Math.floor(at % 1000)).padStart(3, '0')}`;

/** Formats `"three\n"` as a program would write it; a byte that is not ASCII as `\xc3`. */
const quote = (kept: KeptBytes): string => {
	const escapes: ReadonlyMap<number, string> = new Map([
		[0x0a, String.raw`\n`],
		[0x0d, String.raw`\r`],
		[0x09, String.raw`\t`],
		[0x22, String.raw`\"`],
		[0x5c, '\\\\'],
	]);
	const text = Array.from(kept.head, (byte, place) => {
		if (kept.masked.some(({start, end}) => place >= start && place < end)) {
			return '·';
		}

		return (
			escapes.get(byte) ??
			(byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : String.raw`\x${byte.toString(16).padStart(2, '0')}`)
		);
	}).join('');
	return `"${text}"`;
};

/** Formats the frames' types: `post`, `msg ×3, who`. */
const formatFrames = (frames: NonNullable<KeptBytes['frames']>): string => {
	const counts = new Map<string, number>();
	for (const {type} of frames) {
		counts.set(type, (counts.get(type) ?? 0) + 1);
	}

	return counts.size === 0
		? 'part of a frame'
		: [...counts].map(([type, count]) => (count === 1 ? type : `${type} ×${count}`)).join(', ');
};

/** Formats `#12 ✓`: the message is in the room's log. */
const formatMessage = (mark: MessageMark | undefined): string => {
	if (mark === undefined || mark === 'waiting') {
		return mark === undefined ? '' : '…';
	}

	return mark.first === mark.last ? `#${mark.first} ✓` : `#${mark.first}–${mark.last} ✓`;
};

/** Formats the bytes of a call: quoted, or in a private room the frames and the record. */
const formatContent = (call: TransferCall): string => {
	const {frames} = call.kept;
	if (!frames) {
		return quote(call.kept);
	}

	const count = countRecords(call);
	const record = count === undefined ? '' : ` → ${count === 1 ? 'record' : `${count} records`} ${call.wireBytes} B`;
	return `${sanitizeLine(formatFrames(frames))} ${call.bytes} B${record}`;
};

const formatProgress = (call: TransferCall, connection: XrayConnection): string =>
	call.kind === 'send' ? formatSent(call, connection) : formatReceived(call, connection);

const layoutTransfer = (call: TransferCall, {connection, columns, messages}: CallRowOptions): Row => {
	const isSent = call.kind === 'send';
	const direction: Span = {text: isSent ? '──→ send()' : '←── recv()', tone: isSent ? 'prompt' : 'here'};
	const bytes = `${String(call.bytes).padStart(7)} B `;
	const progress = formatProgress(call, connection);
	const tone: Tone = call.code === undefined ? 'quiet' : 'trouble';
	if (columns < smallColumns) {
		return [
			{...direction, text: isSent ? '→' : '←'},
			{text: bytes},
			{text: `${progress} `, tone},
			{text: formatContent(call)},
		];
	}

	return [
		direction,
		{text: bytes},
		{text: `${pad(progress, columns >= wideColumns ? 18 : 16)} `, tone},
		...(columns >= wideColumns
			? [
					{text: `${pad(formatMessage(messages.get(call.key)), 8)} `, tone: 'delivered'} satisfies Span,
					{text: `${formatHex(call.kept, 0, hexBytes).padEnd(hexBytes * 3)}`, tone: 'quiet'} satisfies Span,
				]
			: []),
		{text: formatContent(call)},
	];
};

const formatStep = ({verb, wireBytes}: StepCall): string => {
	if (wireBytes === undefined || (verb !== 'end' && verb !== 'shutdown')) {
		return steps[verb].text;
	}

	return verb === 'end'
		? `close_notify of TLS came, ${wireBytes} B`
		: `shutdown(): close_notify ${wireBytes} B, own FIN`;
};

const layoutStep = (step: StepCall): Row => [
	{text: `    ${formatStep(step)}`, tone: steps[step.verb].tone ?? 'plain'},
	...(step.code === undefined ? [] : [{text: ` ${step.code}`, tone: 'trouble'} satisfies Span]),
];

/** Lays out one call on one row. */
export const layoutCall = (call: XrayCall, options: CallRowOptions): Row => {
	const {columns, selected} = options;
	const clock = columns < smallColumns ? formatClockWithSeconds(call.at) : formatClock(call.at);
	return cutRow(
		[
			{text: call.key === selected ? '›' : ' ', tone: 'prompt'},
			{text: `${clock} `, tone: 'quiet'},
			...(call.kind === 'step' ? layoutStep(call) : layoutTransfer(call, options)),
		],
		columns,
	);
};

/** Lays out the parts of the record around a frame: header, frame, type, tag. */
const layoutRecord = (call: TransferCall, columns: number): readonly Row[] => {
	const count = countRecords(call);
	if (!call.kept.frames || count === undefined || call.wireBytes === undefined) {
		const sentence = call.kept.frames
			? `TLS made ${call.wireBytes ?? '?'} B of it: which records carried it is not known`
			: 'no TLS around it: the network carries these bytes as they are';
		return [cutRow([{text: `      ${sentence}`, tone: 'quiet'}], columns)];
	}

	const {header, type, tag} = recordParts;
	const parts = [
		[`header ${header} B`, 'kind, version, length: readable by all'],
		[`frame ${call.bytes} B`, formatText(call.kept, 0, call.kept.head.length)],
		[`type ${type} B`, 'application data; encrypted, as the frame is'],
		[`tag ${tag} B`, 'shows that nobody has changed it'],
	] as const;
	return [
		...(count === 1
			? []
			: [[{text: `      ${count} records; in all of them together:`, tone: 'quiet'} satisfies Span]]),
		...parts.map(([name, text]): Row => cutRow([{text: `      ${pad(name, 14)} `}, {text, tone: 'quiet'}], columns)),
	];
};

/** Lays out all calls, newest last; below the unfolded one, the parts of its record. */
export const layoutCalls = (options: CallRowOptions): ReadonlyArray<{readonly key: number; readonly row: Row}> =>
	options.connection.calls.flatMap(call => [
		{key: call.key, row: layoutCall(call, options)},
		...(call.key === options.unfolded && call.kind !== 'step'
			? layoutRecord(call, options.columns).map(row => ({key: call.key, row}))
			: []),
	]);
