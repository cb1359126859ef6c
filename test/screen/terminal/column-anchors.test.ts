import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {anchorColumns} from '../../../source/screen/terminal/modes/column-anchors.ts';
import {sanitizeLine} from '../../../source/text/sanitize.ts';
import {pad} from '../../../source/text/width.ts';
import {EmulatedScreen} from '../../helpers/emulated-screen.ts';
import {oddStrings} from '../../helpers/odd-strings.ts';
import {cpuTime} from '../../helpers/cpu-time.ts';

class Screen extends EmulatedScreen {
	async write(text: string): Promise<void> {
		return new Promise(resolve => {
			this.emulator.write(text, resolve);
		});
	}
}

const columns = 66;
const border = 40;
/** A row of two panes, as Ink writes it. */
const drawRow = (text: string, right: string) =>
	`\u{1B}[1G\u{1B}[K\u{1B}[1m${pad(text, border)}\u{1B}[22m\u{1B}[2m│\u{1B}[22m ${right}`;

const checkRow = async (screen: Screen, text: string, right = '16:25:36 recv 236 B') => {
	await screen.write(`\u{1B}[H${anchorColumns(drawRow(text, right), columns)}`);
	assert.equal(screen.cell(0, border).chars, '│', text);
	const shown = Array.from({length: right.length}, (_, index) => screen.cell(0, border + 2 + index).chars || ' ').join(
		'',
	);
	assert.equal(shown, right, text);
};

const texts = [
	'❤️ 1️⃣ ⏱️ x',
	'☺️✌️☀️ VS16 in a row',
	'👍🏽👋🏿 skin tones',
	'👨‍👩‍👧‍👦 a family',
	'🏴󠁧󠁢󠁳󠁣󠁴󠁿🇩🇪🇫🇷 flags',
	'\u{1FAEA}\u{1FADC} newer than the tables',
	'😀 older',
	'नमस्ते दुनिया क्‍ष',
	'กำลังที่',
	'“quoted” ±1 № 5 → ✓',
	'❤️'.repeat(20),
	...oddStrings.map(({text}) => text),
];

for (const unicode of ['6', '11'] as const) {
	test(`O: the frame and the text beside it keep their columns in a terminal of Unicode ${unicode}`, async () => {
		const screen = new Screen(columns, 3, unicode);
		await screen.write('\u{1B}[?7l');
		for (const text of texts) {
			await checkRow(screen, sanitizeLine(text));
			await checkRow(screen, 'plain again', '16:25:37 send 36 B');
		}
	});
}

test('O: any text leaves its neighbour alone in terminals that count by different tables', async () => {
	const screens = (['6', '11'] as const).map(unicode => new Screen(columns, 3, unicode));
	await Promise.all(screens.map(async screen => screen.write('\u{1B}[?7l')));
	const part = fc.oneof(fc.constantFrom(...texts, '  ', ' ', 'word', '│'), fc.string({unit: 'grapheme', maxLength: 5}));
	await fc.assert(
		fc.asyncProperty(fc.array(part, {maxLength: 6}), async parts => {
			await Promise.all(screens.map(async screen => checkRow(screen, sanitizeLine(parts.join('')))));
		}),
		{numRuns: 300},
	);
});

test('O: what every terminal counts alike is written as it is', () => {
	for (const text of ['\u{1B}[1G\u{1B}[Kplain  text │ 16:25:36', '\u{1B}[5Gこんにちは、世界 │ x', '─'.repeat(20)]) {
		assert.equal(anchorColumns(text, columns), text);
	}

	// Nothing is known of the column.
	assert.equal(anchorColumns('😀 │ x', columns), '😀 │ x');
	assert.equal(anchorColumns('\u{1B}]0;❤️ title\u{7}', columns), '\u{1B}]0;❤️ title\u{7}');
});

test('O: the column is set behind each emoji, at the border and after a gap, never beyond the last', () => {
	const set = (column: number) => `\u{1B}[${column}G\u{1B}[K`;
	assert.equal(anchorColumns('\r❤️ x', columns), `\r❤️${set(3)} x`);
	assert.equal(anchorColumns('\r❤️\u{1B}[1mx', columns), `\r❤️\u{1B}[1m${set(3)}x`);
	assert.equal(anchorColumns('\rä b  c  d│e', columns), `\rä b  ${set(6)}c  d│e`);
	assert.equal(anchorColumns('\u{1B}[3Gäb│c', columns), `\u{1B}[3Gäb${set(5)}│c`);
	assert.equal(anchorColumns('\r12❤️x', 4), '\r12❤️x');
	assert.equal(anchorColumns('\rä\n  b', columns), '\rä\n  b');
});

test('a frame full of emoji takes a few milliseconds', () => {
	const frame = Array.from({length: 40}, () => drawRow('👍🏽 text ❤️ and more 😀', 'ä 16:25')).join('\r\n');
	anchorColumns(frame, columns);
	const time = cpuTime(() => {
		for (let round = 0; round < 10; round++) {
			anchorColumns(frame, columns);
		}
	});
	assert.ok(time < 200, String(time));
});
