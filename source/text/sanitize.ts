/**
Makes text from other people safe to print on a terminal: what could harm becomes a visible mark,
and invisible characters that mean nothing here are left out.
*/

const blackFlag = '\u{1F3F4}';
const joiner = String.raw`[\u200C\u200D]`;
const selector = String.raw`[\uFE0E\uFE0F]`;
const invisible = String.raw`\p{Default_Ignorable_Code_Point}\u{1D159}`;
const mark = String.raw`(?:(?!\p{Default_Ignorable_Code_Point})\p{M}|${selector})`;
const pictograph = String.raw`\p{Extended_Pictographic}(?:${mark}|\p{Emoji_Modifier}){0,5}`;

/*
Characters that show nothing and only advise how to break, order or shape the text around them,
which no terminal does: soft hyphen, zero width space, word joiner, byte order mark, direction
marks, invisible operators, and the selectors of glyph variants. What reverses text (overrides,
embeddings, isolates) is not among them: whoever reads should know that it was there.
*/
const vanishing = [
	String.raw`[\u00AD\u061C\u200B\u200E\u200F\u2060-\u2064\uFEFF]`,
	String.raw`\u034F|[\u17B4\u17B5]|[\u180B-\u180F]|[\uFE00-\uFE0D]|[\u{E0100}-\u{E01EF}]`,
].join('|');
const vanishingPattern = new RegExp(vanishing, 'gu');

/*
A flag of a part of a country, as England's: a black flag and the region in tag characters. These
can hide a message, so only what can be a region is kept: two letters, then one to three letters or
digits.
*/
const regionFlag = String.raw`\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}`;

/*
Each alternative consumes first and looks behind afterwards, so that ordinary characters fail at the
first step. A replacement is a base character that permits the marks after it, so one pass is enough
and a second pass changes nothing.
*/
const harmful = new RegExp(
	[
		regionFlag,
		String.raw`\r\n`,
		String.raw`(?!\n|${joiner}|${selector})[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}\p{Noncharacter_Code_Point}${invisible}]`,
		// A joiner after another joiner, or at the start of a line, where it would join to whatever
		// the program prints before the text.
		String.raw`${joiner}(?:(?=${joiner})|(?<=${joiner}{2})|(?<![^\n]${joiner}))`,
		// The joiner before a fifth pictograph. No emoji joins more than four, and terminals draw a
		// longer chain far wider than its measured width.
		String.raw`\u200D(?<=(?:\u200D${pictograph}){3}\u200D)`,
		String.raw`${selector}(?:(?=${selector})|(?<=(?:${mark}|${joiner})${selector}))`,
		// A skin tone without a base for it: measured as zero columns, drawn as two.
		String.raw`\p{Emoji_Modifier}(?<!\p{Emoji_Modifier_Base}\p{Emoji_Modifier})`,
		// Marks without a base, or more than four on one base. The repetition is bounded because
		// the stack of the regular expression engine is; a longer run becomes several matches.
		String.raw`${mark}(?:(?<![^\n]${mark})|(?<=(?:${joiner}?${mark}){5}))(?:${joiner}?${mark}){0,9999}${joiner}?`,
	].join('|'),
	'gu',
);

/** Matches most texts, which need no further search. */
const harmless = /^[ -~\n]*$/;

/**
Replaces, with visible characters, everything that could harm a terminal or mislead its reader:
control characters, bidi overrides, fillers, long runs of combining marks. Leaves out invisible
characters that do neither. For text that may span lines: LF stays, CRLF becomes LF, a tab becomes
four spaces. Idempotent.
*/
export function sanitize(text: string): string {
	// Leave out first: what then stands together is judged together.
	return harmless.test(text) ? text : text.replaceAll(vanishingPattern, '').replaceAll(harmful, replaceMatch);
}

/** Does the same as `sanitize` for text that must stay on one line: LF becomes ␊. */
export function sanitizeLine(text: string): string {
	return sanitize(text).replaceAll('\n', '\u240A');
}

/**
Makes the output of `JSON.stringify` safe to print on a terminal: each character that `sanitize`
would change becomes a `\uXXXX` escape. The result parses to the same value.
*/
export function escapeHarmful(json: string): string {
	return json.replaceAll(harmful, escapeMatch);
}

function replaceMatch(match: string): string {
	if (match.startsWith(blackFlag)) {
		return match;
	}

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
	// Unescaped in JSON, these can only be white space between tokens.
	if (match === '\t' || match === '\r' || match === '\r\n' || match.startsWith(blackFlag)) {
		return match;
	}

	return Array.from({length: match.length}, (_, index) => escapeUnit(match.charAt(index))).join('');
}

function escapeUnit(unit: string): string {
	const hex = (unit.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
	return String.raw`\u` + hex;
}
