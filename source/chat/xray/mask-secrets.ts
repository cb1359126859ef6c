import {Buffer} from 'node:buffer';
import type {ByteRange, FrameSummary, KeptBytes} from './types.ts';

/** How many of a call's bytes are kept. */
export const keptBytes = 256;

export type MaskOptions = {
	/** Whether the call's bytes begin inside a frame. */
	readonly isContinuation: boolean;
	/**
	Whether private messages are masked: at a host, whose user must not read what others say in
	private.
	*/
	readonly hidesPrivate: boolean;
};

const newline = 0x0a;

/** Fields whose values are secrets: the member's key, the room's code. */
const secretField = /"(?:sid|code)"\s*:\s*"(?<value>[^"]*)/g;
/** The field with the text of a message. */
const textField = /"text"\s*:\s*"(?<value>(?:[^"\\]|\\.)*)/gs;

const readCount = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

type Line = {readonly start: number; readonly end: number; readonly isComplete: boolean};

/** Returns the lines that begin in the first bytes of a chunk, each up to its end in the chunk. */
const listLines = (chunk: Uint8Array): readonly Line[] => {
	const lines: Line[] = [];
	let start = 0;
	while (start < Math.min(chunk.length, keptBytes)) {
		const place = chunk.indexOf(newline, start);
		const end = place === -1 ? chunk.length : place + 1;
		lines.push({start, end, isComplete: place !== -1});
		start = end;
	}

	return lines;
};

const parseFields = (text: string): Readonly<Record<string, unknown>> | undefined => {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? {...value} : undefined;
	} catch {
		return undefined;
	}
};

const findFields = (text: string, start: number, pattern: RegExp): readonly ByteRange[] =>
	[...text.matchAll(pattern)].map(({index, 0: match, groups}) => {
		const end = start + index + match.length;
		return {start: end - (groups?.value ?? '').length, end};
	});

const summarize = (text: string, fields: Readonly<Record<string, unknown>> | undefined): FrameSummary | undefined => {
	const type = fields ? fields.type : /^{"type":"(?<type>[a-z]+)"/.exec(text)?.groups?.type;
	return typeof type === 'string'
		? {
				type,
				...(readCount(fields?.n) !== undefined && {n: readCount(fields?.n)}),
				...(readCount(fields?.seq) !== undefined && {seq: readCount(fields?.seq)}),
				...(typeof fields?.id === 'string' && {id: fields.id}),
			}
		: undefined;
};

/**
Keeps the first bytes of frames. What cannot be judged is masked: the rest of a frame that began in
an earlier call, and, where private messages are, the texts of frames that end in a later one.
*/
export const keepFrames = (chunk: Uint8Array, {isContinuation, hidesPrivate}: MaskOptions): KeptBytes => {
	const masked: ByteRange[] = [];
	const frames: FrameSummary[] = [];
	for (const [index, {start, end, isComplete}] of listLines(chunk).entries()) {
		if (index === 0 && isContinuation) {
			masked.push({start, end});
			continue;
		}

		// One character for each byte, so that places in the text are places in the bytes.
		const text = Buffer.from(chunk.subarray(start, end)).toString('latin1');
		const fields = isComplete ? parseFields(text) : undefined;
		const frame = summarize(text, fields);
		if (frame) {
			frames.push(frame);
		}

		const isClose = fields?.type === 'close' || fields?.type === 'nack';
		masked.push(...(isClose ? [] : findFields(text, start, secretField)));
		const isPublic = fields !== undefined && fields.to === undefined && fields.type !== 'page';
		if (hidesPrivate && !isPublic) {
			const texts = findFields(text, start, textField);
			masked.push(...(fields && texts.length === 0 && fields.to !== undefined ? [{start, end}] : texts));
		}
	}

	return {head: copyHead(chunk), masked: masked.toSorted((a, b) => a.start - b.start), frames};
};

const copyHead = (chunk: Uint8Array): Uint8Array => Uint8Array.from(chunk.subarray(0, keptBytes));

/** Keeps the first bytes of plain text. `isPrivate`: nothing of it is shown. */
export const keepPlain = (chunk: Uint8Array, {isPrivate}: {readonly isPrivate: boolean}): KeptBytes => ({
	head: copyHead(chunk),
	masked: isPrivate ? [{start: 0, end: chunk.length}] : [],
});
