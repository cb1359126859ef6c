import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import * as limits from '../../source/net/limits.ts';
import {closeReasons} from '../../source/net/error-messages.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import {decodeHostFrame, decodeClientFrame} from '../../source/wire/decode-frame.ts';
import {encodeFrame, maximumFrameBytes, type Frame} from '../../source/wire/frames.ts';
import {maximumTextBytes} from '../../source/text/message.ts';

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/protocol.md'), 'utf8');
const section = (title: string) => (text.split(`## ${title}\n`)[1] ?? '').split('\n## ')[0] ?? '';
const examplesIn = (title: string) => [...section(title).matchAll(/^{.*}$/gm)].map(([line]) => line);
const typesIn = (title: string) => [...section(title).matchAll(/^\| `(\w+) {/gm)].map(([, type]) => type);

for (const [title, decode] of [
	['From a client', decodeClientFrame],
	['From a host', decodeHostFrame],
] as const) {
	test(`each type under "${title}" has an example, and decoding and encoding an example returns it unchanged`, () => {
		const examples = examplesIn(title);
		for (const line of examples) {
			assert.equal(encodeFrame(decode(line) as Frame), `${line}\n`);
		}

		assert.deepEqual([...new Set(examples.map(line => String(Object(JSON.parse(line)).type)))], typesIn(title));
	});
}

test('the table of close codes equals closeReasons', () => {
	const rows = [...section('Close codes').matchAll(/^\| ([\w-]+) \| (.+\.) \| (yes|no) \|$/gm)];
	assert.deepEqual(
		Object.fromEntries(rows.map(([, code, sentence, retry]) => [code, {text: sentence, retry: retry === 'yes'}])),
		closeReasons,
	);
});

test('the limits in the document equal those of the program', () => {
	const numbers = [...section('Time').matchAll(/^\| .* \| ([\d,]+)( messages)? \|$/gm)].map(([, number = '']) =>
		Number(number.replaceAll(',', '')),
	);
	const {helloDeadline, frameDeadline, pingAfter, clientGivesUpAfter, hostGivesUpAfter, newcomerHistory} = limits;
	assert.deepEqual(numbers, [
		helloDeadline,
		frameDeadline,
		pingAfter,
		clientGivesUpAfter,
		hostGivesUpAfter,
		newcomerHistory,
	]);
	assert.ok(text.includes(`at most ${maximumFrameBytes.toLocaleString('en')} bytes`));
	assert.ok(text.includes(`at most ${maximumTextBytes.toLocaleString('en')} bytes`));
});

test('the id of a member is derived as documented', () => {
	assert.equal(deriveMemberId('00112233445566778899aabbccddeeff').length, 16);
	assert.match(text, /SHA-256 over `socket-chat member ` and the `sid`/);
});
