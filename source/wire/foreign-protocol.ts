/**
Recognises programs that speak another protocol to a plain peer's port: browsers, proxies, scanners.
*/
import {maximumTextBytes} from '../text/message.ts';
import {TelnetFilter} from './telnet-filter.ts';

/** The protocols that a peer may speak instead of plain text. */
export type ForeignProtocol = 'http' | 'other';

/**
How a stream of text begins. `maybe-text`: its first line is incomplete, and may become anything.
`maybe-request`: its first line reads like a request line (RFC 9112 §3) so far.
*/
export type Opening = 'text' | 'maybe-text' | 'maybe-request' | ForeignProtocol;

const requestLine =
	/^(?<method>[!#$%&'*+.^_`|~\w-]+) +(?<target>\S+) +(?<name>[a-z]+)\/(?<version>\d+(?:\.\d+)?)[ \t]*$/i;
/** A path, `*`, a URI or `host:port`. Words of a sentence are none of them. */
const targetForm = /^\/|^\*$|:./;
/** The version of another protocol than HTTP: SIP/2.0. What people write as RESULT/10 is none. */
const namedVersion = /^[A-Z]+\/\d\.\d$/;
const knownMethod = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/;
/** The beginning of a request line: a method, and a target that no sentence begins with. */
const requestStart = /^[A-Z]+ +(?:\/|\*|[a-z]+:\/\/)\S*(?: +[A-Z]*(?:\/[\d.]*)?)?$/;

/** A method in any case, and a target that is too long for a word. */
const longRequest = /^[\w-]+ +(?:\/|[a-z]+:\/\/)\S*$/;

const foreignLines: readonly RegExp[] = [
	/^SSH-\d/,
	// SMTP and LMTP. HELO may be a HELLO, unless a domain or an address follows.
	/^(?:EHLO|LHLO) \S+$/,
	/^HELO (?:localhost|\[.+]|\S+\.[A-Za-z]\S+)$/,
	// IRC.
	/^CAP LS(?: \d+)?$/,
	// The PROXY protocol of load balancers.
	/^PROXY (?:TCP4|TCP6|UNKNOWN)(?: |$)/,
	// Git.
	/^[\da-f]{4}git-/,
	// The answer of a server: HTTP/1.1 200 OK.
	/^[A-Z]{3,}\/\d(?:\.\d)? \d{3}(?: |$)/,
];

/** Redis: the number of a command's words, then the length of the first. */
const redisStart = /^\*\d+\r\n\$\d+\r?\n/;
/** Control characters that no text begins with, as the inside of a character class. */
const controls = String.raw`\u{1}-\u{6}\u{E}-\u{1A}\u{1C}-\u{1F}`;
/**
Bytes of a binary protocol. A NUL alone shows nothing: programs in C send it at the end of a text,
with anything behind it, and Telnet sends it after a CR.
*/
const binary: readonly RegExp[] = [
	new RegExp(String.raw`^[\0${controls}]`, 'u'),
	// X11; RPC.
	new RegExp(String.raw`^[^\n]\0+[\v${controls}\u{FFFD}]|^\u{FFFD}\0\0`, 'u'),
	new RegExp(String.raw`^(?:AMQP|CNXN|GIOP|JRMI|TNM[PE])[\0${controls}]`, 'u'),
];

const control = new RegExp(`[${controls}]`, 'u');

const isBinary = (line: string): boolean => {
	const at = line.search(control);
	return (at !== -1 && at < line.indexOf('\0')) || binary.some(form => form.test(line));
};

const recogniseLine = (line: string): 'text' | ForeignProtocol => {
	const {method, target, name, version} = requestLine.exec(line)?.groups ?? {};
	if (method && target && name && (targetForm.test(target) || knownMethod.test(method))) {
		if (name.toUpperCase() === 'HTTP') {
			return 'http';
		}

		if (namedVersion.test(`${name}/${version}`)) {
			return 'other';
		}
	}

	return foreignLines.some(form => form.test(line)) ? 'other' : 'text';
};

/**
Returns how a stream begins, from all that has arrived of it. `isWhole`: nothing more will belong to
this text, as its peer has ended or sends no line ends.
*/
export const recogniseOpening = (text: string, {isWhole}: {readonly isWhole: boolean}): Opening => {
	// Servers ignore empty lines before a request line (RFC 9112 §2.2).
	const start = text.replace(/^[\r\n]+/, '').slice(0, maximumTextBytes);
	const end = start.indexOf('\n');
	const line = (end === -1 ? start : start.slice(0, end)).replace(/\r$/, '');
	if (isBinary(line)) {
		return 'other';
	}

	if (end !== -1 || isWhole) {
		if (/^\*\d+\r\n[$\d\r]*$/.test(start) && !isWhole && !redisStart.test(start)) {
			return 'maybe-text';
		}

		return redisStart.test(start) ? 'other' : recogniseLine(line);
	}

	if (start.length >= maximumTextBytes) {
		return longRequest.test(line) ? 'http' : 'text';
	}

	return requestStart.test(line) ? 'maybe-request' : 'maybe-text';
};

/** Returns the foreign protocol that these first bytes of a peer show, if they show one. */
export const findForeignProtocol = (first: Uint8Array): ForeignProtocol | undefined => {
	const bytes = new TelnetFilter().push(first.subarray(0, 2 * maximumTextBytes));
	const opening = recogniseOpening(new TextDecoder().decode(bytes), {isWhole: false});
	return opening === 'http' || opening === 'other' ? opening : undefined;
};

const sentence = 'This is a chat room of socket-chat: it takes lines of text, and speaks no other protocol.\n';

/** The name of each foreign protocol, and the answer before the connection is closed. */
export const foreignProtocols: Readonly<Record<ForeignProtocol, {readonly name: string; readonly answer: string}>> = {
	http: {
		name: 'HTTP',
		answer: `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${sentence}`,
	},
	other: {name: 'another protocol', answer: sentence},
};
