import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {LineReader} from '../../source/wire/line-reader.ts';
import {chunksOf} from '../helpers/chunks.ts';

const read = (reader: LineReader, chunk: Uint8Array) => ({lines: [...reader.read(chunk)], error: reader.error});

test('the lines are the same for every way to split the bytes into chunks', () => {
	fc.assert(
		fc.property(
			fc.array(fc.string({unit: 'grapheme'}).map(line => line.replaceAll('\n', ''))),
			fc.infiniteStream(fc.integer({min: 1, max: 5})),
			(lines, sizes) => {
				const reader = new LineReader(1000);
				const bytes = Buffer.from(lines.map(line => `${line.toWellFormed()}\n`).join(''));
				const all = chunksOf(bytes, sizes).flatMap(chunk => read(reader, chunk).lines);
				assert.deepEqual(
					all,
					lines.map(line => line.toWellFormed()),
				);
				assert.equal(reader.isMidLine, false);
			},
		),
	);
});

test('a line at the limit is read, and one byte more stops the reader even before the line ends', () => {
	assert.deepEqual(read(new LineReader(4), Buffer.from('1234\n')), {lines: ['1234'], error: undefined});
	assert.deepEqual(read(new LineReader(4), Buffer.from('ok\n12345')), {lines: ['ok'], error: 'too-big'});
	const reader = new LineReader(4);
	read(reader, Buffer.from('123'));
	assert.equal(read(reader, Buffer.from('45')).error, 'too-big');
});

test('a line that is not UTF-8 stops the reader, and the lines before it are returned', () => {
	assert.deepEqual(read(new LineReader(100), Buffer.from([0x61, 0x0a, 0xc3, 0x28, 0x0a, 0x62, 0x0a])), {
		lines: ['a'],
		error: 'bad-utf8',
	});
});

test('isMidLine is true while part of a line has arrived', () => {
	const reader = new LineReader(100);
	read(reader, Buffer.from('a\nb'));
	assert.equal(reader.isMidLine, true);
	read(reader, Buffer.from('\n'));
	assert.equal(reader.isMidLine, false);
});
