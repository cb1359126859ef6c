import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {suite, test} from 'node:test';
import {decodeClientFrame, decodeHostFrame} from '../../source/wire/decode-frame.ts';
import {maximumFrameBytes} from '../../source/wire/frames.ts';
import {clientFrameTypes, clientSamples, variants} from './client-samples.ts';
import {hostFrameTypes, hostSamples} from './host-samples.ts';
import {encode} from './kinds.ts';

const context = {target: '0123456789abcdef', sid: 'cd'.repeat(16)};
const decoder = path.resolve(import.meta.dirname, '../../source/wire/decode-frame.ts');

/** The types that a decoder of the wire tells apart, as its source has them. */
const decodedTypes = (name: string): readonly string[] => {
	const text = readFileSync(decoder, 'utf8');
	const start = text.indexOf(`export const ${name} `);
	const end = text.indexOf('\n};', start);
	return [...text.slice(start, end).matchAll(/case '(\w+)'/g)].map(([, type = '']) => type);
};

suite('what attackers send', () => {
	test('each frame that a host decodes is among it', () => {
		assert.deepEqual(decodedTypes('decodeClientFrame').toSorted(), clientFrameTypes.toSorted());
	});

	for (const type of clientFrameTypes) {
		test(`${type}: each variant is what it is called, and fits in a line`, () => {
			for (const variant of variants) {
				const line = encode(clientSamples[type][variant], 7, context);
				const decoded = decodeClientFrame(line).type;
				const expected = variant === 'unknown' ? ['unknown'] : variant === 'refused' ? [type, 'bad'] : [type];
				assert.ok(expected.includes(decoded), `${variant}: ${decoded}`);
				const size = Buffer.byteLength(line) - 1;
				assert.ok(size <= maximumFrameBytes, `${variant}: ${size} B`);
				assert.ok(variant !== 'huge' || size > maximumFrameBytes * 0.9, `${variant}: ${size} B`);
			}
		});
	}

	test('each frame that a client decodes is among it', () => {
		assert.deepEqual(decodedTypes('decodeHostFrame').toSorted(), hostFrameTypes.toSorted());
	});

	for (const type of hostFrameTypes) {
		test(`${type} of a host: each variant is what it is called, and fits in a line`, () => {
			for (const variant of variants) {
				const frame = hostSamples[type][variant].make(7, {since: 6, you: 'me'});
				const line = typeof frame === 'string' ? frame : JSON.stringify(frame);
				const decoded = decodeHostFrame(line).type;
				const isValid = variant === 'fresh' || variant === 'duplicate';
				const expected = variant === 'unknown' ? ['unknown'] : isValid ? [type] : [type, 'bad'];
				assert.ok(expected.includes(decoded), `${variant}: ${decoded}`);
				const size = Buffer.byteLength(line);
				assert.ok(size <= maximumFrameBytes, `${variant}: ${size} B`);
			}
		});
	}
});
