import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {sanitize} from '../../../source/text/sanitize.ts';
import {foldForSearch} from '../../../source/text/search.ts';
import {chooseProbes, roughen} from '../../../source/text/search/rough-form.ts';

/** Characters that folding changes, joins to their neighbours, or leaves out. */
const strange = [
	...'aAsSßſiİIıfﬁéÉk\u212AΣςσ\u0301\u0345\u200B\u200D\uFE0F\uFEFF\u0640\u05D0\u05B0가ᄀ\u1161ﾊﾞ“”’`-–…½№\u00A8\u00B4',
	...'\t\n"\\ \u00A0\u2800🎉👍🏽漢字かガ゙\uFFFD\u0007\u202E\u00AD',
];
const text = fc
	.array(fc.oneof(fc.constantFrom(...strange), fc.string({unit: 'binary', minLength: 1, maxLength: 2})), {
		maxLength: 12,
	})
	.map(parts => parts.join(''));

test('the probes of what is found in a text are in the rough form of the text, and of its JSON', () => {
	fc.assert(
		fc.property(text, fc.nat(12), fc.nat(12), (said, start, end) => {
			const folded = foldForSearch(sanitize(said));
			const wanted = foldForSearch(folded.slice(Math.min(start, end), Math.max(start, end))).trim();
			for (const probe of folded.includes(wanted) ? chooseProbes(wanted) : []) {
				assert.ok(roughen(said).includes(probe));
				assert.ok(roughen(JSON.stringify(said)).includes(probe));
			}
		}),
		{numRuns: 20_000},
	);
});

test('probes are the parts without white space, quotes and marks, the longest first', () => {
	for (const [wanted, probes] of [
		['a needle', ['needle', 'a']],
		['say "café"', ['cafe', 'say']],
		['🎉', ['🎉']],
		['" \\', []],
	] as const) {
		assert.deepEqual(chooseProbes(wanted), probes);
	}
});
