/**
Members that never stop sending or never read. They break no rule: the host slows them down, and
they lose nothing.
*/
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {after, before, suite, test} from 'node:test';
import {setTimeout as passes} from 'node:timers/promises';
import {addressOf} from '../attacks/attacker.ts';
import {Stage} from '../attacks/stage.ts';
import type {RawFrame, RawPeer} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';
import {numbers, listen, textsHeardBy, isBounded, areSame} from '../attacks/flood.ts';

/** How long a flood lasts at most, in milliseconds. */
const floodTime = 1500;

/** Writes as fast as the other side reads. Returns the number of lines. */
const flood = async ({socket}: RawPeer, maximum: number, lineOf: (n: number) => string): Promise<number> => {
	let n = 0;
	const end = performance.now() + floodTime;
	while (performance.now() < end && n < maximum) {
		const from = n;
		n += 250;
		const lines = numbers(250)
			.map(index => lineOf(from + index))
			.join('');
		if (!socket.write(lines)) {
			await Promise.race([once(socket, 'drain'), passes(Math.max(0, end - performance.now()))]);
		}

		await passes(0);
	}

	return n;
};

suite('a private room', () => {
	const stage = new Stage();

	before(async () => {
		await stage.open();
	});

	after(async () => {
		await stage.close();
	});

	test('a member that posts at full speed loses nothing, and the others have their turn', async t => {
		await stage.attack(t, async attacker => {
			const peer = await attacker.member();
			const address = addressOf(peer);
			const texts = textsHeardBy(peer, /^flood /);
			const count = await flood(peer, 30_000, n => `{"type":"post","n":${n},"text":"flood ${n}"}\n`);
			await until(() => texts.length >= count, {describe: () => `${texts.length} of ${count}`, timeout: 30_000});
			t.diagnostic(`${count} posts`);
			areSame(
				texts,
				numbers(count).map(n => `flood ${n}`),
			);
			await stage.log.entry('recv', /post ×\d+/, {peer: address});
			isBounded(t, stage);
		});
	});

	test('a member that does not read delays nobody, and receives everything once it reads', async t => {
		await stage.attack(t, async (attacker, from) => {
			const deaf = await attacker.member();
			const address = addressOf(deaf);
			const texts = textsHeardBy(deaf, /^deaf /);
			deaf.socket.pause();
			deaf.send(...numbers(60).map(n => ({type: 'older', before: 1000 * n, limit: 500})));
			const loud = await attacker.member();
			const heard = textsHeardBy(loud, /^deaf /);
			const filler = 'x'.repeat(4000);
			const count = await flood(loud, 5000, n => `{"type":"post","n":${n},"text":"deaf ${n} ${filler}"}\n`);
			await until(() => heard.length >= count, {timeout: 30_000});
			isBounded(t, stage);
			const handed = stage.log
				.since(from, 'send', /^\d+ B msg/, address)
				.map(({detail}) => Number.parseInt(String(detail), 10))
				.reduce((sum, bytes) => sum + bytes, 0);
			const all = count * filler.length;
			// The most that the kernel holds of a connection, in bytes.
			const kernelTakes = 6_000_000;
			t.diagnostic(`${(handed / 1e6).toFixed(1)} MB of ${(all / 1e6).toFixed(1)} MB were handed to its socket`);
			assert.ok(handed < Math.max(all * 0.8, kernelTakes), 'what it does not read waits in the log, not in memory');
			deaf.socket.resume();
			await until(() => texts.length >= count, {describe: () => `${texts.length} of ${count}`, timeout: 30_000});
			areSame(
				texts,
				numbers(count).map(n => `deaf ${n} ${filler}`),
			);
		});
	});

	for (const [what, lineOf] of [
		['pings', (n: number) => `{"type":"ping","k":${n},"rtt":${(n % 2) * 1000}}\n`],
		['renames itself', (n: number) => `{"type":"rename","name":"mallory-${n}"}\n`],
		['asks for older messages', (n: number) => `{"type":"older","before":${n + 1},"limit":500}\n`],
		['types', () => '{"type":"typing","on":true}\n'],
		['sends frames of an unknown type', (n: number) => `{"type":"future","n":${n}}\n`],
	] as const) {
		test(`a member that ${what} without end is rate limited, and notified`, async t => {
			await stage.attack(t, async (attacker, from) => {
				const peer = await attacker.member();
				const address = addressOf(peer);
				const answers: RawFrame[] = [];
				listen(peer, frame => {
					answers.push(frame);
				});
				const started = performance.now();
				await flood(peer, 10_000, lineOf);
				await until(() => answers.some(({type, on}) => type === 'paused' && on === true));
				await stage.log.entry('send', /paused to/, {from, peer: address});
				const pace = 51 + ((performance.now() - started) / 1000) * 10 + 10;
				const replies = answers.filter(({type}) => type === 'pong' || type === 'page').length;
				const renames = stage.log.entries.slice(from, stage.log.length).filter(({event}) => event === 'renamed').length;
				assert.ok(replies <= pace && renames <= pace, `${replies} replies, ${renames} renames`);
			});
		});
	}
});
