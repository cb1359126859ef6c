import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {maximumHeld} from '../../../source/net/faults/fault.ts';
import {splitPause} from '../../../source/net/faults/fault-tap.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {openBreakable} from './open-breakable.ts';

/** Waits for a text from the peer. Whatever has reached the peer before it is then known. */
const ping = async ({peer, received}: Awaited<ReturnType<typeof openBreakable>>, text: string) => {
	peer.send(text);
	await until(() => received.join('').includes(text), {describe: () => JSON.stringify(received)});
};

test('without a fault everything passes both ways, and a close is a FIN', async t => {
	const opened = await openBreakable(t);
	const {connection, peer, waitForText, clock} = opened;
	connection.write('one\n', {note: 'a'});
	let isTaken = false;
	connection.writeThen('two\n', {note: 'b'}, () => {
		isTaken = true;
	});
	await waitForText('one\ntwo\n');
	await until(() => isTaken);
	await ping(opened, 'answer');
	const closed = connection.close(clock);
	await peer.ended();
	peer.socket.end();
	await closed;
});

test('glue holds writes and then makes one send of them', async t => {
	const opened = await openBreakable(t);
	const {connection, breakIt, waitForText, parts, peer, entries} = opened;
	breakIt({kind: 'glue'});
	connection.write('one\n', {note: 'a'});
	let isTaken = false;
	connection.writeThen('two\n', {note: 'b'}, () => {
		isTaken = true;
	});
	assert.equal(connection.backlog, 8, 'what is held waits');
	await ping(opened, 'x');
	assert.equal(peer.text, '');
	assert.equal(isTaken, false, 'the kernel does not have it');
	connection.heal();
	await waitForText('one\ntwo\n');
	await until(() => isTaken);
	assert.deepEqual(parts, ['one\ntwo\n']);
	assert.equal(connection.backlog, 0);
	assert.deepEqual(
		entries.filter(({verb}) => verb === 'send').map(({fault}) => fault),
		['glue'],
	);
	connection.write('three\n', {note: 'c'});
	await until(() => entries.at(-1)?.bytes === 6);
	assert.equal(entries.at(-1)?.fault, undefined, 'the next one is none of ours');
});

test('split writes so many bytes at a time; its end writes the rest at once', async t => {
	const {connection, breakIt, waitForText, parts, clock} = await openBreakable(t);
	breakIt({kind: 'split', bytes: 4});
	connection.write('ten bytes\n', {note: 'a'});
	await waitForText('ten ');
	clock.pass(splitPause);
	await waitForText('ten byte');
	clock.pass(splitPause);
	await waitForText('ten bytes\n');
	assert.deepEqual(parts, ['ten ', 'byte', 's\n']);
	connection.write('one two three\n', {note: 'b'});
	connection.write('four\n', {note: 'c'});
	await waitForText('ten bytes\none ');
	connection.heal();
	await waitForText('ten bytes\none two three\nfour\n');
});

test('delay sends each write so much later, in order', async t => {
	const opened = await openBreakable(t);
	const {connection, breakIt, waitForText, clock, peer} = opened;
	breakIt({kind: 'delay', time: 1000});
	connection.write('one\n', {note: 'a'});
	clock.pass(600);
	connection.write('two\n', {note: 'b'});
	clock.pass(399);
	await ping(opened, 'x');
	assert.equal(peer.text, '');
	clock.pass(1);
	await waitForText('one\n');
	clock.pass(599);
	connection.write('three\n', {note: 'c'});
	await ping(opened, 'y');
	assert.equal(peer.text, 'one\n');
	clock.pass(1);
	await waitForText('one\ntwo\n');
	connection.heal();
	connection.write('four\n', {note: 'd'});
	await waitForText('one\ntwo\nthree\nfour\n');
});

test('half-close sends a FIN, and reads on; what is written afterwards is not taken', async t => {
	const opened = await openBreakable(t);
	const {connection, breakIt, peer, closes} = opened;
	connection.write('one\n', {note: 'a'});
	breakIt({kind: 'half-close'});
	await peer.ended();
	assert.equal(peer.text, 'one\n');
	assert.equal(connection.isWritable, false);
	assert.equal(connection.write('two\n', {note: 'b'}), false);
	connection.writeThen('three\n', {note: 'c'}, () => {
		assert.fail('it was never sent');
	});
	await ping(opened, 'answer');
	peer.socket.end();
	await until(() => closes.length > 0);
	assert.deepEqual(closes, [undefined]);
});

test('reset sends a RST, cut a FIN; both tell the owner, and their last rows are marked as ours', async t => {
	for (const [kind, code] of [
		['reset', 'ECONNRESET'],
		['cut', undefined],
	] as const) {
		const {connection, breakIt, peer, closes, entries} = await openBreakable(t);
		let error: unknown;
		peer.socket.on('error', thrown => {
			error = thrown;
		});
		breakIt({kind});
		await until(() => closes.length > 0);
		peer.socket.end();
		await until(() => peer.isClosed);
		assert.equal((error as NodeJS.ErrnoException | undefined)?.code, code, kind);
		const last = entries.at(-1);
		assert.deepEqual([last?.verb, last?.fault], ['close', kind]);
		assert.equal(connection.isWritable, false);
	}
});

test('deaf reads nothing, and loses nothing', async t => {
	const {connection, breakIt, peer, received, waitForText} = await openBreakable(t);
	breakIt({kind: 'deaf'});
	peer.send('one\n', 'two\n');
	connection.write('I still speak\n', {note: 'a'});
	await waitForText('I still speak\n');
	peer.send('three\n');
	// Much more than the buffers of both programs: the rest waits at the peer.
	const much = 'x'.repeat(12_000_000);
	peer.send(much);
	await until(() => peer.socket.writableLength > 1_000_000);
	assert.ok(connection.bytesReceived <= 131_072, 'at most one buffer was read before');
	assert.deepEqual(received, []);
	connection.heal();
	const whole = `one\ntwo\nthree\n${much}`;
	await until(() => received.join('').length === whole.length);
	assert.ok(received.join('') === whole);
});

test('mute writes nothing and reads on; a graceful close sends what was held', async t => {
	const opened = await openBreakable(t);
	const {connection, breakIt, peer, ends, clock, waitForText} = opened;
	breakIt({kind: 'mute'});
	connection.write('one\n', {note: 'a'});
	await ping(opened, 'heard');
	assert.equal(peer.text, '');
	const closed = connection.close(clock);
	await waitForText('one\n');
	await peer.ended();
	peer.socket.end();
	await closed;
	assert.deepEqual(ends, ['closed']);
});

test('what is held ends the fault once it is more than 64 KiB, and the writer goes on', async t => {
	for (const fault of [{kind: 'mute'}, {kind: 'glue'}, {kind: 'delay', time: 5000}] as const) {
		const {connection, breakIt, peer, ends, drains} = await openBreakable(t);
		breakIt(fault);
		assert.equal(connection.write('x'.repeat(maximumHeld), {note: 'a'}), false);
		assert.deepEqual(ends, []);
		const before = drains();
		connection.write('yz', {note: 'b'});
		assert.deepEqual(ends, ['full']);
		assert.ok(drains() > before);
		await until(() => peer.text.length === maximumHeld + 2);
		assert.ok(peer.text.endsWith('xyz'));
	}
});

test('a fault ends with its connection', async t => {
	const {connection, breakIt, peer, ends, closes} = await openBreakable(t);
	breakIt({kind: 'mute'});
	connection.write('never sent\n', {note: 'a'});
	peer.socket.resetAndDestroy();
	await until(() => closes.length > 0);
	assert.deepEqual(ends, ['closed']);
	await endOfTurn();
	assert.equal(connection.backlog, 0);
});

test('a destroyed connection forgets what it held', async t => {
	const {connection, breakIt, peer} = await openBreakable(t);
	breakIt({kind: 'delay', time: 100});
	connection.write(Buffer.from('never sent\n'), {note: 'a'});
	connection.destroy();
	await peer.ended();
	assert.equal(peer.text, '');
});
