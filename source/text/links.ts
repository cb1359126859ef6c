import type {TextRange} from './search.ts';

/** Finds the addresses of web pages in a text. */

export type Link = TextRange & {
	/** Where the link leads: the text of the range itself, in ASCII. */
	readonly address: string;
};

/** In characters. Terminals drop a longer address. */
const longestAddress = 2000;

const candidate =
	/(?<![a-z\d+.-])https?:\/\/[^\s<>"`{}|\\^\u00AB\u00BB\u201C-\u201F\u3000-\u303F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]+/gi;
/** The characters that stand for one that could harm. */
const neutralized = /[\u2400-\u2421\uFFFD]/;
const asciiAddress = /^[!-~]*$/;
const trailing = /[.,;:!?'*_~\u2018\u2019\u2026]$/;
const brackets: ReadonlyArray<readonly [string, string]> = [
	['(', ')'],
	['[', ']'],
];

const count = (text: string, character: string): number => text.split(character).length - 1;

/** Returns the text up to the first bracket that closes what the text has not opened. */
const cutAtBracket = (text: string): string => {
	let depth = 0;
	for (const [index, character] of [...text].entries()) {
		depth += character === '[' ? 1 : 0;
		depth -= character === ']' ? 1 : 0;
		if (depth < 0) {
			return [...text].slice(0, index).join('');
		}
	}

	return text;
};

/** Cuts off the punctuation of the sentence around an address. */
const trimAddress = (text: string): string => {
	let address = cutAtBracket(text);
	for (;;) {
		const current = address;
		const isUnpaired = brackets.some(
			([open, close]) => current.endsWith(close) && count(current, close) > count(current, open),
		);
		if (!isUnpaired && !trailing.test(current)) {
			return address;
		}

		address = address.slice(0, -1);
	}
};

/**
Returns the address in ASCII, as a terminal needs it; undefined if it is none. One that names a user
is no link: it may look like another computer's.
*/
const encodeAddress = (text: string): string | undefined => {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return undefined;
	}

	if (url.hostname === '' || url.username !== '' || url.password !== '') {
		return undefined;
	}

	const address = asciiAddress.test(text) ? text : url.href;
	return address.length <= longestAddress && asciiAddress.test(address) ? address : undefined;
};

/**
Returns the addresses in a sanitised text, from left to right. A text in which something harmful
was replaced has none.
*/
export const findLinks = (text: string): readonly Link[] => {
	if (!text.includes('://') || neutralized.test(text)) {
		return [];
	}

	const links: Link[] = [];
	candidate.lastIndex = 0;
	for (let match = candidate.exec(text); match; match = candidate.exec(text)) {
		const {0: found, index: start} = match;
		// A longer one is no link either way, and takes long to trim.
		const shown = found.length > longestAddress ? found : trimAddress(found);
		const address = found.length > longestAddress ? undefined : encodeAddress(shown);
		if (address !== undefined) {
			links.push({start, end: start + shown.length, address});
			candidate.lastIndex = start + shown.length;
		}
	}

	return links;
};
