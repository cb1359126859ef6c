import assert from 'node:assert/strict';
import test from 'node:test';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import {escapeHarmful, sanitize, sanitizeLine} from '../../source/text/sanitize.ts';
import {measureWidth, splitCells} from '../../source/text/width.ts';
import {findHarm, hostileStrings} from '../helpers/hostile.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

const joining = [
	'\r',
	'\n',
	'\r\n',
	'\t',
	'\u{1B}[',
	'\u{200D}',
	'\u{200C}',
	'\u{FE0F}',
	'\u{FE0E}',
	'\u{301}',
	'\u{20DD}',
	'\u{34F}',
	'\u{E0100}',
	'\u{AD}',
	'\u{1F3F4}',
	'\u{E0067}\u{E0062}',
	'\u{E0061}',
	'\u{E007F}',
	'\u{1F469}',
	'\u{1F3FD}',
	'\u{D83D}',
	'\u{202E}',
];

/** Text with many of the characters that sanitize handles. */
const nasty = fc
	.array(
		fc.oneof(
			fc.string({unit: 'binary', maxLength: 3}),
			fc.constantFrom(...joining),
			fc.constantFrom(...hostileStrings.map(({text}) => text)),
		),
		{maxLength: 12},
	)
	.map(parts => parts.join(''));

test('the table has at least 60 hostile strings, and each is harmful before it is sanitised', () => {
	assert.ok(hostileStrings.length >= 60);
	const names = new Set(hostileStrings.map(({name}) => name));
	assert.equal(names.size, hostileStrings.length);
	for (const {name, text} of hostileStrings) {
		assert.notEqual(sanitizeLine(text), text, name);
	}
});

for (const {name, text} of hostileStrings) {
	test(`sanitize makes this harmless: ${name}`, () => {
		assert.equal(findHarm(sanitize(text)), undefined);
		assert.equal(findHarm(sanitizeLine(text)), undefined);
		assert.ok(!sanitizeLine(text).includes('\n'));
	});
}

test('a sanitised line moves no cursor, makes the terminal send nothing, and leaves the sender intact', async () => {
	await Promise.all(
		hostileStrings.map(async ({name, text}) => {
			const terminal = new xterm.Terminal({
				cols: 4000,
				rows: 5,
				allowProposedApi: true,
			});
			const asked: string[] = [];
			terminal.onData(data => asked.push(data));
			terminal.onTitleChange(title => asked.push(title));
			terminal.onBell(() => asked.push('bell'));
			await new Promise<void>(resolve => {
				terminal.write(`alice: ${sanitizeLine(text)}!`, resolve);
			});
			const {active} = terminal.buffer;
			const line = active.getLine(0)?.translateToString(true) ?? '';
			assert.ok(line.startsWith('alice: '), name);
			assert.ok(line.endsWith('!'), name);
			assert.equal(active.cursorY, 0, name);
			assert.equal(active.type, 'normal', name);
			assert.deepEqual(asked, [], name);
			terminal.dispose();
		}),
	);
});

test('a replacement is visible, and the rest of the text is unchanged', () => {
	const cases: ReadonlyArray<readonly [string, string]> = [
		['a\u{1B}[2Jb', 'a\u{241B}[2Jb'],
		['\u{0}\u{1F}\u{7F}\u{9B}', '\u{2400}\u{241F}\u{2421}\u{FFFD}'],
		['a\tb', 'a    b'],
		['a\r\nb\rc\nd', 'a\nb\u{240D}c\nd'],
		['a\r\r\nb', 'a\u{240D}\nb'],
		['a\u{202E}b\u{2028}c', 'a\u{FFFD}b\u{FFFD}c'],
		['a\u{D800}b', 'a\u{FFFD}b'],
		['\u{115F}\u{E0061}', '\u{FFFD}\u{FFFD}'],
		['\u{200D}a', '\u{FFFD}a'],
		['a\n\u{200C}b', 'a\n\u{FFFD}b'],
		['a\u{200D}\u{200D}\u{200C}b', 'a\u{FFFD}\u{FFFD}\u{FFFD}b'],
		['a\u{FE0F}\u{FE0F}b', 'a\u{FFFD}\u{FFFD}b'],
		['a\u{200D}\u{FE0F}b', 'a\u{200D}\u{FFFD}b'],
		['a' + '\u{301}'.repeat(9) + 'b', 'a' + '\u{301}'.repeat(4) + '\u{FFFD}b'],
		['\u{301}\u{302}a', '\u{FFFD}a'],
		['a\u{1F3FD}', 'a\u{FFFD}'],
		[
			'\u{1F469}\u{200D}'.repeat(5) + '\u{1F469}',
			'\u{1F469}\u{200D}'.repeat(3) + '\u{1F469}\u{FFFD}'.repeat(2) + '\u{1F469}',
		],
	];
	for (const [text, expected] of cases) {
		assert.equal(sanitize(text), expected);
	}
});

test('sanitize keeps LF, and sanitizeLine replaces it with a visible symbol', () => {
	assert.equal(sanitize('a\nb'), 'a\nb');
	assert.equal(sanitizeLine('a\nb\r\nc'), 'a\u{240A}b\u{240A}c');
});

test('ordinary text in any language is unchanged', () => {
	const texts = [
		'',
		'Hello, world! ~ `x` {y}',
		'na\u{EF}ve \u{2014} \u{201C}quoted\u{201D} \u{20AC}5',
		// Vietnamese in NFD, Hebrew with points, Arabic with vowels, Thai
		'Vie\u{302}\u{323}t',
		'\u{5E9}\u{5C1}\u{5B8}\u{5DC}\u{5D5}\u{5B9}\u{5DD}',
		'\u{645}\u{64F}\u{62D}\u{64E}\u{645}\u{651}\u{64E}\u{62F}',
		'\u{E01}\u{E33}\u{E25}\u{E31}\u{E07}\u{E17}\u{E35}\u{E48}',
		// Persian with ZWNJ, Hindi and Sinhala with ZWJ
		'\u{645}\u{6CC}\u{200C}\u{62E}\u{648}\u{627}\u{647}\u{645}',
		'\u{915}\u{94D}\u{200D}\u{937}',
		'\u{DC1}\u{DCA}\u{200D}\u{DBB}\u{DD3}',
		'\u{4F60}\u{597D}\u{3001}\u{D55C}\u{AD6D}\u{C5B4}',
		// Emoji: hearts, keycap, flag, skin tone, family, kiss, person running to the right
		'\u{2764}\u{FE0F}\u{2764}\u{FE0E}1\u{FE0F}\u{20E3}\u{1F1E9}\u{1F1EA}',
		'\u{2764}\u{FE0F}\u{200D}\u{1F525}\u{1F44D}\u{1F3FD}',
		'\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}',
		'\u{1F469}\u{1F3FD}\u{200D}\u{2764}\u{FE0F}\u{200D}\u{1F48B}\u{200D}\u{1F468}\u{1F3FF}',
		'\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}\u{200D}\u{1F525}',
		'\u{1F3C3}\u{1F3FD}\u{200D}\u{2640}\u{FE0F}\u{200D}\u{27A1}\u{FE0F}',
		// Braille, whose space is U+2800; a private-use character of an icon font
		'\u{2800}\u{2801}\u{28FF} \u{E0B0}',
	];
	for (const text of texts) {
		assert.equal(sanitize(text), text);
	}
});

test('for any text, the result of sanitize is harmless, and sanitising it again changes nothing', () => {
	fc.assert(
		fc.property(nasty, text => {
			const clean = sanitize(text);
			assert.equal(findHarm(clean), undefined);
			assert.equal(sanitize(clean), clean);
			const line = sanitizeLine(text);
			assert.equal(findHarm(line), undefined);
			assert.ok(!line.includes('\n'));
			assert.equal(sanitizeLine(line), line);
		}),
		{numRuns: 2000},
	);
});

test('every combination of five marks, joiners and selectors is harmless', () => {
	const alphabet = ['a', '\u{301}', '\u{200D}', '\u{FE0F}', '\n', '\u{34F}'];
	const total = alphabet.length ** 6;
	for (let number = 0; number < total; number++) {
		let text = '';
		for (let rest = number, length = 0; length < 6; length++) {
			text += alphabet[rest % alphabet.length] ?? '';
			rest = Math.floor(rest / alphabet.length);
		}

		const clean = sanitize(text);
		assert.equal(findHarm(clean), undefined);
		assert.equal(sanitize(clean), clean);
	}
});

test('T: invisible characters that do no harm leave no mark', () => {
	const cases: ReadonlyArray<readonly [string, string]> = [
		['Donau\u{AD}dampf\u{AD}schiff', 'Donaudampfschiff'],
		['\u{FEFF}hello', 'hello'],
		['no\u{200B}break\u{2060}here\u{FEFF}.', 'nobreakhere.'],
		['\u{200E}\u{5E9}\u{5DC}\u{5D5}\u{5DD}!\u{200F}', '\u{5E9}\u{5DC}\u{5D5}\u{5DD}!'],
		['\u{845B}\u{E0100}\u{57CE}', '\u{845B}\u{57CE}'],
		['f\u{2061}(x)', 'f(x)'],
		// What vanishes does not keep apart what is judged together.
		['a\u{200D}\u{AD}\u{200D}b', 'a\u{FFFD}\u{FFFD}b'],
		['a' + '\u{301}\u{34F}'.repeat(9), 'a' + '\u{301}'.repeat(4) + '\u{FFFD}'],
	];
	for (const [text, expected] of cases) {
		assert.equal(sanitize(text), expected);
	}
});

test('T: a flag of a region passes whole, two columns wide, and any other tag is marked', () => {
	const scotland = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';
	assert.equal(sanitize(`${scotland}${scotland}!`), `${scotland}${scotland}!`);
	assert.equal(measureWidth(`${scotland}${scotland}`), 4);
	assert.deepEqual(splitCells(`a${scotland}b`), ['a', scotland, 'b']);
	for (const [text, marks] of [
		['\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}', 3],
		['\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}', 5],
		['\u{1F3F3}\u{E0067}\u{E0062}\u{E0073}\u{E007F}', 4],
		[`\u{1F3F4}${'\u{E0061}'.repeat(6)}\u{E007F}`, 7],
		['\u{1F3F4}\u{E0031}\u{E0032}\u{E0033}\u{E007F}', 4],
	] as const) {
		assert.equal(sanitize(text), text.slice(0, 2) + '\u{FFFD}'.repeat(marks));
	}
});

test('each single character is kept, left out, or replaced with a visible one', () => {
	const gone = /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]$/u;
	const check = (code: number) => {
		const character = String.fromCodePoint(code);
		const clean = sanitize('a' + character);
		if (code === 0x0a || code === 0x20_0c || code === 0x20_0d) {
			assert.equal(clean, 'a' + character);
		} else if (gone.test(character)) {
			assert.match(clean, /^a(?:[\u{2400}-\u{2421}\u{FFFD}]| {4})?$/u);
			assert.ok(clean !== 'a' || /^\p{Default_Ignorable_Code_Point}$/u.test(character));
		}

		assert.equal(findHarm(clean), undefined);
	};

	// The planes between these hold only ideographs and unassigned characters.
	for (let code = 0; code < 0x2_00_00; code++) {
		check(code);
		check(0xe_00_00 + (code % 0x20_00));
	}
});

test('escaped JSON is harmless on a terminal and parses to the same value', () => {
	const check = (value: unknown) => {
		const plain = JSON.stringify(value);
		const json = escapeHarmful(plain);
		assert.equal(findHarm(json), undefined);
		assert.equal(sanitize(json), json);
		assert.deepEqual(JSON.parse(json), JSON.parse(plain));
	};

	for (const {text} of hostileStrings) {
		check({text, [text]: [text]});
		assert.equal(JSON.parse(escapeHarmful(JSON.stringify(text))), text);
	}

	fc.assert(fc.property(nasty, check), {numRuns: 1000});
	fc.assert(fc.property(fc.jsonValue({stringUnit: 'binary'}), check));
});

test('escapeHarmful keeps the white space of JSON and every harmless character', () => {
	const value = {text: 'na\u{EF}ve \u{1F600} "\\'};
	for (const indent of [undefined, 2, '\t']) {
		const json = JSON.stringify(value, null, indent);
		assert.equal(escapeHarmful(json), json);
	}

	assert.equal(escapeHarmful('"\u{1FFFE}"'), String.raw`"\ud83f\udffe"`);
	assert.equal(escapeHarmful('"\u{7F}\u{9B}"'), String.raw`"\u007f\u009b"`);
	const floods = escapeHarmful(JSON.stringify('a' + '\u{301}'.repeat(6)));
	assert.equal(floods, '"a' + '\u{301}'.repeat(4) + String.raw`\u0301\u0301"`);
});

test('a run of a million characters is processed quickly and does not overflow the stack', () => {
	const units = ['\u{301}', '\u{200D}', '\u{301}\u{200D}', '\u{FE0F}', 'a'];
	for (const unit of [...units, '\u{1F469}\u{200D}', '\u{1F3FD}', '\u{1B}']) {
		const text = 'a' + unit.repeat(1_000_000);
		const time = cpuTime(() => {
			sanitize(text);
		});
		assert.ok(time < 6000, JSON.stringify(unit));
	}

	assert.equal(findHarm(sanitize('a' + '\u{301}'.repeat(10_000_000))), undefined);
});
