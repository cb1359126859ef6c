import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {Host} from '../../../source/net/host/host.ts';
import {ListenError} from '../../../source/net/host/listening/listening-socket.ts';
import {MemoryLog} from '../../../source/room/log.ts';
import {Room} from '../../../source/room/room.ts';
import {cleartextUpgrader} from '../../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {connectTo} from '../../helpers/raw-peer.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {until} from '../../helpers/until.ts';
import {hostId, openHost} from './open-host.ts';

test('the connection log has the calls of the lab sheet, in its order, with both ends', async t => {
	const {connect, room, entries, verbs, port} = await openHost(t, {plain: true});
	const peer = await connect();
	const address = `127.0.0.1:${peer.socket.localPort ?? ''}`;
	peer.send('hi\n');
	await until(() => room.log.head === 1);
	room.postNext(hostId, 'hello');
	await peer.waitForText('hello');
	peer.send('bye\n');
	peer.socket.end();
	await until(() => verbs().includes('close'));
	assert.deepEqual(verbs(), ['socket', 'bind', 'listen', 'accept', 'recv', 'send', 'recv', 'shutdown', 'end', 'close']);
	const accept = entries.find(({verb}) => verb === 'accept');
	assert.deepEqual([accept?.remote, accept?.local, accept?.connection], [address, `127.0.0.1:${port}`, 2]);
	const recv = entries.find(({verb}) => verb === 'recv');
	assert.equal(recv && formatLogDetail(recv), String.raw`3 B "hi\n" from ${address}`);
	const listen = entries.find(({verb}) => verb === 'listen');
	assert.deepEqual([listen?.address, listen?.port], ['127.0.0.1', port]);
});

test(
	'a host that listens on several addresses accepts at each, holds all back together, and closes all',
	{skip: process.platform !== 'linux' && 'needs Linux, where all of 127.0.0.0/8 is this computer'},
	async t => {
		const {host, room, port, verbs, connect, clock} = await openHost(t, {plain: true});
		assert.equal((await host.listen({host: '127.0.1.1', port}, 'a note')).port, port);
		host.pauseAccepting();
		const [peer, other] = [await connect(), await connectTo(t, port, '127.0.1.1')];
		peer.send('one\n');
		other.send('two\n');
		await endOfTurn();
		assert.deepEqual(verbs().slice(-2), ['accept', 'accept']);
		host.resumeAccepting();
		await until(() => room.log.head === 2);
		const closed = host.close('bye');
		clock.pass(5000);
		await closed;
		await Promise.all([peer.ended(), other.ended()]);
		assert.equal(verbs().filter(verb => verb === 'listen').length, 2);
		const dial = async (address: string) => connectTo(t, port, address);
		await assert.rejects(dial('127.0.0.1'), {code: 'ECONNREFUSED'});
		await assert.rejects(dial('127.0.1.1'), {code: 'ECONNREFUSED'});

		await assert.rejects(host.listen({host: '127.0.2.1', port: 0}), {code: 'ECANCELED'});
	},
);

test('a port in use and an address of another computer are reported as sentences', async t => {
	const {port} = await openHost(t);
	const clock = new FakeClock();
	const another = () => {
		const room = new Room({name: 'main', log: new MemoryLog('x'), now: clock.now});
		return new Host({
			room,
			hostId,
			tlsUpgrader: cleartextUpgrader,
			plain: false,
			lineEnd: undefined,
			halfOpenLimit: undefined,
			clock,
			log: createSocketLog(() => undefined),
			createId: () => 'x',
		});
	};

	await assert.rejects(
		another().listen({host: '127.0.0.1', port}),
		new ListenError('EADDRINUSE', {host: '127.0.0.1', port}),
	);
	await assert.rejects(
		another().listen({host: '192.0.2.1', port: 0}),
		new ListenError('EADDRNOTAVAIL', {host: '192.0.2.1', port: 0}),
	);
});
