import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {test} from 'node:test';
import {RecordCounter} from '../../benchmark/deliveries/tls-records.ts';
import {chunksOf} from '../helpers/chunks.ts';

const record = (plain: number): Uint8Array => {
	const length = plain + 17;
	return Buffer.concat([Buffer.of(0x17, 3, 3, Math.floor(length / 256), length % 256), Buffer.alloc(length, 0x17)]);
};

test('bytes in records are counted the same in chunks of any size', () => {
	const bytes = Buffer.concat([record(1), record(16_384), record(300), record(0)]);
	for (const size of [1, 3, 5, 700, bytes.length]) {
		const counter = new RecordCounter();
		const sum = chunksOf(
			bytes,
			Array.from({length: bytes.length}, () => size),
		).reduce((total, chunk) => total + counter.count(chunk), 0);
		assert.equal(sum, 16_685, `in chunks of ${size}`);
	}
});
