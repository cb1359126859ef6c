import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {terminalToSvg} from '../../helpers/svg.ts';
import {draw} from '../../helpers/terminal-scripts.ts';

suite('a picture', () => {
	test('draws runs of one style as text on its columns, and borders as lines', async t => {
		const terminal = draw(
			t,
			'\u001B[?25l┌─┐ a <b> & "c"\u001B[31m red\u001B[0m \u001B[7mback\u001B[0m 漢x \u001B[2;1mfaint',
		);
		await terminal.waitFor('faint');
		const svg = terminalToSvg(terminal, {title: 'a & b'});
		assert.match(svg, /<title>a &amp; b<\/title>/);
		assert.match(
			svg,
			/<text x="49.6" y="61.5" textLength="92.4"[^>]*fill="#d8dee9">a &lt;b&gt; &amp; &quot;c&quot;<\/text>/,
		);
		assert.match(svg, /fill="#e06c75">red<\/text>/);
		assert.match(svg, /<rect [^>]*fill="#d8dee9"[^>]*>\n<text [^>]*fill="#14171f">back<\/text>/);
		assert.match(svg, /textLength="16.8"[^>]*>漢<\/text>/);
		assert.match(svg, /font-weight="700" opacity="0.6">faint<\/text>/);
		assert.equal(svg.match(/<path /g)?.length, 3);
		assert.doesNotMatch(svg, /[┌─┐]/);
	});
});
