/**
Attacks by frames that break the protocol, on a room of the shipped program in which two honest
members talk: the attacker gets a close code or a sentence, the host's log says so, and the two
members notice at most a delay.
*/
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {after, before, suite, test} from 'node:test';
import type {CloseCode} from '../../source/wire/frames.ts';
import {addressOf, repeatFor} from '../attacks/attacker.ts';
import {Stage} from '../attacks/stage.ts';
import type {RawFrame} from '../helpers/raw-peer.ts';
import {attackTime, goodHello, isClosed} from '../attacks/frames.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

type Violation = {
	readonly what: string;
	readonly code: CloseCode;
	/** Sent by a member. */
	readonly lines?: ReadonlyArray<RawFrame | string | Uint8Array>;
	/** Sent instead of a hello. */
	readonly hellos?: ReadonlyArray<RawFrame | string | Uint8Array>;
};

const badUtf8 = Buffer.concat([
	Buffer.from('{"type":"post","n":1,"text":"'),
	Buffer.of(0xc3, 0x28, 0xff),
	Buffer.from('"}\n'),
]);

const violations: readonly Violation[] = [
	{
		what: 'a line of more than 64 KiB',
		code: 'too-big',
		lines: [`{"type":"post","n":1,"text":"${'x'.repeat(65_536)}"}\n`, 'x'.repeat(1_000_000)],
		hellos: ['{'.repeat(65_537)],
	},
	{what: 'bad UTF-8', code: 'bad-utf8', lines: [badUtf8, Buffer.of(0xff, 0x0a)], hellos: [badUtf8]},
	{
		what: 'bad JSON',
		code: 'bad-frame',
		lines: ['{"type":"post",\n', '\n', 'GET / HTTP/1.1\r\n', '[]\n', 'null\n', '"post"\n', '{}\n'],
		hellos: ['{"type":"hello"\n', '1\n'],
	},
	{
		what: 'JSON nested 16,000 deep',
		code: 'bad-frame',
		lines: [
			`${nested(16_000)}\n`,
			`{"type":"post","n":1,"text":${nested(16_000)}}\n`,
			`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}\n`,
		],
		hellos: [`{"type":"hello","v":1,"sid":${nested(16_000)}}\n`],
	},
	{
		what: 'frames with wrong types',
		code: 'bad-frame',
		lines: [
			{type: 'post', n: '1', text: 'x'},
			{type: 'post', n: 0, text: 'x'},
			{type: 'post', n: 1.5, text: 'x'},
			{type: 'post', n: 1, text: {}},
			{type: 'post', n: 1},
			{type: 'rename', name: 1},
			{type: 'typing', on: 'yes'},
			{type: 'older', before: -1, limit: 1},
			{type: 'older', before: 1, limit: '2'},
			{type: 'ping', k: null},
			{type: 'ping', k: 1, rtt: 'fast'},
			{type: 7},
			goodHello,
		],
		hellos: [
			{...goodHello, v: '1'},
			{...goodHello, sid: 5},
			{...goodHello, sid: 'short'},
			{...goodHello, since: -1},
			{...goodHello, name: ['mallory']},
			{...goodHello, room: 1},
			{type: 'post', n: 1, text: 'no hello before'},
		],
	},
	{
		what: 'another version',
		code: 'bad-version',
		hellos: [
			{...goodHello, v: 2},
			{type: 'hello', v: 2, other: 'fields'},
		],
	},
	{
		what: 'a gap in the numbers of its posts',
		code: 'gap',
		lines: [
			{type: 'post', n: 3, text: 'x'},
			{type: 'post', n: 2 ** 40, text: 'x'},
		],
	},
];

suite('a private room', () => {
	const stage = new Stage();

	before(async () => {
		await stage.open();
	});

	after(async () => {
		await stage.close();
	});

	for (const {what, code, lines = [], hellos = []} of violations) {
		test(`${what}: close ${code}`, async t => {
			await stage.attack(t, async attacker => {
				const times = await repeatFor(attackTime, async () => {
					for (const [index, bytes] of [...lines, ...hellos].entries()) {
						const peer = index < lines.length ? await attacker.member() : await attacker.tls();
						const address = addressOf(peer);
						peer.send(bytes);
						await isClosed(stage, peer, address, code);
					}
				});
				t.diagnostic(`${times * (lines.length + hellos.length)} times`);
			});
		});
	}

	test('a text of more than 8 KiB is refused with the reason, and the next one is accepted', async t => {
		await stage.attack(t, async attacker => {
			const peer = await attacker.member();
			let n = 0;
			await repeatFor(attackTime, async () => {
				n++;
				peer.send({type: 'post', n, text: 'é'.repeat(4097)});
				assert.deepEqual(await peer.frame('nack', frame => frame.n === n), {
					type: 'nack',
					n,
					code: 'too-big',
					text: 'A message holds at most 8192 bytes.',
				});
			});
			peer.send({type: 'post', n: n + 1, text: 'short'});
			await peer.frame('msg', frame => frame.text === 'short');
			await stage.log.entry('send', /nack/, {peer: addressOf(peer)});
		});
	});

	test('the same hello on another connection takes over, and the older connection gets a close code', async t => {
		await stage.attack(t, async attacker => {
			let older = await attacker.member(goodHello);
			older.send({type: 'post', n: 1, text: 'mine'});
			await older.frame('msg', frame => frame.text === 'mine');
			const times = await repeatFor(attackTime, async () => {
				const address = addressOf(older);
				const newer = await attacker.member(goodHello);
				assert.equal((await newer.frame('welcome')).got, 1);
				await isClosed(stage, older, address, 'replaced');
				older = newer;
			});
			t.diagnostic(`${times} times`);
		});
	});
});
