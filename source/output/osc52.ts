/** OSC 52, by which a program sets the clipboard of the terminal that it runs in. Pure. */
import {Buffer} from 'node:buffer';

type Env = Readonly<Record<string, string | undefined>>;

/** The program between this one and the terminal's window, which has to pass the sequence on. */
export type Multiplexer = 'tmux' | 'screen' | 'either' | undefined;

/**
The longest text that is copied, in bytes of UTF-8: in base64 and with the sequence around it, the
100,000 bytes that terminals take of one OSC 52.
*/
export const maximumCopy = 74_994;

/** The bytes of one device control string that GNU screen passes on: 256, in newer versions 768. */
const maximumScreenString = 240;

/** Terminals without OSC sequences: they would show the text of one, or nothing. */
const withoutClipboard = /^(?:linux|dumb|unknown|ansi|cons25.*|wsvt25.*|vt\d+.*)$/;

/** Returns false for a terminal that is known to have no clipboard to set. */
export const hasClipboard = ({TERM: term = ''}: Env): boolean => term !== '' && !withoutClipboard.test(term);

/**
Returns the multiplexer that the environment tells of. Over SSH only `TERM` is left, and both call
themselves "screen".
*/
export const findMultiplexer = ({TMUX: tmux = '', STY: session = '', TERM: term = ''}: Env): Multiplexer => {
	if (tmux !== '' || term.startsWith('tmux')) {
		return 'tmux';
	}

	if (session !== '') {
		return 'screen';
	}

	return term.startsWith('screen') ? 'either' : undefined;
};

/** Returns the sequence as a terminal's window takes it. */
export const formatCopy = (text: string): string => `\u{1B}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;

/** Asks tmux to pass a sequence on as it is. It does so with `allow-passthrough on`. */
export const wrapForTmux = (sequence: string): string =>
	`\u{1B}Ptmux;${sequence.replaceAll('\u{1B}', '\u{1B}\u{1B}')}\u{1B}\\`;

/**
Asks GNU screen to pass a sequence on as it is, in as many strings as it takes. The sequence must
not contain a string terminator (Escape and a backslash): it would end screen's own string.
*/
export const wrapForScreen = (sequence: string): string => {
	const strings: string[] = [];
	for (let start = 0; start < sequence.length; start += maximumScreenString) {
		strings.push(`\u{1B}P${sequence.slice(start, start + maximumScreenString)}\u{1B}\\`);
	}

	return strings.join('');
};
