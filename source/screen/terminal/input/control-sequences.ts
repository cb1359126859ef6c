/** Reads CSI and SS3 sequences: keys, reports, and the answers of terminals. */
import {decodeFunctionKey} from './function-keys.ts';
import {spellKey} from './csi-u.ts';
import {escape, longPatience, patience, type Content, type MouseReport, type Reading} from './tokens.ts';

type Groups = Readonly<Record<string, string | undefined>>;
type Form = {
	/** Matched right after an escape. */
	readonly pattern: RegExp;
	readonly read: (groups: Groups, sequence: string) => Content;
};

const nothing = (): Content => ({});
const pass = (_groups: Groups, sequence: string): Content => ({keys: escape + sequence});

const readMouse = ({button, x, y, end}: Groups): MouseReport | undefined => {
	// Drop the bits for Shift, Alt and Ctrl: 4, 8 and 16.
	const which = (Number(button) % 4) + Math.floor(Number(button) / 32) * 32;
	const place = {x: Number(x) - 1, y: Number(y) - 1};
	if (which === 64 || which === 65) {
		return {type: 'wheel', delta: which === 64 ? -1 : 1, ...place};
	}

	return which === 0 && end === 'M' ? {type: 'press', ...place} : undefined;
};

const toNumber = (digits: string | undefined): number | undefined =>
	digits === undefined || digits === '' ? undefined : Number(digits);

const forms: readonly Form[] = [
	{pattern: /\[200~/y, read: () => ({isPaste: true})},
	{pattern: /[[O](?<final>[AB])/y, read: ({final}) => ({arrow: final === 'A' ? -1 : 1})},
	{
		pattern: /O[P-S]|\[[P-S]|\[\[[A-E]|\[1[1-57-9]~/y,
		read(_groups, sequence) {
			const press = decodeFunctionKey(escape + sequence);
			return press ? {report: {type: 'key', press}} : {};
		},
	},
	{pattern: /\[(?<state>[IO])/y, read: ({state}) => ({report: {type: 'focus', hasFocus: state === 'I'}})},
	{
		// SGR: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Extended-coordinates
		pattern: /\[<(?<button>\d{1,4});(?<x>\d{1,5});(?<y>\d{1,5})(?<end>[Mm])/y,
		read(groups) {
			const report = readMouse(groups);
			return report ? {report} : {};
		},
	},
	// Arrows, Home, End, Shift+Tab; Delete and others with a number; rxvt's.
	{pattern: /\[[CDFHZ]|O[CDFH]|\[1;\d{1,3}(?::[12])?[A-DFH]/y, read: pass},
	{pattern: /\[[134-8](?:;\d{1,3}(?::[12])?)?~|\[\[[56]~|\[[35-8][$^]/y, read: pass},
	// Lower case is rxvt's with a modifier, OM the keypad's Enter after a program that left its
	// mode on. With a letter after it, it is the beginning of a word.
	{pattern: /[[O][a-d](?![a-z])|OM(?![A-Za-z])/y, read: pass},
	{
		pattern: /\[27;(?<modifiers>\d{1,3});(?<code>\d{1,7})~/y,
		read: ({code, modifiers}) => ({keys: spellKey({code: Number(code), modifiers: Number(modifiers)})}),
	},
	{
		pattern:
			/\[(?<code>\d{1,7})(?::(?<shifted>\d{0,7})(?::\d{0,7})?)?(?:;(?<modifiers>\d{0,3})(?::(?<event>\d))?(?:;(?<text>[\d:]{0,40}))?)?u/y,
		read: ({code, shifted, modifiers, event, text}) => ({
			keys: spellKey({
				code: Number(code),
				shifted: toNumber(shifted),
				modifiers: toNumber(modifiers),
				event: toNumber(event),
				text: text?.split(':').filter(Boolean).map(Number) ?? [],
			}),
		}),
	},
	// Keys that mean nothing here, released ones, and the mark after a paste.
	{
		pattern: /\[[EG]|OE|\[\[E|\[1;\d{1,3}(?::\d)?[A-HPQRS]|\[\d{1,3}(?:;\d{1,3}(?::\d)?)?~|\[\d{1,2}[$^@]/y,
		read: nothing,
	},
	// Answers: attributes of the device, modes, keyboard flags, status.
	{pattern: /\[(?:\?[\d;:]*\d(?:\$y|[cnRSuhl])|>[\d;:]*\d[cmn]|=[\d;:]*\d[cu])/y, read: nothing},
	// … the cursor's place, status, modes, parameters, and sizes of the window.
	{
		pattern: /\[\d+;\d+R|\[[03]n|\[\d+;\d+\$y|\[\d+(?:;\d+){2,}x|\[(?:[12]|\d+(?:[;:]\d+)+)t|\[\d+(?:;\d+)*&w/y,
		read: nothing,
	},
	// Mouse reports in older encodings, after a program that left them on.
	{pattern: /\[\d{1,3};\d{1,5};\d{1,5}M|\[M(?:[ -?`]|a(?![a-z]))[!-\u{10FFFF}]{2}/uy, read: nothing},
];

const privateBeginning = /^\[[<=>?]\d/;
const beginning = /^(?:O|\[(?:\[[56]?|M.{0,2}|[<=>?]?[\d;:]{0,60}[$&]?)?)$/s;
const wordBeginning = /^(?:[[O][a-d]|OM)$/;

type Options = {
	/** How long to wait for what follows a letter that may begin a word, in milliseconds. */
	readonly escapeDelay: number;
	/** Nothing comes after the text. */
	readonly isFinal: boolean;
};

/** Reads what follows the escape at `index`. */
export const readControlSequence = (text: string, index: number, {escapeDelay, isFinal}: Options): Reading => {
	const start = index + escape.length;
	const rest = text.slice(start, start + 64);
	if (!isFinal && wordBeginning.test(rest) && text.length === start + rest.length) {
		return {type: 'partial', patience: escapeDelay};
	}

	for (const {pattern, read} of forms) {
		pattern.lastIndex = start;
		const match = pattern.exec(text);
		if (match) {
			return {type: 'whole', end: start + match[0].length, ...read(match.groups ?? {}, match[0])};
		}
	}

	if (!isFinal && text.length - start <= 64 && beginning.test(rest)) {
		return {type: 'partial', patience: privateBeginning.test(rest) ? longPatience : patience};
	}

	return {type: 'none'};
};
