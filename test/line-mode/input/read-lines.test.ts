import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {Readable} from 'node:stream';
import test from 'node:test';
import {readLines, UnsentInput} from '../../../source/line-mode/input/read-lines.ts';

const read = async (...chunks: ReadonlyArray<string | Uint8Array>) => {
	const lines: Array<{text: string; isValid: boolean}> = [];
	for await (const line of readLines(Readable.from(chunks.map(chunk => Buffer.from(chunk))))) {
		lines.push(line);
	}

	return lines;
};

const texts = async (...chunks: ReadonlyArray<string | Uint8Array>) => (await read(...chunks)).map(({text}) => text);

test('lines end with LF or CRLF, the last one may lack it, and chunks may end anywhere', async () => {
	assert.deepEqual(await texts('a\r\nb\n\nc'), ['a', 'b', '', 'c']);
	assert.deepEqual(await texts('a\r', '\nb', '', '\n', 'c\r\n'), ['a', 'b', 'c']);
	assert.deepEqual(await texts(), []);
	assert.deepEqual(await texts('\n'), ['']);
	const bytes = Buffer.from('äöü\n€ 😀\nend');
	for (let cut = 0; cut <= bytes.length; cut++) {
		assert.deepEqual(await texts(bytes.subarray(0, cut), bytes.subarray(cut)), ['äöü', '€ 😀', 'end']);
	}
});

test('a byte order mark at the start is no text, anywhere else it is', async () => {
	const mark = Buffer.from([0xef, 0xbb, 0xbf]);
	assert.deepEqual(await texts(mark, 'a\n', mark, 'b'), ['a', '\u{FEFF}b']);
	assert.deepEqual(await texts(mark.subarray(0, 2), mark.subarray(2), 'a'), ['a']);
	assert.deepEqual(await read(mark.subarray(0, 2)), [{text: '\u{FFFD}', isValid: false}]);
});

test('a line that is not UTF-8 is marked, and only that one', async () => {
	assert.deepEqual(await read('ok\ncaf', Buffer.from([0xe9]), '\nfine'), [
		{text: 'ok', isValid: true},
		{text: 'caf\u{FFFD}', isValid: false},
		{text: 'fine', isValid: true},
	]);
});

test('an endless line is cut between characters, and nothing of it is lost', async () => {
	const endless = `x${'€'.repeat(1_000_000)}`;
	const lines = await read(endless, '\nnext');
	assert.equal(lines.length, 4);
	assert.ok(lines.every(({isValid}) => isValid));
	assert.equal(
		lines
			.slice(0, -1)
			.map(({text}) => text)
			.join(''),
		endless,
	);
});

test('the first lines that are not sent are kept, all are counted, and empty ones are none', () => {
	const unsent = new UnsentInput();
	for (let index = 0; index < 1000; index++) {
		unsent.add(`line ${index}`);
		unsent.add('');
	}

	assert.equal(unsent.count, 1000);
	assert.deepEqual(unsent.first.slice(0, 2), ['line 0', 'line 1']);
	assert.ok(unsent.first.length < 100);
});
