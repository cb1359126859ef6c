import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import type {RawPeer} from '../../helpers/raw-peer.ts';
import {until} from '../../helpers/until.ts';
import {openHost, repeatSid} from './open-host.ts';

const violations: ReadonlyArray<{name: string; code: string; send: (peer: RawPeer) => void}> = [
	{
		name: 'a line that is not JSON',
		code: 'bad-frame',
		send(peer) {
			peer.send('hello?\n');
		},
	},
	{
		name: 'a list',
		code: 'bad-frame',
		send(peer) {
			peer.send('[1]\n');
		},
	},
	{
		name: 'a field of the wrong type',
		code: 'bad-frame',
		send(peer) {
			peer.send({type: 'post', n: 'x', text: 'x'});
		},
	},
	{
		name: 'a second hello',
		code: 'bad-frame',
		send(peer) {
			peer.send({type: 'hello', v: 1, sid: repeatSid('c'), since: 0, name: 'x'});
		},
	},
	{
		name: 'a line that is not UTF-8',
		code: 'bad-utf8',
		send(peer) {
			peer.send(Uint8Array.from([0x22, 0xff, 0x0a]));
		},
	},
	{
		name: 'a line that is too long',
		code: 'too-big',
		send(peer) {
			peer.send('x'.repeat(70_000));
		},
	},
	{
		name: 'a message whose number leaves a gap',
		code: 'gap',
		send(peer) {
			peer.send({type: 'post', n: 5, text: 'x'});
		},
	},
];

for (const {name, code, send} of violations) {
	test(`${name} closes the sender's connection with the code ${code}, and no other`, async t => {
		const {join} = await openHost(t);
		const good = await join('b');
		const bad = await join('a');
		send(bad.peer);
		const close = await bad.peer.frame('close');
		assert.equal(close.code, code);
		assert.match(String(close.text), /\.$/);
		assert.equal(close.retry, true);
		await bad.peer.ended();
		good.peer.send({type: 'post', n: 1, text: 'still here'});
		await good.peer.frame('msg', ({text}) => text === 'still here');
	});
}

test('a frame has 10 s from its first byte, and as long as its bytes take at 512 B/s', async t => {
	const {join, clock, entries} = await openHost(t);
	const {peer} = await join('a');
	const before = entries.length;
	const received = () => entries.slice(before).filter(({verb}) => verb === 'recv').length;
	peer.send('{"type":');
	await until(() => received() === 1);
	clock.pass(9000);
	peer.send('"post"'.padEnd(1024 - 8));
	await until(() => received() === 2);
	clock.pass(2999);
	assert.ok(peer.frames.every(({type}) => type !== 'close'));
	clock.pass(1);
	assert.equal((await peer.frame('close')).code, 'slow-frame');
});

test('a host still serves members after any kind of noise', async t => {
	const {connect, join, host} = await openHost(t);
	for (const bytes of [
		Buffer.alloc(100_000, 0xff),
		Buffer.alloc(100_000, 0x7b),
		Buffer.from('{"type":"hello"'.repeat(9000)),
		Buffer.from([0x16, 3, 1, 2, 0, 1]),
	]) {
		const peer = await connect();
		peer.send(bytes);
		peer.socket.on('error', () => undefined);
		await peer.ended();
	}

	const {peer} = await join('a');
	peer.send({type: 'post', n: 1, text: 'served'});
	await peer.frame('msg');
	assert.ok(host);
});
