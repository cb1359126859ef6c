import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {formatMessage} from '../../../source/line-mode/linear/format-message.ts';
import {formatClock, formatDateAndClock} from '../../../source/text/format-time.ts';

const at = new Date(2026, 10, 29, 12, 5).getTime();
const time = formatClock(at);
const format = (text: string, columns?: number) => formatMessage({at, from: 'bob', text}, false, columns);

test('a message of several lines is printed as lines: the first has the author, the others are indented', () => {
	assert.equal(format('if (x) {\n\treturn;\n\n}\n'), `${time} bob: if (x) {\n        return;\n\n    }`);
	assert.equal(format('/me waves\nand leaves'), `${time} * bob waves\n    and leaves`);
	const old = formatMessage({at, from: 'bob', text: 'a', to: {name: 'al'}, part: [2, 3, '\n']}, true);
	assert.equal(old, `${formatDateAndClock(at)} bob (private to al) (part 2 of 3): a`);
});

test('an action of bob is not what bob smith says', () => {
	assert.notEqual(
		formatMessage({at, from: 'bob', text: '/me smith: I quit'}, false),
		formatMessage({at, from: 'bob smith', text: 'I quit'}, false),
	);
});

test('a long line is wrapped at spaces, and an address stays whole', () => {
	assert.equal(format('one two three four', 20), `${time} bob: one two\n    three four`);
	const address = `https://example.org/${'x'.repeat(60)}`;
	assert.equal(format(`see ${address} there`, 40), `${time} bob: see\n    ${address}\n    there`);
});

/** Returns the rows as a terminal of this width breaks them. */
const wrapByTerminal = (rows: string, columns: number): string[] =>
	rows.split('\n').flatMap(row => {
		const parts: string[] = [];
		for (let start = 0; start === 0 || start < row.length; start += columns) {
			parts.push(row.slice(start, start + columns));
		}

		return parts;
	});

test('no text makes a row that reads like a line of another speaker, also where the terminal wraps', () => {
	const forged = `${time} al: I quit`;
	const piece = fc.constantFrom(
		'\n',
		'\r\n',
		'\r',
		'\u{2028}',
		'\u{B}',
		' ',
		'\u{A0}',
		'\u{3000}',
		'\u{2800}',
		forged,
		'x',
	);
	const run = fc
		.tuple(piece, fc.integer({min: 1, max: 90}))
		.map(([text, count]) => (text === forged ? text : text.repeat(text === 'x' ? count % 40 : count)));
	fc.assert(
		fc.property(fc.array(run, {maxLength: 6}), fc.integer({min: 16, max: 90}), (pieces, columns) => {
			// Wide spaces take two columns; here they count as one, which only makes rows shorter.
			const [first = '', ...others] = wrapByTerminal(format(pieces.join(''), columns), columns);
			assert.ok(first.startsWith(`${time} bob:`.slice(0, columns)));
			for (const row of others) {
				assert.doesNotMatch(row, /^[^\S\n]{0,3}\d\d:\d\d\s+\S/, JSON.stringify(pieces));
			}
		}),
		{numRuns: 300},
	);
});
