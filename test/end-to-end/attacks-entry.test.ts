/**
Attacks by a client that has not said hello yet, on a room of the shipped program in which two
honest members talk: the attacker gets a close code or a sentence, the host's log says so, and the
two members notice at most a delay.
*/
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {after, before, suite, test} from 'node:test';
import {setTimeout as passes} from 'node:timers/promises';
import {guessInterval} from '../../source/net/limits.ts';
import {noPlainLine} from '../../source/net/host/identify-peer.ts';
import {addressOf, clientHello, drip, hasAddresses, repeatFor} from '../attacks/attacker.ts';
import {Stage} from '../attacks/stage.ts';
import type {JsonEvent} from '../helpers/line-process.ts';
import {until} from '../helpers/until.ts';
import {attackTime, goodHello, isClosed} from '../attacks/frames.ts';

const withoutAddresses = !hasAddresses && 'needs addresses of its own for the attacker';

suite('a private room', () => {
	const stage = new Stage();

	before(async () => {
		await stage.open();
	});

	after(async () => {
		await stage.close();
	});

	test('of a thousand silent connections the oldest are evicted, and a new client gets in', async t => {
		await stage.attack(t, async (attacker, from) => {
			let opened = 0;
			const flood = (async () => {
				for (let round = 0; round < 50; round++) {
					await Promise.all(Array.from({length: 20}, async () => attacker.tcp()));
					opened += 20;
					await passes(20);
				}
			})();
			await stage.newcomer(t, 'newcomer-1');
			await flood;
			assert.equal(opened, 1000);
			await stage.newcomer(t, 'newcomer-2');
			const made = () => stage.log.since(from, 'bye', /sent no hello, and neither did 64 later connections$/).length;
			await until(() => made() >= 1000 - 64, {describe: () => `${made()} made way`});
			t.diagnostic(`${made()} made way`);
		});
	});

	test('a ClientHello, a hello and a frame byte by byte, and silence, time out each by its limit', async t => {
		await stage.attack(t, async (attacker, from) => {
			const hello = await clientHello();
			const silent = await attacker.tcp();
			const handshake = await attacker.tcp();
			const half = await attacker.tls();
			const frame = await attacker.member();
			const [silentAt, handshakeAt, halfAt, frameAt] = [silent, handshake, half, frame].map(addressOf);
			const isWithin = (ms: number, seconds: number) => {
				assert.ok(ms > (seconds - 1) * 1000 && ms < (seconds + 4) * 1000, `${ms} ms`);
			};

			const [silence, helloTime, halfTime, frameTime] = await Promise.all([
				drip(silent, new Uint8Array(), 1),
				drip(handshake, hello, 50),
				drip(half, Buffer.from(JSON.stringify(goodHello).padEnd(1000)), 50),
				drip(frame, Buffer.from(`{"type":"post","n":1,"text":"${'x'.repeat(1000)}`), 50),
			]);
			isWithin(silence, 5);
			isWithin(helloTime, 5);
			isWithin(halfTime, 5);
			isWithin(frameTime, 10);
			assert.equal(silent.text, noPlainLine);
			await stage.log.entry('timeout', /sent no hello: gave up after 5 s/, {from, peer: silentAt});
			await stage.log.entry('timeout', /sent no hello: gave up after 5 s/, {from, peer: handshakeAt});
			await isClosed(stage, half, halfAt ?? '', 'hello-timeout');
			await isClosed(stage, frame, frameAt ?? '', 'slow-frame');
		});
	});

	test('plain text gets one helpful line', async t => {
		await stage.attack(t, async attacker => {
			await repeatFor(attackTime, async () => {
				for (const bytes of [
					'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
					'hi\n',
					Buffer.alloc(1_000_000, 0x61),
					Buffer.of(0),
				]) {
					const peer = await attacker.tcp();
					const address = addressOf(peer);
					peer.send(bytes);
					await peer.ended();
					assert.equal(peer.text, noPlainLine);
					await stage.log.entry('send', / B refusal to /, {peer: address});
				}
			});
		});
	});

	test('bytes that begin like TLS and are not fail the handshake', {skip: withoutAddresses}, async t => {
		await stage.attack(t, async attacker => {
			const records = [
				Buffer.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0),
				Buffer.concat([Buffer.of(0x16, 3, 1, 0x40, 0), Buffer.alloc(0x40_00, 0xaa)]),
				Buffer.concat([Buffer.of(0x16), Buffer.alloc(100_000, 0xff)]),
				Buffer.from('\u{16}GET / HTTP/1.1\r\n\r\n'),
			];
			let index = 0;
			await repeatFor(attackTime, async () => {
				const bytes = records[index % records.length] ?? Buffer.alloc(0);
				// An address that has failed ten times is not listened to any more.
				const peer = await attacker.at(`127.0.1.${1 + Math.floor(index / 8)}`).tcp();
				const address = addressOf(peer);
				peer.send(bytes);
				await peer.ended();
				await stage.log.entry('secure', /failed: ERR_SSL_/, {peer: address});
				index++;
			});
			t.diagnostic(`${index} times`);
		});
	});

	test(
		'after ten wrong codes an address is looked at ten times a second; a right code gets in from there',
		{skip: withoutAddresses},
		async t => {
			await stage.attack(t, async (attacker, from) => {
				const outcomes: string[] = [];
				for (let times = 0; times < 10; times++) {
					outcomes.push(await attacker.guess());
				}

				const looked = () => stage.log.since(from, 'secure', /^127\.0\.0\.2:\d+ failed: ERR_SSL_/).length;
				await until(() => looked() === 10, {describe: () => `${looked()} were looked at`});
				assert.ok(
					outcomes.every(code => code.startsWith('ERR_SSL_')),
					outcomes.join(' '),
				);
				await repeatFor(attackTime, async () => {
					await attacker.guess();
				});
				await stage.log.entry('secure', /^127\.0\.0\.2:\d+ waits for its turn, /, {from});
				assert.ok(looked() <= 10 + attackTime / guessInterval + 1, `${looked()} were looked at`);
				const sharer = await attacker.member();
				assert.equal(sharer.isEnded, false);
				const other = await attacker.at('127.0.0.3').member();
				assert.equal(other.isEnded, false);
				await stage.newcomer(t, 'newcomer-3');
			});
		},
	);

	test('a flood of handshakes without a hello does not keep a new client out', async t => {
		await stage.attack(t, async attacker => {
			let times = 0;
			const over = new AbortController();
			const flood = Array.from({length: 8}, async () => {
				while (!over.signal.aborted) {
					const {socket} = await attacker.at('127.0.0.4').tls();
					socket.destroy();
					times++;
				}
			});
			await stage.newcomer(t, 'newcomer-4');
			await passes(attackTime);
			over.abort();
			await Promise.all(flood);
			t.diagnostic(`${times} handshakes`);
		});
	});

	test("guesses from the two members' own address do not affect them", async t => {
		await stage.attack(t, async (attacker, from) => {
			const neighbour = attacker.at('127.0.0.1');
			await repeatFor(attackTime, async () => {
				await neighbour.guess();
			});
			await stage.log.entry('secure', /^127\.0\.0\.1:\d+ waits for its turn, /, {from});
		});
	});

	test('an evicted connection is not logged as a timeout', () => {
		const at = (entry: JsonEvent) => Date.parse(String(entry.at));
		const late = stage.log.since(0, 'timeout', /sent no hello/);
		const made = stage.log.since(0, 'bye', /sent no hello/);
		assert.ok(made.length > 0);
		assert.deepEqual(
			// Another connection may have the same port, later.
			made.filter(one => late.some(({peer, ...other}) => peer === one.peer && at(other) - at(one) < 6000)),
			[],
		);
	});
});
