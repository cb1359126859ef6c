import type {JoinOptions} from '../config/options.ts';
import {CodeError, parseCode} from '../text/room-code.ts';

/** What an invitation tells: an address as typed, and the code if there is one. */
export type Invitation = {readonly address: string; readonly code: string | undefined};

const opening = /^["'`“”„‘’‚«»‹›(<{]+/;
const closing = /(?:["'`“”„‘’‚«»‹›)>},;!?]|(?<=[\d\]"'`”’»)])\.)+$/;

/** Takes off quotation marks, and the punctuation that ends a sentence. */
const trimWord = (word: string): string => word.replace(opening, '').replace(closing, '');

const isAddressLike = (word: string): boolean =>
	/^\[[\da-f:.%\w]+](?::\d+)?$|^[^\s:/]+:\d{1,5}$|^\d{1,3}(?:\.\d{1,3}){3}$|^[\da-f]*:[\da-f:.]+$/i.test(word);

const findCode = (text: string): string | undefined => {
	try {
		return parseCode(text);
	} catch (error) {
		if (error instanceof CodeError) {
			return undefined;
		}

		throw error;
	}
};

/**
Reads an address as it is typed, or an invitation as it is pasted: `socket-chat join ADDRESS` with
whatever stands before the command, and the line with the code. Other text is returned as it is.
*/
export const readInvitation = (text: string): Invitation => {
	const words = text
		.split(/\s+/)
		.map(word => trimWord(word))
		.filter(word => word !== '');
	if (words.length <= 1) {
		return {address: words[0] ?? '', code: undefined};
	}

	const command = words.findIndex(word => word.toLowerCase() === 'join');
	const after = words.slice(command + 1);
	const address =
		after.find(word => isAddressLike(word)) ?? (command === -1 ? undefined : after.find(word => !word.startsWith('-')));
	return address === undefined ? {address: text, code: undefined} : {address, code: findCode(text)};
};

/** A code that is pasted with the address comes before one from the environment. */
export const addCode = <Options extends Pick<JoinOptions, 'code'>>(options: Options, {code}: Invitation): Options =>
	code === undefined ? options : {...options, code};
