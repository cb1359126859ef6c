import {Buffer} from 'node:buffer';
import {sanitizeLine} from '../../text/sanitize.ts';
import {truncate} from '../../text/width.ts';

/** How many columns of the bytes sent or received the connection log quotes. */
const quoteColumns = 40;

/** Returns bytes as a string literal, shortened. */
export const quoteBytes = (bytes: Uint8Array): string =>
	truncate(sanitizeLine(JSON.stringify(Buffer.from(bytes).toString())), quoteColumns);
