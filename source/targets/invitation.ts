import {isIPv6} from 'node:net';
import type {JoinOptions} from '../config/options.ts';
import {normalizeText} from '../text/normalize.ts';
import {CodeError, parseCode} from '../text/room-code.ts';

/** The contents of an invitation: an address as typed, and the code if there is one. */
export type Invitation = {readonly address: string; readonly code: string | undefined};

const opening = /^["'`“”„‘’‚«»‹›(<{*_~]+/;
const closing = /(?:["'`“”„‘’‚«»‹›)>},;!?*_~\\]|(?<=[\d\]"'`”’»)*_])\.{1,3})+$/;
/** The parts that make an address with a port a link: a scheme, a slash at the end. */
const linkParts = /^(?:https?|tcp):\/\/(?=[^\s/]+:\d+\/?$)|(?<=:\d+)\/$/gi;
/** Invisible characters that chat programs and word processors put around and into an address. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const markdownLink = /\[(?<text>[^\][]*(?:\[[^\][]*][^\][]*)?)]\((?:https?|tcp):[^()\s]*\)/gi;
/** An IPv4 address with its port written apart. */
const portApart =
	/(?<host>(?<![\d.])\d{1,3}(?:\.\d{1,3}){3})(?:(?:\s*:\s*|,?\s+port:?\s+)(?<port>\d{1,5})|\s+(?<last>\d{4,5}))(?![\d:\p{L}]|\.\d)/giu;
/** Switches that have a value, which is no address. */
const valueSwitch = /^--(?:name|history|eol|theme|bell)$/;

/** Takes off quotation marks and marks of emphasis, and the punctuation that ends a sentence. */
const trimWord = (word: string): string => word.replace(opening, '').replace(closing, '').replaceAll(linkParts, '');

const isAddressLike = (word: string): boolean =>
	/^\[[\da-f:.%\w]+](?::\d+)?$|^\d{1,3}(?:\.\d{1,3}){3}$/i.test(word) ||
	(/^[^\s:/]+:\d{1,5}$/.test(word) && !/^\d+:/.test(word)) ||
	isIPv6(word);

/** Splits a text into words in plain characters, without what only chat programs need. */
const splitWords = (text: string): readonly string[] =>
	normalizeText(text, 'NFKC')
		.replaceAll(invisible, '')
		.replaceAll(markdownLink, '$<text>')
		.replaceAll(portApart, '$<host>:$<port>$<last>')
		.split(/\s+/)
		.map(word => trimWord(word))
		.filter(word => word !== '');

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
	const words = splitWords(text);
	if (words.length <= 1) {
		return {address: words[0] ?? '', code: undefined};
	}

	const command = words.findIndex(word => word.toLowerCase() === 'join');
	const after = words.slice(command + 1);
	const address =
		after.find(word => isAddressLike(word)) ??
		(command === -1
			? undefined
			: after.find((word, index) => !word.startsWith('-') && !valueSwitch.test(after[index - 1] ?? '')));
	return address === undefined ? {address: text, code: undefined} : {address, code: findCode(text)};
};

/** A code that is pasted with the address comes before one from the environment. */
export const addCode = <Options extends Pick<JoinOptions, 'code'>>(options: Options, {code}: Invitation): Options =>
	code === undefined ? options : {...options, code};
