import type {HostileString} from './hostile.ts';

/**
Texts that people may write and that terminals draw differently. They are shown unchanged, and must
not disturb what stands around them.
*/
export const oddStrings: readonly HostileString[] = [
	{name: 'blanks of Braille', text: 'a\u{2800}\u{2800}b'},
	{name: 'object replacement', text: 'a\u{FFFC}b'},
	{name: 'private use', text: '\u{E0B0}\u{F8FF}\u{F0000}'},
	{name: 'unusual spaces', text: 'a\u{A0}b\u{2003}c\u{3000}d'},
	{name: 'right to left', text: '\u{645}\u{631}\u{62D}\u{628}\u{627} 123 \u{5E9}\u{5DC}\u{5D5}\u{5DD}'},
	{name: 'the widest ligature', text: '\u{FDFD}\u{FDFD}'},
	{name: 'letters that grow downwards', text: '\u{E01}\u{E34}\u{E48}\u{E33}'},
	{name: 'a syllable of many jamo', text: '\u{1100}\u{1161}\u{11A8}\u{1161}\u{11A8}\u{1161}\u{11A8}'},
	{name: 'four marks each', text: 'h\u{363}\u{315}\u{35C}\u{33F}i\u{363}\u{315}\u{35C}\u{33F}'},
	{name: 'families', text: '\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}'.repeat(3)},
	{name: 'skin tones', text: '\u{1F44D}\u{1F3FD}\u{1F44B}\u{1F3FF}'},
	{name: 'flags', text: '\u{1F1E9}\u{1F1EA}\u{1F1EB}\u{1F1F7}\u{1F1E9}'},
	{name: 'flag of Scotland', text: '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'.repeat(2)},
	{name: 'keycaps and emoji presentation', text: '1\u{FE0F}\u{20E3}\u{2764}\u{FE0F}\u{2602}\u{FE0F}'},
	{name: 'emoji of last year', text: '\u{1FAE8}\u{1FAC6}\u{1FADC}'},
	{name: 'Chinese, Japanese, Korean', text: '\u{4F60}\u{597D}\u{3001}\u{3053}\u{3093} \u{D55C}\u{AD6D}\u{C5B4}'},
	{name: 'boxes that look like a frame', text: '│ ● alice ─┴─'},
];
