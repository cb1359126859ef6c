import {Buffer, isUtf8} from 'node:buffer';
import {sanitizeLine} from '../../text/sanitize.ts';
import {truncate} from '../../text/width.ts';

/** How many columns of the bytes sent or received the connection log quotes. */
const quoteColumns = 40;
/** The most bytes that UTF-8 takes for one character. */
const longestCharacter = 4;

/** Returns the length of the character in UTF-8 at `start`; 0 if no character is there. */
const measureCharacter = (bytes: Uint8Array, start: number): number => {
	for (let length = 1; length <= longestCharacter && start + length <= bytes.length; length++) {
		if (isUtf8(bytes.subarray(start, start + length))) {
			return length;
		}
	}

	return 0;
};

/** Returns bytes as text; those that are not UTF-8 as `\\xc3`, as Python shows them. */
const decode = (bytes: Uint8Array): string => {
	let text = '';
	for (let start = 0; start < bytes.length;) {
		const length = measureCharacter(bytes, start);
		const end = start + Math.max(1, length);
		const part = Buffer.from(bytes.subarray(start, end));
		text += length === 0 ? String.raw`\x${part.toString('hex')}` : JSON.stringify(part.toString()).slice(1, -1);
		start = end;
	}

	return text;
};

/** Returns bytes as a string literal, shortened. */
export const quoteBytes = (bytes: Uint8Array): string => {
	const text = isUtf8(bytes) ? JSON.stringify(Buffer.from(bytes).toString()) : `"${decode(bytes)}"`;
	return truncate(sanitizeLine(text), quoteColumns);
};
