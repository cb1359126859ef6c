import assert from 'node:assert/strict';
import test from 'node:test';
import {Xray} from '../../../source/chat/xray/xray.ts';
import type {KernelView} from '../../../source/net/kernel/kernel-view.ts';
import type {TappedConnection} from '../../../source/net/recording/connection-tap.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';

const created = (number: number) => {
	const connection: TappedConnection & {bytesReceived: number} = {
		local: '127.0.0.1:5000',
		remote: `127.0.0.1:${40_000 + number}`,
		isSecure: false,
		backlog: 0,
		bytesReceived: 0,
		tap: undefined,
	};
	const socket = {bytesWritten: 0};
	return {
		connection,
		number,
		socket,
		receive(text: string) {
			connection.bytesReceived += text.length;
			connection.tap?.recordReceived(new TextEncoder().encode(text));
		},
		send(text: string) {
			return (
				connection.tap?.recordSend(text, undefined, onTaken => {
					socket.bytesWritten += text.length;
					onTaken(undefined);
					return true;
				}) ?? false
			);
		},
	};
};

const openXray = () => {
	const clock = new FakeClock();
	const readings: number[] = [];
	let view: KernelView | undefined = {source: 'ss', state: 'ESTABLISHED', rto: 200};
	const xray = new Xray({
		clock,
		hidesPrivate: true,
		async readKernel({remote}) {
			readings.push(remote.port);
			return view;
		},
	});
	const open = (number: number) => {
		const made = created(number);
		xray.addConnection(made.connection, {number, socket: made.socket});
		return made;
	};

	return {
		clock,
		xray,
		readings,
		open,
		answer(next: KernelView | undefined) {
			view = next;
		},
	};
};

test('nothing is recorded before it is asked for, and then the calls of old and new connections', () => {
	const {xray, open} = openXray();
	const old = open(2);
	assert.equal(old.connection.tap, undefined);
	xray.startRecording();
	const young = open(3);
	old.receive('one');
	young.send('hello');
	assert.deepEqual(
		xray.look(2)?.calls.map(({kind}) => kind),
		['recv'],
	);
	const [sent] = xray.look(3)?.calls ?? [];
	assert.deepEqual(sent?.kind === 'send' && [sent.bytes, sent.through, sent.code], [5, 5, undefined]);
});

test('the kernel is asked at once, a tenth of a second after calls, each second, and not when nobody looks', async () => {
	const {clock, xray, readings, open} = openXray();
	const {receive} = open(2);
	xray.startRecording();
	clock.pass(5000);
	assert.deepEqual(readings, []);
	let changes = 0;
	const stop = xray.watch(2, () => {
		changes++;
	});
	await endOfTurn();
	assert.deepEqual(readings, [40_002]);
	receive('a');
	receive('b');
	clock.pass(100);
	await endOfTurn();
	assert.equal(readings.length, 2);
	assert.ok(changes >= 2);
	clock.pass(1000);
	await endOfTurn();
	assert.equal(readings.length, 3);
	stop();
	clock.pass(5000);
	assert.equal(readings.length, 3);
	assert.equal(clock.waiting, 0);
});

test('a connection that is closed stays with its last counts, and is not asked about for ever', async () => {
	const {clock, xray, readings, open, answer} = openXray();
	open(2);
	answer({source: 'ss', state: 'ESTABLISHED', rto: 200, acknowledged: 7});
	xray.watch(2, () => undefined);
	await endOfTurn();
	xray.addEntry({verb: 'close', connection: 2});
	answer({source: 'ss', state: 'CLOSED'});
	clock.pass(1000);
	await endOfTurn();
	const shown = xray.look(2);
	assert.equal(shown?.kernel?.view.state, 'CLOSED');
	assert.equal(shown?.counts?.payload.acknowledged, 7);
	const count = readings.length;
	clock.pass(10_000);
	await endOfTurn();
	assert.equal(readings.length, count);
});

test('of a connection at most 600 calls are kept, and of many fewer; 20 closed ones stay', () => {
	const {xray, open} = openXray();
	xray.startRecording();
	const {receive} = open(1);
	for (let call = 0; call < 1500; call++) {
		receive('x');
	}

	const {length} = xray.look(1)?.calls ?? [];
	assert.ok(length !== undefined && length >= 500 && length <= 600, String(length));
	for (let number = 2; number < 40; number++) {
		open(number);
		xray.addEntry({verb: 'close', connection: number});
	}

	assert.equal(xray.numbers.length, 21);
});
