import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {crc32} from 'node:zlib';
import fc from 'fast-check';
import {RecordScanner, type ScannedRecord} from '../../../source/storage/files/record-scanner.ts';
import {encodeRecord} from '../../../source/storage/files/records.ts';
import {chunksOf} from '../../helpers/chunks.ts';

const scanAll = (chunks: Iterable<Uint8Array>) => {
	const scanner = new RecordScanner();
	const scans: ScannedRecord[] = [];
	for (const chunk of chunks) {
		// The scanner's caller reuses the chunk.
		const reused = Uint8Array.from(chunk);
		scans.push(...scanner.scan(reused));
		reused.fill(0xff);
	}

	return {scans, ending: scanner.finish()};
};

const lineOf = (crc: string, json: string) => Buffer.from(`${crc} ${json}\n`);

const crcOf = (json: string) => crc32(Buffer.from(json)).toString(16).padStart(8, '0');

test('the checksum of a record is the standard CRC-32', () => {
	assert.equal(Buffer.from(encodeRecord({text: 'hello'})).toString(), '89dcaa3c {"text":"hello"}\n');
	const {scans} = scanAll([Buffer.from('89dcaa3c {"text":"hello"}\n')]);
	assert.deepEqual(scans, [{type: 'record', offset: 0, value: {text: 'hello'}}]);
});

test('a record is one line that other programs can read', () => {
	const line = Buffer.from(encodeRecord({text: 'a\nb\uD800 é'})).toString();
	assert.equal(line, `${crcOf(String.raw`{"text":"a\nb\ud800 é"}`)} ${String.raw`{"text":"a\nb\ud800 é"}`}\n`);
});

test('scanning returns the records as encoded, for every way to split the bytes', () => {
	const record = fc.record({text: fc.string({unit: 'grapheme'}), n: fc.nat()}, {noNullPrototype: true});
	fc.assert(
		fc.property(fc.array(record), fc.infiniteStream(fc.integer({min: 1, max: 40})), (records, sizes) => {
			const lines = records.map(each => encodeRecord(each));
			const {scans, ending} = scanAll(chunksOf(Buffer.concat(lines), sizes));
			const length = lines.reduce((sum, line) => sum + line.length, 0);
			assert.deepEqual(ending, {type: 'whole', offset: length});
			assert.deepEqual(
				scans.map(scan => scan.type === 'record' && scan.value),
				records,
			);
			let offset = 0;
			for (const [index, line] of lines.entries()) {
				assert.equal(scans[index]?.offset, offset);
				offset += line.length;
			}
		}),
	);
});

test('a line with a wrong checksum or format is damage at its offset, and nothing after it is read', () => {
	const good = encodeRecord({n: 1});
	const json = '{"n":2}';
	const bad: readonly Uint8Array[] = [
		lineOf('00000000', json),
		lineOf(crcOf(json).toUpperCase().padStart(8, 'A'), `${json}`),
		lineOf(crcOf(json).slice(1), json),
		Buffer.from(`${crcOf(json)}\t${json}\n`),
		lineOf(crcOf('[1]'), '[1] '),
		lineOf(crcOf('1'), '1'),
		lineOf(crcOf('{'), '{'),
		lineOf(crcOf(''), ''),
		Buffer.from('\n'),
	];
	for (const line of bad) {
		const {scans, ending} = scanAll([Buffer.concat([good, line, good]), good]);
		assert.deepEqual(
			scans.map(({type, offset}) => ({type, offset})),
			[
				{type: 'record', offset: 0},
				{type: 'damaged', offset: good.length},
			],
			Buffer.from(line).toString(),
		);
		assert.deepEqual(ending, {type: 'damaged', offset: good.length});
	}
});

test('bytes after the last line feed are a torn tail, and so are zero bytes', () => {
	const good = encodeRecord({n: 1});
	for (const tail of [
		good.subarray(0, -1),
		good.subarray(0, 5),
		new Uint8Array(5000),
		Buffer.concat([good.subarray(0, -1), Buffer.alloc(9)]),
	]) {
		assert.deepEqual(scanAll([good, tail]).ending, {type: 'torn', offset: good.length});
	}
});

test('a complete record with a changed line feed is damage, not a torn tail', () => {
	const good = encodeRecord({n: 1});
	const changed = Buffer.concat([good.subarray(0, -1), Buffer.from('J')]);
	assert.deepEqual(scanAll([good, changed]).ending, {type: 'damaged', offset: good.length});
});
