import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {Connection} from '../../source/net/connection.ts';
import {FrameChannel} from '../../source/net/frame-channel.ts';
import {Turns} from '../../source/net/turns/turns.ts';
import {decodeClientFrame} from '../../source/wire/decode-frame.ts';
import {createSocketLog} from '../../source/net/socket-log.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {SocketPair} from '../model/socket-pair.ts';

/** A channel to which these bytes have come, and what it tells its owner. */
const openChannel = (isReady: () => boolean) => {
	const clock = new FakeClock();
	const address = {address: '127.0.0.1', port: 5000};
	const {host: socket} = new SocketPair({client: address, host: address, capacity: 1000});
	const connection = new Connection(
		socket.asSocket,
		createSocketLog(() => undefined),
	);
	const channel = new FrameChannel(connection, decodeClientFrame, {clock, turns: new Turns(clock)});
	const happened: string[] = [];
	socket.receive(Buffer.from('{"type":"ping","k":1}\n{"type":"bye"}\n'));
	channel.listen({
		isReady,
		onFrame({type}) {
			happened.push(type);
			return true;
		},
		onRead() {},
		onDrain() {},
		onViolation() {},
		onGone(code) {
			happened.push(`gone ${code ?? ''}`.trim());
		},
	});
	return {channel, socket, happened};
};

test('what has come before the end of the other side is handled before it counts as gone', async () => {
	let isReady = false;
	const {channel, socket, happened} = openChannel(() => isReady);
	socket.receiveEnding('fin');
	await endOfTurn();
	assert.deepEqual(happened, []);
	isReady = true;
	channel.retry();
	await endOfTurn();
	assert.deepEqual(happened, ['ping', 'bye', 'gone']);
});

test('what has come before a reset is handled, unless the owner has paused', async () => {
	const read = openChannel(() => true);
	read.socket.receiveEnding('rst');
	await endOfTurn();
	assert.deepEqual(read.happened, ['ping', 'bye', 'gone ECONNRESET']);
	const paused = openChannel(() => false);
	await endOfTurn();
	paused.channel.pause();
	paused.socket.receiveEnding('rst');
	await endOfTurn();
	assert.deepEqual(paused.happened, ['gone ECONNRESET']);
});
