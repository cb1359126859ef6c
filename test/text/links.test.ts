import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {findLinks} from '../../source/text/links.ts';
import {sanitize} from '../../source/text/sanitize.ts';
import {hostileStrings} from '../helpers/hostile.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

/** Returns the text of each link, and where it leads if that is something else. */
const find = (text: string) =>
	findLinks(text).map(({start, end, address}) => {
		const shown = text.slice(start, end);
		return shown === address ? shown : `${shown} → ${address}`;
	});

test('X: an address ends before the punctuation and the brackets of its sentence', () => {
	for (const [text, ...links] of [
		['see https://example.com/a?b=c#d.', 'https://example.com/a?b=c#d'],
		['(http://example.com/), or', 'http://example.com/'],
		[
			'https://en.wikipedia.org/wiki/Foo_(bar), (https://en.wikipedia.org/wiki/Foo_(bar))',
			'https://en.wikipedia.org/wiki/Foo_(bar)',
			'https://en.wikipedia.org/wiki/Foo_(bar)',
		],
		[
			'[x](https://a.example/b) [https://a.example](https://b.example)',
			'https://a.example/b',
			'https://a.example',
			'https://b.example',
		],
		['<HTTPS://Example.com> "https://example.com/x"', 'HTTPS://Example.com', 'https://example.com/x'],
		['https://example.com/?a[]=1&b=2!', 'https://example.com/?a[]=1&b=2'],
		['http://[::1]:8080/x and http://127.0.0.1:5000', 'http://[::1]:8080/x', 'http://127.0.0.1:5000'],
		['見てhttps://example.com/a。次', 'https://example.com/a'],
		['https://example.com/Köln', 'https://example.com/Köln → https://example.com/K%C3%B6ln'],
		['**https://example.com/a** https://example.com/b…', 'https://example.com/a', 'https://example.com/b'],
	] as const) {
		assert.deepEqual(find(text), links, text);
	}
});

test('X: nothing else is a link', () => {
	for (const text of [
		`${'java'}script://example.com/%0Aalert(1)`,
		'file:///etc/passwd ftp://example.com data:text/html,x',
		'xhttps://example.com',
		'https:// http://. https://',
		'https://bank.example@evil.example/',
		'https://user:word@example.com',
		`https://example.com/${'x'.repeat(3000)}`,
		'example.com www.example.com',
	]) {
		assert.deepEqual(find(text), [], text);
	}

	assert.deepEqual(find(sanitize('https://a.example\u{202E}moc.knab')), []);
	assert.deepEqual(find(sanitize('\u{1B}]8;;https://a.example\u{1B}\\bank.example')), []);
});

test('X: for any text, a link is printable ASCII, bounded, in its place, and leads to what it shows', () => {
	const part = fc.oneof(
		fc.constantFrom('https://', 'http://a.example', '/', '@', '.', ')', '(', ']', '[', '?', ' ', 'ä', '\u{1F600}', '%'),
		fc.string({unit: 'binary', maxLength: 3}),
		fc.constantFrom(...hostileStrings.map(({text}) => text)),
	);
	fc.assert(
		fc.property(fc.array(part, {maxLength: 12}), parts => {
			const text = sanitize(parts.join(''));
			let done = 0;
			for (const {start, end, address} of findLinks(text)) {
				assert.match(address, /^https?:\/\/[!-~]{1,1993}$/i);
				assert.ok(start >= done && end > start && end <= text.length);
				assert.equal(new URL(text.slice(start, end)).href, new URL(address).href);
				done = end;
			}
		}),
		{numRuns: 2000},
	);
});

test('X: addresses made to be trimmed take no long time', () => {
	const time = cpuTime(() => {
		findLinks(`https://a.example/${')'.repeat(1900)} `.repeat(4));
		findLinks('https://'.repeat(1000));
	});
	assert.ok(time < 500, String(time));
});
