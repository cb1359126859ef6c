/** Floods on a room that admits plain peers, where anybody can be a member without a code. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {after, before, suite, test, type TestContext} from 'node:test';
import {setTimeout as passes} from 'node:timers/promises';
import {addressOf, type Attacker} from '../attacks/attacker.ts';
import {Stage} from '../attacks/stage.ts';
import {until} from '../helpers/until.ts';
import {numbers, textsHeardBy, isBounded, areSame} from '../attacks/flood.ts';

suite('a room that lets plain peers in', () => {
	const stage = new Stage();

	before(async () => {
		await stage.open('--plain');
	});

	after(async () => {
		await stage.close();
	});

	test('of a thousand silent plain peers the oldest are evicted, and new clients get in', async t => {
		await stage.attack(t, async (attacker, from) => {
			const open = async (count: number) => Promise.all(numbers(count).map(async () => attacker.tcp()));
			const {members} = stage.log;
			await open(64);
			// Who says nothing for half a second is taken for a plain peer that listens.
			await until(() => stage.log.members === members + 64, {describe: () => `${stage.log.members} members`});
			const rest = (async () => {
				for (let round = 0; round < 52; round++) {
					await open(18);
					await passes(20);
				}
			})();
			await stage.newcomer(t, 'newcomer');
			const speaker = await attacker.at('127.0.0.1').tcp();
			speaker.send('hi\n');
			await stage.log.entry('recv', /"hi\\n"/, {from, peer: addressOf(speaker)});
			await rest;
			const made = () => stage.log.since(from, 'bye', /sent no hello, and neither did 64 later connections$/).length;
			await until(() => made() >= 1000 - 64, {describe: () => `${made()} made way`});
			await until(() => stage.log.members <= members + 64 + 2, {describe: () => `${stage.log.members} members`});
			t.diagnostic(`${made()} made way`);
		});
	});

	type Pouring = {
		readonly beginning: RegExp;
		readonly bytes: Uint8Array;
		readonly isWhole: (texts: readonly string[]) => boolean;
	};

	/** Sends all this as a plain peer. Returns the texts that a member receives of it. */
	const pour = async (t: TestContext, attacker: Attacker, {beginning, bytes, isWhole}: Pouring) => {
		const observer = await attacker.member({name: 'observer'});
		const texts = textsHeardBy(observer, beginning);
		const peer = await attacker.tcp();
		const address = addressOf(peer);
		peer.send(bytes);
		await until(() => isWhole(texts), {describe: () => `${texts.length} messages`, timeout: 30_000});
		await stage.log.entry('recv', /^\d+ B "/, {peer: address});
		isBounded(t, stage);
		return texts;
	};

	test('10 MB without a line end from a plain peer become messages of 8 KiB, and nothing is lost', async t => {
		await stage.attack(t, async attacker => {
			const size = 10_000_000;
			const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
			const texts = await pour(t, attacker, {
				beginning: /^z/,
				bytes: Buffer.alloc(size, 'z'),
				isWhole: all => sizeOf(all) >= size,
			});
			assert.equal(sizeOf(texts), size);
			assert.ok(Math.max(...texts.map(({length}) => length)) <= 8192);
		});
	});

	test('60,000 lines at once from a plain peer are relayed in order, and the others have their turn', async t => {
		await stage.attack(t, async attacker => {
			const lines = numbers(60_000).map(n => `line ${n}`);
			const isLine = (text: string) => text.startsWith('line ');
			const texts = await pour(t, attacker, {
				beginning: /^(?:line|pair) /,
				bytes: Buffer.from(`${lines.join('\n')}\n`),
				isWhole: all => all.filter(isLine).length >= lines.length,
			});
			areSame(texts.filter(isLine), lines);
			const turns = texts.flatMap((text, index) => (isLine(text) ? [] : [index]));
			const longest = Math.max(...turns.map((index, turn) => index - (turns[turn - 1] ?? 0)));
			t.diagnostic(`at most ${longest} lines between two messages of the pair`);
			assert.ok(longest < lines.length / 4);
		});
	});
});
