import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {findMissingSlash} from '../../source/chat/commands/missing-slash.ts';
import {isMention} from '../../source/text/mention.ts';
import {cleanText} from '../../source/text/message.ts';
import {cleanName, foldName} from '../../source/text/name.ts';
import {normalizeText} from '../../source/text/normalize.ts';
import {foldForSearch} from '../../source/text/search.ts';
import {cpuTime} from '../helpers/cpu-time.ts';
import {PlainReader} from '../../source/wire/plain-text.ts';

const size = 64_000;

/** Runs of marks, each of which a normal form has to move before all marks of other classes. */
const runs: Readonly<Record<string, string>> = {
	'marks in falling classes': ['\u0345', '\u035D', '\u0315', '\u0300', '\u0316', '\u031B', '\u0327', '\u0334']
		.map(mark => mark.repeat(size / 8))
		.join(''),
	'one mark that is two': '\u0F75'.repeat(size),
	'two marks in turn': '\u0300\u0334'.repeat(size / 2),
	'voiced sound marks of half width': '\u0300\uFF9E'.repeat(size / 2),
};

const uses: Readonly<Record<string, (text: string) => unknown>> = {
	'a message': cleanText,
	'a name': cleanName,
	'a comparison of names': foldName,
	'a mention': text => isMention(text, 'zoë'),
	'a search': foldForSearch,
	'a question about a missing slash': text => findMissingSlash(`msg ${text}`, () => ['zoë']),
	'a line of a plain peer': text => [...new PlainReader().read(new TextEncoder().encode(`${text}\n`))],
};

for (const [use, act] of Object.entries(uses)) {
	test(`marks in a row cost ${use} not much more than letters do`, () => {
		const letters = cpuTime(() => {
			act('é'.repeat(size));
		});
		for (const [name, run] of Object.entries(runs)) {
			const marks = cpuTime(() => {
				act(`a${run}`);
			});
			assert.ok(marks < 20 * letters + 200, `${name}: ${marks} ms, letters: ${letters} ms`);
		}
	});
}

const anyMarks = fc
	.array(fc.constantFrom('a', 'e', '\u0300', '\u0344', '\u0334', '\u0F75', '\u034F', '\uFF9E', '\u0958', '\uAC00'), {
		maxLength: 200,
	})
	.map(parts => parts.join(''));

test('a normalised text stays as it is when it is normalised again, and loses nothing', () => {
	const joiners = /\u034F/gu;
	fc.assert(
		fc.property(anyMarks, fc.constantFrom('NFC', 'NFKC'), (text, form) => {
			const normal = normalizeText(text, form);
			assert.equal(normalizeText(normal, form), normal);
			assert.equal(normal.normalize(form), normal);
			assert.doesNotMatch(normal, /(?:(?!\u034F)\p{M}){31}/u);
			assert.deepEqual(
				[...normal.replaceAll(joiners, '').normalize('NFKD')].toSorted(),
				[...text.replaceAll(joiners, '').normalize('NFKD')].toSorted(),
			);
		}),
	);
});

test('text of a language is normalised as Unicode says', () => {
	for (const text of ['Zoe\u0308', 'e\u0301'.repeat(100), '\u05D1\u05B0\u05BC', 'ก็', '\u1100\u1161\u11A8']) {
		assert.equal(normalizeText(text, 'NFC'), text.normalize('NFC'));
	}
});
