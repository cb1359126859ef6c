import {Buffer, isAscii} from 'node:buffer';
import type {LoggedMessage, ScannedMessages} from '../../room/log.ts';
import {roughen} from '../../text/search/rough-form.ts';
import {LogDamagedError} from '../files/errors.ts';
import {hasValidCrc, parseRecord, prefixLength} from '../files/records.ts';
import {readMessages, type LogFile} from './log-file.ts';
import {decodeMessage} from './log-records.ts';

/** The bytes that are scanned at a time, unless the index has no entry between. */
const scanBytes = 65_536;
/** More bytes than this between two entries are refusals above all: they are read in chunks. */
const maximumBytes = 4 * scanBytes;

/** The bytes before an author's name in a message's record, and those between name and text. */
const authorStart = '"from":"';
const textStart = /","ts":[^"]*"text":"/y;

/** Returns whether a record's author or text may contain the probes, and not its other fields. */
const mayContain = (rough: string, probes: readonly string[]): boolean => {
	const start = rough.indexOf(authorStart) + authorStart.length;
	if (start < authorStart.length) {
		return false;
	}

	textStart.lastIndex = rough.indexOf('","ts":', start);
	const authorEnd = textStart.lastIndex;
	const text = textStart.test(rough) ? textStart.lastIndex : authorEnd;
	return probes.every(probe => {
		const hit = rough.indexOf(probe, start);
		return hit !== -1 && (hit < authorEnd || hit >= text || rough.includes(probe, text));
	});
};

/** Reads bytes of the file as text. */
const readText = ({io, fd}: LogFile, start: number, end: number): string => {
	const buffer = Buffer.allocUnsafe(end - start);
	let size = 0;
	let count = -1;
	while (size < buffer.length && count !== 0) {
		count = io.read(fd, buffer.subarray(size), start + size);
		size += count;
	}

	const block = buffer.subarray(0, size);
	return block.toString(isAscii(block) ? 'latin1' : 'utf8');
};

/** Decodes a record of the file. Undefined for a refusal. Throws `LogDamagedError`. */
const decodeLine = (line: string, file: string, offset: number): LoggedMessage | undefined => {
	const value = hasValidCrc(Buffer.from(line)) ? parseRecord(line.slice(prefixLength)) : undefined;
	if (!value) {
		throw new LogDamagedError(file, offset);
	}

	return decodeMessage(value);
};

/**
Scans the newest messages before a place, for probes as `chooseProbes` returns them: as many as one
read of the file holds. Throws `LogDamagedError` and system errors.
*/
export const scanMessages = (roomFile: LogFile, before: number, probes: readonly string[]): ScannedMessages => {
	const {file, contents, end: fileEnd} = roomFile;
	const {seq: from, start, end = fileEnd} = contents.findBlockBefore(before, scanBytes, fileEnd);
	if (end - start > maximumBytes) {
		return {from, messages: readMessages(roomFile, from, before - 1)};
	}

	const text = readText(roomFile, start, end);
	const rough = roughen(text);
	if (!probes.every(probe => rough.includes(probe))) {
		return {from, messages: []};
	}

	// A record is one line in either form: JSON escapes line feeds.
	const lines = text.split('\n');
	const messages: LoggedMessage[] = [];
	for (const [index, line] of rough.split('\n').entries()) {
		const message = mayContain(line, probes) ? decodeLine(lines[index] ?? '', file, start) : undefined;
		if (message && message.seq < before) {
			messages.push(message);
		}
	}

	return {from, messages};
};
