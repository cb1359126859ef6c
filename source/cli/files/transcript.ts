/** The lines of a saved conversation. */
import {maskCodes} from '../../text/mask-codes.ts';
import {formatSpeaker} from '../../text/message.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';
import {joinParts, type WholeText} from './join-parts.ts';
import type {Aside, Entry} from './spoken.ts';

/** Returns an ISO time in UTC; '' if it is invalid. */
export const formatTime = (at: number): string =>
	Number.isNaN(new Date(at).getTime()) ? '' : new Date(at).toISOString();

/** Sanitises a text, but keeps its tabs: in a file, they move no cursor. */
const sanitizeText = (text: string): string =>
	text
		.split('\t')
		.map(part => sanitize(part))
		.join('\t');

const marks = {queued: ' (not acknowledged)', refused: ' (refused)'} as const;

/** Says which parts of a longer text these are, if not all are there. */
const formatParts = (first: number, last: number, count: number): string =>
	first === 1 && last === count ? '' : ` (${first === last ? first : `${first}-${last}`}/${count})`;

/**
Formats one text. A mark says what became of it, where no name can say so. The lines of a longer
text follow indented, as they were: none of them can be taken for another message.
*/
const formatText = ({at, text, from, to, failure, parts}: WholeText): string => {
	const mark = (failure === undefined ? '' : marks[failure]) + formatParts(...parts);
	const head = `${formatTime(at)} ${sanitizeLine(formatSpeaker({from, ...(to && {to})}))}${mark}:`;
	const lines = sanitizeText(text).split('\n');
	return lines.length === 1
		? `${head} ${lines.join('')}\n`
		: `${head}\n${lines.map(line => (line === '' ? '\n' : `    ${line}\n`)).join('')}`;
};

// A file is handed on, and lasts: the room's code is in notices, and stays out of it.
const formatAside = ({at, notice}: Aside): string => `${formatTime(at)} -- ${sanitizeLine(maskCodes(notice))}\n`;

/** Formats texts and lines of the program, in order. The parts of a text become one again. */
export const formatTranscript = (entries: readonly Entry[]): string =>
	joinParts(entries)
		.map(entry => ('notice' in entry ? formatAside(entry) : formatText(entry)))
		.join('');
