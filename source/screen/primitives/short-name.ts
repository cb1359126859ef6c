import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth, truncate} from '../../text/width.ts';

/** An IP address with its port, and nothing else: no other text of a peer counts as one. */
const endpoint = /^(?:(?:\d{1,3}\.){3}\d{1,3}|\[[\da-f:.]+(?:%[\w.-]+)?])(?<port>:\d{1,5})$/i;

/**
Returns a name or an address in at most `columns`, without control characters. What is cut of an
`address:port` is its front: the port tells peers of one computer apart.
*/
export const shortenName = (raw: string, columns: number): string => {
	const text = sanitizeLine(raw);
	const {port} = endpoint.exec(text)?.groups ?? {};
	const isCut = measureWidth(text) > columns;
	return isCut && port !== undefined && port.length < columns ? `…${port}` : truncate(text, columns);
};
