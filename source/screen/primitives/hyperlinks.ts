import process from 'node:process';

/**
Links that a terminal opens (OSC 8). A terminal that does not know them shows the text alone.
*/

/** Terminals that print control strings, or may. Old VTE crashed on links. */
const withoutStrings = /^(?:linux|dumb|ansi|cons\d*|sun|vt\d|eterm)/i;

/** Returns true if the terminal shows links, or at least nothing of them. */
export const canShowLinks = ({TERM = '', TMUX, VTE_VERSION}: Readonly<Record<string, string | undefined>>): boolean => {
	if (TERM === '' || withoutStrings.test(TERM) || (VTE_VERSION !== undefined && Number(VTE_VERSION) < 5000)) {
		return false;
	}

	return !TERM.startsWith('screen') || TMUX !== undefined;
};

const isOn = canShowLinks(process.env);

/** Returns a short id of an address: pieces of one link in several rows have the same. */
const createId = (address: string): string => {
	let sum = 0;
	for (let index = 0; index < address.length; index++) {
		sum = (sum * 31 + (address.codePointAt(index) ?? 0)) % 2_147_483_647;
	}

	return sum.toString(36);
};

/** Wraps a text in a link. The address is printable ASCII. */
export const formatLink = (text: string, address: string): string =>
	isOn ? `\u{1B}]8;id=${createId(address)};${address}\u{1B}\\${text}\u{1B}]8;;\u{1B}\\` : text;
