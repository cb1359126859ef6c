/** The lines of a saved conversation. */
import type {ChatState, HistoryItem} from '../../chat/state.ts';
import type {LoggedMessage} from '../../room/log.ts';
import {maskCodes} from '../../text/mask-codes.ts';
import {formatSpeaker} from '../../text/message.ts';
import {sanitize, sanitizeLine} from '../../text/sanitize.ts';

type Line = {readonly at: number; readonly from: string; readonly to?: {readonly name: string}; readonly text: string};

/** Returns an ISO time in UTC; '' if it is invalid. */
export const formatTime = (at: number): string =>
	Number.isNaN(new Date(at).getTime()) ? '' : new Date(at).toISOString();

/** Sanitises a text, but keeps its tabs: in a file, they move no cursor. */
const sanitizeText = (text: string): string =>
	text
		.split('\t')
		.map(part => sanitize(part))
		.join('\t');

/**
Formats one message. `mark` says what became of it, where no name can say so. The lines of a longer
text follow indented, as they were: none of them can be taken for another message.
*/
const formatLine = ({at, text, ...speaker}: Line, mark = ''): string => {
	const head = `${formatTime(at)} ${sanitizeLine(formatSpeaker(speaker))}${mark}:`;
	const lines = sanitizeText(text).split('\n');
	return lines.length === 1
		? `${head} ${lines.join('')}\n`
		: `${head}\n${lines.map(line => (line === '' ? '\n' : `    ${line}\n`)).join('')}`;
};

const formatItem = (item: HistoryItem): string => {
	switch (item.kind) {
		case 'gap':
		case 'invitation': {
			return '';
		}

		case 'notice': {
			// A file is handed on, and lasts: the room's code is in notices, and stays out of it.
			return `${formatTime(item.at)} -- ${sanitizeLine(maskCodes(item.text))}\n`;
		}

		case 'message': {
			return formatLine(item, item.delivery === 'refused' ? ' (refused)' : '');
		}
	}
};

/** Formats messages that are read from the room's log. */
export const formatLogged = (messages: readonly LoggedMessage[]): string =>
	messages.map(message => formatLine({...message, at: message.ts})).join('');

/** Formats what the chat shows, with the user's messages that are not acknowledged yet. */
export const formatShown = ({history, pending, myName}: Pick<ChatState, 'history' | 'pending' | 'myName'>): string =>
	history.map(item => formatItem(item)).join('') +
	pending.map(entry => formatLine({...entry, from: myName}, ' (not acknowledged)')).join('');
