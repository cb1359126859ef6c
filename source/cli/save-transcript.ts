/** Saves the messages as a text file. */
import {writeFileSync} from 'node:fs';
import type {SubmitResult} from '../chat/commands/types.ts';
import type {ChatState} from '../chat/state.ts';
import {formatSpeaker} from '../text/message.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {expandHome} from './complete-path.ts';

const formatItem = ({at, ...item}: ChatState['history'][number]): string => {
	if (item.kind === 'invitation') {
		return '';
	}

	const time = Number.isNaN(new Date(at).getTime()) ? '' : new Date(at).toISOString();
	return item.kind === 'message'
		? `${time} ${sanitizeLine(formatSpeaker(item))}: ${sanitizeLine(item.text)}\n`
		: `${time} -- ${sanitizeLine(item.text)}\n`;
};

/**
Writes a new file that only its user can read, since the room may be private. Never overwrites a
file.
*/
export const saveTranscript = (file: string, {history}: Pick<ChatState, 'history'>): SubmitResult => {
	try {
		writeFileSync(expandHome(file), history.map(item => formatItem(item)).join(''), {mode: 0o600, flag: 'wx'});
		return {ok: true};
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		return {
			ok: false,
			text: code === 'EEXIST' ? `${file} already exists. Choose another name.` : `${file} cannot be written (${code}).`,
		};
	}
};
