import assert from 'node:assert/strict';
import test from 'node:test';
import {linkRows} from '../../../../source/screen/messages/long-texts/styled-text.ts';
import {wrap} from '../../../../source/text/wrap.ts';
import {joinSpans} from '../../rows-fixture.ts';

const address = `https://example.com/${'long/'.repeat(12)}end`;

test('each row of a wrapped address leads to the whole of it, and the rows stay as they are', () => {
	const text = String.raw`recv 90 B "see ${address}\n"`;
	const rows = wrap(text, 30);
	const linked = linkRows(text, rows);
	assert.deepEqual(
		linked.map(row => joinSpans(row)),
		rows,
	);
	const links = linked.flat().filter(({link}) => link !== undefined);
	assert.equal(links.map(({text: shown}) => shown).join(''), address);
	assert.deepEqual(new Set(links.map(({link}) => link)), new Set([address]));
});

test('an address that is cut short is no link, nor is one whose place in the text is not known', () => {
	const isLinked = (text: string, rows: readonly string[]) =>
		linkRows(text, rows)
			.flat()
			.some(({link}) => link !== undefined);
	assert.equal(isLinked(`"${address}…`, [`"${address}…`]), false);
	assert.equal(isLinked(`日 ${address}`, ['?', address]), false);
	assert.equal(isLinked(`x ${address}`, ['x', address]), true);
});
