/**
What a hostile peer might send to a terminal, and an independent judge of whether a text could still
do harm.
*/

export type HostileString = {readonly name: string; readonly text: string};

export const hostileStrings: readonly HostileString[] = [
	{name: 'NUL', text: 'a\u{0}b'},
	{name: 'every C0 control but LF', text: controls(0x00, 0x1f)},
	{name: 'DEL', text: 'ab\u{7F}c'},
	{name: 'every C1 control', text: controls(0x80, 0x9f)},
	{name: 'bell', text: '\u{7}'.repeat(100)},
	{name: 'backspaces over what was said', text: 'yes\u{8}\u{8}\u{8}no!'},
	{name: 'backspaces over the sender', text: '\u{8}'.repeat(40) + 'bob: hi'},
	{name: 'carriage return over the line', text: 'hello\u{D}bob: I quit'},
	{name: 'CR CR LF', text: 'a\u{D}\u{D}\u{A}b'},
	{name: 'newline and another sender', text: 'hi\n10:04  bob  I agree'},
	{name: 'vertical tab and form feed', text: 'a\u{B}b\u{C}c'},
	{name: 'shift out to line drawing', text: '\u{E}lqqk\u{F}'},
	{name: 'XOFF and XON', text: 'a\u{13}b\u{11}'},
	{name: 'bare ESC at the end', text: 'then comes\u{1B}'},
	{name: 'SGR colours', text: '\u{1B}[31mred\u{1B}[0m'},
	{name: 'SGR conceal', text: '\u{1B}[8mhidden\u{1B}[28m'},
	{name: 'CSI without an end', text: '\u{1B}[999999'},
	{name: 'clear the screen', text: '\u{1B}[2J\u{1B}[3J\u{1B}[H'},
	{name: 'move the cursor up', text: '\u{1B}[10A\u{1B}[2Kbob: yes'},
	{name: 'leave the alternate screen', text: '\u{1B}[?1049l'},
	{name: 'hide the cursor', text: '\u{1B}[?25l'},
	{name: 'switch on mouse reports', text: '\u{1B}[?1003h\u{1B}[?1006h'},
	{name: 'end a bracketed paste', text: '\u{1B}[201~rm -rf ~\n'},
	{name: 'ask for the cursor position', text: '\u{1B}[6n'},
	{name: 'ask for the device attributes', text: '\u{1B}[c\u{1B}[>c\u{1B}Z'},
	{name: 'ask for the window title', text: '\u{1B}[21t'},
	{name: 'resize the window', text: '\u{1B}[8;1;1t'},
	{name: 'scroll region', text: '\u{1B}[5;5r\u{1B}M\u{1B}D'},
	{name: 'repeat a character a billion times', text: 'a\u{1B}[1000000000b'},
	{name: 'reset the terminal', text: '\u{1B}c'},
	{name: 'soft reset', text: '\u{1B}[!p'},
	{name: 'window title, BEL', text: '\u{1B}]0;owned\u{7}'},
	{name: 'window title, ST', text: '\u{1B}]2;owned\u{1B}\\'},
	{name: 'window title, 8-bit', text: '\u{9D}0;owned\u{9C}'},
	{name: 'OSC 8 link to elsewhere', text: '\u{1B}]8;;https://evil.example\u{1B}\\bank.example\u{1B}]8;;\u{1B}\\'},
	{name: 'OSC 52 clipboard write', text: '\u{1B}]52;c;cm0gLXJmIH4=\u{7}'},
	{name: 'OSC 52 clipboard read', text: '\u{1B}]52;c;?\u{1B}\\'},
	{name: 'OSC 4 palette', text: '\u{1B}]4;0;#ffffff\u{7}'},
	{name: 'OSC 9 notification', text: '\u{1B}]9;You have won\u{7}'},
	{name: 'OSC 1337 file', text: '\u{1B}]1337;File=name=eA==:AAAA\u{7}'},
	{name: 'OSC without an end', text: '\u{1B}]0;swallows all that follows'},
	{name: 'DCS', text: '\u{1B}P$q"p\u{1B}\\'},
	{name: 'DCS without an end', text: '\u{1B}Pswallows'},
	{name: 'sixel', text: '\u{1B}Pq#0;2;0;0;0~~@@\u{1B}\\'},
	{name: 'APC, kitty graphics', text: '\u{1B}_Ga=T,f=24;AAAA\u{1B}\\'},
	{name: 'PM', text: '\u{1B}^private\u{1B}\\'},
	{name: 'SOS', text: '\u{1B}Xstring\u{1B}\\'},
	{name: '8-bit CSI', text: '\u{9B}2J\u{9B}31m'},
	{name: '8-bit DCS, APC, PM', text: '\u{90}x\u{9C}\u{9F}x\u{9C}\u{9E}x\u{9C}'},
	{name: 'NEL', text: 'hi\u{85}bob: yes'},
	{name: 'telnet IAC as Latin-1, and C1', text: '\u{FF}\u{FD}\u{81}'},
	{name: 'right-to-left override', text: 'photo\u{202E}gpj.exe'},
	{name: 'left-to-right override', text: '\u{202D}abc\u{202C}'},
	{name: 'embeddings', text: '\u{202A}a\u{202B}b\u{202C}'},
	{name: 'isolates without an end', text: '\u{2066}a\u{2067}b\u{2068}c'},
	{name: 'a pop isolate alone', text: 'a\u{2069}b'},
	{name: 'direction marks', text: 'a\u{200E}b\u{200F}c\u{61C}d'},
	{name: 'zero width spaces', text: 'p\u{200B}a\u{200B}ypal'},
	{name: 'word joiner and its kin', text: 'a\u{2060}b\u{2061}c\u{2064}d'},
	{name: 'byte order mark', text: '\u{FEFF}alice'},
	{name: 'soft hyphen', text: 'al\u{AD}ice'},
	{name: 'deprecated format characters', text: '\u{206A}a\u{206F}b'},
	{name: 'interlinear annotation', text: '\u{FFF9}a\u{FFFA}b\u{FFFB}'},
	{name: 'musical format controls', text: '\u{1D173}a\u{1D17A}'},
	{name: 'shorthand format controls', text: 'a\u{1BCA0}b'},
	{name: 'Arabic number sign', text: '\u{600}123'},
	{name: 'joiner at the start', text: '\u{200D}alice'},
	{name: 'a run of joiners', text: 'a\u{200D}\u{200C}\u{200D}\u{200C}b'},
	{name: 'joiner at the start of a line', text: 'a\n\u{200C}b'},
	{name: 'variation selector at the start', text: '\u{FE0F}x'},
	{name: 'a run of variation selectors', text: 'a\u{FE0F}\u{FE0E}\u{FE0F}'},
	{name: 'other variation selectors', text: 'a\u{FE00}b\u{FE0D}'},
	{name: 'a message in variation selectors', text: 'a\u{E0100}\u{E01EF}'},
	{name: 'a message in tag characters', text: 'hi\u{E0068}\u{E0069}\u{E007F}'},
	{name: 'a message in tags behind a flag', text: `\u{1F3F4}${'\u{E0061}'.repeat(20)}\u{E007F}`},
	{name: 'a flag in tags without an end', text: '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}x'},
	{name: 'language tag', text: '\u{E0001}\u{E0065}\u{E006E}'},
	{name: 'combining grapheme joiner', text: 'a\u{34F}b'},
	{name: 'Hangul fillers', text: '\u{115F}\u{1160}\u{3164}\u{FFA0}'},
	{name: 'Khmer inherent vowels', text: 'a\u{17B4}\u{17B5}'},
	{name: 'Mongolian selectors', text: '\u{180B}\u{180C}\u{180D}\u{180E}\u{180F}'},
	{name: 'null notehead', text: '\u{1D159}'},
	{name: 'unassigned ignorables', text: '\u{2065}\u{FFF0}\u{E0FFF}'},
	{name: 'line separator', text: 'hi\u{2028}bob: yes'},
	{name: 'paragraph separator', text: 'hi\u{2029}bob: yes'},
	{name: 'lone high surrogate', text: 'a\u{D800}b'},
	{name: 'lone low surrogate', text: 'a\u{DC00}b'},
	{name: 'surrogates in the wrong order', text: '\u{DE00}\u{D83D}'},
	{name: 'noncharacters', text: '\u{FFFE}\u{FFFF}\u{FDD0}\u{FDEF}'},
	{name: 'noncharacters of other planes', text: '\u{1FFFE}\u{10FFFF}'},
	{name: 'combining flood', text: 'a' + '\u{301}\u{316}'.repeat(500)},
	{name: 'combining flood with joiners', text: 'a' + '\u{301}\u{200D}'.repeat(500)},
	{name: 'enclosing flood', text: 'a' + '\u{20DD}'.repeat(20)},
	{name: 'marks without a base', text: '\u{336}\u{338}\u{489}x'},
	{name: 'marks at the start of a line', text: 'a\n\u{338}x'},
	{name: 'Zalgo', text: 'h\u{363}\u{315}\u{35C}\u{33F}\u{489}\u{322}i\u{489}'},
	{name: 'an endless family', text: '\u{1F469}\u{200D}'.repeat(200) + '\u{1F469}'},
	{name: 'skin tones on a letter', text: 'a' + '\u{1F3FD}'.repeat(100)},
	{name: 'ESC hidden among marks', text: 'a\u{301}\u{1B}\u{301}[2J'},
	{name: 'ESC after a joiner', text: 'a\u{200D}\u{1B}[2J\u{FE0F}\u{200D}'},
	{name: 'ask for the status', text: '\u{1B}[5n\u{1B}[?6n'},
	{name: 'ask for the status, 8-bit', text: '\u{9B}5n\u{9B}6n'},
	{name: 'ask for the answerback', text: '\u{5}\u{5}'},
	{name: 'ask for modes', text: '\u{1B}[?2026$p\u{1B}[4$p'},
	{name: 'ask for the version and the keyboard', text: '\u{1B}[>q\u{1B}[?u'},
	{name: 'ask for the tertiary attributes and the size', text: '\u{1B}[=c\u{1B}[18t\u{1B}[14t'},
	{name: 'ask for colours', text: '\u{1B}]10;?\u{7}\u{1B}]11;?\u{1B}\\\u{1B}]4;1;?\u{7}'},
	{name: 'OSC 52, 8-bit', text: '\u{9D}52;c;cm0gLXJmIH4=\u{9C}'},
	{name: 'OSC 52 to every selection', text: '\u{1B}]52;cpqs01234567;ZXZpbA==\u{1B}\\'},
	{name: 'window title and icon, with codes inside', text: '\u{1B}]0;\u{1B}]2;owned\u{7}\u{1B}]1;x\u{7}'},
	{name: 'folder, prompt and progress', text: '\u{1B}]7;file:///evil\u{7}\u{1B}]133;A\u{7}\u{1B}]9;4;1;99\u{7}'},
	{name: 'begin a bracketed paste', text: '\u{1B}[200~x'},
	{name: 'switch off bracketed paste', text: '\u{1B}[?2004l'},
	{name: 'hold back all output', text: '\u{1B}[?2026h'},
	{name: 'insert and origin mode', text: '\u{1B}[4h\u{1B}[?6h\u{1B}[20h'},
	{name: 'wrap on', text: '\u{1B}[?7h'},
	{name: 'test pattern', text: '\u{1B}#8\u{1B}(0\u{1B}='},
	{name: 'no tab stops', text: '\u{1B}[3g\u{9}x'},
	{name: 'a hundred tabs', text: '\u{9}'.repeat(100)},
	{name: 'print the screen', text: '\u{1B}[5i\u{1B}[i\u{1B}[4i'},
	{name: 'CAN and SUB in a sequence', text: '\u{1B}[3\u{18}1m\u{1B}]0;x\u{1A}y'},
	{name: 'sixel over the window', text: `\u{1B}P0;1;0q"1;1;999;999#1~${'!255~'.repeat(20)}\u{9C}`},
	{name: 'a flood of tags', text: `x${'\u{E0061}'.repeat(300)}`},
	{name: 'a flood of variation selectors', text: `x${'\u{FE0F}'.repeat(300)}`},
	{name: 'a flood of joiners', text: `x${'\u{200D}'.repeat(300)}y`},
	{name: 'a flood of zero width spaces', text: '\u{200B}'.repeat(120)},
	{name: 'overrides over a name', text: '\u{202E}\u{2066}ecila\u{2069}\u{202C}: hi'},
	{name: 'invisible operators around a word', text: '\u{2062}pay\u{2063}pal\u{2064}'},
	{name: 'a name behind a filler', text: '\u{3164}alice'},
];

/** Flags of England and the like are the only use of tag characters. */
const regionFlags = /\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}/gu;

/**
Returns what in the text could still do harm, if anything can. The caller decides whether LF may.
*/
export function findHarm(text: string): string | undefined {
	let marks = 0;
	let hasBase = false;
	let previous = 0;
	for (const character of text.replaceAll(regionFlags, '\u{1F3F4}')) {
		const code = character.codePointAt(0) ?? 0;
		const harm = harmOf(code);
		if (harm !== undefined) {
			return `${harm} U+${code.toString(16).toUpperCase()}`;
		}

		if (/^\p{M}$/u.test(character)) {
			marks++;
			if (!hasBase || marks > 4) {
				return `mark ${marks} on ${hasBase ? 'one base' : 'nothing'}`;
			}

			if (isSelector(code) && (isSelector(previous) || isJoiner(previous))) {
				return 'variation selector without a base';
			}
		} else if (isJoiner(code)) {
			if (!hasBase || isJoiner(previous)) {
				return 'joiner without a base';
			}
		} else {
			marks = 0;
			hasBase = code !== 0x0a;
		}

		previous = code;
	}

	return undefined;
}

function harmOf(code: number): string | undefined {
	if ((code < 0x20 && code !== 0x0a) || isIn(code, 0x7f, 0x9f)) {
		return 'control';
	}

	if (isIn(code, 0xd8_00, 0xdf_ff)) {
		return 'lone surrogate';
	}

	if (isIn(code, 0x20_28, 0x20_2e) || isIn(code, 0x20_60, 0x20_6f)) {
		return 'separator or direction';
	}

	if (isIn(code, 0xfd_d0, 0xfd_ef) || code % 0x1_00_00 >= 0xff_fe) {
		return 'noncharacter';
	}

	if (invisible.some(([first, last]) => isIn(code, first, last))) {
		return 'invisible';
	}

	return undefined;
}

const invisible: ReadonlyArray<readonly [number, number]> = [
	[0xad, 0xad],
	[0x3_4f, 0x3_4f],
	[0x6_00, 0x6_05],
	[0x6_1c, 0x6_1c],
	[0x11_5f, 0x11_60],
	[0x17_b4, 0x17_b5],
	[0x18_0b, 0x18_0f],
	[0x20_0b, 0x20_0b],
	[0x20_0e, 0x20_0f],
	[0x31_64, 0x31_64],
	[0xfe_00, 0xfe_0d],
	[0xfe_ff, 0xfe_ff],
	[0xff_a0, 0xff_a0],
	[0xff_f0, 0xff_fb],
	[0x1_bc_a0, 0x1_bc_a3],
	[0x1_d1_59, 0x1_d1_59],
	[0x1_d1_73, 0x1_d1_7a],
	[0xe_00_00, 0xe_0f_ff],
];

function isIn(code: number, first: number, last: number): boolean {
	return code >= first && code <= last;
}

function isJoiner(code: number): boolean {
	return code === 0x20_0c || code === 0x20_0d;
}

function isSelector(code: number): boolean {
	return code === 0xfe_0e || code === 0xfe_0f;
}

function controls(first: number, last: number): string {
	let text = '';
	for (let code = first; code <= last; code++) {
		text += code === 0x0a ? '' : `x${String.fromCodePoint(code)}`;
	}

	return text;
}
