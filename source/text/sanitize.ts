/**
Makes text that somebody else wrote harmless on a terminal, and shows where it was not (design §6).
*/

const joiner = String.raw`[\u200C\u200D]`;
const selector = String.raw`[\uFE0E\uFE0F]`;
const invisible = String.raw`\p{Default_Ignorable_Code_Point}\u{1D159}`;
const mark = String.raw`(?:(?!\p{Default_Ignorable_Code_Point})\p{M}|${selector})`;
const pictograph = String.raw`\p{Extended_Pictographic}(?:${mark}|\p{Emoji_Modifier}){0,5}`;

/*
Each part consumes first and looks behind after, so that ordinary characters fail at the first step. What is replaced becomes a
base that permits what follows it: so one pass is enough, and a second one changes nothing.
*/
const harmful = new RegExp(
	[
		String.raw`\r\n`,
		String.raw`(?!\n|${joiner}|${selector})[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}\p{Noncharacter_Code_Point}${invisible}]`,
		// A joiner after another, or at the start of a line, where it would join to what we draw
		// before the text.
		String.raw`${joiner}(?:(?=${joiner})|(?<=${joiner}{2})|(?<![^\n]${joiner}))`,
		// No emoji joins more than four pictures; terminals draw a longer chain far wider than it
		// is counted.
		String.raw`\u200D(?<=(?:\u200D${pictograph}){3}\u200D)`,
		String.raw`${selector}(?:(?=${selector})|(?<=(?:${mark}|${joiner})${selector}))`,
		// Elsewhere a skin tone counts as no column and is drawn as two.
		String.raw`\p{Emoji_Modifier}(?<!\p{Emoji_Modifier_Base}\p{Emoji_Modifier})`,
		// Marks without a base, or more than four on one. Bounded, for the engine's stack is: a
		// longer flood becomes several matches.
		String.raw`${mark}(?:(?<![^\n]${mark})|(?<=(?:${joiner}?${mark}){5}))(?:${joiner}?${mark}){0,9999}${joiner}?`,
	].join('|'),
	'gu',
);

/** Most texts: they need not be looked through for all that. */
const harmless = /^[ -~\n]*$/;

/**
Replaces visibly whatever could harm a terminal or mislead its reader: controls, bidi overrides, invisible characters, floods
of combining marks. For text that may span lines: LF stays, CRLF becomes LF, a tab becomes four spaces. Doing it twice changes
nothing more.
*/
export function sanitize(text: string): string {
	return harmless.test(text) ? text : text.replaceAll(harmful, replaceMatch);
}

/** The same as `sanitize`, for text that must stay on one line: LF becomes ␊. */
export function sanitizeLine(text: string): string {
	return sanitize(text).replaceAll('\n', '\u240A');
}

/**
Makes the output of `JSON.stringify` harmless on a terminal: each character that `sanitize` would replace becomes a `\uXXXX`
escape. It still parses to the very same value.
*/
export function escapeHarmful(json: string): string {
	return json.replaceAll(harmful, escapeMatch);
}

function replaceMatch(match: string): string {
	if (match === '\r\n') {
		return '\n';
	}

	if (match === '\t') {
		return '    ';
	}

	const code = match.codePointAt(0) ?? 0;
	if (code < 0x20) {
		return String.fromCodePoint(0x24_00 + code);
	}

	if (code === 0x7f) {
		return '\u2421';
	}

	return '\uFFFD';
}

function escapeMatch(match: string): string {
	// Raw in JSON, these can only be the white space between its tokens.
	if (match === '\t' || match === '\r' || match === '\r\n') {
		return match;
	}

	return Array.from({length: match.length}, (_, index) => escapeUnit(match.charAt(index))).join('');
}

function escapeUnit(unit: string): string {
	const hex = (unit.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
	return String.raw`\u` + hex;
}
