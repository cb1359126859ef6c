import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import process from 'node:process';
import test from 'node:test';
import {check} from './check.ts';
import {hostStream} from './attacks.ts';
import type {Tally} from './host-target.ts';
import {openHostileHost} from './client-target.ts';

test('a client survives any bytes of a hostile host, shows no harmful text, and reconnects to an honest host', async t => {
	const host = await openHostileHost(t);
	const tally: Tally = new Map();
	await check(
		hostStream,
		async stream => {
			await host.attack(stream, tally);
		},
		{runs: 100},
	);
	t.diagnostic(JSON.stringify(Object.fromEntries(tally)));
});

const welcome = {
	type: 'welcome',
	v: 1,
	room: 'r',
	you: {id: 'me', name: 'bob'},
	head: 0,
	first: 1,
	got: 0,
	limits: {text: 8192, line: 65_536},
	heartbeat: {ping: 5000, silent: 15_000},
};

test('a client keeps no unrequested pages of older messages in memory', async t => {
	const host = await openHostileHost(t);
	const messages = Array.from({length: 400}, (_, index) => ({
		seq: index + 1,
		id: 'x',
		n: index + 1,
		from: 'x',
		ts: 1,
		text: 'more',
	}));
	const page = `${JSON.stringify({type: 'page', from: 1, messages})}\n`;
	await host.attack({bytes: Buffer.from(`${JSON.stringify(welcome)}\n${page.repeat(30)}`), sizes: [65_536]});
});

test('a new code with thousands of combining marks does not block a client', async t => {
	const host = await openHostileHost(t);
	const frame = `${JSON.stringify({type: 'code', code: `a${'\u0301\u0316'.repeat(15_000)}`})}\n`;
	const before = process.cpuUsage();
	await host.attack({bytes: Buffer.from(`${JSON.stringify(welcome)}\n${frame.repeat(30)}`), sizes: [65_536]});
	const {user, system} = process.cpuUsage(before);
	const time = Math.round((user + system) / 1000);
	t.diagnostic(`${time} ms`);
	// Normalizing all of a code took 200 ms each.
	assert.ok(time < 4000, `30 codes took ${time} ms`);
});
