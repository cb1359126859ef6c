/**
The same as attacks.test.ts for those who are let in and do not stop talking, or do not listen; and for a room that lets plain peers in,
where nobody need know anything to be a member. Nobody here breaks a rule: they are slowed down, and lose nothing.
*/
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {after, before, suite, test, type TestContext} from 'node:test';
import {setTimeout as passes} from 'node:timers/promises';
import {addressOf, type Attacker} from '../attacks/attacker.ts';
import {Stage} from '../attacks/stage.ts';
import type {RawFrame, RawPeer} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';

/** How long a flood lasts at most, in milliseconds. */
const floodTime = 1500;

/** A host that keeps what it should not would need more, in MiB. */
const memoryBound = 300;

const numbers = (count: number) => Array.from({length: count}, (_, index) => index + 1);

/** From now on each frame that this peer is sent is looked at once: in a flood there are thousands. */
const listen = (peer: RawPeer, onFrame: (frame: RawFrame) => void) => {
	const {socket} = peer;
	let rest = peer.text.slice(peer.text.lastIndexOf('\n') + 1);
	socket.removeAllListeners('data');
	socket.setEncoding('utf8').on('data', (chunk: string) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			onFrame(JSON.parse(line) as RawFrame);
		}
	});
};

/** The texts that begin like this, as a member of the room hears them. */
const textsHeardBy = (peer: RawPeer, beginning: RegExp): readonly string[] => {
	const texts: string[] = [];
	listen(peer, ({type, text}) => {
		if (type === 'msg' && beginning.test(String(text))) {
			texts.push(String(text));
		}
	});
	return texts;
};

/** Writes at full speed, as fast as the other side reads. Gives how many lines. */
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

const isBounded = (t: TestContext, stage: Stage) => {
	const memory = stage.memory();
	t.diagnostic(`the host uses ${memory?.toFixed(0) ?? '?'} MiB`);
	assert.ok(memory === undefined || memory < memoryBound, `${memory ?? '?'} MiB`);
};

/** Tells of long lists only where they differ. */
const areSame = (actual: readonly string[], expected: readonly string[]) => {
	const index = Math.max(
		actual.findIndex((each, at) => each !== expected[at]),
		actual.length === expected.length ? -1 : 0,
	);
	assert.equal(
		index,
		-1,
		`${actual.length} of ${expected.length}, and the first that differs is ${actual[index]?.slice(0, 40) ?? ''}`,
	);
};

suite('a private room', () => {
	const stage = new Stage();
	before(async () => {
		await stage.open();
	});
	after(async () => {
		await stage.close();
	});

	test('a member that posts at full speed: nothing of it is lost, and the others have their turn', async t => {
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

	test('a member that never reads delays nobody, and gets all once it reads', async t => {
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
			t.diagnostic(`${(handed / 1e6).toFixed(1)} MB of ${(all / 1e6).toFixed(1)} MB were handed to its socket`);
			assert.ok(handed < all * 0.8, 'what it does not read waits in the log, not in memory');
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
	] as const) {
		test(`a member that ${what} without end is answered at a pace, and told`, async t => {
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

	test('a member that says what nobody understands is ignored', async t => {
		await stage.attack(t, async attacker => {
			const peer = await attacker.member();
			const address = addressOf(peer);
			await flood(peer, 100_000, n => `{"type":"future","n":${n}}\n`);
			peer.send({type: 'ping', k: 7});
			await peer.frame('pong', ({k}) => k === 7);
			await stage.log.entry('recv', /unknown ×\d+/, {peer: address});
		});
	});
});

suite('a room that lets plain peers in', () => {
	const stage = new Stage();
	before(async () => {
		await stage.open('--plain');
	});
	after(async () => {
		await stage.close();
	});

	test('a thousand silent plain peers: the oldest make way and are gone, and newcomers get in', async t => {
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
			const made = () =>
				stage.log.since(from, 'close', /has not said who it is, and 64 others have not either$/).length;
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

	/** Says all this as a plain peer. Gives the texts that a member hears of it. */
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

	test('60,000 lines at once from a plain peer are said in order, and the others have their turn', async t => {
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
